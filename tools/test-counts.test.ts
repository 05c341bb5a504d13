// The numbers under a test run: nothing skipped stays unnamed, and a run that says nothing has failed.
import { expect, test } from 'vitest';
import { countPlaywright, countVitest, noTests, summarize, withExitCode } from './test-counts.mjs';

test('Vitest’s report', () => {
  const results = ['passed', 'passed', 'failed', 'skipped', 'todo'].map((status) => ({
    status,
    fullName: `is ${status}`,
  }));
  const report = { testResults: [{ name: '/repository/core/a.test.ts', assertionResults: results }] };
  expect(countVitest(report, '/repository')).toEqual({
    passed: 2,
    failed: 1,
    skipped: ['core/a.test.ts › is skipped', 'core/a.test.ts › is todo'],
  });
});

test('Playwright’s report, with groups inside files; a flaky test has failed', () => {
  const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped') => ({
    title,
    tests: [{ status }],
  });
  const report = {
    suites: [
      {
        title: 'atlas.spec.ts',
        specs: [spec('opens', 'expected')],
        suites: [
          { title: 'wall', specs: [spec('fits', 'skipped'), spec('shakes', 'flaky'), spec('breaks', 'unexpected')] },
        ],
      },
    ],
  };
  expect(countPlaywright(report)).toEqual({ passed: 1, failed: 2, skipped: ['atlas.spec.ts › wall › fits'] });
});

test('a program that failed without a failed test, or ran none, has one failure', () => {
  const sound = { passed: 3, failed: 0, skipped: [] };
  expect(withExitCode(sound, 0)).toEqual(sound);
  expect(withExitCode(sound, 1).failed).toBe(1);
  expect(withExitCode(noTests(), 0).failed).toBe(1);
  expect(withExitCode({ ...noTests(), skipped: ['a'] }, 0).failed).toBe(1);
  expect(withExitCode({ passed: 3, failed: 2, skipped: [] }, 1).failed).toBe(2);
});

test('the last line is the total', () => {
  const lines = summarize({
    unit: { passed: 3, failed: 1, skipped: ['a › b'] },
    e2e: { passed: 2, failed: 0, skipped: ['c › d'] },
  }).split('\n');
  expect(lines).toContain('skipped: a › b');
  expect(lines).toContain('skipped: c › d');
  expect(lines.at(-1)).toBe('5 passed, 1 failed, 2 skipped');
});
