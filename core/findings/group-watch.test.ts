// Channels held against each other through the store: meters, production, declared stops, treatment, control lines, sites on no list.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declare } from '../devices/registry.ts';
import type { Channel, Declaration } from '../devices/registry-facts.ts';
import { seeded } from './faulted-meter-fixture.ts';
import { listFindings } from './list-findings.ts';
import { type ChannelSketch, message, openBench, register, type WatchBench } from './watch-fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1 January 2024, 00:00 in Shanghai. */
const NEW_YEAR = Date.UTC(2024, 0, 1) - 8 * HOUR;

let folder: string;
let bench: WatchBench;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'findings-'));
  bench = openBench(join(folder, 'monitoring.sqlite'), () => NEW_YEAR);
});
afterEach(() => {
  bench.db.close();
  rmSync(folder, { recursive: true });
});

const hourly = (sketch: ChannelSketch): Channel =>
  register(bench.db, { protocol: 'http', intervalMs: HOUR, ...sketch });

function state(declaration: Partial<Declaration> & Pick<Declaration, 'kind' | 'from' | 'to'>): void {
  const nothing = { enterprise: null, unit: null, channel: null, value: null, unitOfMeasure: null, source: '来文' };
  bench.db.transaction(() => declare(bench.db, { ...nothing, ...declaration }, 0))();
}

/** Hours of days [first, end) of the year; each day is one message. */
function fill(channel: Channel, first: number, end: number, value: (day: number, hour: number) => number): void {
  const messages = Array.from({ length: end - first }, (_, i) => {
    const day = first + i;
    const rows = Array.from({ length: 24 }, (__, hour) => ({
      ...{ channel, time: NEW_YEAR + day * DAY + hour * HOUR },
      value: Math.round(1e6 * value(day, hour)) / 1e6,
    }));
    return message(rows, NEW_YEAR + (day + 1) * DAY + 1000, 'http');
  });
  bench.writer.write(messages);
}

const only = (rule: string) => listFindings(bench.db, { rule });
const days = (rule: string): [number, number][] =>
  only(rule).map(({ from, to }) => [(from - NEW_YEAR) / DAY, (to - NEW_YEAR) / DAY]);

describe('output against its annual control', () => {
  const coke = (output: number, industry = 'coking'): void => {
    const channel = hourly({
      id: 'coke',
      enterprise: 'e',
      industry,
      quantity: 'output',
      unitOfMeasure: 't',
      intervalMs: DAY,
    });
    state({
      ...{ kind: 'annual-control', enterprise: 'e', from: NEW_YEAR, to: NEW_YEAR + 366 * DAY },
      ...{ value: 100, unitOfMeasure: '万吨' },
    });
    // 150 days of January to May 2024, in equal parts whose decimals do not come out even.
    const rows = Array.from({ length: 150 }, (_, day) => ({
      channel,
      time: NEW_YEAR + day * DAY,
      value: output / 150,
    }));
    bench.writer.write([message(rows, NEW_YEAR + 151 * DAY, 'http')]);
    bench.writer.settle();
  };

  it('of 45.00 % in January to May raises nothing', () => {
    coke(450_000);
    expect(only('output-over-control')).toEqual([]);
  });

  it('of 45.01 % is over the line, on the day that crossed it', () => {
    coke(450_100);
    expect(only('output-over-control')).toMatchObject([
      { subject: { kind: 'enterprise', id: 'e' }, priority: 'P1', from: NEW_YEAR + 149 * DAY },
    ]);
    expect(only('output-over-control')[0]?.sentence.zh).toContain('45.01%');
  });

  it('holds the 45 % against coking alone: for others no such notice is known', () => {
    coke(450_100, 'steel');
    expect(only('output-over-control')).toEqual([]);
  });

  it('is withdrawn when a correction brings it below the line', () => {
    coke(450_100);
    const channel = { device: 'coke-device', address: 'coke' };
    bench.writer.write([message([{ channel, time: NEW_YEAR + 3 * DAY, value: 1 }], NEW_YEAR + 152 * DAY, 'http')]);
    bench.writer.settle();
    expect(only('output-over-control')).toEqual([]);
    expect(listFindings(bench.db, { rule: 'output-over-control', withdrawn: true })).toHaveLength(1);
  });
});

