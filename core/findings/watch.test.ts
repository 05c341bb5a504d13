// The rules in the writer's transactions: what a desk is told of live readings, and that it is told the same however they come.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declare } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { plantFault, seeded, syntheticMeter } from './faulted-meter-fixture.ts';
import { findingDocument } from './finding-document.ts';
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

/** Sends readings as an instrument does: each received when its interval is over. */
function send(channel: Channel, readings: readonly (readonly [time: number, value: number, flag?: string])[]): void {
  for (const [time, value, flag] of readings) {
    const reading = { channel, time, value, ...(flag === undefined ? {} : { flag }) };
    bench.writer.write([
      message([reading], time + (channel.kind === 'amount' ? (channel.intervalMs ?? 0) : 0) + 1000, 'hj212'),
    ]);
  }
}

/** A reading every interval of [from, to). */
const every = (channel: Channel, from: number, to: number, value: (time: number) => number, flag?: string) =>
  Array.from({ length: Math.round((to - from) / (channel.intervalMs ?? HOUR)) }, (_, i) => {
    const time = from + i * (channel.intervalMs ?? HOUR);
    return [time, value(time), ...(flag === undefined ? [] : [flag])] as [number, number, string?];
  });

/** All at once: for the days that a rule needs before it says anything. */
function feed(channel: Channel, readings: readonly (readonly [number, number, string?])[]): void {
  const rows: SketchedReading[] = readings.map(([time, value, flag]) => ({
    ...{ channel, time, value },
    ...(flag === undefined ? {} : { flag }),
  }));
  const last = readings.at(-1)?.[0] ?? 0;
  bench.writer.write([message(rows, last + (channel.intervalMs ?? 0) + 1000, 'hj212')]);
}

const rules = (): string[] => listFindings(bench.db).map(({ rule }) => rule);
const only = (rule: string) => listFindings(bench.db, { rule });

