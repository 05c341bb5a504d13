// The preload, built as it ships and run in a bare script: what it gives the page, and what it needs.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopBridge } from '../contract/desktop.ts';
import { buildDesktop } from './build-fixture.ts';
import { channels } from './channels.ts';

let hostDir: string;
let script: string;
beforeAll(async () => {
  hostDir = await buildDesktop();
  script = await readFile(join(hostDir, 'preload.cjs'), 'utf8');
});
afterAll(() => rm(hostDir, { recursive: true, force: true }));

/** A window whose `require` knows Electron and nothing else, as in a sandbox. */
function load(paths: Record<string, string> = {}) {
  const exposed: Record<string, DesktopBridge> = {};
  const invoked: unknown[][] = [];
  const posted: unknown[][] = [];
  const listeners = new Map<string, (event: { ports: unknown[] }) => void>();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: DesktopBridge) => Object.assign(exposed, { [name]: bridge }),
    },
    ipcRenderer: {
      invoke: async (...args: unknown[]) => invoked.push(args),
      send: (...args: unknown[]) => invoked.push(args),
      on: (channel: string, listener: (event: { ports: unknown[] }) => void) => listeners.set(channel, listener),
    },
    webUtils: { getPathForFile: ({ name }: { name: string }) => paths[name] ?? '' },
  };
  const required: string[] = [];
  const loaded: (() => void)[] = [];
  let languageChanged = (): void => {};
  const root = { lang: 'zh-CN' };
  runInNewContext(script, {
    require: (name: string) => {
      required.push(name);
      return electron;
    },
    window: {
      addEventListener: (_event: string, listener: () => void) => loaded.push(listener),
      postMessage: (...args: unknown[]) => posted.push(args),
    },
    document: { documentElement: root },
    MutationObserver: class {
      constructor(changed: () => void) {
        languageChanged = changed;
      }
      observe(): void {}
    },
  });
  for (const listener of loaded) listener();
  const setLanguage = (language: string): void => {
    root.lang = language;
    languageChanged();
  };
  return { exposed, invoked, posted, listeners, required, setLanguage };
}

describe('the preload', () => {
  it('gives the page the wire and the user’s chosen files, and nothing else', () => {
    const { exposed, required, listeners } = load();
    expect(Object.entries(exposed).map(([name, bridge]) => [name, Object.keys(bridge).sort()])).toEqual([
      ['desktop', ['chosenPath', 'connect']],
    ]);
    expect(required).toEqual(['electron']);
    expect([...listeners.keys()]).toEqual([channels.port, channels.lost]);
  });

  it('hands a port that comes, and word of its end, to its own window', () => {
    const { listeners, posted } = load();
    const port = {};
    listeners.get(channels.port)?.({ ports: [port] });
    listeners.get(channels.lost)?.({ ports: [] });
    expect(posted).toEqual([
      [channels.port, '*', [port]],
      [channels.lost, '*', []],
    ]);
  });

  it('tells where a chosen file lies once imports may open it, and nothing of a file that a page made up', async () => {
    const { exposed, invoked } = load({ 'a.csv': '/home/user/a.csv' });
    const { desktop } = exposed;
    expect(await desktop?.chosenPath({ name: 'a.csv' })).toBe('/home/user/a.csv');
    expect(await desktop?.chosenPath({ name: 'made-up.csv' })).toBe('');
    expect(invoked.filter(([channel]) => channel === channels.chosen)).toEqual([[channels.chosen, '/home/user/a.csv']]);
  });

  it('tells the language of the page, whenever it changes', () => {
    const { invoked, setLanguage } = load();
    setLanguage('en');
    expect(invoked).toEqual([
      [channels.language, 'zh-CN'],
      [channels.language, 'en'],
    ]);
  });
});
