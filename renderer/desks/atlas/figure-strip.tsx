// The figures at the head of the desk; each opens the page that says where it comes from.
import type { FigureQuery } from '../../../contract/figures.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import type { Narrowing } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useNarrowing } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { Quantity, type QuantityProps } from './quantity.tsx';

function FigureCard(
  props: QuantityProps & { name: string; query: FigureQuery; testId: string; pending: boolean; beside?: string | null },
) {
  const words = useWords();
  const language = useView((view) => view.language);
  const openPage = useView((view) => view.openPage);
  const { inputs = 0, missing = 0, beside = null } = props;
  const basis =
    missing > 0
      ? words.figures.missing(numberText(missing, language), numberText(inputs, language))
      : words.figures.complete(numberText(inputs, language));
  return (
    <button
      type="button"
      className="figure-card"
      data-testid={props.testId}
      data-figure=""
      aria-busy={props.pending}
      title={words.figures.explain(props.name)}
      onClick={() => openPage({ kind: 'explanation', query: props.query })}
    >
      <span className="figure-name">{props.name}</span>
      <span className="figure-value">
        <Quantity value={props.value} unit={props.unit} />
      </span>
      <span className={missing > 0 ? 'figure-basis doubt' : 'figure-basis'}>
        {[beside, basis].filter(Boolean).join(' · ')}
      </span>
    </button>
  );
}

export function FigureStrip({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const narrowing = useNarrowing(shown);
  const counts = [
    {
      id: 'enterprise-count',
      name: words.table.enterpriseCount,
      answer: useFigure({ id: 'enterprise-count', ...narrowing }),
    },
    { id: 'unit-count', name: words.table.unitCount, answer: useFigure({ id: 'unit-count', ...narrowing }) },
  ];
  const capacities = useCapacities(narrowing);
  return (
    <section className="figure-strip" aria-label={words.figures.strip}>
      {counts.map(({ id, name, answer }) => (
        <FigureCard
          key={id}
          testId={`figure-${id}`}
          name={name}
          query={{ id, ...narrowing }}
          pending={answer.pending}
          value={answer.value?.total ?? null}
          unit="1"
          inputs={answer.value?.totals[0]?.inputs ?? 0}
        />
      ))}
      {capacities.cards.map(({ product, unit, name, beside, query, value, inputs, missing }) => (
        <FigureCard
          key={`${product} ${unit}`}
          testId={`figure-capacity-${product}`}
          name={name}
          beside={beside}
          query={query}
          pending={capacities.pending}
          value={value}
          unit={unit}
          inputs={inputs}
          missing={missing}
        />
      ))}
    </section>
  );
}

/** What can be run today. A sum that takes in retired and cancelled units would mislead whoever reads it from a distance. */
const OPERATING = ['operating', 'operating pre-retirement'];

/** A card for each product: its operating capacity, with that of all statuses beside it, unless a status is chosen. */
function useCapacities({ where, between }: Narrowing) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const all = useFigure({ id: 'capacity', where, between });
  const operating = useFigure({
    id: 'capacity',
    where: where.status ? where : { ...where, status: OPERATING },
    between,
  });
  const cards = (all.value?.totals ?? []).map((total) => {
    const { product, unit } = total;
    const productName = product === null ? words.figures.noProduct : names.product(product);
    const ofProduct = { ...where, product: [product ?? 'null'] };
    const running = operating.value?.totals.find((each) => each.product === product && each.unit === unit);
    if (where.status || running === undefined) {
      const name = where.status
        ? words.figures.capacityOf(productName)
        : words.figures.anyStatusCapacityOf(productName);
      return { ...total, name, beside: null, query: { id: 'capacity', where: ofProduct, between } };
    }
    const whole = total.value === null ? null : words.figures.allStatuses(numberText(total.value, language));
    return {
      ...running,
      name: words.figures.operatingCapacityOf(productName),
      beside: total.value === running.value ? null : whole,
      query: { id: 'capacity', where: { ...ofProduct, status: OPERATING }, between },
    };
  });
  return { cards, pending: all.pending || operating.pending };
}
