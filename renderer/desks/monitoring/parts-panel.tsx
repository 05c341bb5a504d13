// What a number of a channel is made of: a month of its days, a day of its hours, an hour of its readings, a reading of its message.
import { Button, type TableColumnsType } from 'antd';
import { useEffect, useRef } from 'react';
import type { ChannelRecord, ReadingRow, ReadingSeries } from '../../../contract/monitoring.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { partsOf } from '../../state/monitoring-span.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useMapKey } from '../atlas/use-map-key.ts';
import type { LookedInto } from './looked-into.ts';
import { OriginView } from './origin-view.tsx';
import { flagText, isGoodMark, valueText } from './reading-text.ts';
import { stepColumns } from './step-columns.tsx';

type Point = ReadingSeries['points'][number];

/** As many as the core gives one by one. */
const mostReadings = 20_000;

interface PartsProps {
  readonly channel: ChannelRecord;
  readonly window: OwnSpan;
  readonly onLookInto: (into: LookedInto) => void;
}

export function PartsPanel(props: {
  readonly channel: ChannelRecord;
  readonly looked: LookedInto;
  readonly onLookInto: (into: LookedInto) => void;
  readonly onBack: () => void;
}) {
  const { channel, looked, onLookInto, onBack } = props;
  const words = useWords();
  const { parts, origin } = words.monitoring;
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: focus follows what is looked into
  useEffect(() => heading.current?.focus({ preventScroll: true }), [looked]);
  // What is innermost closes first.
  useMapKey('Escape', () => {
    onBack();
    return true;
  });
  const { window, time } = looked;
  return (
    <section className="parts-panel" data-testid="parts-panel" aria-label={parts.title}>
      <div className="list-toolbar">
        <Button size="small" title={`${time === null ? parts.back : origin.back} (Esc)`} onClick={onBack}>
          {time === null ? parts.back : origin.back}
        </Button>
        <h3 ref={heading} tabIndex={-1}>
          {time === null
            ? `${parts.title} · ${wallClockMinutes(window.from, timeZone)} – ${wallClockMinutes(window.to, timeZone)}`
            : origin.title(wallClock(time, timeZone))}
        </h3>
      </div>
      {time !== null ? (
        <OriginView channel={channel} time={time} />
      ) : partsOf(window) === 'readings' ? (
        <Readings channel={channel} window={window} onLookInto={onLookInto} />
      ) : (
        <Steps channel={channel} window={window} onLookInto={onLookInto} />
      )}
    </section>
  );
}

function Steps({ channel, window, onLookInto }: PartsProps) {
  const words = useWords();
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const parts = partsOf(window);
  const step = parts === 'readings' ? '1h' : parts;
  const { value, error } = useAnswer(JSON.stringify([channel.id, window, step]), (backend, signal) =>
    backend.monitoring.rows({ channel: channel.id, ...window, step }, { signal }),
  );
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const columns = stepColumns(step, { words, language, timeZone, rem });
  return (
    <>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      <div className="fill-frame">
        <FillTable<ReadingRow>
          label={words.monitoring.parts.title}
          columns={columns}
          rows={value ?? []}
          keyOf={({ from }) => String(from)}
          minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
          emptyText={value === null ? words.monitoring.empty.loading : words.monitoring.empty.rows}
          rowTestId="part-step"
          onOpen={({ from, to }) => onLookInto({ window: { from, to }, time: null })}
        />
      </div>
    </>
  );
}

function Readings({ channel, window, onLookInto }: PartsProps) {
  const words = useWords();
  const { parts, empty, column, unknown } = words.monitoring;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const { value, error } = useAnswer(JSON.stringify([channel.id, window]), async (backend, signal) => {
    const asked = { channels: [channel.id], ...window, points: mostReadings };
    return (await backend.monitoring.series(asked, { signal }))[0] ?? null;
  });
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const points = value?.of === 'readings' ? value.points : [];
  const columns: TableColumnsType<Point> = [
    {
      key: 'time',
      title: column.time,
      width: 12 * rem,
      render: (_, { time }) => (
        <span title={parts.openReading(wallClock(time, timeZone))}>{wallClock(time, timeZone)}</span>
      ),
    },
    {
      key: 'value',
      title: `${parts.value} (${channel.unitOfMeasure})`,
      width: 9 * rem,
      align: 'right',
      render: (_, { value: number }) =>
        number === null ? <span className="muted">{unknown}</span> : valueText(number, language),
    },
    {
      key: 'flag',
      title: parts.flag,
      width: 9 * rem,
      render: (_, { flag }) =>
        flag === null ? null : <span className={isGoodMark(flag) ? 'muted' : 'doubt'}>{flagText(flag, words)}</span>,
    },
  ];
  return (
    <>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {value !== null && (
        <p className="muted small" role="status">
          {value.of === 'readings' ? parts.readings(numberText(points.length, language)) : parts.tooMany}
        </p>
      )}
      <div className="fill-frame">
        <FillTable<Point>
          label={parts.title}
          columns={columns}
          rows={points}
          keyOf={({ time }) => String(time)}
          minWidth={30 * rem}
          emptyText={value === null ? empty.loading : empty.readings}
          rowTestId="part-reading"
          onOpen={({ time }) => onLookInto({ window, time })}
        />
      </div>
    </>
  );
}
