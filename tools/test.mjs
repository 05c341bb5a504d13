// `npm test`: everything from a fresh clone to the last browser test. `npm test -- check|unit|e2e` runs only those parts.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDesktop } from './build-desktop.mjs';
import { ensureRenderer } from './build-renderer.mjs';
import { runChecks } from './check.mjs';
import { ensureInstalled, nodeBin, repositoryRoot } from './install.mjs';
import { exitCodeOf } from './pass-signals.mjs';
import { describeFailure, PlainError, runPlainly } from './plain-error.mjs';
import { countPlaywright, countVitest, noTests, summarize, withExitCode } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').Counts} Counts */

const debianPackages = ['chromium', 'fonts-noto-cjk'];

/** @type {Record<string, () => Promise<Counts>>} */
const parts = { check, unit, e2e };

/** @returns {Promise<Counts>} */
async function check() {
  const results = await runChecks();
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, skipped: [] };
}

/** @returns {Promise<Counts>} */
async function unit() {
  const reportFile = freshReport('vitest.json');
  const code = await runNode(join('vitest', 'vitest.mjs'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  const counts = existsSync(reportFile) ? countVitest(readJson(reportFile), repositoryRoot) : noTests();
  return withExitCode(counts, code);
}

/** @returns {Promise<Counts>} */
async function e2e() {
  await ensureBrowser();
  await ensureRenderer();
  await ensureDesktop();
  // playwright.config.ts writes its report there.
  const reportFile = freshReport('playwright.json');
  const code = await runNode(join('@playwright', 'test', 'cli.js'), ['test']);
  const counts = existsSync(reportFile) ? countPlaywright(readJson(reportFile)) : noTests();
  return withExitCode(counts, code);
}

/**
 * @param {string} name
 * @returns {string} the path of a report that an earlier run can't have left
 */
function freshReport(name) {
  const folder = join(repositoryRoot, '.build');
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, name), { force: true });
  return join(folder, name);
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @param {string} script below node_modules
 * @param {string[]} args
 */
function runNode(script, args) {
  const command = [join(repositoryRoot, 'node_modules', script), ...args];
  return exitCodeOf(spawn(nodeBin(), command, { cwd: repositoryRoot, stdio: 'inherit' }));
}

/** A Chromium and a font with Chinese characters: from Debian's packages where they can be installed, else Playwright's own. */
async function ensureBrowser() {
  if (process.env.PLAYWRIGHT_CHROMIUM) return;
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && succeeds('apt-get', ['--version']);
  if (canInstall) {
    const missing = debianPackages.filter((name) => !isDebianPackageInstalled(name));
    if (missing.length === 0) return;
    process.stdout.write(`正在安装 ${missing.join(' ')}… Installing ${missing.join(' ')}…\n`);
    if (installDebian(missing) || installDebian(missing)) return;
  }
  if (existsSync('/usr/bin/chromium')) return;
  const code = await runNode(join('@playwright', 'test', 'cli.js'), ['install', 'chromium']);
  if (code !== 0) {
    throw new PlainError(
      '没有可用的 Chromium。请安装 Chromium，或把其路径写入环境变量 PLAYWRIGHT_CHROMIUM 后重试。',
      'There is no Chromium to test with. Install one, or put its path into PLAYWRIGHT_CHROMIUM, and try again.',
    );
  }
}

/** @param {string} name */
function isDebianPackageInstalled(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Abbrev}', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.startsWith('ii');
}

/** @param {string[]} names */
function installDebian(names) {
  return succeeds('apt-get', ['update']) && succeeds('apt-get', ['install', '-y', '--no-install-recommends', ...names]);
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function succeeds(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env }).status === 0;
}

await runPlainly(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in parts));
  if (unknown) {
    throw new PlainError(
      `没有“${unknown}”这一部分，可选：check、unit、e2e。`,
      `There is no part “${unknown}”; there are check, unit and e2e.`,
    );
  }
  await ensureInstalled();
  /** @type {Record<string, Counts>} */
  const results = {};
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stdout.write(`\n== ${name} ==\n`);
    results[name] = await run().catch((error) => {
      process.stderr.write(`${describeFailure(error, process.env.LIANGGAO_DEBUG === '1')}\n`);
      return withExitCode(noTests(), 1);
    });
  }
  process.stdout.write(`\n${summarize(results)}\n`);
  return Object.values(results).some((counts) => counts.failed > 0) ? 1 : 0;
});
