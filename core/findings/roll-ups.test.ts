// What roll-ups say in place of single readings is what the readings say.
import { expect, it } from 'vitest';
import { HOUR, JUNE, MINUTE, message, TestReadings } from '../readings/readings-fixture.ts';
import { dayOf } from '../readings/time-rules.ts';
import { RollUps } from './roll-ups.ts';

it('the points of an hourly channel are its readings, whether an hour has one of them or two', () => {
  using test = new TestReadings();
  const amount = test.channel('coal', { kind: 'amount', intervalMs: HOUR });
  const register = test.channel('meter', { kind: 'register', intervalMs: HOUR });
  const sent = [
    { time: JUNE, value: 5 },
    { time: JUNE + HOUR + 7 * MINUTE, value: 7 },
    { time: JUNE + 2 * HOUR, value: 9, flag: 'D' },
    { time: JUNE + 4 * HOUR, value: null },
    { time: JUNE + 5 * HOUR, value: 11 },
  ];
  const expected = [
    { time: JUNE, value: 5 },
    { time: JUNE + HOUR + 7 * MINUTE, value: 7 },
    expect.objectContaining({ value: null }),
    expect.objectContaining({ value: null }),
    { time: JUNE + 5 * HOUR, value: 11 },
  ];
  for (const { id: address } of [amount, register])
    test.writer.write([message(sent.map((reading) => ({ ...reading, address })))]);
  test.writer.settle();
  const rollUps = new RollUps(test.db);
  for (const channel of [amount, register]) expect(rollUps.points(channel, dayOf(JUNE))).toEqual(expected);
  test.writer.write([message([{ address: amount.id, time: JUNE + 30 * MINUTE, value: 6 }])]);
  test.writer.settle();
  expect(rollUps.points(amount, dayOf(JUNE))).toEqual([
    expected[0],
    { time: JUNE + 30 * MINUTE, value: 6 },
    ...expected.slice(1),
  ]);
});
