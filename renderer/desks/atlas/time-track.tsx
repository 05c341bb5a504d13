// One of the two times as a thumb on the axis, moved by pointer and keys; now is a place of its own.
import { Button } from 'antd';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { type Axis, type Clock, nearestBoundary, type StepUnit, shareOf, step } from './time-axis.ts';

export interface TrackMark {
  readonly instant: number;
  /** What happened then, in one line. */
  readonly text: string;
}

/** How near to now or to a mark, in pixels, a pointer means it. */
const catchPixels = 6;
const largerUnit: Readonly<Record<StepUnit, StepUnit>> = { day: 'month', month: 'year', year: 'year' };

const percent = (share: number): string => `${share * 100}%`;

export function TimeTrack(props: {
  readonly name: string;
  readonly hint: string;
  /** undefined = now. */
  readonly value: number | undefined;
  /** The value in words. */
  readonly text: string;
  readonly axis: Axis;
  readonly clock: Clock;
  readonly unit: StepUnit;
  /** Whether it can be later than now. */
  readonly future: boolean;
  readonly marks: readonly TrackMark[];
  readonly onMove: (value: number | undefined) => void;
  readonly testId: string;
}) {
  const words = useWords();
  const { value, axis, clock, unit, future, marks, onMove } = props;
  const line = useRef<HTMLDivElement>(null);
  const shown = value ?? clock.now;
  const nowShare = shareOf(clock.now, axis);

  function moveTo(clientX: number): void {
    const box = line.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const pointed = axis.from + Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * (axis.to - axis.from);
    const near = (instant: number): boolean =>
      (Math.abs(instant - pointed) / (axis.to - axis.from)) * box.width <= catchPixels;
    // Just after an import is when it is known: its own instant counts as after it.
    const mark = marks.findLast(({ instant }) => near(instant));
    const snapped = mark?.instant ?? nearestBoundary(pointed, unit, clock.timeZone);
    onMove(near(clock.now) || (!future && snapped >= clock.now) ? undefined : snapped);
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event.clientX);
  }

  function keyed(event: KeyboardEvent): number | undefined | null {
    const by = event.shiftKey ? largerUnit[unit] : unit;
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowDown':
        return step(value, by, -1, future, clock);
      case 'ArrowRight':
      case 'ArrowUp':
        return step(value, by, 1, future, clock);
      case 'PageUp':
      case 'PageDown': {
        const later = event.key === 'PageUp';
        if (marks.length === 0) return step(value, largerUnit[unit], later ? 1 : -1, future, clock);
        if (later) return marks.find(({ instant }) => instant > shown)?.instant;
        return marks.findLast(({ instant }) => instant < shown)?.instant ?? null;
      }
      case 'Home':
        return axis.from;
      case 'End':
        return undefined;
      default:
        return null;
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = keyed(event);
    if (next === null) return;
    event.preventDefault();
    onMove(next);
  }

  const metAt = marks.findLast(({ instant }) => instant === value);
  return (
    <div className="time-track" data-pinned={value === undefined ? undefined : ''} data-testid={props.testId}>
      <span className="time-name" title={props.hint}>
        <span className="time-label">{props.name}</span> <strong>{props.text}</strong>
      </span>
      <div
        ref={line}
        className="time-line"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          event.currentTarget.querySelector<HTMLElement>('[role=slider]')?.focus();
          moveTo(event.clientX);
        }}
        onPointerMove={onPointerMove}
      >
        <div className="time-rail" style={future ? {} : { right: percent(1 - nowShare) }} />
        <div className="time-now" style={{ left: percent(nowShare) }} />
        {marks
          .filter(({ instant }) => instant >= axis.from && instant <= axis.to)
          .map(({ instant, text }) => (
            <div key={instant} className="time-mark" title={text} style={{ left: percent(shareOf(instant, axis)) }} />
          ))}
        <div
          className="time-thumb"
          role="slider"
          tabIndex={0}
          aria-label={props.name}
          aria-description={props.hint}
          aria-valuemin={axis.from}
          aria-valuemax={future ? axis.to : clock.now}
          aria-valuenow={shown}
          aria-valuetext={metAt === undefined ? props.text : `${props.text}, ${metAt.text}`}
          style={{ left: percent(shareOf(shown, axis)) }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Button
        size="small"
        disabled={value === undefined}
        aria-label={words.time.toNow(props.name)}
        onClick={() => onMove(undefined)}
      >
        {words.time.now}
      </Button>
    </div>
  );
}
