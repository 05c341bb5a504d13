// For tests: starts main.ts as Electron would, and what a user does with its windows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Electron, Window } from './electron-fixture.ts';

/** `early` happens before Electron is ready. */
export async function startMain(
  electron: Electron,
  args: readonly string[] = [],
  early = (): void => {},
): Promise<void> {
  vi.resetModules();
  vi.doMock('electron', () => electron.api);
  const { argv } = process;
  process.argv = ['/opt/lianggao/lianggao-desktop', ...args];
  try {
    await import('../main.ts');
  } finally {
    process.argv = argv;
  }
  early();
  electron.ready();
  await new Promise((resolve) => setImmediate(resolve));
}

export function firstWindow({ windows }: Electron): Window {
  const [window] = windows;
  if (window === undefined) throw new Error('there is no window');
  return window;
}

/** One more, by the menu. */
export function openWindow({ menus, windows }: Electron): Window {
  const before = windows.length;
  const item = menus.at(-1)?.[0]?.submenu as Electron.MenuItemConstructorOptions[];
  item[0]?.click?.({} as never, undefined, {} as never);
  const window = windows[before];
  if (window === undefined) throw new Error('the menu opened no window');
  return window;
}

export const logged = ({ paths }: Electron): string =>
  readFileSync(join(String(paths['userData']), 'logs', 'desktop.log'), 'utf8');
