// Turns the reports of Vitest and Playwright into one count and the names of everything that was skipped.

/**
 * @typedef {{ passed: number, failed: number, skipped: string[] }} Counts skipped: the names of the tests
 * @typedef {{ name: string, assertionResults: { status: string, fullName: string }[] }} VitestFile
 * @typedef {{ title: string, file?: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {{ title: string, tests: { status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }[] }} PlaywrightSpec
 */

/**
 * @param {{ testResults: VitestFile[] }} report Vitest's JSON report
 * @param {string} root left out of file names
 * @returns {Counts}
 */
export function countVitest(report, root) {
  const counts = noTests();
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped.push(`${file.name.replace(`${root}/`, '')} › ${test.fullName}`);
    }
  }
  return counts;
}

/**
 * A flaky test (failed, then passed when tried again) counts as failed: it says nothing.
 * @param {{ suites: PlaywrightSuite[] }} report Playwright's JSON report
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const counts = noTests();
  const walk = (/** @type {PlaywrightSuite} */ suite, /** @type {string} */ path) => {
    const here = path ? `${path} › ${suite.title}` : suite.title;
    for (const spec of suite.specs ?? []) {
      for (const { status } of spec.tests) {
        if (status === 'expected') counts.passed += 1;
        else if (status === 'skipped') counts.skipped.push(`${here} › ${spec.title}`);
        else counts.failed += 1;
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, here);
  };
  for (const suite of report.suites) walk(suite, '');
  return counts;
}

/** @returns {Counts} */
export function noTests() {
  return { passed: 0, failed: 0, skipped: [] };
}

/**
 * A part whose program failed though no test did (a crash, an unhandled error, no tests at all) has one failure.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
export function withExitCode(counts, exitCode) {
  const ran = counts.passed + counts.failed > 0;
  const silent = counts.failed === 0 && (exitCode !== 0 || !ran);
  return silent ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {Record<string, Counts>} parts
 * @returns {string} a summary whose last line is the total
 */
export function summarize(parts) {
  const lines = Object.entries(parts).map(([name, counts]) => `${name}: ${sentence(counts)}`);
  const all = Object.values(parts);
  const skipped = all.flatMap((counts) => counts.skipped);
  const total = {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped,
  };
  return [...lines, ...skipped.map((name) => `skipped: ${name}`), sentence(total)].join('\n');
}

/** @param {Counts} counts */
function sentence(counts) {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`;
}
