// A past shift as the officer saw it, played at any speed over the same list and map.
import { Button, Select, Slider } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { stepAfter, stepBefore } from '../../state/duty-replay.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { InstantField } from './instant-field.tsx';
import { Watch } from './watch.tsx';

const hourMs = 3_600_000;
const frameMs = 250;
const speeds = [0.1, 1, 10, 60, 600, 3_600, 36_000, 100_000] as const;

export function ReplayPage({ look }: { readonly look: Look }) {
  const words = useWords();
  const { replay } = words.dutyPage;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const [period, setPeriod] = useState(() => {
    const to = Math.ceil(Date.now() / 60_000) * 60_000;
    return { from: to - 8 * hourMs, to };
  });
  const [time, setTime] = useState(period.from);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(60);
  const { value: steps, error: stepsError } = useAnswer(JSON.stringify(period), (backend, signal) =>
    backend.duty.replaySteps(period, { signal }),
  );
  // Between two changes of the list there is nothing new to be asked.
  const at = stepBefore(steps ?? [], time) ?? period.from;
  const { value, error } = useAnswer(JSON.stringify([period.from, at]), (backend, signal) =>
    backend.duty.replay({ at }, { signal }),
  );

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(
      () =>
        setTime((last) => {
          const next = last + frameMs * speed;
          if (next >= period.to) setPlaying(false);
          return Math.min(period.to, next);
        }),
      frameMs,
    );
    return () => clearInterval(timer);
  }, [playing, speed, period.to]);

  // Clocks are read at the time of the picture.
  const minute = Math.floor(time / 60_000);
  const alarms = useMemo(
    (): readonly ListedAlarm[] =>
      (value?.alarms ?? []).map((alarm) => ({
        ...alarm,
        overdue: alarm.verifyBy !== null && alarm.verifyBy < minute * 60_000,
        waiting: false,
      })),
    [value, minute],
  );
  const setEnd = (end: 'from' | 'to', instant: number): void => {
    const next = { ...period, [end]: instant };
    if (next.from >= next.to) return;
    setPeriod(next);
    setTime(next.from);
    setPlaying(false);
  };
  const go = (to: number | null): void => {
    setPlaying(false);
    if (to !== null) setTime(to);
  };
  const problem = error ?? stepsError;
  return (
    <section className="replay-page" aria-label={replay.title} data-testid="replay-page" data-at={at}>
      <div className="list-toolbar replay-bar">
        <strong className="pane-stale">{replay.mark}</strong>
        {(['from', 'to'] as const).map((end) => (
          <InstantField
            key={end}
            label={replay[end]}
            value={period[end]}
            onChange={(instant) => setEnd(end, instant)}
          />
        ))}
        <Button size="small" onClick={() => go(stepBefore(steps ?? [], at - 1))}>
          ◂ {replay.previous}
        </Button>
        <Button size="small" type="primary" onClick={() => setPlaying(!playing)}>
          {playing ? replay.pause : replay.play}
        </Button>
        <Button size="small" onClick={() => go(stepAfter(steps ?? [], time))}>
          {replay.next} ▸
        </Button>
        <Select
          size="small"
          className="speed"
          aria-label={replay.speed}
          value={speed}
          options={speeds.map((each) => ({ value: each, label: `${numberText(each, language, 1)}×` }))}
          onChange={setSpeed}
        />
        <span role="status">
          {replay.at(wallClock(time, timeZone))} ·{' '}
          <span className="muted">
            {steps === null
              ? '…'
              : steps.length === 0
                ? replay.noSteps
                : replay.steps(numberText(steps.length, language))}
            {value?.knownFrom != null && value.knownFrom > period.from && (
              <> · {replay.known(wallClockMinutes(value.knownFrom, timeZone))}</>
            )}
          </span>
        </span>
      </div>
      <Slider
        className="replay-track"
        min={period.from}
        max={period.to}
        step={1000}
        value={time}
        ariaLabelForHandle={replay.slider}
        tooltip={{ formatter: (instant) => wallClock(instant ?? time, timeZone) }}
        onChange={(instant) => go(instant)}
      />
      <ProblemLine text={problem === null ? null : errorText(problem, language, words, connected)} />
      <div className="replay-watch">
        <Watch alarms={alarms} look={look} loading={value === null} at={time} />
      </div>
    </section>
  );
}
