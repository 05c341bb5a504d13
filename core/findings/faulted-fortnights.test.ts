// Fortnights of a meter with one planted fault each: how many are named, and what else is claimed. METER_CSV=<file> (one value
// a row, 15 minutes apart, from a midnight) measures them on a real meter and prints the table of docs/spec/findings.md.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type FaultKind,
  faultKinds,
  type MeterRow,
  plantFault,
  seeded,
  syntheticMeter,
} from './faulted-meter-fixture.ts';
import { listFindings } from './list-findings.ts';
import { message, openBench, register } from './watch-fixture.ts';

const SLOTS = 14 * 96;
const MONDAY = Date.UTC(2024, 5, 3) - 8 * 3_600_000;

/** The rule that names each fault. */
const names: Record<FaultKind, string> = {
  ...{
    stuck: 'constant-value',
    gap: 'completeness',
    spike: 'sudden-change',
    negative: 'negative-value',
    reset: 'negative-value',
  },
  ...{
    'scale-10': 'scale-change',
    'scale-1000': 'scale-change',
    'scale-tenth': 'scale-change',
    'mixed-unit': 'scale-change',
  },
  ...{
    shift: 'clock-shift',
    'shift-late': 'clock-shift',
    rolled: 'clock-shift',
    zeros: 'zero-block',
    late: 'late-data',
  },
  ...{ duplicates: 'duplicate-rows', conflicts: 'conflicting-duplicates', 'copied-day': 'repeated-pattern' },
  ...{ drift: 'drift', offset: 'level-shift', clipped: 'ceiling', line: 'straight-line' },
};
/** What a fault does besides: a wrong clock leaves a gap and an overlap. */
const besides: Partial<Record<FaultKind, readonly string[]>> = {
  shift: ['completeness', 'conflicting-duplicates', 'duplicate-rows'],
  'shift-late': ['completeness', 'conflicting-duplicates', 'duplicate-rows'],
};
/** These take whole days. */
const wholeDays = new Set<FaultKind>(['shift', 'shift-late', 'rolled', 'copied-day', 'drift', 'offset', 'clipped']);

const real = process.env['METER_CSV'];
const values = real === undefined ? null : readFileSync(real, 'utf8').trim().split('\n').map(Number);

/** A fortnight that begins on some day of the meter. */
function fortnight(random: () => number, seed: number): MeterRow[] {
  if (!values) return syntheticMeter(seed, MONDAY, 14);
  const first = Math.floor(random() * Math.floor(values.length / 96 - 13)) * 96;
  return values
    .slice(first, first + SLOTS)
    .map((value, i) => ({ time: MONDAY + first * 900_000 + i * 900_000, value }));
}

interface Outcome {
  readonly named: number;
  readonly other: number;
  readonly of: number;
}

function measure(kind: FaultKind | null, runs: number): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'fortnights-'));
  const { db, writer } = openBench(join(folder, 'monitoring.sqlite'), () => MONDAY);
  let named = 0;
  let other = 0;
  for (let run = 0; run < runs; run++) {
    const random = seeded(run * 7919 + (kind === null ? 3 : faultKinds.indexOf(kind) * 104_729));
    const clean = fortnight(random, run + 100);
    const at =
      kind !== null && wholeDays.has(kind) ? 96 * (1 + Math.floor(9 * random())) : 10 + Math.floor(1200 * random());
    const { rows, plant } = kind === null ? { rows: clean, plant: null } : plantFault(clean, kind, at, random);
    const channel = register(db, { id: `${run}`, intervalMs: 900_000 });
    writer.write([
      message(
        rows.map(({ time, value }) => ({ channel, time, value })),
        run,
      ),
    ]);
    writer.settle();
    let isNamed = false;
    for (const finding of listFindings(db, { channel: channel.id })) {
      const isThere = plant !== null && finding.from < plant.to && finding.to > plant.from;
      if (kind !== null && isThere && finding.rule === names[kind]) isNamed = true;
      else if (kind === null || !(besides[kind] ?? []).includes(finding.rule)) other++;
    }
    if (isNamed) named++;
  }
  db.close();
  rmSync(folder, { recursive: true });
  return { named, other, of: runs };
}

/** Kinds that hide in what a meter does anyway are named less often. */
const leastShare = (kind: FaultKind): number => (kind === 'drift' ? 0.7 : kind === 'offset' ? 0.9 : 0.95);

describe.skipIf(values !== null)('faults planted in a two-shift works', () => {
  it.each(faultKinds)('%s', (kind) => {
    const { named, other, of } = measure(kind, 6);
    expect(named / of).toBeGreaterThanOrEqual(leastShare(kind) - 1 / of);
    expect(other / of).toBeLessThanOrEqual(0.25);
  });

  it('and none where none was planted', () => {
    expect(measure(null, 12).other).toBeLessThanOrEqual(1);
  });
});

describe.runIf(values !== null)('faults planted in a real meter', () => {
  it('are counted', { timeout: 600_000 }, () => {
    const rows = [null, ...faultKinds].map((kind) => {
      const { named, other, of } = measure(kind, 100);
      return `| ${kind ?? 'clean'} | ${kind === null ? '' : `${named} of ${of}`} | ${other} |`;
    });
    process.stdout.write(`${rows.join('\n')}\n`);
    expect(rows.length).toBe(faultKinds.length + 1);
  });
});
