// The application's own screen, built anew where its sources have changed, as `npm start` does.
import { join } from 'node:path';
import { repositoryRoot, runToEnd } from './child.ts';

/** Resolves with the folder of the built screen. */
export async function builtScreen(): Promise<string> {
  const build = "import('./tools/build-renderer.mjs').then(({ ensureRenderer }) => ensureRenderer())";
  await runToEnd(process.execPath, ['--eval', build]);
  return join(repositoryRoot, 'dist', 'renderer');
}
