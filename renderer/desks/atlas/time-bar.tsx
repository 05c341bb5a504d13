// The two times at the map's foot: when it was so and when it was known, on one axis; stepped, dragged and played.
import { CaretRightOutlined, DownOutlined, PauseOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { usePacedTimes } from '../../state/use-paced-times.ts';
import { type Times, useView } from '../../state/view-store.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { useSize } from '../../ui/use-size.ts';
import { axisOf, type Clock, type StepUnit, shareOf, step, stepUnits, ticksOf } from './time-axis.ts';
import { TimeTrack, type TrackMark } from './time-track.tsx';
import { usePlaying } from './use-playing.ts';
import './time-bar.css';

const speeds = [1, 2, 5, 10];

/** What hears the space bar itself, and what lies over the page. */
const takesSpace =
  'button, a, input, textarea, select, summary, tr, [contenteditable], [role]:not([role=slider], [role=region])';
const lyingOver = '[role="dialog"][aria-modal="true"], .ant-popover:not(.ant-popover-hidden)';

function useSpace(onSpace: () => void): void {
  const current = useRef(onSpace);
  useEffect(() => {
    current.current = onSpace;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key !== ' ' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof HTMLElement && !(target instanceof HTMLCanvasElement) && target.matches(takesSpace)) return;
      if (document.querySelector(lyingOver) !== null) return;
      event.preventDefault();
      if (!event.repeat) current.current();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** The province's clock, moving on by the minute. */
function useClock(): Clock {
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return useMemo(() => ({ now, timeZone }), [now, timeZone]);
}

/** Imports as marks of the recorded time, oldest first. */
function useImportMarks(timeZone: string): readonly TrackMark[] {
  const words = useWords();
  const language = useView((view) => view.language);
  const revision = useCore((core) => core.world.revision);
  const { value } = useAnswer(revision < 0 ? null : `imports ${revision}`, (backend, signal) =>
    backend.imports.list(undefined, { signal }),
  );
  return useMemo(
    () =>
      (value ?? [])
        .map(({ recordedAt, rows }) => ({
          instant: recordedAt,
          text: words.time.imported(wallClockMinutes(recordedAt, timeZone), numberText(rows, language)),
        }))
        .sort((left, right) => left.instant - right.instant),
    [value, words, language, timeZone],
  );
}

/** 2024-03-01 where that is midnight, else with the time of day. */
function instantText(instant: number, timeZone: string): string {
  return wallClockMinutes(instant, timeZone).replace(' 00:00', '');
}

export function TimeBar() {
  const words = useWords();
  const { times, setTimes } = useView();
  const [open, setOpen] = useState(remembered('time-bar') === 'open');
  const [unit, setUnit] = useState<StepUnit>('month');
  const [speed, setSpeed] = useState(2);
  const clock = useClock();
  const marks = useImportMarks(clock.timeZone);
  const pace = usePacedTimes();
  const frame = useRef<HTMLElement>(null);
  const width = useSize(frame)?.width ?? 0;

  // While the core has not come after, a thumb stands where the reader put it.
  const [wanted, setWanted] = useState<Times | null>(null);
  useEffect(() => {
    setWanted((last) => (last?.asOf === times.asOf && last?.knownAt === times.knownAt ? null : last));
  }, [times]);
  const shown = wanted ?? times;

  const axis = useMemo(() => axisOf(unit, [times.asOf, times.knownAt], clock), [unit, times, clock]);
  const { playing, toggle, stop } = usePlaying({ pace, unit, stepsPerSecond: speed, axis, clock });

  function ask(change: Partial<Times>): void {
    stop();
    const next = { ...shown, ...change };
    setWanted(next);
    pace.ask(next);
  }
  function toNow(): void {
    stop();
    pace.drop();
    setWanted(null);
    setTimes({ asOf: undefined, knownAt: undefined });
  }
  function stepBy(direction: -1 | 1): void {
    const known = Boolean(document.activeElement?.closest('[data-testid="known-track"]'));
    if (known) ask({ knownAt: step(shown.knownAt, unit, direction, false, clock) });
    else ask({ asOf: step(shown.asOf, unit, direction, true, clock) });
  }
  useKeys({ '[': () => stepBy(-1), ']': () => stepBy(1) });
  useSpace(toggle);

  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const ticks = useMemo(() => ticksOf(axis, Math.max(2, width / rem / 8), clock.timeZone), [axis, width, rem, clock]);
  const text = (instant: number | undefined): string =>
    instant === undefined ? words.time.now : instantText(instant, clock.timeZone);
  const pinned = times.asOf !== undefined || times.knownAt !== undefined;
  const future = times.knownAt === undefined && times.asOf !== undefined && times.asOf > clock.now;

  function setOpened(next: boolean): void {
    remember('time-bar', next ? 'open' : 'closed');
    setOpen(next);
  }

  return (
    <section ref={frame} className="time-bar" aria-label={words.time.bar} data-open={open ? '' : undefined}>
      <div className="time-controls">
        <Button
          size="small"
          icon={playing ? <PauseOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
          aria-label={playing ? words.time.pause : words.time.play}
          title={playing ? words.time.pause : words.time.play}
          onClick={toggle}
        />
        {open && (
          <>
            <Segmented
              size="small"
              aria-label={words.time.unit}
              title={words.time.unit}
              value={unit}
              onChange={(next) => setUnit(next)}
              options={stepUnits.map((each) => ({ value: each, label: words.time.units[each] }))}
            />
            <Select
              size="small"
              aria-label={words.time.speed}
              value={speed}
              onChange={setSpeed}
              options={speeds.map((each) => ({
                value: each,
                label: words.time.speedOf(each, words.time.units[unit]),
              }))}
              popupMatchSelectWidth={false}
            />
          </>
        )}
        {!open && (
          <span className="time-texts">
            {words.time.asOf} <strong>{text(times.asOf)}</strong>
            <span className="time-gap" />
            {words.time.knownAt} <strong>{text(times.knownAt)}</strong>
          </span>
        )}
        <span className="time-notice" role="status">
          {pinned && (future ? words.time.future : words.time.past)}
        </span>
        {pinned && (
          <Button size="small" onClick={toNow}>
            {words.time.allNow}
          </Button>
        )}
        <Button
          size="small"
          type="text"
          icon={open ? <DownOutlined aria-hidden /> : <UpOutlined aria-hidden />}
          aria-expanded={open}
          aria-label={open ? words.time.collapse : words.time.expand}
          title={open ? words.time.collapse : words.time.expand}
          onClick={() => setOpened(!open)}
        />
      </div>
      {open && (
        <div className="time-tracks">
          <TimeTrack
            testId="as-of-track"
            name={words.time.asOf}
            hint={words.time.asOfHint}
            value={shown.asOf}
            text={text(shown.asOf)}
            axis={axis}
            clock={clock}
            unit={unit}
            future={true}
            marks={[]}
            onMove={(asOf) => ask({ asOf })}
          />
          <TimeTrack
            testId="known-track"
            name={words.time.knownAt}
            hint={words.time.knownAtHint}
            value={shown.knownAt}
            text={text(shown.knownAt)}
            axis={axis}
            clock={clock}
            unit={unit}
            future={false}
            marks={marks}
            onMove={(knownAt) => ask({ knownAt })}
          />
          <div className="time-axis" aria-hidden="true">
            <div className="time-ticks">
              {ticks.map(({ instant, label }) => (
                <span key={instant} style={{ left: `${shareOf(instant, axis) * 100}%` }}>
                  {label}
                </span>
              ))}
            </div>
          </div>
        </div>
      )}
    </section>
  );
}
