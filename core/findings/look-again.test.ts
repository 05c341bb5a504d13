// What rules make of corrections: what rested on marked readings alone is withdrawn, and comes back with them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFindings } from './list-findings.ts';
import { message, openBench, register, type WatchBench } from './watch-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Monday, 00:00 in Shanghai. */
const MONDAY = Date.UTC(2024, 5, 3) - 8 * HOUR;

let folder: string;
let bench: WatchBench;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'look-again-'));
  bench = openBench(join(folder, 'monitoring.sqlite'), () => MONDAY + 12 * HOUR);
});
afterEach(() => {
  bench.db.close();
  rmSync(folder, { recursive: true });
});

/** Every minute of six hours, 60 but for the half hour from 03:00 on. */
function halfAnHourBeyond(limitPeriod: 'reading' | 'hour') {
  const facts = { kind: 'level', quantity: 'so2', unitOfMeasure: 'mg/m3', intervalMs: MINUTE } as const;
  const channel = register(bench.db, { id: 'so2', protocol: 'hj212', ...facts, limitHigh: 100, limitPeriod });
  for (let hour = 0; hour < 6; hour++) {
    const readings = Array.from({ length: 60 }, (_, i) => {
      const value = hour === 3 && i < 30 ? 150 + (i % 7) : 60 + (i % 11);
      return { channel, time: MONDAY + hour * HOUR + i * MINUTE, value };
    });
    for (const reading of readings) bench.writer.write([message([reading], reading.time + 1000, 'hj212')]);
  }
  bench.writer.settle();
}

const correction = (value: 'exclude' | 'restore') => ({
  ...{ channel: 'so2', from: MONDAY + 3 * HOUR, to: MONDAY + 3.5 * HOUR, value },
  ...{ mark: '标气校准', reason: '校准未登记', actor: '张三' },
});
const standing = () => listFindings(bench.db).map(({ rule, from }) => `${rule} ${(from - MONDAY) / HOUR}`);

describe('findings after a correction', () => {
  it.each(['reading', 'hour'] as const)(
    'over a limit by %s are withdrawn with what they rest on, and come back',
    (period) => {
      halfAnHourBeyond(period);
      const before = standing();
      expect(before).toContain('limit-exceedance 3');
      bench.heard.length = 0;
      bench.writer.correct(correction('exclude'));
      expect(standing()).toEqual(before.filter((each) => each !== 'limit-exceedance 3'));
      expect(bench.heard.map(({ kind, finding }) => `${kind} ${finding.rule}`)).toContain('withdraw limit-exceedance');
      bench.writer.correct(correction('restore'));
      expect(standing()).toEqual(before);
    },
  );

  it('never call a correction a contradiction of the instrument, not after a restart either', () => {
    halfAnHourBeyond('reading');
    bench.writer.correct(correction('exclude'));
    bench.writer.correct(correction('restore'));
    bench.restart().resume();
    expect(listFindings(bench.db, { withdrawn: true }).map(({ rule }) => rule)).not.toContain('conflicting-duplicates');
  });
});
