import { expect, it } from 'vitest';
import { alarmWith } from './duty-fixture.ts';
import { nextStep } from './duty-ladder.ts';

const minute = 60_000;
const to = (zh: string) => ({ zh, en: zh });
const ladder = {
  verifyWithinMs: { P1: 5 * minute, P2: 15 * minute, P3: 60 * minute },
  steps: [
    { step: 1, to: to('班长'), times: 1 },
    { step: 2, to: to('市专班'), times: 2 },
    { step: 3, to: to('省'), times: 4 },
  ],
};

it('says who is told next and when, as long as a clock runs and somebody is left', () => {
  const alarm = alarmWith({ priority: 'P2', verifyBy: 100 * minute });
  const next = (escalation: number) => nextStep({ ...alarm, escalation }, ladder);
  expect(next(0)).toMatchObject({ at: 100 * minute, to: { zh: '班长' } });
  expect(next(1)).toMatchObject({ at: 115 * minute, to: { zh: '市专班' } });
  expect(next(2)).toMatchObject({ at: 145 * minute, to: { zh: '省' } });
  expect(next(3)).toBeNull();
  expect(nextStep({ ...alarm, verifyBy: null }, ladder)).toBeNull();
  expect(nextStep(alarm, undefined)).toBeNull();
});
