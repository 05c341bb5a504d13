// `npm run pack -- --linux`: builds everything and packs it for the systems and with the options that electron-builder is given.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDesktop } from './build-desktop.mjs';
import { ensureRenderer } from './build-renderer.mjs';
import { ensureInstalled, nodeBin, repositoryRoot } from './install.mjs';
import { exitCodeOf } from './pass-signals.mjs';
import { isProgram, runPlainly } from './plain-error.mjs';

/**
 * @param {string[]} options of electron-builder
 * @param {'inherit' | 'ignore'} [output] where it says what it does
 * @returns {Promise<number>} its exit code
 */
export function pack(options, output = 'inherit') {
  const cli = join(repositoryRoot, 'node_modules', 'electron-builder', 'cli.js');
  const command = [cli, '--publish', 'never', ...options];
  return exitCodeOf(spawn(nodeBin(), command, { cwd: repositoryRoot, stdio: ['ignore', output, output] }));
}

if (isProgram(import.meta.url)) {
  await runPlainly(async () => {
    await ensureInstalled();
    await ensureRenderer();
    await ensureDesktop();
    return pack(process.argv.slice(2));
  });
}
