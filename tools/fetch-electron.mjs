// Electron's binary is not inside its package: it is fetched on first use, where its download site can be reached.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBin } from './install.mjs';

/**
 * @param {string} root the repository
 * @returns {string | undefined} Electron's binary, if the package and its binary are both there
 */
export function findElectron(root) {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/**
 * Waits a little for Electron's binary. A download that takes longer goes on while this process lives, for the next start.
 * @param {string} root the repository
 * @param {number} [patienceMs]
 * @returns {Promise<string | undefined>} undefined if there is none, or none yet
 */
export async function fetchElectron(root, patienceMs = 8_000) {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  const found = findElectron(root);
  if (found || !existsSync(installer)) return found;
  process.stderr.write('正在获取 Electron… Fetching Electron…\n');
  const child = spawn(nodeBin(), [installer], { stdio: 'ignore' });
  child.unref();
  process.once('exit', () => child.kill());
  const outcome = await new Promise((resolve) => {
    child.once('exit', () => resolve('ended'));
    child.once('error', () => resolve('ended'));
    setTimeout(resolve, patienceMs, 'slow').unref();
  });
  const fetched = findElectron(root);
  if (fetched) return fetched;
  process.stderr.write(
    outcome === 'slow'
      ? 'Electron 下载较慢，将在后台继续，本次改用浏览器。 Electron downloads slowly: it goes on in the background, and a browser is used this time.\n'
      : '无法获取 Electron，改用浏览器。 Electron cannot be fetched; a browser is used instead.\n',
  );
  return undefined;
}
