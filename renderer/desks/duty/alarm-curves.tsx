// A day before the alarm and a day after: what the rule looked at and what the enterprise else tells of itself, on one axis.
import { useMemo } from 'react';
import type { AlarmDetail } from '../../../contract/alarms.ts';
import { Chart } from '../../charts/chart.tsx';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { evidenceChannels, mostCurves, namedChannels } from '../../state/duty-channels.ts';
import { dayMs } from '../../state/monitoring-span.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { flagText, valueText } from '../monitoring/reading-text.ts';
import { seriesOfChannels } from './series-of-channels.ts';
import { stackedChartOption } from './stacked-chart-option.ts';

const points = 800;
const stripRem = 6.6;
/** What is still to come is left out, but for this much. */
const aheadMs = dayMs / 48;
/** The span moves on by so much at a time, so that arrivals do not ask for everything anew. */
const stepMs = dayMs / 96;

/** What is added to an instant so that UTC clocks show the province's time. */
export const shiftOf = (instant: number, timeZone: string): number =>
  Date.parse(`${wallClock(instant, timeZone).replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;

export function AlarmCurves(props: {
  readonly detail: AlarmDetail;
  readonly look: Look;
  /** A past time up to which curves are drawn; left out = the present. */
  readonly at?: number | undefined;
}) {
  const { detail, look, at } = props;
  const { alarm, finding } = detail;
  const words = useWords();
  const { evidence } = words;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const feedTime = useMonitoring((state) => state.feedTime);
  const newest = Math.ceil(((feedTime ?? alarm.raisedAt) + aheadMs) / stepMs) * stepMs;
  const from = alarm.raisedAt - dayMs;
  const to = Math.min(
    alarm.raisedAt + dayMs,
    Math.max(newest, alarm.raisedAt + aheadMs),
    at ?? Number.POSITIVE_INFINITY,
  );
  const { value, error, pending } = useAnswer(
    JSON.stringify([alarm.id, alarm.version, from, to]),
    async (backend, signal) => {
      const ids = namedChannels(detail).slice(0, mostCurves);
      const [own, others] = await Promise.all([
        ids.length === 0 ? [] : backend.monitoring.channels({ ids }, { signal }),
        alarm.enterprise === null ? [] : backend.monitoring.channels({ enterprise: alarm.enterprise }, { signal }),
      ]);
      const known = [...new Map([...own, ...others].map((channel) => [channel.id, channel])).values()];
      const channels = evidenceChannels(detail, known);
      const series = await seriesOfChannels(backend, channels, { from, to }, { points, timeZone, signal });
      return channels.flatMap((channel, index) => {
        const each = series[index];
        return each === undefined ? [] : [{ channel, series: each }];
      });
    },
  );
  const rem = basePixels * look.scale;
  const heightRem = (value?.length ?? 0) * stripRem + 2;
  const option = useMemo(
    () =>
      value === null || value.length === 0
        ? null
        : stackedChartOption({
            strips: value,
            span: { from, to },
            windows: [
              {
                from: finding?.from ?? alarm.raisedAt,
                to: Math.min(finding?.to ?? alarm.clearedAt ?? to, to),
                urgent: alarm.priority === 'P1',
              },
            ],
            shiftMs: shiftOf(from, timeZone),
            theme: look.theme,
            scale: look.scale,
            heightPixels: heightRem * rem,
            valueText: (number) => valueText(number, language),
            timeText: (time) => wallClock(time, timeZone),
            flagText: (flag) => flagText(flag, words),
            unknown: words.monitoring.unknown,
            words: words.monitoring.chart,
          }),
    [value, from, to, finding, alarm, timeZone, look, heightRem, rem, language, words],
  );
  return (
    <section aria-label={evidence.curves} aria-busy={pending} data-testid="alarm-curves" data-strips={value?.length}>
      <h3>
        {evidence.curves}{' '}
        <span className="muted small">
          {wallClockMinutes(from, timeZone)} – {wallClockMinutes(to, timeZone)}
        </span>
      </h3>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {value !== null && value.length === 0 && <p className="muted">{evidence.noCurves}</p>}
      {option !== null && value !== null && (
        <>
          <div style={{ height: `${heightRem}rem` }}>
            <Chart
              option={option}
              look={look}
              label={evidence.curvesLabel(
                value.map(({ channel }) => channel.name).join(language === 'zh' ? '、' : ', '),
                wallClockMinutes(from, timeZone),
                wallClockMinutes(to, timeZone),
              )}
            />
          </div>
          <p className="muted small">{evidence.curvesNote}</p>
        </>
      )}
    </section>
  );
}
