import { expect, it } from 'vitest';
import { type Answer, type FindingSeen, scoreDrill } from './score-rules.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const answer = (id: string, more: Partial<Answer> = {}): Answer => ({
  ...{ id, kind: 'stuck-sensor', lookAlike: false, rules: ['constant-value'], besides: [], least: 1 },
  subject: { kind: 'channel', id: `${id}-so2` },
  covers: [`channel:${id}-so2`, `device:${id}`],
  ...{ from: 10 * DAY, to: 12 * DAY },
  ...more,
});

const finding = (rule: string, id: string, at: number, more: Partial<FindingSeen> = {}): FindingSeen => ({
  ...{ rule, subject: { kind: 'channel', id }, from: at, to: at + HOUR, raisedAt: at + HOUR },
  ...more,
});

const seen = { until: 30 * DAY, days: 30, enterprises: 10 };

it('counts what was found, what was missed, and how long it took', () => {
  const score = scoreDrill(
    [answer('a'), answer('b'), answer('c')],
    [
      finding('constant-value', 'a-so2', 10 * DAY + 3 * HOUR),
      finding('constant-value', 'b-so2/2061-Avg', 10 * DAY + 8 * HOUR),
    ],
    seen,
  );
  expect(score).toMatchObject({ planted: 3, found: 2, recall: 2 / 3, falseFindings: 0, falsePerEnterpriseMonth: 0 });
  expect(score.kinds).toEqual([
    {
      kind: 'stuck-sensor',
      planted: 3,
      found: 2,
      missed: ['c'],
      hoursToFind: { median: 4, greatest: 9 },
      lookAlikes: 0,
      taken: [],
    },
  ]);
});

it('does not count a finding at another time, on another subject or by another rule', () => {
  const score = scoreDrill(
    [answer('a')],
    [
      finding('constant-value', 'a-so2', 5 * DAY),
      finding('constant-value', 'x-so2', 11 * DAY),
      // Beside the point, yet about the case: neither found nor false.
      finding('sudden-change', 'a-so2', 11 * DAY),
      // What a case leaves behind is its own within a day.
      finding('level-shift', 'a-so2', 12 * DAY + 20 * HOUR),
    ],
    seen,
  );
  expect(score).toMatchObject({ found: 0, recall: 0, falseFindings: 2, falseByRule: { 'constant-value': 2 } });
  expect(score.falsePerEnterpriseMonth).toBeCloseTo(0.2);
  expect(score.confusion).toEqual({
    'nothing planted': { 'constant-value': 2 },
    'stuck-sensor': { 'sudden-change': 1, 'level-shift': 1 },
  });
});

it('counts a look-alike that was taken for the real thing as false, and what is right about it as nothing', () => {
  const alike = answer('a', { lookAlike: true, besides: ['silence'] });
  const findings = [finding('silence', 'a-so2', 11 * DAY), finding('constant-value', 'a-so2', 11 * DAY)];
  const score = scoreDrill([alike], findings, seen);
  expect(score.kinds[0]).toMatchObject({ planted: 0, lookAlikes: 1, taken: [{ id: 'a', rules: ['constant-value'] }] });
  expect(score).toMatchObject({ recall: null, falseFindings: 1, falseByRule: { 'constant-value': 1 } });
  expect(score.falseList).toMatchObject([{ rule: 'constant-value', about: ['a'] }]);
  expect(score.confusion).toEqual({ 'look-alike': { silence: 1, 'constant-value': 1 } });
});

it('asks for as many findings as a flood has', () => {
  const flood = (least: number): Answer => answer('a', { kind: 'flood-day', rules: ['limit-exceedance'], least });
  const findings = [1, 2, 3].map((minute) => finding('limit-exceedance', 'a-so2', 11 * DAY + minute * 60_000));
  expect(scoreDrill([flood(3)], findings, seen).found).toBe(1);
  expect(scoreDrill([flood(4)], findings, seen).found).toBe(0);
});

it('leaves what has not ended yet out of the recall', () => {
  const score = scoreDrill([answer('a'), answer('b', { to: 40 * DAY })], [], seen);
  expect(score).toMatchObject({ planted: 1, notYet: ['b'] });
});
