// `npm run check`: types, lint and format, boundaries, spelling, dead code and forbidden words; a line each, the rest only on failure.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, nodeBin, repositoryRoot } from './install.mjs';
import { isProgram, runPlainly } from './plain-error.mjs';

/**
 * @typedef {{ name: string, passed: boolean, output: string, seconds: number }} CheckResult
 * @typedef {(root: string) => Promise<{ passed: boolean, output: string }>} Check
 */

const sources = ['contract', 'geodata', 'policy', 'core', 'host', 'electron', 'renderer', 'e2e', 'bench', 'tools'];
const rootSources = ['main.ts', 'vite.config.ts', 'vite.desktop.config.ts', 'vitest.config.ts', 'playwright.config.ts'];

/** @type {Record<string, Check>} longest first, so that two lanes end together */
export const checks = {
  types: (root) => runTool(root, ['typescript/bin/tsc', '-b']),
  spelling: (root) => runTool(root, ['cspell/bin.mjs', '--no-progress', '--no-summary', '--no-color', '--unique']),
  boundaries: (root) => {
    const present = [...sources, ...rootSources].filter((path) => existsSync(join(root, path)));
    const config = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'];
    return runTool(root, ['dependency-cruiser/bin/dependency-cruiser.mjs', ...config, ...present]);
  },
  'dead code': (root) => runTool(root, ['knip/bin/knip.js', '--no-progress']),
  'lint and format': (root) =>
    runTool(root, ['@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=100']),
  'forbidden words': async (root) => {
    const found = findForbiddenWords(root);
    return { passed: found.length === 0, output: found.join('\n') };
  },
};

/**
 * @param {string} [root]
 * @returns {Promise<CheckResult[]>} in the order in which they ended; each is printed as it ends
 */
export async function runChecks(root = repositoryRoot) {
  const waiting = Object.entries(checks);
  /** @type {CheckResult[]} */
  const results = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, check] = next;
      const startedAt = Date.now();
      const result = { name, ...(await check(root)), seconds: (Date.now() - startedAt) / 1000 };
      results.push(result);
      process.stdout.write(`${result.passed ? '✓' : '✗'} ${name} (${result.seconds.toFixed(1)} s)\n`);
      if (!result.passed) process.stdout.write(`${result.output.trim()}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  return results;
}

/**
 * @param {string} root where the tool runs
 * @param {string[]} command a script below node_modules, and its arguments
 */
function runTool(root, [script = '', ...args]) {
  return new Promise((/** @type {(result: { passed: boolean, output: string }) => void} */ resolve, reject) => {
    const path = join(repositoryRoot, 'node_modules', script);
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const child = spawn(nodeBin(), [path, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ passed: code === 0, output }));
  });
}

/** What no file of the repository may hold. Written so that this file does not hold it either. */
const forbiddenWords = [
  { pattern: /(?<![\w.])\/work[/]/, meaning: 'a path of one machine' },
  {
    pattern: /\bregistry\.npm(js[.]org|mirror[.]com)|\bdeb[.]debian[.]org|\bpypi[.]org/,
    meaning: 'the host of a package registry',
  },
];

/**
 * @param {string} root a git work tree
 * @returns {string[]} file:line: what it holds
 */
export function findForbiddenWords(root) {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (listed.status !== 0) return [`git could not list the files: ${listed.stderr ?? listed.error?.message}`];
  const files = listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    if (text.includes('\0')) return [];
    return text
      .split('\n')
      .flatMap((line, index) =>
        forbiddenWords
          .filter(({ pattern }) => pattern.test(line))
          .map(({ meaning }) => `${file}:${index + 1}: ${meaning}`),
      );
  });
}

if (isProgram(import.meta.url)) {
  await runPlainly(async () => {
    await ensureInstalled();
    const results = await runChecks();
    return results.every((result) => result.passed) ? 0 : 1;
  });
}
