// `npm run electronegativity`: looks for what makes an Electron program easy to attack, with a tool that is fetched for the purpose.
// cspell:ignore doyensec
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDesktop } from './build-desktop.mjs';
import { ensureRenderer } from './build-renderer.mjs';
import { ensureInstalled, repositoryRoot } from './install.mjs';
import { exitCodeOf } from './pass-signals.mjs';
import { runPlainly } from './plain-error.mjs';

const tool = '@doyensec/electronegativity@1.10.3';

/**
 * What the tool can read: the sources, what is built of them under names that it knows, and the page.
 * @param {string} folder
 */
function collect(folder) {
  const from = (/** @type {string[]} */ ...path) => join(repositoryRoot, ...path);
  cpSync(from('main.ts'), join(folder, 'main.ts'));
  const isSource = (/** @type {string} */ path) => !/(\.test|-fixture)\.ts$|tsconfig/.test(path);
  cpSync(from('electron'), join(folder, 'electron'), { recursive: true, filter: isSource });
  cpSync(from('dist', 'desktop', 'main.mjs'), join(folder, 'main.js'));
  cpSync(from('dist', 'desktop', 'preload.cjs'), join(folder, 'preload.js'));
  cpSync(from('dist', 'renderer', 'index.html'), join(folder, 'index.html'));
  const { devDependencies } = JSON.parse(readFileSync(from('package.json'), 'utf8'));
  const manifest = { main: 'main.js', devDependencies: { electron: devDependencies.electron } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}

await runPlainly(async () => {
  await ensureInstalled();
  await ensureRenderer();
  await ensureDesktop();
  const folder = mkdtempSync(join(tmpdir(), 'lianggao-electronegativity-'));
  try {
    collect(folder);
    const report = join(folder, 'findings.csv');
    const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
    const args = ['--yes', tool, '--input', folder, '--relative', '--output', report];
    const child = spawn(npx, args, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'], shell: npx.endsWith('.cmd') });
    await exitCodeOf(child).catch(() => -1);
    if (!existsSync(report)) {
      process.stderr.write(
        `未能取得 ${tool}，没有检查。请联网后重试。 ${tool} could not be had, so nothing was checked. Try again online.\n`,
      );
      return 1;
    }
    // The second column; asked for a severity, the tool still writes some of the lower ones.
    const lines = readFileSync(report, 'utf8').split('\n');
    const findings = lines.filter((line) => /^\w+,"(MEDIUM|HIGH)"/.test(line));
    process.stdout.write([`${tool}: ${findings.length} findings at medium or above`, ...findings, ''].join('\n'));
    return findings.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
