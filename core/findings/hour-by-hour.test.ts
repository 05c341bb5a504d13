// A channel that is settled again and again within each hour, as in a running host: its hours are looked at all the same.
import { expect, it } from 'vitest';
import { HOUR, JUNE, MINUTE, message, TestReadings } from '../readings/readings-fixture.ts';
import { listFindings } from './list-findings.ts';
import { createWatch } from './watch.ts';

const book = { apply: () => undefined, tick: () => undefined };

it.each([1, 10, 60])('settled every %i minutes, an hour above its limit is found', (everyMinutes) => {
  using test = new TestReadings((db) => createWatch(db, { book, log: () => undefined }));
  test.channel('so2', {
    ...{ kind: 'level', quantity: 'so2', unitOfMeasure: 'mg/m³', intervalMs: MINUTE },
    ...{ limitHigh: 50, limitPeriod: 'hour' },
  });
  for (let minute = 0; minute < 300; minute++) {
    // Only the third hour's mean is above.
    const value = (minute >= 120 && minute < 180 ? 60 : 30) + (minute % 7) / 10;
    const time = JUNE + minute * MINUTE;
    test.clock = time + 1000;
    test.writer.write([message([{ address: 'so2', time, value }])]);
    if (minute % everyMinutes === everyMinutes - 1) test.writer.settle();
  }
  test.writer.settle();
  const found = listFindings(test.db, { channel: 'so2', rule: 'limit-exceedance' });
  expect(found.map(({ from, to }) => [(from - JUNE) / HOUR, (to - JUNE) / HOUR])).toEqual([[2, 3]]);
});
