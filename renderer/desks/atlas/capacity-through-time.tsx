// How the capacity of an enterprise grew and shrank: a line for each product, and the years in which it changed as figures.
import { useMemo } from 'react';
import { Chart } from '../../charts/chart.tsx';
import { numberText } from '../../format/quantity-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useView } from '../../state/view-store.ts';
import { useLook } from '../../theme/use-look.ts';
import { type CapacityYears, capacityYears, yearOf } from './capacity-years.ts';
import { FigureList } from './figure-list.tsx';
import './capacity-through-time.css';

export function CapacityThroughTime({ enterpriseId }: { readonly enterpriseId: string }) {
  const words = useWords();
  const where = { enterprise: [enterpriseId] };
  const { value, pending } = useFigure({ id: 'dated-capacity', by: ['product', 'year'], where });
  const series = useMemo(() => (value === null || pending ? null : capacityYears(value)), [value, pending]);
  const drawn = series?.filter(({ years }) => years.length > 0) ?? [];
  return (
    <section aria-label={words.drill.throughTime}>
      <h3>{words.drill.throughTime}</h3>
      <p className="muted small">{words.drill.throughTimeHint}</p>
      {series !== null && drawn.length === 0 && <p className="muted">{words.drill.noYears}</p>}
      {drawn.map((each) => (
        <ProductYears key={`${each.product} ${each.unit}`} series={each} enterpriseId={enterpriseId} />
      ))}
    </section>
  );
}

function ProductYears({ series, enterpriseId }: { readonly series: CapacityYears; readonly enterpriseId: string }) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const look = useLook();
  const { product, unit, years, steps, undated } = series;
  const name = product === null ? words.figures.noProduct : names.product(product);
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', valueFormatter: (amount: unknown) => `${amount ?? words.figures.unknown} ${unit}` },
      xAxis: { type: 'category', data: years.map((row) => String(yearOf(row))), boundaryGap: false },
      yAxis: { type: 'value', min: 0, splitNumber: 3 },
      // A step, not a slope: a unit starts at once, and nothing is known between two ends of a year.
      series: [
        {
          type: 'line',
          name,
          step: 'end',
          symbol: 'none',
          areaStyle: { opacity: 0.15 },
          data: years.map((row) => row.value),
        },
      ],
    }),
    [years, name, unit, words],
  );
  const where = { enterprise: [enterpriseId], product: [product ?? 'null'] };
  return (
    <div className="product-years">
      <h4>
        {name} <span className="unit">{unit}</span>
      </h4>
      <div className="product-years-chart">
        <Chart option={option} look={look} label={`${words.drill.throughTime}: ${name}, ${unit}`} />
      </div>
      <FigureList
        label={`${words.drill.throughTime}: ${name}`}
        figures={steps.map((row) => ({
          key: String(yearOf(row)),
          name: String(yearOf(row)),
          value: row.value,
          unit: row.unit,
          inputs: row.inputs,
          missing: row.missing,
          query: { id: 'dated-capacity', by: ['product'], where: { ...where, year: [String(yearOf(row))] } },
        }))}
      />
      {undated !== null && <p className="doubt small">{words.drill.undated(numberText(undated.inputs, language))}</p>}
    </div>
  );
}
