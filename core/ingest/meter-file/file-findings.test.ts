// What the findings of a channel take over from the files that were imported into it.
import { expect, it } from 'vitest';
import { fileFindings } from './file-findings.ts';
import { ReadingsDesk } from './import-fixture.ts';

it('every gap is told of, once, however often the file comes', async () => {
  using desk = new ReadingsDesk();
  const hours = [0, 1, 2, 4, 5, 6, 9, 10];
  const file = ['t,v', ...hours.map((hour) => `2026-01-01 ${String(hour).padStart(2, '0')}:00,${hour + 0.5}`)].join(
    '\n',
  );
  await desk.import(file);
  await desk.import(file);
  expect(
    fileFindings(desk.db, 'meter').map(({ rule, from, to }) => [rule, from.slice(11, 16), to.slice(11, 16)]),
  ).toEqual([
    ['file-gap', '03:00', '04:00'],
    ['file-gap', '07:00', '09:00'],
  ]);
});
