// For tests: the desktop's processes, built into a folder of their own.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Below the repository, because the bundles look for packages in the folders above them. */
export async function buildDesktop(): Promise<string> {
  const outDir = await mkdtemp(join(root, '.build', 'desktop-'));
  const environment = { build: { outDir } };
  const builder = await createBuilder({
    configFile: join(root, 'vite.desktop.config.ts'),
    environments: { processes: environment, preload: environment },
  });
  await builder.buildApp();
  return outDir;
}
