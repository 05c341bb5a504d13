// Electron's entry: composes the desktop program of electron/. The host is a utility process; each window gets a port to it.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { answerPages } from './electron/answer-pages.ts';
import { createAppProtocol, privilegedScheme } from './electron/app-protocol.ts';
import { defaultWorkspace, shellDirectory } from './electron/default-workspace.ts';
import { followApp, isOnlyInstance } from './electron/follow-app.ts';
import { forkHost } from './electron/fork-host.ts';
import { hardenContents, hardenSession } from './electron/harden.ts';
import { menuTemplate } from './electron/menu.ts';
import { openShellLog } from './electron/shell-log.ts';
import { shellLanguage } from './electron/shell-words.ts';
import { superviseHost } from './electron/supervise-host.ts';
import { askHostFails, askOpenOutside, askWindowFails } from './electron/tell-user.ts';
import { hearViewLinks } from './electron/view-links.ts';
import { createWindows } from './electron/windows.ts';

const preload = fileURLToPath(new URL('./dist/desktop/preload.cjs', import.meta.url));
const hostFile = fileURLToPath(new URL('./dist/desktop/host.mjs', import.meta.url));
const assetsDir = fileURLToPath(new URL('./dist/renderer', import.meta.url));
const geodataDir = fileURLToPath(new URL('./geodata', import.meta.url));
const workspaceDir = resolve(defaultWorkspace(process, homedir()));
const shellDir = shellDirectory(app.getPath('appData'), workspaceDir);
const developerTools = !app.isPackaged;

mkdirSync(shellDir, { recursive: true });
app.setPath('userData', shellDir);
protocol.registerSchemesAsPrivileged([privilegedScheme]);
// The map needs WebGL, also where there is no graphics card.
app.commandLine.appendSwitch('enable-unsafe-swiftshader');
app.enableSandbox();
hardenContents(app);
const links = hearViewLinks(app, process.argv);
// Not awaited here: Electron is ready only after this file has ended.
if (isOnlyInstance(app)) void app.whenReady().then(run);

function run(): void {
  const log = openShellLog(join(shellDir, 'logs'));
  const shared = { log: log.add, now: Date.now };
  hardenSession(session.defaultSession);
  const host = superviseHost({
    ...shared,
    fork: () => forkHost(utilityProcess, hostFile, log),
    createChannel: () => new MessageChannelMain(),
    workspaceDir,
    wait,
    tryAgain: () => askHostFails(dialog, log.directory),
    quit: () => app.quit(),
  });
  const pages = createAppProtocol({ assetsDir, geodataDir, download: host.download });
  session.defaultSession.protocol.handle(privilegedScheme.scheme, pages);
  const askAfterCrashes = (window: BrowserWindow) => askWindowFails(dialog, window, log.directory);
  const openOutside = async (window: BrowserWindow, url: string): Promise<void> => {
    if (await askOpenOutside(dialog, window, url)) await shell.openExternal(url);
  };
  const places = { BrowserWindow, screen, preload, memoryFile: join(shellDir, 'windows.json'), developerTools };
  const windows = createWindows({
    ...shared,
    ...places,
    askAfterCrashes,
    openOutside: (window, url) =>
      void openOutside(window, url).catch((error: unknown) => log.add(`an address could not be opened: ${error}`)),
  });
  const menu = { openWindow: windows.openNew, showLogs: () => void shell.openPath(log.directory), developerTools };
  const showMenu = (locale: string): void => {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ ...menu, language: shellLanguage(locale) })));
  };
  showMenu(app.getLocale());
  answerPages({ ipcMain, host, windowRecoveries: windows.recoveries, onLanguage: showMenu });
  followApp(app, { focus: windows.focus, settle: windows.settle, stop: host.stop });
  windows.openRemembered(links.follow({ show: windows.focus, log: log.add }));
}
