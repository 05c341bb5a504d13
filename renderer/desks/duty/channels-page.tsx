// Any channels of an enterprise on one axis of time, with its alarms: zoomed and panned over a year, down to single readings.
import { Button, Select } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ChannelRecord, ReadingSeries } from '../../../contract/monitoring.ts';
import type { Backend } from '../../backend/backend.ts';
import { Chart } from '../../charts/chart.tsx';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { evidenceChannels } from '../../state/duty-channels.ts';
import { instantsOf } from '../../state/monitoring-span.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { type LastSpan, lastSpans, type OwnSpan } from '../../state/monitoring-view.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useSize } from '../../ui/use-size.ts';
import { enterpriseName } from '../atlas/enterprise-name.ts';
import { flagText, valueText } from '../monitoring/reading-text.ts';
import { shiftOf } from './alarm-curves.tsx';
import { seriesOfChannels } from './series-of-channels.ts';
import { stackedChartOption } from './stacked-chart-option.ts';
import { useChannelsExport } from './use-channels-export.ts';

/** Strips lower than this can't be read. */
const leastStripRem = 6;
const mostChannels = 12;
const points = 1600;
/** Fine readings are asked for once the hand rests, for more than is in sight, so that panning finds them there. */
const restMs = 180;
const margin = 1;

interface Read {
  readonly span: OwnSpan;
  readonly series: readonly ReadingSeries[];
}

const holds = (outer: OwnSpan, inner: OwnSpan): boolean => outer.from <= inner.from && outer.to >= inner.to;

