// Brings the peer that is no package of the product, kepler.gl, into bench/peers when it is first measured.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, runToEnd } from './child.ts';

/** Whether kepler.gl can be measured; fetches it by its own lockfile where it is not there yet (800 MB on disk). */
export async function peersInstalled(): Promise<boolean> {
  const installed = join(repositoryRoot, 'bench', 'peers', 'node_modules', '.package-lock.json');
  if (existsSync(installed)) return true;
  process.stderr.write('  fetching kepler.gl for bench/peers…\n');
  const args = ['ci', '--prefix', 'bench/peers', '--ignore-scripts', '--no-audit', '--no-fund'];
  return runToEnd('npm', args).then(
    () => true,
    (error: Error) => {
      process.stderr.write(`  kepler.gl is left out: ${error.message.split('\n')[0]}\n`);
      return false;
    },
  );
}
