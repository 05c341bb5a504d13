// Builds the screen into dist/renderer when its sources changed since the last build.
import { ensureBuilt } from './ensure-built.mjs';
import { repositoryRoot } from './install.mjs';

/** @type {import('./ensure-built.mjs').Product} */
const renderer = {
  name: 'renderer',
  proof: 'index.html',
  sources: ['renderer', 'contract', 'geodata', 'vite.config.ts', 'package-lock.json'],
  viteArguments: [],
  doing: ['正在构建界面', 'Building the screen'],
  failed: ['界面构建失败。请按下面的提示修改后重试。', 'The screen could not be built. See below, then try again.'],
};

/**
 * @param {string} [root]
 * @throws {import('./plain-error.mjs').PlainError} the sources do not build
 */
export function ensureRenderer(root = repositoryRoot) {
  return ensureBuilt(renderer, root);
}
