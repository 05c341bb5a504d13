// Test support: a disk of a few hundred kilobytes, to run full. Only root on Linux can make one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TinyDisk extends Disposable {
  readonly dir: string;
  resize(kib: number): void;
  makeReadOnly(): void;
}

const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;

export function mountTinyDisk(kib: number): TinyDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const dir = mkdtempSync(join(tmpdir(), 'lianggao-disk-'));
  if (!mount('-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', dir)) {
    rmdirSync(dir);
    return null;
  }
  return {
    dir,
    makeReadOnly: () => void mount('-o', 'remount,ro', dir),
    resize: (size) => void mount('-o', `remount,size=${size}k`, dir),
    [Symbol.dispose]: () => {
      spawnSync('umount', [dir], { stdio: 'ignore' });
      rmdirSync(dir);
    },
  };
}

/** Whether this machine lets us; a test that needs such a disk is skipped by this name where it does not. */
export const canMountTinyDisk: boolean = (() => {
  const disk = mountTinyDisk(64);
  disk?.[Symbol.dispose]();
  return disk !== null;
})();
