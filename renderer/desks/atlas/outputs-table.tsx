// What an enterprise says it produced, product by product and year by year.

import type { EnterprisePage } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { StatedValue } from './stated-value.tsx';

export function OutputsTable({ outputs }: { readonly outputs: EnterprisePage['outputs'] }) {
  const words = useWords();
  const names = useNames();
  const years = [...new Set(outputs.map(({ year }) => year))].sort((a, b) => a - b);
  const products = [...new Set(outputs.map(({ product }) => product))];
  return (
    <div className="scroll-x">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{words.attribute.product}</th>
            {years.map((year) => (
              <th key={year} className="number">
                {year}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {products.map((product) => (
            <tr key={product}>
              <th scope="row">{names.product(product)}</th>
              {years.map((year) => {
                const stated = outputs
                  .find((output) => output.product === product && output.year === year)
                  ?.values.find(({ attribute }) => attribute === 'value');
                return (
                  <td key={year} className="number">
                    {stated === undefined ? (
                      <span className="muted">–</span>
                    ) : (
                      <StatedValue stated={stated} owner={null} onCorrect={() => {}} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
