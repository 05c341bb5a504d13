// What goes wrong, as a file that a user can hand to whoever maintains the program: a packaged program has no terminal.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const largestBytes = 5_000_000;

export interface ShellLog {
  readonly directory: string;
  /** One entry, stamped with the time. */
  add(entry: string): void;
  /** What another process has said, as it is. */
  append(text: string): void;
}

/** Keeps the current file and the one before it. A log that can't be written is no reason to stop. */
export function openShellLog(directory: string): ShellLog {
  const file = join(directory, 'desktop.log');
  try {
    mkdirSync(directory, { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) {
      renameSync(file, join(directory, 'desktop.1.log'));
    }
  } catch {}
  const append = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(text);
    try {
      appendFileSync(file, text);
    } catch {}
  };
  return { directory, append, add: (entry) => append(`${new Date().toISOString()} ${entry}\n`) };
}
