// main.ts as a whole, against a stand-in for Electron that holds the real, built host in a thread: what is locked, and what works.
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contract } from '../contract/calls.ts';
import type { Connection } from '../contract/desktop.ts';
import type { ImportProgress } from '../contract/imports.ts';
import { buildDesktop } from './build-fixture.ts';
import { channels } from './channels.ts';
import { createElectron, type Electron, Frame } from './electron-fixture.ts';
import { firstWindow, logged, openWindow, startMain } from './main-fixture.ts';

type Core = ContractRouterClient<Contract>;

let hostDir: string;
let workspaces: string;
let electron: Electron;
let workspaceDir: string;

const newElectron = (isFirst = true) => createElectron(hostDir, mkdtempSync(join(workspaces, 'shell-')), isFirst);

async function start(started: Electron): Promise<void> {
  electron = started;
  await startMain(started);
}

/** What the preload does for a page: asks, and hands over the port that comes. */
async function connect(
  window = firstWindow(electron),
): Promise<{ core: Core; connection: Connection; lost: Promise<unknown> }> {
  const connection = (await electron.ask(window, channels.connect)) as Connection;
  expect(connection.refused).toBe(null);
  const { channel, port } = window.webContents.mainFrame.received.pop() ?? {};
  expect(channel).toBe(channels.port);
  if (port === undefined) throw new Error('no port came');
  const lost = once(port.port, 'close');
  const core = createORPCClient<Core>(new RPCLink({ port: port.port }));
  port.port.start();
  return { core, connection, lost };
}

/** Longer than anything takes on a busy machine. */
const soon = { timeout: 20_000 };

async function quit({ app, told } = electron): Promise<void> {
  app.quit();
  await vi.waitFor(() => expect(told.ended).toBe(true), soon);
}

beforeAll(async () => {
  hostDir = await buildDesktop();
  workspaces = mkdtempSync(join(tmpdir(), 'lianggao-workspaces-'));
  // The first start of all, on nothing: makes the workspace and loads the province's public ledgers.
  vi.stubEnv('LIANGGAO_WORKSPACE', join(workspaces, 'first'));
  await start(newElectron());
  const { core } = await connect();
  expect((await core.world.snapshot({})).enterprises.length).toBeGreaterThan(200);
  await quit();
}, 120_000);

beforeEach(() => {
  workspaceDir = mkdtempSync(join(workspaces, 'workspace-'));
  cpSync(join(workspaces, 'first'), workspaceDir, { recursive: true });
  vi.stubEnv('LIANGGAO_WORKSPACE', workspaceDir);
});

afterEach(async () => {
  for (const host of electron.hosts) await host.worker.terminate();
});

afterAll(() => {
  rmSync(workspaces, { recursive: true, force: true });
  rmSync(hostDir, { recursive: true, force: true });
});

