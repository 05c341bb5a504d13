// Energy uploads under mappings: what becomes a reading, and why the rest does not.
import { describe, expect, it } from 'vitest';
import { ownEnergyMapping, parseEnergyMapping } from './energy-mapping.ts';
import { MOST_ENERGY_ROWS, parseEnergyUpload } from './parse-energy-upload.ts';

const own = (...readings: unknown[]) => parseEnergyUpload({ batch: 'b-1', readings }, ownEnergyMapping, 'gate-7');

describe('an upload in our own names', () => {
  it('becomes readings of the point’s channels, labelled with the start of their interval, digits as sent', () => {
    const { batch, readings, rejected, doubts } = own(
      { point: 'P1', start: '2026-01-01T00:15:00+08:00', interval: '15m', value: '12.30', quality: 'good' },
      { point: 'P1', start: '2026-01-01', interval: '1d', value: 1180.5 },
    );
    expect({ batch, rejected, doubts }).toEqual({ batch: 'b-1', rejected: [], doubts: [] });
    expect(readings).toEqual([
      {
        ...{ device: 'gate-7', address: 'P1/15m', time: Date.parse('2026-01-01T00:15:00+08:00') },
        ...{ value: 12.3, text: '12.30', flag: 'good' },
      },
      {
        ...{ device: 'gate-7', address: 'P1/1d', time: Date.parse('2026-01-01T00:00:00+08:00') },
        ...{ value: 1180.5, text: '1180.5', flag: null },
      },
    ]);
  });

  it('with counters brings these at both ends of the interval, also of a month', () => {
    const { readings } = own({
      point: 'P1',
      start: '2026-02-01',
      interval: '1mo',
      value: 40,
      registerStart: 100,
      registerEnd: '140',
    });
    expect(readings.map(({ address, time, value }) => [address, new Date(time).toISOString(), value])).toEqual([
      ['P1/1mo', '2026-01-31T16:00:00.000Z', 40],
      ['P1/register', '2026-01-31T16:00:00.000Z', 100],
      ['P1/register', '2026-02-28T16:00:00.000Z', 140],
    ]);
  });

  it('keeps its good rows beside those that are refused, each with its reason', () => {
    const good = { point: 'P1', start: '2026-01-01 00:00', interval: '1h', value: 1 };
    const { readings, rowOf, rejected } = own(
      { ...good, point: '' },
      { ...good, interval: 'week' },
      { ...good, start: '01/02/2026 00:00' },
      { ...good, value: null },
      { ...good, value: 'ERR' },
      { ...good, value: '3,17' },
      { ...good, quality: 'missing' },
      null,
      good,
    );
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'missing'],
      [1, 'unknown-interval'],
      [2, 'bad-time'],
      [3, 'no-value'],
      [4, 'not-a-number'],
      [5, 'not-a-number'],
      [6, 'no-value'],
      [7, 'not-an-object'],
    ]);
    expect([readings.length, rowOf]).toEqual([1, [8]]);
    for (const { sentence } of rejected) expect(`${sentence.zh}${sentence.en}`).not.toMatch(/undefined|NaN/);
  });

  it('names what it takes and doubts: two values of one interval, a day that begins an hour off', () => {
    const row = { point: 'P1', start: '2026-01-01 00:00', interval: '1d', value: 1 };
    const { readings, doubts } = own(
      row,
      { ...row, value: 2 },
      { ...row, start: '2026-01-02 01:00' },
      { ...row, start: '2026-01-03 00:00:30' },
    );
    expect(readings).toHaveLength(4);
    expect(doubts.map(({ index, code }) => [index, code])).toEqual([
      [1, 'conflicting'],
      [2, 'odd-start'],
    ]);
  });

  it('is refused as a whole where it is no list, or too long a one', () => {
    expect(parseEnergyUpload('text', ownEnergyMapping, 'd').refused?.code).toBe('no-rows');
    expect(parseEnergyUpload({ readings: {} }, ownEnergyMapping, 'd').refused?.code).toBe('no-rows');
    const many = Array.from({ length: MOST_ENERGY_ROWS + 1 }, () => ({}));
    expect(parseEnergyUpload({ readings: many }, ownEnergyMapping, 'd').refused?.code).toBe('too-many-rows');
  });
});

describe('a mapping', () => {
  it('reads a province’s own names, words and format of times', () => {
    const mapping = parseEnergyMapping({
      ...{ name: 'some-province', rows: 'body.list', interval: '15m', stamp: 'end', timeFormat: 'yyyyMMddHHmmss' },
      fields: { point: 'code', start: 'time.end', value: 'v', quality: 'q', interval: 'kind' },
      ...{ intervals: { D: '1d' }, qualities: { '0': 'good' } },
    });
    const { readings } = parseEnergyUpload(
      {
        body: {
          list: [
            { code: 'A', time: { end: '20260101001500' }, v: '5', q: 0 },
            { code: 'A', time: { end: '20260102000000' }, v: '50', q: 9, kind: 'D' },
          ],
        },
      },
      mapping,
      'gate-7',
    );
    expect(readings.map(({ address, time, flag }) => [address, new Date(time).toISOString(), flag])).toEqual([
      ['A/15m', '2025-12-31T16:00:00.000Z', 'good'],
      ['A/1d', '2025-12-31T16:00:00.000Z', '9'],
    ]);
  });

  it('that is not whole is refused with what it lacks', () => {
    expect(() => parseEnergyMapping({ name: 'x', rows: '', fields: { point: 'p' } })).toThrow(/point, start and value/);
    expect(() =>
      parseEnergyMapping({ name: 'x', rows: '', fields: { point: 'p', start: 's', value: 'v' }, other: 1 }),
    ).toThrow();
  });
});
