// What listens in the writer's thread of a host: the rules, and the alarm book behind them.
import type Database from 'better-sqlite3';
import { createAlarmBook } from '../alarms/alarm-book.ts';
import { createWatch } from '../findings/watch.ts';
import type { ReadingObserver } from './reading-observer.ts';

export interface LiveObservers {
  readonly observer: ReadingObserver;
  /** Once a second, in a transaction, by the wall clock. */
  readonly tick: (now: number) => void;
}

export interface LiveContext {
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly publish: (topic: string, content: unknown) => void;
}

/** Made anew whenever the writer's memory is: both read from the database what they go on from. */
export function createLiveObservers(db: Database.Database, { now, log }: LiveContext): LiveObservers {
  const book = createAlarmBook(db, { now });
  return { observer: createWatch(db, { book, log }), tick: (at) => book.tick(at) };
}
