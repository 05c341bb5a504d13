// Fortnights of a meter with one planted fault each: how many are named, and what else is claimed. METER_CSV=<file> with
// METER_COLUMN=<header> (rows METER_MINUTES apart, 15 unless told, from a midnight; METER_RUNS of each kind, 100 unless told)
// measures them on a real meter and prints the table of docs/spec/findings.md.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOfUnit, quantityOf, unitOfHeader } from '../ingest/meter-file/column-meaning.ts';
import {
  type FaultKind,
  faultKinds,
  type MeterRow,
  plantFault,
  seeded,
  syntheticMeter,
} from './faulted-meter-fixture.ts';
import { listFindings } from './list-findings.ts';
import { type ChannelSketch, message, openBench, register } from './watch-fixture.ts';

const MONDAY = Date.UTC(2024, 5, 3) - 8 * 3_600_000;

const far = ['sudden-change', 'beyond-own-range', 'scale-change'];
const scaled = ['scale-change', 'beyond-own-range'];
const ofGap = ['completeness', 'daily-completeness'];
/** The rules that name each fault. */
const names: Record<FaultKind, readonly string[]> = {
  ...{ stuck: ['constant-value'], 'stuck-short': ['constant-value'], gap: ofGap, spike: far, 'spike-block': far },
  ...{ negative: ['negative-value', ...far], reset: ['negative-value', ...far], dip: ['sudden-change'] },
  ...{ 'scale-10': scaled, 'scale-1000': scaled, 'scale-tenth': scaled, 'mixed-unit': scaled },
  ...{ shift: ['clock-shift'], 'shift-late': ['clock-shift'], rolled: ['clock-shift'] },
  ...{ zeros: ['zero-block', 'beyond-own-range'], late: ['late-data'], 'copied-day': ['repeated-pattern'] },
  ...{ duplicates: ['duplicate-rows'], conflicts: ['conflicting-duplicates'], 'catch-up': ['catch-up-value', ...far] },
  ...{ drift: ['drift'], offset: ['level-shift'], clipped: ['ceiling'], line: ['straight-line'] },
  ...{ noise: ['unusual-noise'], rounded: ['other-decimals'] },
};
/** What a fault does besides: a wrong clock leaves a gap and an overlap. */
const besides: Partial<Record<FaultKind, readonly string[]>> = {
  shift: ['completeness', 'conflicting-duplicates', 'duplicate-rows'],
  'shift-late': ['completeness', 'conflicting-duplicates', 'duplicate-rows'],
  'catch-up': ofGap,
  // A standby rounded to whole numbers stands still, or again and again at the greater of two.
  rounded: ['constant-value', 'straight-line', 'ceiling'],
};
/** These take whole days. */
const wholeDays = new Set<FaultKind>([
  ...(['shift', 'shift-late', 'rolled', 'copied-day', 'drift', 'offset', 'clipped', 'rounded'] as const),
]);

const real = process.env['METER_CSV'];
const header = process.env['METER_COLUMN'] ?? '';
const values = real === undefined ? null : columnOf(readFileSync(real, 'utf8'), header);
const step = Number(process.env['METER_MINUTES'] ?? 15) * 60_000;
const perDay = Math.round(86_400_000 / step);

function columnOf(text: string, name: string): number[] {
  const [head = '', ...rows] = text.trim().split('\n');
  const at = Math.max(0, head.split(',').indexOf(name));
  return rows.map((row) => Number(row.split(',')[at]));
}

/** As the import of a file would register it: by its header alone. */
function channelOf(id: string): ChannelSketch {
  if (header === '') return { id, intervalMs: step };
  const unitOfMeasure = unitOfHeader(header);
  return {
    id,
    intervalMs: step,
    unitOfMeasure,
    kind: kindOfUnit(unitOfMeasure),
    quantity: quantityOf(header, unitOfMeasure),
  };
}

/** A fortnight that begins on some day of the meter. */
function fortnight(random: () => number, seed: number): MeterRow[] {
  if (!values) return syntheticMeter(seed, MONDAY, 14);
  const first = Math.floor(random() * Math.floor(values.length / perDay - 13)) * perDay;
  return values.slice(first, first + 14 * perDay).map((value, i) => ({ time: MONDAY + (first + i) * step, value }));
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
      kind !== null && wholeDays.has(kind)
        ? perDay * (1 + Math.floor(9 * random()))
        : 10 + Math.floor(0.89 * clean.length * random());
    const { rows, plant } = kind === null ? { rows: clean, plant: null } : plantFault(clean, kind, at, random);
    const channel = register(db, channelOf(`${run}`));
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
      if (kind !== null && isThere && names[kind].includes(finding.rule)) isNamed = true;
      else if (kind === null || !(besides[kind] ?? []).includes(finding.rule)) other++;
    }
    if (isNamed) named++;
  }
  db.close();
  rmSync(folder, { recursive: true });
  return { named, other, of: runs };
}

/** Kinds that hide in what a meter does anyway are named less often. */
const leastShare = (kind: FaultKind): number => (kind === 'drift' ? 0.7 : 0.95);

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
      const { named, other, of } = measure(kind, Number(process.env['METER_RUNS'] ?? 100));
      return `| ${kind ?? 'clean'} | ${kind === null ? '' : `${named} of ${of}`} | ${other} |`;
    });
    process.stdout.write(`${rows.join('\n')}\n`);
    expect(rows.length).toBe(faultKinds.length + 1);
  });
});
