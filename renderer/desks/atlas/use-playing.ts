// Plays the as-of time: one step after another at the chosen speed, up to now or to the end of the axis.
import { useEffect, useRef, useState } from 'react';
import type { Pace } from '../../state/pace.ts';
import { type Times, useView } from '../../state/view-store.ts';
import { type Axis, type Clock, type StepUnit, step } from './time-axis.ts';

interface Playing {
  readonly playing: boolean;
  toggle(): void;
  stop(): void;
}

/** `stepsPerSecond` is kept by the clock, not by the core: what it can't answer in time is skipped, never queued. */
export function usePlaying(options: {
  readonly pace: Pace<Times>;
  readonly unit: StepUnit;
  readonly stepsPerSecond: number;
  readonly axis: Axis;
  readonly clock: Clock;
}): Playing {
  const { pace, unit, stepsPerSecond } = options;
  const [playing, setPlaying] = useState(false);
  const current = useRef(options);
  useEffect(() => {
    current.current = options;
  });

  useEffect(() => {
    if (!playing) return;
    const { asOf } = useView.getState().times;
    const { axis, clock } = current.current;
    const ends = asOf !== undefined && asOf > clock.now && asOf < axis.to ? axis.to : clock.now;
    // From the beginning, where there is nothing left to play.
    let head: number | undefined = asOf === undefined || asOf >= ends ? axis.from : asOf;
    const timer = setInterval(() => {
      head = step(head, unit, 1, true, current.current.clock);
      const { knownAt } = useView.getState().times;
      pace.ask({ asOf: head, knownAt });
      if (head === undefined || head >= ends) setPlaying(false);
    }, 1000 / stepsPerSecond);
    return () => clearInterval(timer);
  }, [playing, pace, unit, stepsPerSecond]);

  return {
    playing,
    toggle: () => setPlaying((last) => !last),
    stop: () => setPlaying(false),
  };
}
