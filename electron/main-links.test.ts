// main.ts as a whole: links to a view that the system brings, before it runs and while it does. Its host is there and silent.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { channels } from './channels.ts';
import { createElectron, type Electron } from './electron-fixture.ts';
import { firstWindow, logged, openWindow, startMain } from './main-fixture.ts';

let directory: string;
let electron: Electron;

async function start(args: readonly string[] = [], early = (): void => {}): Promise<void> {
  await startMain(electron, args, early);
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianggao-links-'));
  writeFileSync(join(directory, 'host.mjs'), 'setInterval(() => {}, 1000);');
  vi.stubEnv('LIANGGAO_WORKSPACE', join(directory, 'workspace'));
});
beforeEach(() => {
  electron = createElectron(directory, mkdtempSync(join(directory, 'shell-')));
});
afterEach(async () => {
  for (const host of electron.hosts) await host.worker.terminate();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a link to a view', () => {
  const view = '#v1&c=118.2,36.4,6.5&q=%E9%92%A2&f.city=370100,370200&p=enterprise/a%2Fb/c';
  const link = `lianggao://view${view}`;
  const openUrl = (url: string): boolean => {
    let prevented = false;
    electron.app.emit('open-url', { preventDefault: () => (prevented = true) }, url);
    return prevented;
  };
  const shownViews = () => electron.windows.map(({ webContents }) => webContents.getURL());

  it.each([
    ['is asked of the system by an installed program', true, [['lianggao']]],
    ['is not asked of the system by a program run from its sources', false, []],
  ])('%s', async (_what, isPackaged, registered) => {
    electron.app.isPackaged = isPackaged;
    await start();
    expect(electron.told.registered).toEqual(registered);
  });

  it('that the program is started for is where its first window opens', async () => {
    await start([link]);
    const { webContents } = firstWindow(electron);
    expect(shownViews()).toEqual([`app://lianggao/${view}`]);
    expect(webContents.navigations).toEqual({ loads: 1, fragments: 0 });
  });

  it('that macOS starts the program for may come before the program is ready', async () => {
    let taken = false;
    await start([], () => {
      taken = openUrl(link);
    });
    expect(taken).toBe(true);
    expect(shownViews()).toEqual([`app://lianggao/${view}`]);
  });

  it('that a second start or macOS brings is shown by the window that was used last, which loads nothing', async () => {
    await start();
    const first = firstWindow(electron);
    const second = openWindow(electron);
    second.focus();
    electron.startAgain(link);
    expect(shownViews()).toEqual(['app://lianggao/', `app://lianggao/${view}`]);
    expect(second.shown).toBe(1);
    first.focus();
    expect(openUrl('lianggao://view/#v1')).toBe(true);
    expect(shownViews()).toEqual(['app://lianggao/#v1', `app://lianggao/${view}`]);
    // The same once more: to the front, and nothing else.
    electron.startAgain('lianggao://view#v1');
    expect([first.shown, second.shown]).toEqual([2, 1]);
    for (const { webContents } of [first, second]) expect(webContents.navigations).toEqual({ loads: 1, fragments: 1 });
  });

  it('takes no channel, and leaves the page as locked as it was', async () => {
    await start([link]);
    electron.startAgain(`${link}&table=city`);
    const { webContents } = firstWindow(electron);
    expect(webContents.mainFrame.received).toEqual([]);
    expect(electron.channels().sort()).toEqual([channels.chosen, channels.connect, channels.language]);
    for (const url of [link, 'https://example.org/', 'app://other/#v1', 'javascript:alert(1)']) {
      for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        let prevented = false;
        webContents.emit(event, { preventDefault: () => (prevented = true), url, isMainFrame: true });
        expect([url, event, prevented]).toEqual([url, event, true]);
      }
      expect(webContents.windowOpen({ url })).toEqual({ action: 'deny' });
    }
    // Who asks is known by an address that has a fragment now.
    const menus = electron.menus.length;
    await electron.ask(firstWindow(electron), channels.language, ['en']);
    expect(electron.menus).toHaveLength(menus + 1);
  });

  it('that is none is ignored and logged, on the first start and on the next', async () => {
    await start(['lianggao://other#v1']);
    electron.startAgain('javascript:alert(1)');
    openUrl('lianggao://view/../#v1');
    expect(shownViews()).toEqual(['app://lianggao/']);
    expect(firstWindow(electron).webContents.navigations).toEqual({ loads: 1, fragments: 0 });
    for (const address of ['lianggao://other#v1', 'javascript:alert(1)', 'lianggao://view/../#v1'])
      expect(logged(electron)).toContain(`an address was ignored: ["${address}"]`);
  });
});
