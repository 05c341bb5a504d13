// The figures at the head of the desk; each opens the page that says where it comes from.
import type { FigureDimension, FigureQuery } from '../../../contract/figures.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useFigureWhere } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { Quantity, type QuantityProps } from './quantity.tsx';

function FigureCard(props: QuantityProps & { name: string; query: FigureQuery; testId: string; pending: boolean }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const openPage = useView((view) => view.openPage);
  const { inputs = 0, missing = 0 } = props;
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
      <span className={missing > 0 ? 'figure-basis doubt' : 'figure-basis'}>{basis}</span>
    </button>
  );
}

export function FigureStrip({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const names = useNames();
  const where = useFigureWhere(shown);
  const counts = [
    { id: 'enterprise-count', name: words.table.enterpriseCount, answer: useFigure({ id: 'enterprise-count', where }) },
    { id: 'unit-count', name: words.table.unitCount, answer: useFigure({ id: 'unit-count', where }) },
  ];
  const capacity = useFigure({ id: 'capacity', where });
  const ofProduct = (product: string | null): Partial<Record<FigureDimension, string[]>> => ({
    ...where,
    product: [product ?? 'null'],
  });
  return (
    <section className="figure-strip" aria-label={words.figures.strip}>
      {counts.map(({ id, name, answer }) => (
        <FigureCard
          key={id}
          testId={`figure-${id}`}
          name={name}
          query={{ id, where }}
          pending={answer.pending}
          value={answer.value?.total ?? null}
          unit="1"
          inputs={answer.value?.totals[0]?.inputs ?? 0}
        />
      ))}
      {(capacity.value?.totals ?? []).map(({ product, unit, value, inputs, missing }) => (
        <FigureCard
          key={`${product} ${unit}`}
          testId={`figure-capacity-${product}`}
          name={words.figures.capacityOf(product === null ? words.figures.noProduct : names.product(product))}
          query={{ id: 'capacity', where: ofProduct(product) }}
          pending={capacity.pending}
          value={value}
          unit={unit}
          inputs={inputs}
          missing={missing}
        />
      ))}
    </section>
  );
}
