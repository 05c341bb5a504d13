// Listens beside the rules to learn what the store made of each reading of a message: new, repeated or revised.
import type { Channel } from '../../devices/registry-facts.ts';
import type { ReadingColumns, ReadingObserver, SettledHour } from '../../readings/reading-observer.ts';
import type { SourceReading } from '../source-message.ts';

/** As in `ReadingColumns.outcome`. */
export const REPEATED = 1;
export const REVISED = 2;

interface Kept {
  readonly channel: number;
  readonly time: number;
  readonly outcome: number;
}

export interface Outcomes {
  /** For each reading of the message, in its order. */
  readonly of: Uint8Array;
  /** Number under which the store keeps the message; null = all of it was there already. */
  readonly message: number | null;
}

export class OutcomeTap {
  #message = -1;
  #rows: Kept[] = [];

  /** An observer that does what `inner` does. */
  listenBeside(inner: ReadingObserver | null): ReadingObserver {
    const hear = (rows: ReadingColumns): void => this.#hear(rows);
    return {
      readings(rows) {
        hear(rows);
        inner?.readings(rows);
      },
      settled: (hours: readonly SettledHour[]) => inner?.settled(hours),
      checkpoint: () => inner?.checkpoint(),
      advance: (feedTime: number) => inner?.advance(feedTime),
      registryChanged: (channels: ReadonlyMap<number, Channel>) => inner?.registryChanged(channels),
    };
  }

  /** Of readings that are given again (after another process has written) the message is an older one. */
  #hear({ count, channel, time, message, outcome }: ReadingColumns): void {
    for (let index = 0; index < count; index += 1) {
      const no = message[index] as number;
      if (no < this.#message) continue;
      if (no > this.#message) {
        this.#message = no;
        this.#rows = [];
      }
      this.#rows.push({
        channel: channel[index] as number,
        time: time[index] as number,
        outcome: outcome[index] as number,
      });
    }
  }

  /** What became of the message that was just written; `channelOf` gives the number of the channel of an address. */
  take(readings: readonly SourceReading[], channelOf: (reading: SourceReading) => number): Outcomes {
    const queues = new Map<number, Kept[]>();
    for (const row of this.#rows) {
      const queue = queues.get(row.channel);
      if (queue) queue.push(row);
      else queues.set(row.channel, [row]);
    }
    const heads = new Map<number, number>();
    const of = new Uint8Array(readings.length).fill(REPEATED);
    for (const [index, reading] of readings.entries()) {
      const no = channelOf(reading);
      const head = heads.get(no) ?? 0;
      const row = queues.get(no)?.[head];
      // What was not told of was there already.
      if (row?.time !== reading.time) continue;
      of[index] = row.outcome;
      heads.set(no, head + 1);
    }
    const message = this.#rows.length > 0 ? this.#message : null;
    this.#rows = [];
    return { of, message };
  }
}