describe('a declared stop', () => {
  it('in which electricity goes on is none; one that is kept raises nothing', () => {
    const random = seeded(1);
    for (const [enterprise, share] of [
      ['false', 0.6],
      ['kept', 0.12],
    ] as const) {
      const meter = hourly({ id: `${enterprise}-meter`, enterprise });
      state({ kind: 'stop', enterprise, from: NEW_YEAR + 20 * DAY, to: NEW_YEAR + 25 * DAY });
      fill(meter, 0, 30, (day) => (day >= 20 && day < 25 ? share : 1) * (100 + 10 * random()));
    }
    bench.writer.settle();
    expect(only('declared-stop')).toMatchObject([{ subject: { kind: 'enterprise', id: 'false' } }]);
    expect(days('declared-stop')).toEqual([[20, 25]]);
    expect(only('declared-stop')[0]?.inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['electricity', 'normal', 'share', 'declaration', 'days']),
    );
  });
});

describe('electricity against production', () => {
  it('tells of more electricity for the same output, and of none for a day of half load', () => {
    const random = seeded(2);
    const meter = hourly({ id: 'kwh', unit: 'u', enterprise: 'e' });
    const made = hourly({ id: 't', unit: 'u', enterprise: 'e', quantity: 'output', unitOfMeasure: 't' });
    const load = (day: number): number => (day === 25 ? 0.6 : 1);
    fill(meter, 0, 40, (day) => load(day) * (day >= 30 && day < 34 ? 1.4 : 1) * (500 + 20 * random()));
    fill(made, 0, 40, (day) => load(day) * (50 + random()));
    bench.writer.settle();
    expect(only('electricity-against-production')).toMatchObject([{ subject: { kind: 'unit', id: 'u' } }]);
    expect(days('electricity-against-production')).toEqual([[30, 34]]);
  });

  it('does not take what a register counted over a night that nobody read for the use of the day before', () => {
    const random = seeded(4);
    const meter = hourly({ id: 'kwh', unit: 'u', enterprise: 'e', kind: 'register', intervalMs: HOUR / 4 });
    const made = hourly({ id: 't', unit: 'u', enterprise: 'e', quantity: 'output', unitOfMeasure: 't' });
    fill(made, 0, 25, () => 50 + random());
    const rows = Array.from({ length: 25 * 96 }, (_, quarter) => ({
      ...{ channel: meter, time: NEW_YEAR + quarter * (HOUR / 4) },
      value: Math.round(128 * quarter + 5 * random()),
    }));
    const night = { from: NEW_YEAR + 20 * DAY + 22 * HOUR, to: NEW_YEAR + 21 * DAY + 6 * HOUR };
    const read = rows.filter(({ time }) => time < night.from || time >= night.to);
    bench.writer.write([message(read, NEW_YEAR + 25 * DAY + 1000, 'http')]);
    bench.writer.settle();
    expect(only('electricity-against-production')).toEqual([]);
    // The night comes late, and the day had used more: now it can be judged.
    const late = rows.map((row) => ({
      ...row,
      value: row.value + (row.time >= NEW_YEAR + 20 * DAY + 12 * HOUR ? 5000 : 0),
    }));
    bench.writer.write([message(late, NEW_YEAR + 26 * DAY, 'http')]);
    bench.writer.settle();
    expect(days('electricity-against-production')).toEqual([[20, 21]]);
  });
});

describe('a main meter', () => {
  it('whose sub-meters miss a good part, or exceed it, is told of; a small loss is not', () => {
    const random = seeded(3);
    for (const [id, missing] of [
      ['fine', 0.03],
      ['branch', 0.15],
      ['impossible', -0.05],
    ] as const) {
      const main = hourly({ id, role: 'main' });
      const subs = [1, 2].map((n) => hourly({ id: `${id}-${n}`, role: 'sub', parent: id }));
      const uses = Array.from({ length: 5 * 24 }, () => 100 + 20 * random());
      fill(main, 0, 5, (day, hour) => uses[day * 24 + hour] ?? 0);
      for (const sub of subs) fill(sub, 0, 5, (day, hour) => ((uses[day * 24 + hour] ?? 0) * (1 - missing)) / 2);
    }
    bench.writer.settle();
    const found = only('main-against-sub').map(({ subject, from, to }) => [subject.id, (to - from) / DAY]);
    expect(found.sort()).toEqual([
      ['branch', 5],
      ['impossible', 5],
    ]);
  });
});

