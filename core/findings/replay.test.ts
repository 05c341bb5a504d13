// The same readings give the same findings, however they are cut into batches, settlings and runs of the program.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../devices/registry-facts.ts';
import { plantFault, seeded, syntheticMeter } from './faulted-meter-fixture.ts';
import { listFindings } from './list-findings.ts';
import { message, openBench, register, type SketchedReading, type WatchBench } from './watch-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday, 00:00 in Shanghai. */
const MONDAY = Date.UTC(2024, 5, 3) - 8 * HOUR;

let folder: string;
let bench: WatchBench;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'findings-'));
  bench = openBench(join(folder, 'monitoring.sqlite'), () => MONDAY);
});
afterEach(() => {
  bench.db.close();
  rmSync(folder, { recursive: true });
});

describe('the same readings', () => {
  it('give the same findings in any batches, with restarts between them', () => {
    const random = seeded(17);
    const live: SketchedReading[] = [];
    const sketch = {
      quantity: 'nox',
      kind: 'level',
      unitOfMeasure: 'mg/m³',
      intervalMs: 5 * MINUTE,
      limitHigh: 60,
      limitPeriod: 'reading',
    } as const;
    const make = (on: WatchBench): { live: Channel; slow: Channel } => ({
      live: register(on.db, { id: 'live', protocol: 'hj212', ...sketch }),
      slow: register(on.db, { id: 'slow', protocol: 'http', intervalMs: 15 * MINUTE }),
    });
    const numbers = make(bench);
    for (let time = MONDAY; time < MONDAY + 3 * DAY; time += 5 * MINUTE) {
      const stuck = time > MONDAY + 30 * HOUR && time < MONDAY + 38 * HOUR;
      const silent = time > MONDAY + 50 * HOUR && time < MONDAY + 53 * HOUR;
      const value = stuck ? 33.3 : Math.round(10 * (30 + 20 * random())) / 10 + (random() < 0.01 ? 40 : 0);
      if (!silent) live.push({ channel: numbers.live, time, value });
    }
    let meter = syntheticMeter(6, MONDAY, 9);
    for (const [kind, day] of [
      ['late', 6],
      ['spike', 5],
      ['stuck', 3],
      ['conflicts', 2],
      ['gap', 1],
    ] as const)
      meter = plantFault(meter, kind, day * 96 + 40, () => 0.1).rows;
    const all = [...live, ...meter.map(({ time, value }) => ({ channel: numbers.slow, time, value }))];
    const compare = () =>
      listFindings(bench.db).map(({ id, ...finding }) => ({ ...finding, withdrawnAt: null, inputs: finding.inputs }));
    const run = (cuts: readonly { readonly size: number; readonly next: 'on' | 'settle' | 'restart' }[]) => {
      bench.db.close();
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), 'findings-'));
      bench = openBench(join(folder, 'monitoring.sqlite'), () => MONDAY);
      make(bench);
      let writer = bench.writer;
      let at = 0;
      for (let turn = 0; at < all.length; turn++) {
        const { size, next } = cuts[turn % cuts.length] ?? { size: all.length, next: 'on' };
        // A message holds what one device sends at once.
        writer.write(
          all.slice(at, at + size).map((reading) => message([reading], reading.time + 16 * MINUTE, 'hj212')),
        );
        at += size;
        if (next === 'settle') writer.settle();
        if (next === 'restart') writer = bench.restart();
      }
      writer.settle();
      return compare();
    };
    const reference = run([{ size: all.length, next: 'on' }]);
    expect(new Set(reference.map(({ rule }) => rule)).size).toBeGreaterThan(5);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ size: fc.integer({ min: 8, max: 700 }), next: fc.constantFrom('on', 'settle', 'restart') }),
          { minLength: 1, maxLength: 6 },
        ),
        (cuts) => {
          expect(run(cuts)).toEqual(reference);
        },
      ),
      { numRuns: 6, seed: 20240603 },
    );
  });
});
