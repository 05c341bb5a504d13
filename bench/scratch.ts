// A temporary folder that is gone when the benchmark ends, also when it is interrupted.
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Below TMPDIR, so that one can say on which disk to measure. */
export async function makeScratch(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lianggao-bench-'));
  // A peer that does not run as root has to come through to its own folder.
  await chmod(dir, 0o711);
  process.on('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return dir;
}