describe('single readings', () => {
  const so2 = () =>
    register(bench.db, {
      ...{ id: 'so2', protocol: 'hj212', quantity: 'so2', kind: 'level', unitOfMeasure: 'mg/m³' },
      ...{ intervalMs: MINUTE, limitHigh: 35, limitPeriod: 'reading', rangeLow: 0, rangeHigh: 200 },
    });

  it('over the limit raise one finding, extend it and clear it, and the book hears of each step', () => {
    const channel = so2();
    const wave = (time: number): number => 20 + 3 * Math.sin(time / 1e5);
    send(channel, every(channel, MONDAY, MONDAY + 10 * MINUTE, wave));
    send(
      channel,
      every(channel, MONDAY + 10 * MINUTE, MONDAY + 20 * MINUTE, (time) => 40 + (time - MONDAY) / HOUR),
    );
    expect(only('limit-exceedance')).toMatchObject([{ from: MONDAY + 10 * MINUTE, clearedAt: null }]);
    send(channel, every(channel, MONDAY + 20 * MINUTE, MONDAY + 50 * MINUTE, wave));
    const [finding] = only('limit-exceedance');
    expect(finding).toMatchObject({ priority: 'P1', to: MONDAY + 20 * MINUTE, clearedAt: MONDAY + 35 * MINUTE });
    expect(finding?.inputs).toContainEqual({ name: 'limit', value: 35, unitOfMeasure: 'mg/m³', channel: null });
    const heard = bench.heard.filter((change) => change.finding.rule === 'limit-exceedance').map(({ kind }) => kind);
    expect([heard[0], heard.at(-1)]).toEqual(['raise', 'clear']);
    expect(only('limit-exceedance')).toHaveLength(1);
  });

  it('that a mark takes out of judgement raise nothing', () => {
    const channel = so2();
    send(
      channel,
      every(channel, MONDAY, MONDAY + 10 * MINUTE, () => 90, 'C'),
    );
    expect(rules()).toEqual([]);
  });

  it('outside of what the instrument can show, and below zero, are two things', () => {
    const channel = so2();
    send(channel, [
      [MONDAY, 20],
      [MONDAY + MINUTE, 500],
      [MONDAY + 2 * MINUTE, -4],
    ]);
    expect(rules().sort()).toEqual(['negative-value', 'out-of-range']);
  });

  it('of a stopped unit that show it running contradict their mark', () => {
    const oxygen = register(bench.db, {
      ...{ id: 'o2', protocol: 'hj212', quantity: 'oxygen', kind: 'level', unitOfMeasure: '%', intervalMs: MINUTE },
    });
    send(
      oxygen,
      every(oxygen, MONDAY, MONDAY + 5 * MINUTE, () => 20.6, 'F'),
    );
    expect(rules()).toEqual([]);
    send(
      oxygen,
      every(oxygen, MONDAY + 5 * MINUTE, MONDAY + 10 * MINUTE, (time) => 8 + (time - MONDAY) / HOUR, 'F'),
    );
    expect(rules()).toEqual(['mark-against-data']);
  });

  it('of a register that falls are a fault, of one that rolls over or was exchanged are none', () => {
    const meter = (id: string): Channel =>
      register(bench.db, { id, protocol: 'hj212', kind: 'register', intervalMs: HOUR, registerMax: 10_000, rated: 50 });
    const [fallen, rolled, exchanged] = [meter('fallen'), meter('rolled'), meter('exchanged')];
    bench.db.transaction(() =>
      declare(
        bench.db,
        {
          ...{
            kind: 'meter-event',
            enterprise: null,
            unit: null,
            channel: exchanged.id,
            value: 0,
            unitOfMeasure: null,
          },
          // Within the hour between two readings.
          ...{ from: MONDAY + 70 * MINUTE, to: MONDAY + 80 * MINUTE, source: '换表记录' },
        },
        0,
      ),
    )();
    for (const channel of [fallen, exchanged])
      send(channel, [
        [MONDAY, 5000],
        [MONDAY + HOUR, 5020],
        [MONDAY + 2 * HOUR, 12],
      ]);
    send(rolled, [
      [MONDAY, 9960],
      [MONDAY + HOUR, 9990],
      [MONDAY + 2 * HOUR, 12],
    ]);
    expect(only('counter-fault')).toMatchObject([
      { subject: { id: 'fallen' }, from: MONDAY + HOUR, to: MONDAY + 3 * HOUR },
    ]);
  });

  it('that stay the same for an hour are stuck, zeros are not', () => {
    const make = (id: string): Channel =>
      register(bench.db, {
        id,
        protocol: 'mqtt',
        quantity: 'nox',
        kind: 'level',
        unitOfMeasure: 'mg/m³',
        intervalMs: MINUTE,
      });
    const [stuck, off] = [make('stuck'), make('off')];
    const random = seeded(3);
    for (const [channel, value] of [
      [stuck, 31.7],
      [off, 0],
    ] as const) {
      feed(
        channel,
        every(channel, MONDAY, MONDAY + 4 * HOUR, () => Math.round(300 + 50 * random()) / 10),
      );
      feed(
        channel,
        every(channel, MONDAY + 4 * HOUR, MONDAY + 6 * HOUR, () => value),
      );
    }
    expect(only('constant-value')).toMatchObject([
      { subject: { id: 'stuck' }, from: MONDAY + 4 * HOUR, to: MONDAY + 6 * HOUR, clearedAt: null },
    ]);
  });

  it('made in the future, or always minutes behind, tell of a wrong clock; a backlog does not', () => {
    const make = (id: string): Channel =>
      register(bench.db, {
        id,
        protocol: 'hj212',
        quantity: 'nox',
        kind: 'level',
        unitOfMeasure: 'mg/m³',
        intervalMs: MINUTE,
      });
    const [ahead, behind, backlog] = [make('ahead'), make('behind'), make('backlog')];
    const random = seeded(5);
    for (let i = 0; i < 20; i++) {
      const at = MONDAY + i * MINUTE;
      const value = Math.round(1000 * random()) / 10;
      bench.writer.write([message([{ channel: ahead, time: at + 30 * MINUTE, value }], at, 'hj212')]);
      bench.writer.write([message([{ channel: behind, time: at - 30 * MINUTE, value }], at, 'hj212')]);
      bench.writer.write([message([{ channel: backlog, time: at - 90 * MINUTE, value }], MONDAY + i * 1000, 'hj212')]);
    }
    expect(
      only('clock-fault')
        .map(({ subject }) => subject.id)
        .sort(),
    ).toEqual(['ahead', 'behind']);
  });
});

