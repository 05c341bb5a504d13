// Real files of real meters: every total of every day, against numbers that were added apart from the product.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { found, noted, one, ReadingsDesk } from './import-fixture.ts';

const sample = (name: string): Buffer => readFileSync(new URL(`samples/${name}`, import.meta.url));

describe('a steel works’ meter, 17,376 quarters (stamped with ends, 00:00 = 24:00, DD/MM/YYYY)', () => {
  const csv = gunzipSync(sample('steel-2018-h1.csv.gz'));
  /** Added as decimals from the file's own rows: samples/ATTRIBUTION.md. */
  const days = sample('steel-2018-h1.days.csv')
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [day, count, sum] = line.split(',');
      return { from: `${day}T00:00:00+08:00`, sum: Number(sum), count: Number(count), expected: 96 };
    });

  it('comes in exactly, with what was not stated found out', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(csv, { columns: one({ column: 'Usage_kWh' }), stamp: 'end' });
    expect(report).toMatchObject({
      rows: 17_376,
      accepted: 17_376,
      repeated: 0,
      revised: 0,
      rejected: 0,
      findings: [],
    });
    expect(report.read).toMatchObject({ timeColumns: ['date'], dates: 'dmy', interval: '15m', midnight: 24 });
    expect(noted(report)).toEqual(['date-order', 'midnight-24']);
    expect(report.channels[0]).toMatchObject({
      ...{ unit: 'kWh', kind: 'amount', gaps: 0 },
      ...{ from: '2018-01-01T00:00:00+08:00', to: '2018-07-01T00:00:00+08:00' },
    });
    const rollUps = desk.rollUps('1d');
    expect(rollUps.map((day) => ({ ...day, sum: Number(day.sum?.toFixed(2)) }))).toEqual(days);
    for (const [index, { sum }] of rollUps.entries()) expect(sum).toBeCloseTo(days[index]?.sum ?? 0, 9);
    expect(desk.rollUps('1mo').map(({ sum, count }) => [Number(sum?.toFixed(2)), count])).toEqual([
      [126_238.29, 2976],
      [91_497.34, 2688],
      [80_230.41, 2976],
      [78_769.8, 2880],
      [79_059.28, 2976],
      [65_404.64, 2880],
    ]);
  }, 60_000);

  it('comes in the same with everything stated', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(csv, {
      ...{ columns: one({ column: 'Usage_kWh' }), timeColumns: ['date'], stamp: 'end', midnight: 24 },
      ...{ intervalMs: 900_000, dateFormat: 'dd/MM/yyyy HH:mm' },
    });
    expect([report.accepted, found(report), noted(report)]).toEqual([17_376, [], []]);
    expect(desk.rollUps('1mo')[0]?.sum).toBeCloseTo(126_238.29, 9);
  }, 60_000);
});

describe('a gas turbine’s hours, 7,152 rows without times', () => {
  it('come in exactly, all columns at once, under times that are made up and say so', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(gunzipSync(sample('gas-turbine-2013.csv.gz')), {
      columns: { prefix: 'gt' },
      ...{ startAt: Date.parse('2013-01-01T00:00:00+08:00'), intervalMs: 3_600_000 },
    });
    expect(report).toMatchObject({
      rows: 7152,
      accepted: 7152 * 11,
      rejected: 0,
      revised: 0,
      repeated: 0,
      findings: [],
    });
    expect(report.channels.map(({ channel }) => channel)).toEqual(
      ['AT', 'AP', 'AH', 'AFDP', 'GTEP', 'TIT', 'TAT', 'TEY', 'CDP', 'CO', 'NOX'].map((column) => `gt/${column}`),
    );
    expect(noted(report)).toContain('times-assigned');
    // Means of months: sums of the column's rows 1 to 744, 745 to 1416 …, added as decimals, over their number.
    const sums = [
      58_429.79, 54_621.518, 58_796.448, 51_580.267, 47_886.147, 43_370.12, 43_902.962, 48_286.478, 52_073.223,
      41_749.54,
    ];
    const months = desk.rollUps('1mo', 'gt/NOX');
    expect(months.map(({ count }) => count)).toEqual([744, 672, 744, 720, 744, 720, 744, 744, 720, 600]);
    for (const [index, month] of months.entries()) expect(month.sum).toBeCloseTo(sums[index] ?? 0, 6);
  }, 60_000);
});
