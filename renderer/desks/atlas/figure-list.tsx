// Figures one below the other, each with its unit, what is missing in it, and the way to where it comes from.
import type { FigureQuery } from '../../../contract/figures.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';
import { Quantity } from './quantity.tsx';
import './figure-list.css';

export interface ListedFigure {
  readonly key: string;
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly inputs: number;
  readonly missing: number;
  readonly query: FigureQuery;
}

export function FigureList({ label, figures }: { readonly label: string; readonly figures: readonly ListedFigure[] }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const openPage = useView((view) => view.openPage);
  return (
    <ul className="figure-list" aria-label={label}>
      {figures.map(({ key, name, value, unit, inputs, missing, query }) => (
        <li key={key}>
          <button
            type="button"
            data-figure=""
            title={words.figures.explain(name)}
            onClick={() => openPage({ kind: 'explanation', query })}
          >
            <span>{name}</span>
            <Quantity value={value} unit={unit} />
            <span className={missing > 0 ? 'doubt' : 'muted'}>
              {missing > 0
                ? words.figures.missing(numberText(missing, language), numberText(inputs, language))
                : words.figures.complete(numberText(inputs, language))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
