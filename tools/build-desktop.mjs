// Builds the desktop's processes (main, preload, host) into dist/desktop when their sources changed since the last build.
import { ensureBuilt } from './ensure-built.mjs';
import { repositoryRoot } from './install.mjs';

/** @type {import('./ensure-built.mjs').Product} */
const desktop = {
  name: 'desktop',
  proof: 'preload.cjs',
  sources: [
    ...['main.ts', 'electron', 'host', 'core', 'policy', 'contract', 'geodata/geometry'],
    ...['vite.desktop.config.ts', 'package-lock.json'],
  ],
  viteArguments: ['--app', '--config', 'vite.desktop.config.ts'],
  doing: ['正在构建桌面程序', 'Building the desktop program'],
  failed: [
    '桌面程序构建失败。请按下面的提示修改后重试。',
    'The desktop program could not be built. See below, then try again.',
  ],
};

/**
 * @param {string} [root]
 * @throws {import('./plain-error.mjs').PlainError} the sources do not build
 */
export function ensureDesktop(root = repositoryRoot) {
  return ensureBuilt(desktop, root);
}
