// A city or county in figures: what stands there, by product, industry and status; each figure leads to its origin.
import { Button } from 'antd';
import type { FigureDimension, FigureResult } from '../../../contract/figures.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useFigures } from '../../state/use-figure.ts';
import { useView } from '../../state/view-store.ts';
import { SidePage } from '../../ui/side-page.tsx';
import { drillToArea } from './drill.ts';
import { FigureList, type ListedFigure } from './figure-list.tsx';
import { ProvinceInset } from './province-inset.tsx';

export function AreaPage({ level, code }: { readonly level: 'city' | 'county'; readonly code: number }) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const openPage = useView((view) => view.openPage);
  const where = { [level]: [String(code)] };
  const { value, pending } = useFigures([
    { id: 'enterprise-count', where },
    { id: 'unit-count', where },
    { id: 'capacity', where },
    { id: 'enterprise-count', by: ['industry'], where },
    { id: 'unit-count', by: ['status'], where },
  ]);

  const rowsOf = (id: string, by: FigureDimension, result: FigureResult): ListedFigure[] =>
    result.rows.map((row) => ({
      key: `${by} ${row.keys[by]}`,
      name: row.keys[by] === null ? words.table.notStated : (row.labels[by]?.[language] ?? String(row.keys[by])),
      value: row.value,
      unit: row.unit,
      inputs: row.inputs,
      missing: row.missing,
      query: { id, where: { ...where, [by]: [String(row.keys[by])] } },
    }));
  const totalsOf = (id: string, nameOf: (product: string | null) => string, result: FigureResult): ListedFigure[] =>
    result.totals.map((total) => ({
      key: `${id} ${total.product} ${total.unit}`,
      name: nameOf(total.product),
      value: total.value,
      unit: total.unit,
      inputs: total.inputs,
      missing: total.missing,
      query: {
        id,
        where: id === 'capacity' ? { ...where, product: [total.product ?? 'null'] } : where,
      },
    }));

  const name = names.region(code);
  const [enterprises, units, capacity, byIndustry, byStatus] = value ?? [];
  return (
    <SidePage
      label={words.drill.areaPage}
      title={name}
      subject={String(code)}
      closeLabel={words.drill.close}
      onClose={() => openPage(null)}
    >
      <div className="page-head">
        <Button type="primary" size="small" onClick={() => drillToArea(level, code)}>
          {words.drill.card.enter}
        </Button>
      </div>
      <ProvinceInset name={name} areaCode={code} />
      {enterprises === undefined || units === undefined || capacity === undefined ? (
        <p className="muted">{words.drill.loading}</p>
      ) : (
        <section aria-busy={pending}>
          <FigureList
            label={words.figures.strip}
            figures={[
              ...totalsOf('enterprise-count', () => words.table.enterpriseCount, enterprises),
              ...totalsOf('unit-count', () => words.table.unitCount, units),
              ...totalsOf(
                'capacity',
                (product) =>
                  words.figures.anyStatusCapacityOf(
                    product === null ? words.figures.noProduct : names.product(product),
                  ),
                capacity,
              ),
            ]}
          />
        </section>
      )}
      {byIndustry !== undefined && (
        <section aria-label={words.drill.byIndustry}>
          <h3>{words.drill.byIndustry}</h3>
          <FigureList label={words.drill.byIndustry} figures={rowsOf('enterprise-count', 'industry', byIndustry)} />
        </section>
      )}
      {byStatus !== undefined && (
        <section aria-label={words.drill.byStatus}>
          <h3>{words.drill.byStatus}</h3>
          <FigureList label={words.drill.byStatus} figures={rowsOf('unit-count', 'status', byStatus)} />
        </section>
      )}
    </SidePage>
  );
}
