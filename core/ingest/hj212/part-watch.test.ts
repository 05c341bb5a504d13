// Missing parts of split messages are told once, after a minute.
import { expect, it } from 'vitest';
import { PartWatch } from './part-watch.ts';
import { parseSegment } from './segment.ts';

const part = (no: number, of = 3) =>
  parseSegment(
    `QN=2024050108000000${no};ST=31;CN=2061;PW=1;MN=A1;Flag=7;PNUM=${of};PNO=${no};CP=&&DataTime=20240501070000&&`,
  );

it('a message that came whole is forgotten, another is told with what it lacks', () => {
  const watch = new PartWatch();
  for (const no of [2, 1, 1, 3]) watch.heard(part(no), '20240501070000', 0);
  for (const no of [3, 1]) watch.heard(part(no), '20240501080000', no * 1000);
  expect(watch.size).toBe(1);
  expect(watch.due(60_999)).toEqual([]);
  expect(watch.due(61_000)).toEqual([{ device: 'A1', cn: '2061', dataTime: '20240501080000', missing: [2], of: 3 }]);
  expect(watch.due(1e9)).toEqual([]);
});

it('a clock set back tells it rather than waits for it', () => {
  const watch = new PartWatch();
  watch.heard(part(1), '20240501070000', 3_600_000);
  expect(watch.due(0)).toHaveLength(1);
});