describe('is locked', () => {
  beforeEach(() => start(newElectron()));

  it('in every window: isolated, in a sandbox, without Node, with one preload', () => {
    const { options } = firstWindow(electron);
    expect(options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      devTools: false,
    });
    expect(options.webPreferences?.preload).toMatch(/preload\.cjs$/);
    expect(electron.told.sandboxed).toBe(true);
    expect(firstWindow(electron).webContents.mainFrame.url).toBe('app://lianggao/');
  });

  it('against leaving the page, frames in it, other windows and webviews', () => {
    const { webContents } = firstWindow(electron);
    const prevents = (event: string, details: object): boolean => {
      let prevented = false;
      webContents.emit(event, { preventDefault: () => (prevented = true), ...details });
      return prevented;
    };
    const elsewhere = [
      'https://example.org/',
      'file:///etc/passwd',
      'app://other/',
      'app://lianggao.example/',
      'data:text/html,x',
      'lianggao://view#v1',
    ];
    for (const url of elsewhere) {
      expect(prevents('will-navigate', { url })).toBe(true);
      expect(prevents('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
      expect(webContents.windowOpen({ url })).toEqual({ action: 'deny' });
    }
    expect(prevents('will-navigate', { url: 'app://lianggao/#view' })).toBe(false);
    expect(prevents('will-frame-navigate', { url: 'app://lianggao/', isMainFrame: true })).toBe(false);
    expect(prevents('will-frame-navigate', { url: 'app://lianggao/', isMainFrame: false })).toBe(true);
    expect(prevents('will-redirect', { url: 'app://lianggao/' })).toBe(true);
    expect(prevents('will-attach-webview', {})).toBe(true);
    expect(electron.told.outside).toEqual([]);
  });

  it('against windows that a page makes: its own are made as the first was, cameras open outside if the user says so', async () => {
    const { webContents } = firstWindow(electron);
    expect(webContents.windowOpen({ url: 'app://lianggao/#d=duty&u.pane=map' })).toEqual({ action: 'deny' });
    expect(electron.windows.length).toBe(2);
    expect(electron.windows[1]?.webContents.mainFrame.url).toBe('app://lianggao/#d=duty&u.pane=map');
    expect(electron.windows[1]?.options.webPreferences).toEqual(firstWindow(electron).options.webPreferences);

    electron.told.answers.push(0);
    webContents.windowOpen({ url: 'rtsp://media.example/plant-1' });
    await vi.waitFor(() => expect(electron.told.outside).toEqual(['rtsp://media.example/plant-1']), soon);
    expect(electron.dialogs.at(-1)?.detail).toBe('rtsp://media.example/plant-1');
    const asked = electron.dialogs.length;
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'lianggao://view#v1'])
      webContents.windowOpen({ url });
    await new Promise((resolve) => setImmediate(resolve));
    expect(electron.dialogs.length).toBe(asked);
    expect(electron.told.outside.length).toBe(1);
  });

  it('against permissions, devices, the network and downloads of others', () => {
    const { request, check, device, spelling, blocked, headers } = electron.rules;
    const granted = (permission: string, requestingUrl: string): [requested: boolean, checked: boolean | undefined] => {
      let answer = false;
      request?.({} as never, permission as never, (given) => (answer = given), { requestingUrl } as never);
      return [answer, check?.(null, permission as never, requestingUrl, {} as never)];
    };
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'usb', 'openExternal', 'hid'])
      expect(granted(permission, 'app://lianggao/')).toEqual([false, false]);
    expect(granted('clipboard-sanitized-write', 'app://lianggao/')).toEqual([true, true]);
    expect(granted('notifications', 'app://lianggao/')).toEqual([true, true]);
    expect(granted('notifications', 'https://example.org/')).toEqual([false, false]);
    expect(granted('fullscreen', 'https://example.org/')).toEqual([false, false]);
    expect(device?.({} as never)).toBe(false);
    expect(spelling).toBe(false);
    expect(blocked).toEqual(expect.arrayContaining(['https://*/*', 'http://*/*', 'wss://*/*', 'file:///*']));

    let answered = {};
    headers({ url: 'app://other/', responseHeaders: { a: ['b'] } }, (given) => (answered = given));
    const policy = [expect.stringContaining("default-src 'none'")];
    expect(answered).toEqual({ responseHeaders: { a: ['b'], 'Content-Security-Policy': policy } });

    const isRefused = (url: string): boolean => {
      let refused = false;
      electron.session.emit('will-download', { preventDefault: () => (refused = true) }, { getURL: () => url });
      return refused;
    };
    expect(isRefused('https://example.org/a.exe')).toBe(true);
    expect(isRefused('blob:app://other/1')).toBe(true);
    expect(isRefused('blob:app://lianggao/1')).toBe(false);
    expect(isRefused('app://lianggao/export/ledger.csv')).toBe(false);
  });

  it('to three channels, each for the page of a window of ours alone', async () => {
    expect(electron.channels().sort()).toEqual([channels.chosen, channels.connect, channels.language]);
    const window = firstWindow(electron);
    const inner = new Frame();
    inner.url = 'app://lianggao/';
    const menus = electron.menus.length;
    const isRefused = async (from: Frame | null) => {
      for (const channel of [channels.connect, channels.chosen])
        await expect(electron.ask(window, channel, ['/etc/passwd'], from)).rejects.toThrow();
      await electron.ask(window, channels.language, ['en'], from);
      expect(electron.menus).toHaveLength(menus);
    };
    await isRefused(inner);
    await isRefused(null);
    window.webContents.mainFrame.url = 'https://example.org/';
    await isRefused(window.webContents.mainFrame);
    expect(inner.received).toEqual([]);
    expect(window.webContents.mainFrame.received).toEqual([]);
  });
});