describe('treatment', () => {
  const send = (channel: Channel, time: number, value: number): void =>
    void bench.writer.write([message([{ channel, time, value }], time + 1000, 'hj212')]);

  it('that stands for more than a quarter of an hour while production runs is an alarm for the unit', () => {
    const kw = {
      quantity: 'power',
      kind: 'level',
      unitOfMeasure: 'kW',
      protocol: 'hj212',
      intervalMs: 60_000,
      unit: 'u',
    } as const;
    const production = register(bench.db, { id: 'p', role: 'production', rated: 1000, ...kw });
    const treatment = register(bench.db, { id: 'q', role: 'treatment', rated: 100, ...kw });
    const at = (minute: number): number => NEW_YEAR + minute * 60_000;
    for (let minute = 0; minute < 90; minute++) {
      // Off from 20 to 30, and again from 40 to 70.
      const off = (minute >= 20 && minute < 30) || (minute >= 40 && minute < 70);
      send(production, at(minute), 600 + minute / 7);
      send(treatment, at(minute), off ? 0.5 : 60 + minute / 9);
    }
    expect(only('treatment-off')).toMatchObject([
      { subject: { kind: 'unit', id: 'u' }, from: at(40), clearedAt: at(70), priority: 'P1' },
    ]);
  });
});

describe('a site on no list', () => {
  it('that uses energy is told of by its device; a meter without place or list is not a site', () => {
    const random = seeded(4);
    const found = hourly({ id: 'found', place: [118.1, 36.2] });
    const idle = hourly({ id: 'idle', place: [118.2, 36.3] });
    const listed = hourly({ id: 'listed', enterprise: 'e', place: [118.3, 36.4] });
    const plain = hourly({ id: 'plain' });
    for (const channel of [found, listed, plain]) fill(channel, 0, 3, () => 20 + random());
    fill(idle, 0, 3, () => 0);
    bench.writer.settle();
    expect(only('unlisted-activity').map(({ subject }) => subject)).toEqual([{ kind: 'device', id: 'found-device' }]);
  });
});

describe('dilution', () => {
  it('is oxygen far above its own history while the unit runs within its limits', () => {
    const random = seeded(5);
    const mg = { kind: 'level', unitOfMeasure: 'mg/m³', limitHigh: 35, limitPeriod: 'hour' } as const;
    for (const unit of ['diluted', 'clean']) {
      const oxygen = hourly({ id: `${unit}-o2`, unit, quantity: 'oxygen', kind: 'level', unitOfMeasure: '%' });
      const so2 = hourly({ id: `${unit}-so2`, unit, quantity: 'so2', ...mg });
      const air = (day: number): number => (unit === 'diluted' && day >= 14 && day < 16 ? 5 : 0);
      fill(oxygen, 0, 18, (day) => 8 + air(day) + random());
      fill(so2, 0, 18, (day) => (25 + 3 * random()) * (air(day) > 0 ? 0.6 : 1));
    }
    bench.writer.settle();
    expect(only('dilution').map(({ subject }) => subject.id)).toEqual(['diluted']);
    expect(days('dilution')).toEqual([[14, 16]]);
  });
});

describe('a month just below the limit', () => {
  it('is hugging it; the same below nine tenths of it is not', () => {
    const random = seeded(6);
    const mg = { quantity: 'so2', kind: 'level', unitOfMeasure: 'mg/m³', limitHigh: 50, limitPeriod: 'hour' } as const;
    const near = hourly({ id: 'near', ...mg });
    const below = hourly({ id: 'below', ...mg });
    fill(near, 0, 32, () => 46 + 3 * random());
    fill(below, 0, 32, () => 36 + 7 * random());
    bench.writer.settle();
    expect(only('limit-hugging').map(({ subject }) => subject.id)).toEqual(['near']);
  });
});

describe('marks', () => {
  it('on more than a quarter of a quarter are too many, except those of a declared stop', () => {
    const random = seeded(7);
    const level = { quantity: 'nox', kind: 'level', unitOfMeasure: 'mg/m³' } as const;
    const abused = hourly({ id: 'abused', ...level });
    const stopped = hourly({ id: 'stopped', enterprise: 's', ...level });
    state({ kind: 'stop', enterprise: 's', from: NEW_YEAR + 2 * DAY, to: NEW_YEAR + 7 * DAY });
    for (const [channel, mark] of [
      [abused, 'M'],
      [stopped, 'F'],
    ] as const) {
      for (let hour = 0; hour < 10 * 24; hour++) {
        const marked = hour >= 48 && hour < 168;
        const reading = { channel, time: NEW_YEAR + hour * HOUR, value: 30 + random(), flag: marked ? mark : 'N' };
        bench.writer.write([message([reading], NEW_YEAR + hour * HOUR + 1000, 'http')]);
      }
    }
    bench.writer.settle();
    expect(only('flag-abuse').map(({ subject }) => subject.id)).toEqual(['abused']);
  });
});
