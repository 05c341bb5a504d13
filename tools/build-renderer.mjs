// Builds the screen into dist/renderer when its sources changed since the last build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBin, repositoryRoot } from './install.mjs';
import { PlainError } from './plain-error.mjs';

const sources = ['renderer', 'contract', 'geodata', 'vite.config.ts', 'package-lock.json'];

/**
 * @param {string} [root]
 * @throws {PlainError} the sources do not build
 */
export async function ensureRenderer(root = repositoryRoot) {
  const stampFile = join(root, 'dist', 'renderer.stamp');
  const stamp = sourceStamp(root);
  const built = existsSync(join(root, 'dist', 'renderer', 'index.html'));
  if (built && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write('正在构建界面… Building the screen…\n');
  const output = await runVite(root);
  if (output !== undefined) {
    throw new PlainError(
      '界面构建失败。请按下面的提示修改后重试。',
      'The screen could not be built. See below, then try again.',
      output,
    );
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * @param {string} root
 * @returns {string} one hash over everything that goes into the bundle
 */
export function sourceStamp(root) {
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
 * @param {string} root
 * @returns {Promise<string | undefined>} what Vite printed if it failed
 */
function runVite(root) {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(nodeBin(root), [vite, 'build'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
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
