// Test support: a desk whose readings, rules and alarms are real: hours of meters written, judged and raised.
import { AlarmFixture, HOUR } from '../alarms/alarm-fixture.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { seeded } from '../findings/faulted-meter-fixture.ts';
import { createWatch } from '../findings/watch.ts';
import { type ChannelSketch, message, register } from '../findings/watch-fixture.ts';
import { ReadingWriter } from '../readings/reading-writer.ts';

export const DAY = 24 * HOUR;
/** 1 January 2026, 00:00 in Shanghai. */
export const NEW_YEAR = Date.UTC(2026, 0, 1) - 8 * HOUR;

export class CaseDesk extends AlarmFixture {
  readonly #random = seeded(7);
  readonly #writer = new ReadingWriter(this.db, {
    now: () => this.now,
    observer: () => createWatch(this.db, { book: this.book, log: () => undefined }),
  });

  hourly(sketch: ChannelSketch): Channel {
    return register(this.db, { protocol: 'http', intervalMs: HOUR, ...sketch });
  }

  /** Hours of days [first, end) of the year, with some noise; each day is one message. */
  fill(channel: Channel, first: number, end: number, value: (day: number) => number): void {
    const messages = Array.from({ length: end - first }, (_, i) => {
      const day = first + i;
      const rows = Array.from({ length: 24 }, (__, hour) => ({
        ...{ channel, time: NEW_YEAR + day * DAY + hour * HOUR },
        value: Number((value(day) * (1 + 0.02 * this.#random())).toFixed(4)),
      }));
      return message(rows, NEW_YEAR + (day + 1) * DAY + 1000, 'http');
    });
    this.#writer.write(messages);
  }

  settle(): void {
    this.#writer.settle();
  }

  /** Number of the alarm of a rule. */
  alarmOf(rule: string): number {
    return this.db.prepare('SELECT max(id) FROM alarm WHERE rule = ?').pluck().get(rule) as number;
  }

  /** A unit of an enterprise with its electricity and output, over the first forty days of the year. */
  unit(enterprise: string, electricity: (day: number) => number = () => 1): { meter: Channel; output: Channel } {
    const of = { enterprise, unit: `${enterprise}/u`, industry: 'coking' };
    const meter = this.hourly({ id: `${enterprise}-kwh`, ...of });
    const output = this.hourly({ id: `${enterprise}-t`, ...of, quantity: 'output', unitOfMeasure: 't' });
    this.fill(meter, 0, 40, (day) => 500 * electricity(day));
    this.fill(output, 0, 40, () => 50);
    return { meter, output };
  }
}