/** A module of the host with all that it imports as it starts; what it may load later, for instruments, is not among it. */
async function loadedAtStart(name: string, found = new Map<string, string>()): Promise<Map<string, string>> {
  if (found.has(name)) return found;
  const text = await readFile(join(hostDir, name), 'utf8');
  found.set(name, text);
  for (const [, from = ''] of text.matchAll(/^(?:import|export) .*?from "\.\/([^"]+)";$/gm))
    await loadedAtStart(from, found);
  for (const [, from = ''] of text.matchAll(/^import "\.\/([^"]+)";$/gm)) await loadedAtStart(from, found);
  return found;
}

describe('works', () => {
  it('over a port to the host, with no socket and no address', async () => {
    await start(newElectron());
    expect(electron.schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
    const { core } = await connect();
    expect((await core.about.get()).profile.id).toBe('shandong');
    expect(electron.hosts[0]?.file).toMatch(/host\.mjs$/);
    const loaded = await loadedAtStart('host.mjs');
    expect(loaded.size).toBeGreaterThan(1);
    for (const text of loaded.values())
      expect(text).not.toMatch(/(from |require\()"(node:)?(http2?|https|net|tls|dgram|ws)"/);
    const [one, two] = [await connect(), await connect()];
    expect((await one.core.world.snapshot({})).enterprises).toEqual((await two.core.world.snapshot({})).enterprises);
  });

  it('imports a file that the user has chosen, by its path and in a worker, and no other file', async () => {
    await start(newElectron());
    const { core } = await connect();
    const path = join(workspaces, '企业.csv');
    writeFileSync(path, 'key,name\na,甲厂\nb,乙厂\n');
    const mapping = { name: 'two', sheets: [{ fields: { enterpriseKey: 'key', enterpriseName: 'name' } }] };
    await expect(core.imports.inspect({ path })).rejects.toMatchObject({ data: { code: 'path-not-chosen' } });
    await electron.ask(firstWindow(electron), channels.chosen, [path]);
    expect(await core.imports.inspect({ path })).toMatchObject({});
    const events: ImportProgress[] = [];
    for await (const event of await core.imports.run({ files: [{ path }], mapping })) events.push(event);
    expect(events.at(-1)).toMatchObject({ kind: 'report', report: { inserted: 2 } });
    await expect(core.imports.inspect({ path: '/etc/passwd' })).rejects.toMatchObject({
      data: { code: 'path-not-chosen' },
    });
  });

  it('exports the ledger through app://, as a file with a name', async () => {
    await start(newElectron());
    const { core } = await connect();
    const { enterprises } = await core.world.snapshot({});
    const answer = await electron.fetch('app://lianggao/export/ledger.csv');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const text = await answer.text();
    for (const { name } of enterprises.slice(0, 20)) expect(text).toContain(name);
    expect((await electron.fetch('app://lianggao/export/ledger.exe')).status).toBe(404);
    const wrong = await electron.fetch('app://lianggao/export/ledger.csv?asOf=yesterday');
    expect([wrong.status, await wrong.json()]).toEqual([400, expect.objectContaining({ code: 'bad-time' })]);
    // A reader that goes away leaves the host as it was.
    const left = await electron.fetch('app://lianggao/export/ledger.geojson');
    await left.body?.cancel();
    expect((await core.about.get()).profile.id).toBe('shandong');
  });

  it('says why it can’t open a workspace, and opens it once the reason is gone', async () => {
    await start(newElectron());
    await connect();
    const first = electron;
    await start(newElectron());
    const refused = (await electron.ask(firstWindow(electron), channels.connect)) as Connection;
    expect(refused.refused).toMatchObject({ code: 'workspace-in-use', zh: expect.any(String), en: expect.any(String) });
    expect(electron.dialogs).toEqual([]);
    await quit(first);
    await vi.waitFor(async () => {
      const again = (await electron.ask(firstWindow(electron), channels.connect)) as Connection;
      expect(again).toEqual({ refused: null, recoveries: { host: 0, window: 0 } });
    }, soon);
  });

  it('speaks the language of its page in its menu', async () => {
    await start(newElectron());
    const labels = () => electron.menus.at(-1)?.map(({ label }) => label);
    expect(labels()).toContain('编辑');
    await electron.ask(firstWindow(electron), channels.language, ['en']);
    expect(labels()).toContain('Edit');
    const all = electron.menus.at(-1)?.flatMap(({ submenu }) => submenu as Electron.MenuItemConstructorOptions[]);
    expect(all?.some(({ role }) => role === 'toggleDevTools')).toBe(false);
  });

  it('lets a second start bring the first to the front, and end', async () => {
    await start(newElectron());
    const shown = firstWindow(electron).shown;
    electron.startAgain();
    expect(firstWindow(electron).shown).toBe(shown + 1);
    const second = newElectron(false);
    await startMain(second);
    expect(second.told.ended).toBe(true);
    expect(second.windows).toEqual([]);
    expect(second.hosts).toEqual([]);
  });

  it('opens the window that was used last when it is started again', async () => {
    await start(newElectron());
    const second = openWindow(electron);
    const front = () => electron.startAgain() && electron.windows.map(({ shown }) => shown);
    expect(front()).toEqual([1, 0]);
    second.focus();
    expect(front()).toEqual([1, 1]);
    second.close();
    expect(front()).toEqual([2]);
  });

  it('puts its windows back where they stood', async () => {
    await start(newElectron());
    const { directory, wall } = electron;
    firstWindow(electron).bounds = { x: 100, y: 50, width: 900, height: 700 };
    const second = openWindow(electron);
    second.bounds = { ...wall.bounds };
    second.maximized = true;
    await quit();
    await start(createElectron(hostDir, directory));
    expect(electron.windows.map(({ bounds, maximized }) => [bounds, maximized])).toEqual([
      [{ x: 100, y: 50, width: 900, height: 700 }, false],
      [wall.bounds, true],
    ]);
  });
});

describe('recovers', () => {
  const kill = async () => electron.hosts.at(-1)?.worker.terminate();

  it('from a host that ends by itself: the page asks again and gets a fresh port; chosen files stay chosen', async () => {
    await start(newElectron());
    const { core, lost } = await connect();
    const path = join(workspaces, 'before.csv');
    writeFileSync(path, 'key,name\na,甲厂\n');
    await electron.ask(firstWindow(electron), channels.chosen, [path]);
    const changes = await core.world.changes();
    const broken = expect(changes.next()).rejects.toThrow();
    await kill();
    await lost;
    await broken;
    expect(firstWindow(electron).webContents.mainFrame.received).toEqual([{ channel: channels.lost }]);
    const again = await connect();
    expect(again.connection.recoveries).toEqual({ host: 1, window: 0 });
    expect((await again.core.about.get()).profile.id).toBe('shandong');
    expect(await again.core.imports.inspect({ path })).toMatchObject({});
    expect(electron.dialogs).toEqual([]);
    expect(logged(electron)).toContain('the host ended by itself');
  });

  it('no more after it has ended five times: a person is asked, in both languages, and tries again', async () => {
    await start(newElectron());
    electron.told.answers.push(0);
    for (let crash = 1; crash <= 5; crash += 1) {
      await vi.waitFor(() => expect(electron.hosts).toHaveLength(crash), soon);
      await kill();
    }
    await vi.waitFor(() => expect(electron.dialogs).toHaveLength(1), soon);
    expect(electron.dialogs[0]?.message).toMatch(/反复意外退出[\s\S]*keeps ending/);
    expect(electron.dialogs[0]?.detail).toContain(String(electron.paths['userData']));
    const { core } = await connect();
    expect((await core.about.get()).profile.id).toBe('shandong');
  });

  it('ends where that person does not want to try again', async () => {
    await start(newElectron());
    electron.told.answers.push(1);
    for (let crash = 1; crash <= 5; crash += 1) {
      await vi.waitFor(() => expect(electron.hosts).toHaveLength(crash), soon);
      await kill();
    }
    await vi.waitFor(() => expect(electron.told.ended).toBe(true), soon);
  });

  it('from a page that crashes: it is loaded again, counted, and asked about when it goes on', async () => {
    await start(newElectron());
    const { webContents } = firstWindow(electron);
    const crash = () => webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(webContents.reloads).toBe(0);
    for (const count of [1, 2, 3]) {
      crash();
      await vi.waitFor(() => expect(webContents.reloads).toBe(count), soon);
    }
    expect((await connect()).connection.recoveries).toEqual({ host: 0, window: 3 });
    electron.told.answers.push(1);
    crash();
    await vi.waitFor(() => expect(electron.windows).toEqual([]), soon);
    expect(webContents.reloads).toBe(3);
  });
});
