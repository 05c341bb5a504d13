// Where a figure comes from: its formula in words, at which times, how complete, and every record behind it.
import { Button, type TableColumnsType } from 'antd';
import type { FigureDimension, FigureExplanation, FigureMeasure, FigureQuery } from '../../../contract/figures.ts';
import { numberText, shareText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { type FilterDimension, filterDimensions, type Range } from '../../state/filters.ts';
import { statedTimes } from '../../state/follow-world.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useProductUnit } from '../../state/use-product-unit.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SidePage } from '../../ui/side-page.tsx';
import { enterpriseName } from './enterprise-name.ts';
import { keyName } from './filter-bar.tsx';
import { Fingerprint, originLine } from './origin-card.tsx';
import { isCount, Quantity } from './quantity.tsx';
import { rangeText } from './range-text.ts';

/** Enough to read through; the count of all is always told beside it. */
const shownInputs = 5000;

export function ExplanationPage({ query }: { readonly query: FigureQuery }) {
  const words = useWords();
  const { times, openPage, language } = useView();
  const revision = useCore((core) => core.world.revision);
  const key = JSON.stringify([query, times, revision]);
  const { value, error } = useAnswer(key, (backend, signal) =>
    backend.figure.explain({ ...query, ...statedTimes(times), limit: shownInputs }, { signal }),
  );
  const explanation = value?.definition.id === query.id ? value : null;
  return (
    <SidePage
      label={words.explanation.title}
      title={
        explanation === null
          ? words.explanation.title
          : `${explanation.definition.title[language]} · ${words.explanation.title}`
      }
      subject={JSON.stringify(query)}
      closeLabel={words.enterprise.close}
      onClose={() => openPage(null)}
    >
      <ProblemLine
        text={error === null ? null : errorText(error, language, words, useCore.getState().backend !== null)}
      />
      {explanation === null ? (
        error === null && <p className="muted">{words.enterprise.loading}</p>
      ) : (
        <>
          <Summary explanation={explanation} query={query} />
          <Inputs explanation={explanation} />
        </>
      )}
    </SidePage>
  );
}

function Summary({ explanation, query }: { readonly explanation: FigureExplanation; readonly query: FigureQuery }) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const { definition, result } = explanation;
  const product = query.where?.product;
  const unit = useProductUnit(query.between?.capacity !== undefined && product?.length === 1 ? product[0] : undefined);
  const keys = (Object.entries(query.where ?? {}) as [FigureDimension, string[]][]).map(([dimension, chosen]) => {
    if (dimension === 'enterprise') return words.explanation.narrowedListed(numberText(chosen.length, language));
    const known = (filterDimensions as readonly string[]).includes(dimension);
    const texts = known ? chosen.map((key) => keyName(dimension as FilterDimension, key, names, words)) : chosen;
    return `${known ? words.filters[dimension as FilterDimension] : dimension}: ${texts.join(words.filters.join)}`;
  });
  const ranges = (Object.entries(query.between ?? {}) as [FigureMeasure, Range][]).map(
    ([measure, range]) => `${words.attribute[measure]}: ${rangeText(range, { measure, unit, language, words })}`,
  );
  const scope = [...keys, ...ranges];
  return (
    <Pairs
      entries={[
        [words.explanation.formula, definition.formula[language]],
        [
          words.explanation.value,
          <ul key="value" className="bare-list">
            {result.totals.map((total) => (
              <li key={`${total.product} ${total.unit}`}>
                {total.product !== null && `${names.product(total.product)} `}
                <Quantity value={total.value} unit={total.unit} />{' '}
                <span className="muted">
                  {total.missing > 0
                    ? words.figures.missing(numberText(total.missing, language), numberText(total.inputs, language))
                    : words.figures.complete(numberText(total.inputs, language))}
                </span>
              </li>
            ))}
          </ul>,
        ],
        [words.explanation.narrowed, scope.length === 0 ? words.explanation.narrowedNone : scope.join(' · ')],
        [words.explanation.asOf, wallClock(result.asOf, timeZone)],
        [words.explanation.knownAt, wallClock(result.knownAt, timeZone)],
        [
          words.explanation.completeness,
          result.completeness === null ? words.explanation.noInputs : shareText(result.completeness, language),
        ],
        [words.explanation.rule, <code key="rule">{result.rule}</code>],
        [words.explanation.boundaries, <Fingerprint key="boundaries" sha256={result.boundaries} />],
        [words.explanation.datasets, result.datasets.map(names.dataset).join(words.filters.join)],
      ]}
    />
  );
}

type Input = FigureExplanation['inputs'][number];

function Inputs({ explanation }: { readonly explanation: FigureExplanation }) {
  const words = useWords();
  const { openPage, language } = useView();
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const byId = useCore((core) => core.world.byId);
  const nameOf = ({ enterpriseId, enterpriseName: name }: Input): string =>
    enterpriseName(byId.get(enterpriseId) ?? { name, nameEn: null }, language);
  const counts = explanation.inputs.every(({ unit }) => isCount(unit));
  const columns: TableColumnsType<Input> = [
    {
      key: 'enterprise',
      title: words.explanation.enterprise,
      width: 13 * rem,
      render: (_, input) => (
        <Button
          type="link"
          size="small"
          title={nameOf(input)}
          onClick={() => openPage({ kind: 'enterprise', id: input.enterpriseId })}
        >
          {nameOf(input)}
        </Button>
      ),
    },
    { key: 'record', title: words.explanation.record, width: 7 * rem, render: (_, input) => input.recordName ?? '' },
    // Each record of a count counts as one: a column of ones says nothing.
    ...(counts
      ? []
      : [
          {
            key: 'value',
            title: words.explanation.inputValue,
            width: 7 * rem,
            align: 'right' as const,
            render: (_: unknown, input: Input) => <Quantity value={input.value} unit={input.unit} />,
          },
        ]),
    {
      key: 'source',
      title: words.explanation.source,
      width: 30 * rem,
      render: (_, input) => {
        const line = originLine(input.origin, words);
        return <span title={line}>{line}</span>;
      },
    },
  ];
  return (
    <div className="explanation-inputs">
      <h3>
        {words.explanation.inputs(
          numberText(explanation.inputs.length, language),
          numberText(explanation.inputCount, language),
        )}
      </h3>
      <FillTable
        label={words.explanation.inputs('', '')}
        columns={columns}
        rows={explanation.inputs}
        keyOf={(input) => input.recordId}
        minWidth={57 * rem}
        emptyText={words.explanation.noInputs}
        rowTestId="input-row"
      />
    </div>
  );
}
