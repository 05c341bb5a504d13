// The chart of a channel over the chosen span; a press looks into the reading or the while that was pressed.
import { useCallback, useMemo } from 'react';
import type { ChannelRecord } from '../../../contract/monitoring.ts';
import { Chart } from '../../charts/chart.tsx';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { dayMs, drawnStep, wholeSteps } from '../../state/monitoring-span.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { countedSeries } from './counted-series.ts';
import type { LookedInto } from './looked-into.ts';
import { incompleteSpans, isFlagged, nearestPoint, readingChartOption } from './reading-chart-option.ts';
import { flagText, valueText } from './reading-text.ts';
import { useSpan } from './use-span.ts';

/** One for about two pixels of the page, in few sizes, so that a moved window asks nothing new. */
const pointsFor = (windowWidth: number): number => Math.min(4000, Math.max(800, Math.round(windowWidth / 1600) * 800));

export function ReadingChart(props: {
  readonly channel: ChannelRecord;
  readonly look: Look;
  readonly onLookInto: (into: LookedInto) => void;
}) {
  const { channel, look, onLookInto } = props;
  const words = useWords();
  const { chart, empty } = words.monitoring;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const { instants, timeZone } = useSpan();
  const { from, to } = instants;
  const points = pointsFor(look.windowWidth);
  // A register's readings only ever rise; what is looked for is what it has counted.
  const step = channel.kind === 'register' ? drawnStep(instants, channel.intervalMs) : null;
  const { value, error, pending } = useAnswer(
    JSON.stringify([channel.id, from, to, points, step]),
    async (backend, signal) => ({
      span: { from, to },
      series:
        step === null
          ? (await backend.monitoring.series({ channels: [channel.id], from, to, points }, { signal }))[0]
          : countedSeries(
              channel,
              await backend.monitoring.rows(
                { channel: channel.id, ...wholeSteps({ from, to }, step, timeZone), step },
                { signal },
              ),
            ),
    }),
  );
  const series = value?.series ?? null;
  const shown = value?.span ?? instants;
  const shiftMs = useMemo(
    () => Date.parse(`${wallClock(shown.from, timeZone).replace(' ', 'T')}Z`) - Math.floor(shown.from / 1000) * 1000,
    [shown.from, timeZone],
  );
  const option = useMemo(() => {
    if (series === null) return null;
    const amount = (number: number): string => valueText(number, language);
    return readingChartOption({
      series,
      channel,
      span: shown,
      shiftMs,
      theme: look.theme,
      scale: look.scale,
      words: chart,
      valueText: amount,
      describe: ({ time, value: number, min, max, flag, flagged = 0, missing = 0 }) => [
        wallClock(time, timeZone),
        number === null ? words.monitoring.unknown : `${amount(number)} ${series.unitOfMeasure}`,
        ...(min === null || max === null || min === max ? [] : [`${amount(min)} – ${amount(max)}`]),
        ...(flag === null ? [] : [flagText(flag, words)]),
        ...(flagged > 0 ? [chart.flaggedCount(numberText(flagged, language))] : []),
        ...(missing > 0 ? [chart.missingCount(numberText(missing, language))] : []),
      ],
    });
  }, [series, channel, shown, shiftMs, look, chart, language, timeZone, words]);

  const onPress = useCallback(
    (x: number): void => {
      if (series === null) return;
      const nearest = nearestPoint(series.points, x - shiftMs);
      if (nearest === undefined) return;
      const { time } = nearest;
      if (series.of === 'readings') {
        onLookInto({ window: { from: time, to: time + 1 }, time });
        return;
      }
      const window = step ?? (shown.to - shown.from > 14 * dayMs ? '1d' : '1h');
      onLookInto({ window: wholeSteps({ from: time, to: time + 1 }, window, timeZone), time: null });
    },
    [series, shiftMs, shown, step, timeZone, onLookInto],
  );

  const isEmpty =
    series !== null && !pending && series.points.every((point) => point.value === null && !isFlagged(point));
  return (
    <section
      className="reading-chart"
      aria-busy={pending}
      data-testid="reading-chart"
      data-points={series?.points.length}
      data-flagged={series?.points.filter(isFlagged).length}
      data-incomplete={series === null ? undefined : incompleteSpans({ series, channel }).length}
    >
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      <div className="chart-frame">
        {option !== null && !isEmpty && (
          <Chart
            option={option}
            look={look}
            label={chart.label(channel.name, wallClockMinutes(from, timeZone), wallClockMinutes(to, timeZone))}
            onPress={onPress}
          />
        )}
        {isEmpty && <p className="empty-text">{empty.readings}</p>}
        {option === null && error === null && <p className="muted">{chart.waiting}</p>}
      </div>
      {series !== null && !isEmpty && (
        <p className="muted small">
          {channel.unitOfMeasure} ·{' '}
          {step !== null
            ? chart.counted(words.monitoring.step[step])
            : series.of === 'readings'
              ? chart.readings
              : chart.buckets}{' '}
          {chart.gap}
          {incompleteSpans({ series, channel }).length > 0 && <> {chart.incomplete}</>}
          {series.points.some(isFlagged) && <> {chart.flaggedSign}</>}
        </p>
      )}
    </section>
  );
}
