import { expect, it } from 'vitest';
import { alarmWith } from './duty-fixture.ts';
import { isHeard, mostUrgent, newlyRinging } from './duty-sounds.ts';

it('rings for what is new and neither quiet, set aside, grouped nor acknowledged, once', () => {
  const shelved = { until: 9, owner: 'a', reason: 'maintenance' };
  const alarms = [
    alarmWith({ id: 1, priority: 'P3' }),
    alarmWith({ id: 2, quiet: 'flood' }),
    alarmWith({ id: 3, state: 'acknowledged' }),
    alarmWith({ id: 4, shelved }),
    alarmWith({ id: 5, parent: 9 }),
    alarmWith({ id: 6, priority: 'P1' }),
  ];
  expect(newlyRinging(new Set(), alarms).map(({ id }) => id)).toEqual([1, 6]);
  expect(newlyRinging(new Set([6]), alarms).map(({ id }) => id)).toEqual([1]);
});

it('the most urgent is heard, and muting never silences P1', () => {
  expect(mostUrgent([alarmWith({ priority: 'P3' }), alarmWith({ priority: 'P2' })])).toBe('P2');
  expect(mostUrgent([])).toBeNull();
  expect(isHeard('P1', true)).toBe(true);
  expect(isHeard('P2', true)).toBe(false);
  expect(isHeard('P3', false)).toBe(true);
});