describe('silence', () => {
  it('is raised by time alone, cleared by the next reading, and excused by a declared stop', () => {
    const make = (id: string, enterprise: string): Channel =>
      register(bench.db, {
        ...{ id, enterprise, protocol: 'hj212', intervalMs: 5 * MINUTE, kind: 'level', quantity: 'power' },
      });
    const [heard, stopped] = [make('heard', 'a'), make('stopped', 'b')];
    bench.db.transaction(() =>
      declare(
        bench.db,
        {
          ...{ kind: 'stop', enterprise: 'b', unit: null, channel: null, value: null, unitOfMeasure: null },
          ...{ from: MONDAY, to: MONDAY + DAY, source: '停产报告' },
        },
        0,
      ),
    )();
    for (const channel of [heard, stopped])
      send(channel, [
        [MONDAY, 40],
        [MONDAY + 5 * MINUTE, 41],
      ]);
    bench.writer.advance(MONDAY + 20 * MINUTE);
    expect(rules()).toEqual([]);
    bench.writer.advance(MONDAY + 60 * MINUTE);
    expect(only('silence')).toMatchObject([{ subject: { id: 'heard' }, from: MONDAY + 10 * MINUTE, clearedAt: null }]);
    send(heard, [[MONDAY + 65 * MINUTE, 40]]);
    expect(only('silence')).toMatchObject([{ clearedAt: MONDAY + 65 * MINUTE, to: MONDAY + 65 * MINUTE }]);
  });

  it('lasts until now while it goes on, and keeps that when the next reading is older', () => {
    const channel = register(bench.db, {
      ...{ id: 'gone', protocol: 'hj212', intervalMs: 5 * MINUTE, kind: 'level', quantity: 'power' },
    });
    send(channel, [[MONDAY, 40]]);
    for (const minutes of [30, 60, 120]) {
      bench.writer.advance(MONDAY + minutes * MINUTE);
      if (minutes > 30) expect(only('silence')).toMatchObject([{ clearedAt: null, to: MONDAY + minutes * MINUTE }]);
    }
    send(channel, [[MONDAY + 90 * MINUTE, 40]]);
    expect(only('silence')).toMatchObject([{ clearedAt: MONDAY + 90 * MINUTE, to: MONDAY + 120 * MINUTE }]);
  });

  it('is over once a backlog that leaves no gap has caught up, and not before', () => {
    const channel = register(bench.db, {
      ...{ id: 'late', protocol: 'hj212', intervalMs: 5 * MINUTE, kind: 'level', quantity: 'power' },
    });
    send(channel, [[MONDAY, 40]]);
    bench.writer.advance(MONDAY + 60 * MINUTE);
    send(channel, [[MONDAY + 5 * MINUTE, 41]]);
    bench.writer.advance(MONDAY + 61 * MINUTE);
    expect(only('silence')).toMatchObject([{ from: MONDAY + 5 * MINUTE, clearedAt: null }]);
    send(
      channel,
      [10, 15, 20, 25, 30, 35, 40, 45].map((minute) => [MONDAY + minute * MINUTE, minute]),
    );
    bench.writer.advance(MONDAY + 62 * MINUTE);
    expect(only('silence')).toMatchObject([{ from: MONDAY + 5 * MINUTE, clearedAt: MONDAY + 62 * MINUTE }]);
  });
});

describe('windows', () => {
  it('short of readings are told of, and withdrawn when the readings come after all', () => {
    const channel = register(bench.db, { id: 'm', protocol: 'mqtt', intervalMs: 15 * MINUTE });
    const [first, gap, rest] = [MONDAY + 6 * HOUR, MONDAY + 9 * HOUR, MONDAY + 20 * HOUR];
    const value = (time: number): number => 10 + ((time / MINUTE) % 7);
    feed(channel, [...every(channel, MONDAY, first, value), ...every(channel, gap, rest, value)]);
    bench.writer.settle();
    expect(only('completeness')).toMatchObject([{ from: first, to: gap, clearedAt: gap }]);
    feed(channel, every(channel, first, gap, value));
    bench.writer.settle();
    expect(only('completeness')).toEqual([]);
    expect(listFindings(bench.db, { rule: 'completeness', withdrawn: true })).toMatchObject([{ from: first }]);
    expect(bench.heard.at(-1)?.kind).not.toBe('raise');
    expect(bench.heard.map(({ kind, finding }) => [finding.rule, kind])).toContainEqual(['completeness', 'withdraw']);
  });

  it('over an hourly limit need a valid mean, and follow each other as one finding', () => {
    const channel = register(bench.db, {
      ...{ id: 'nox', protocol: 'hj212', quantity: 'nox', kind: 'level', unitOfMeasure: 'mg/m³' },
      ...{ intervalMs: 5 * MINUTE, limitHigh: 50, limitPeriod: 'hour' },
    });
    const random = seeded(9);
    const about = (level: number) => () => Math.round(10 * (level + 4 * random())) / 10;
    const course = [
      ...every(channel, MONDAY, MONDAY + 4 * HOUR, about(30)),
      ...every(channel, MONDAY + 4 * HOUR, MONDAY + 7 * HOUR, about(60)),
      ...every(channel, MONDAY + 7 * HOUR, MONDAY + 12 * HOUR, about(30)),
      // Too few for a mean, however high.
      ...every(channel, MONDAY + 12 * HOUR, MONDAY + 12.5 * HOUR, about(90)),
      ...every(channel, MONDAY + 13 * HOUR, MONDAY + 16 * HOUR, about(30)),
    ];
    // Settled more often than hours pass, as a host does.
    for (let i = 0; i < course.length; i += 3) {
      feed(channel, course.slice(i, i + 3));
      bench.writer.settle();
    }
    expect(only('limit-exceedance')).toMatchObject([{ from: MONDAY + 4 * HOUR, to: MONDAY + 7 * HOUR }]);
  });

  it('of a sum that a device states are held against its readings', () => {
    const parent = register(bench.db, {
      ...{ id: 'dust', protocol: 'hj212', quantity: 'dust', kind: 'level', unitOfMeasure: 'mg/m³', intervalMs: MINUTE },
    });
    const mean = register(bench.db, {
      ...{ id: 'dust/2061-Avg', device: parent.device, protocol: 'hj212', address: '2061/dust-Avg', parent: 'dust' },
      ...{ series: '2061-Avg', quantity: 'dust', kind: 'level', unitOfMeasure: 'mg/m³', intervalMs: HOUR },
    });
    const random = seeded(11);
    const values = every(parent, MONDAY, MONDAY + 3 * HOUR, () => Math.round(100 + 20 * random()) / 10);
    feed(parent, values);
    const own = (hour: number): number =>
      values.slice(hour * 60, hour * 60 + 60).reduce((sum, [, value]) => sum + value, 0) / 60;
    feed(mean, [
      [MONDAY, own(0)],
      [MONDAY + HOUR, 0.8 * own(1)],
      [MONDAY + 2 * HOUR, 1.002 * own(2)],
    ]);
    bench.writer.settle();
    expect(only('aggregation-mismatch')).toMatchObject([{ from: MONDAY + HOUR, to: MONDAY + 2 * HOUR }]);
  });
});