export function ChannelsPage({ look }: { readonly look: Look }) {
  const words = useWords();
  const { channels: titles } = words.dutyPage;
  const language = useView((view) => view.language);
  const page = useView((view) => view.page);
  const connected = useCore((core) => core.backend !== null);
  const enterprises = useCore((core) => core.world.enterprises);
  const byId = useCore((core) => core.world.byId);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const feedTime = useMonitoring((state) => state.feedTime);
  const [last, setLast] = useState<LastSpan>('30d');
  const { from, to } = instantsOf(last, feedTime ?? Date.now());
  const span = useMemo(() => ({ from, to }), [from, to]);
  const [enterprise, setEnterprise] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);

  // The enterprise of the alarm that is selected, until another is chosen.
  const alarm = useMonitoring(({ alarms }) =>
    page?.kind === 'alarm' ? alarms?.alarms.find(({ id }) => id === page.id) : undefined,
  );
  const shownEnterprise = enterprise ?? alarm?.enterprise ?? null;
  const { value: channels } = useAnswer(shownEnterprise, (backend, signal) =>
    backend.monitoring.channels({ enterprise: shownEnterprise ?? '', limit: 2_000 }, { signal }),
  );
  const { value: past } = useAnswer(shownEnterprise, (backend, signal) =>
    backend.alarms.list({ enterprise: shownEnterprise ?? '', limit: 500 }, { signal }),
  );
  const drawn = useMemo((): readonly ChannelRecord[] => {
    const known = channels ?? [];
    if (chosen !== null) return chosen.flatMap((id) => known.find((channel) => channel.id === id) ?? []);
    return shownEnterprise === null
      ? []
      : evidenceChannels(
          {
            alarm: { subject: { kind: 'enterprise', id: shownEnterprise }, enterprise: shownEnterprise },
            finding: null,
          },
          known,
        );
  }, [channels, chosen, shownEnterprise]);

  const [view, setView] = useState<OwnSpan>(span);
  useEffect(() => setView(span), [span]);
  const [wanted, setWanted] = useState<OwnSpan>(span);
  useEffect(() => {
    const timer = setTimeout(() => {
      const length = view.to - view.from;
      setWanted((before) =>
        holds(before, view) && before.to - before.from <= (2 * margin + 1.5) * length
          ? before
          : {
              from: Math.max(span.from, view.from - margin * length),
              to: Math.min(span.to, view.to + margin * length),
            },
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [view, span]);

  const ask = async (backend: Backend, signal: AbortSignal, part: OwnSpan): Promise<Read> => ({
    span: part,
    series: await seriesOfChannels(backend, drawn, part, { points, timeZone, signal }),
  });
  const key = drawn.map(({ id }) => id);
  const { value: coarse, error } = useAnswer(
    drawn.length === 0 ? null : JSON.stringify([key, span]),
    (backend, signal) => ask(backend, signal, span),
  );
  const { value: fine, pending } = useAnswer(
    drawn.length === 0 || wanted === span ? null : JSON.stringify([key, wanted]),
    (backend, signal) => ask(backend, signal, wanted),
  );
  const shown = fine !== null && holds(fine.span, view) && fine.series.length === drawn.length ? fine : coarse;

  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const rem = basePixels * look.scale;
  const heightPixels = Math.max(size?.height ?? 0, drawn.length * leastStripRem * rem);
  const shiftMs = shiftOf(from, timeZone);
  // What is in sight is kept over a new drawing, without drawing anew for it.
  const viewRef = useRef(view);
  viewRef.current = view;
  const option = useMemo(() => {
    if (shown === null || drawn.length === 0) return null;
    return stackedChartOption({
      strips: drawn.flatMap((channel, index) => {
        const series = shown.series[index];
        return series?.channel === channel.id ? [{ channel, series }] : [];
      }),
      span,
      windows: (past?.alarms ?? []).map((each) => ({
        from: each.raisedAt,
        to: each.clearedAt ?? to,
        urgent: each.priority === 'P1',
      })),
      shiftMs,
      theme: look.theme,
      scale: look.scale,
      heightPixels,
      valueText: (number) => valueText(number, language),
      timeText: (time) => wallClock(time, timeZone),
      flagText: (flag) => flagText(flag, words),
      unknown: words.monitoring.unknown,
      words: words.monitoring.chart,
      zoom: viewRef.current,
    });
  }, [shown, drawn, span, to, past, shiftMs, look, heightPixels, language, timeZone, words]);
  const onZoom = useCallback(
    (start: number, end: number) => setView({ from: start - shiftMs, to: end - shiftMs }),
    [shiftMs],
  );

  const save = useChannelsExport();
  const nameOf = (id: string): string => {
    const found = byId.get(id);
    return found === undefined ? id : enterpriseName(found, language);
  };
  return (
    <section
      className="duty-page filled"
      aria-label={titles.title}
      data-testid="channels-page"
      data-strips={drawn.length}
    >
      <h2>{titles.title}</h2>
      <div className="list-toolbar">
        <Select
          className="wide-choice"
          showSearch
          aria-label={titles.enterprise}
          placeholder={titles.choose}
          value={shownEnterprise}
          optionFilterProp="label"
          options={enterprises.map(({ id }) => ({ value: id, label: nameOf(id) }))}
          onChange={(id: string) => [setEnterprise(id), setChosen(null)]}
        />
        <Select
          className="wide-choice"
          mode="multiple"
          maxTagCount="responsive"
          labelRender={({ value }) => channels?.find(({ id }) => id === value)?.name ?? value}
          maxCount={mostChannels}
          aria-label={titles.chosen}
          placeholder={titles.chooseChannels}
          optionFilterProp="label"
          value={drawn.map(({ id }) => id)}
          options={(channels ?? []).map(({ id, name, unitOfMeasure }) => ({
            value: id,
            label: `${name} ${unitOfMeasure} · ${id}`,
          }))}
          onChange={(ids: string[]) => setChosen(ids)}
        />
        {(Object.keys(lastSpans) as LastSpan[]).map((each) => (
          <Button
            key={each}
            size="small"
            type={each === last ? 'primary' : 'default'}
            aria-pressed={each === last}
            onClick={() => setLast(each)}
          >
            {words.monitoring.span[each]}
          </Button>
        ))}
        {(['csv', 'xlsx'] as const).map((format) => (
          <Button
            key={format}
            size="small"
            disabled={drawn.length === 0 || shownEnterprise === null}
            onClick={() => void save(drawn, view, nameOf(shownEnterprise ?? ''), format)}
          >
            {format === 'csv' ? titles.exportCsv : titles.exportXlsx}
          </Button>
        ))}
      </div>
      <p className="muted small">
        {drawn.length === 0
          ? titles.none
          : `${wallClockMinutes(view.from, timeZone)} – ${wallClockMinutes(view.to, timeZone)} · ${titles.note}`}
        {shown !== null &&
          ` ${titles.points(numberText(Math.max(0, ...shown.series.map((each) => each.points.length)), language))}`}
      </p>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      <div className="strips" ref={frame} aria-busy={pending}>
        {option !== null && (
          <div style={{ height: heightPixels }}>
            <Chart
              option={option}
              look={look}
              label={titles.label(
                drawn.map(({ name }) => name).join(language === 'zh' ? '、' : ', '),
                wallClockMinutes(view.from, timeZone),
                wallClockMinutes(view.to, timeZone),
              )}
              onZoom={onZoom}
            />
          </div>
        )}
      </div>
    </section>
  );
}
