// Builds something into dist/ with Vite when its sources changed since the last build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBin } from './install.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * @typedef {object} Product
 * @property {string} name of its folder in dist/
 * @property {string} proof a file in that folder that a build leaves behind
 * @property {string[]} sources files and folders that go into it
 * @property {string[]} viteArguments
 * @property {[chinese: string, english: string]} doing what is going on
 * @property {[chinese: string, english: string]} failed
 */

/**
 * @param {Product} product
 * @param {string} root
 * @throws {PlainError} the sources do not build
 */
export async function ensureBuilt(product, root) {
  const stampFile = join(root, 'dist', `${product.name}.stamp`);
  const stamp = sourceStamp(product.sources, root);
  const built = existsSync(join(root, 'dist', product.name, product.proof));
  if (built && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write(`${product.doing.join('… ')}…\n`);
  const output = await runVite(product.viteArguments, root);
  if (output !== undefined) throw new PlainError(...product.failed, output);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * @param {string[]} sources
 * @param {string} root
 * @returns {string} one hash over everything that goes into the bundle
 */
function sourceStamp(sources, root) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesUnder(root, source)) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path relative to root
 * @returns {string[]} in a fixed order, tests left out
 */
function filesUnder(root, path) {
  if (!existsSync(join(root, path))) return [];
  if (/\.[a-z]+$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/**
 * @param {string[]} args
 * @param {string} root
 * @returns {Promise<string | undefined>} what Vite printed if it failed
 */
function runVite(args, root) {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    // Whoever asks for it, tests too: libraries built for tests behave otherwise (the component library drops its ids).
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(nodeBin(root), [vite, 'build', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? undefined : output.trim()));
  });
}