describe('a meter that is read from a file', () => {
  const window = (rows: readonly { readonly time: number; readonly value: number }[], channel: Channel) =>
    rows.map(({ time, value }) => ({ channel, time, value }));

  it('of a clean fortnight tells of nothing', () => {
    for (const seed of [1, 2, 3]) {
      const channel = register(bench.db, { id: `clean-${seed}`, intervalMs: 15 * MINUTE });
      bench.writer.write([message(window(syntheticMeter(seed, MONDAY, 14), channel))]);
    }
    bench.writer.settle();
    expect(rules()).toEqual([]);
  });

  it('names what was planted, with evidence that stands alone', () => {
    const channel = register(bench.db, { id: 'm', intervalMs: 15 * MINUTE });
    const random = seeded(42);
    let rows = syntheticMeter(4, MONDAY, 14);
    const planted = [
      ...[
        ['late', 12],
        ['clipped', 10],
        ['conflicts', 9],
        ['duplicates', 8],
        ['zeros', 7],
        ['scale-10', 5],
      ],
      ...[
        ['spike', 4],
        ['negative', 3],
        ['gap', 2],
        ['stuck', 1],
      ],
    ] as const;
    const plants = planted.map(([kind, day]) => {
      const done = plantFault(rows, kind, day * 96 + 38, () => 0.2 * random());
      rows = done.rows;
      return done.plant;
    });
    bench.writer.write([message(window(rows, channel))]);
    bench.writer.settle();
    const findings = listFindings(bench.db, { channel: 'm' });
    const naming: Record<string, string> = {
      ...{ late: 'late-data', clipped: 'ceiling', conflicts: 'conflicting-duplicates', duplicates: 'duplicate-rows' },
      ...{ zeros: 'zero-block', 'scale-10': 'scale-change', spike: 'sudden-change', negative: 'negative-value' },
      ...{ gap: 'completeness', stuck: 'constant-value' },
    };
    for (const { kind, from, to } of plants) {
      const named = findings.filter((each) => each.rule === naming[kind] && each.from < to && each.to > from);
      expect([kind, named.length > 0]).toEqual([kind, true]);
    }
    expect(findings.length).toBeLessThanOrEqual(plants.length + 1);
    const [first] = findingDocument(findings).findings;
    expect(first?.from).toMatch(/^2024-06-\d\dT\d\d:\d\d:00\+08:00$/);
    expect(Object.keys(first?.evidence ?? {})).toEqual(
      expect.arrayContaining(['inputs', 'formula', 'threshold', 'ruleVersion', 'sentence', 'document', 'clause']),
    );
  });

  it('does not call the same file twice a repetition', () => {
    const channel = register(bench.db, { id: 'm', intervalMs: 15 * MINUTE });
    const rows = window(syntheticMeter(5, MONDAY, 7), channel);
    for (let i = 0; i < 2; i++) {
      bench.writer.write([message(rows, i)]);
      bench.writer.settle();
    }
    expect(rules()).toEqual([]);
  });
});
