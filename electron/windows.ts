// The program's windows: locked down, put back where they stood, and brought back when their page crashes.
import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Screen, WebContents } from 'electron';
import { appOrigin, isAppUrl } from './app-address.ts';
import { hardWebPreferences } from './harden.ts';
import { bothLanguages } from './shell-words.ts';
import { placeWindow, readWindowMemory, remember, type WindowMemory, type WindowPlace } from './window-places.ts';

/** More crashes of one window within this time, and a person is asked first. */
const mostCrashes = 3;
const crashWindowMs = 60_000;
/** A window that is being dragged is written down once. */
const settleMs = 500;

export interface Windows {
  /** All windows of the last time; one where there were none. The first opens what the fragment says, if it isn't ''. */
  openRemembered(fragment: string): void;
  openNew(): void;
  /** Brings the one that was used last to the front. It shows what the fragment says, if it isn't ''. */
  focus(fragment?: string): void;
  /** The program ends: what is open now is what comes back. */
  settle(): void;
  /** How often the window's page was brought back. */
  recoveries(contents: WebContents): number;
}

export function createWindows(options: {
  BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => BrowserWindow;
  screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching'>;
  preload: string;
  /** Where the places are kept. */
  memoryFile: string;
  developerTools: boolean;
  log(entry: string): void;
  now(): number;
  /** A window crashed too often. True = try again. */
  askAfterCrashes(window: BrowserWindow): Promise<boolean>;
  /** A page asks for an address that is not its own: the live picture of a camera. */
  openOutside(window: BrowserWindow, url: string): void;
}): Windows {
  const { screen } = options;
  const open = new Set<BrowserWindow>();
  let usedLast: BrowserWindow | undefined;
  const recovered = new WeakMap<WebContents, number>();
  let memory: WindowMemory = read(options.memoryFile);
  let settled = false;

  function write(): void {
    if (settled) return;
    memory = remember(memory, [...open].map(placeOf));
    try {
      writeFileSync(options.memoryFile, JSON.stringify(memory));
    } catch (error) {
      options.log(`the places of the windows could not be written: ${error}`);
    }
  }

  function openAt(wanted: WindowPlace | null, fragment = ''): void {
    const { bounds, state } = placeWindow(wanted, memory, screen.getAllDisplays(), screen.getPrimaryDisplay());
    const window = new options.BrowserWindow({
      ...bounds,
      show: false,
      title: bothLanguages('title').replace('\n', ' '),
      backgroundColor: '#10151c',
      autoHideMenuBar: true,
      fullscreen: state === 'fullscreen',
      webPreferences: { ...hardWebPreferences, preload: options.preload, devTools: options.developerTools },
    });
    if (state === 'maximized') window.maximize();
    window.once('ready-to-show', () => window.show());
    followPlace(window);
    recoverPage(window);
    answerAsked(window);
    load(window, fragment);
  }

  /** A page that asks for a window never makes it: one of its own is made here, locked down as all; anything else is asked about. */
  function answerAsked(window: BrowserWindow): void {
    window.webContents.setWindowOpenHandler(({ url }) => {
      if (isAppUrl(url)) openAt(null, new URL(url).hash);
      else options.openOutside(window, url);
      return { action: 'deny' };
    });
  }

  /** Where the page is there already, another fragment loads nothing: the page hears that its address has changed. */
  function load(window: BrowserWindow, fragment: string): void {
    const url = `${appOrigin}/${fragment}`;
    // The same address once more would load the page anew, and what is half done in it would be lost.
    if (window.webContents.getURL() === url) return;
    void window.loadURL(url).catch((error: unknown) => options.log(`the page could not be shown: ${error}`));
  }

  function followPlace(window: BrowserWindow): void {
    let settling: NodeJS.Timeout | undefined;
    const writeSoon = (): void => {
      clearTimeout(settling);
      settling = setTimeout(write, settleMs);
    };
    open.add(window);
    window.on('focus', () => {
      usedLast = window;
    });
    window.on('resize', writeSoon);
    window.on('move', writeSoon);
    // Written while it is still among the open ones: the last window to be closed is one that comes back.
    window.on('close', write);
    window.once('closed', () => {
      clearTimeout(settling);
      open.delete(window);
      if (usedLast === window) usedLast = undefined;
      if (open.size > 0) write();
    });
  }

  function placeOf(window: BrowserWindow): WindowPlace {
    const { label, bounds, scaleFactor } = screen.getDisplayMatching(window.getBounds());
    const state = window.isFullScreen() ? 'fullscreen' : window.isMaximized() ? 'maximized' : 'normal';
    return { display: { label, bounds, scaleFactor }, bounds: window.getNormalBounds(), state };
  }

  function recoverPage(window: BrowserWindow): void {
    const { webContents } = window;
    let crashes: number[] = [];
    webContents.on('render-process-gone', async (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      const now = options.now();
      crashes = [...crashes.filter((at) => now - at < crashWindowMs), now];
      options.log(`a window's page ended by itself: ${reason}, code ${exitCode} (${crashes.length} within a minute)`);
      if (crashes.length > mostCrashes) {
        crashes = [];
        if (!(await options.askAfterCrashes(window))) return window.destroy();
      }
      if (window.isDestroyed()) return;
      recovered.set(webContents, (recovered.get(webContents) ?? 0) + 1);
      webContents.reload();
    });
  }

  return {
    openRemembered(fragment) {
      const [first = null, ...others] = memory.windows;
      openAt(first, fragment);
      for (const place of others) openAt(place);
    },
    openNew: () => openAt(null),
    focus(fragment = '') {
      const [first] = open;
      const window = usedLast ?? first;
      if (window === undefined) return openAt(null, fragment);
      if (fragment !== '') load(window, fragment);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    settle() {
      write();
      settled = true;
    },
    recoveries: (contents) => recovered.get(contents) ?? 0,
  };
}

function read(file: string): WindowMemory {
  try {
    return readWindowMemory(readFileSync(file, 'utf8'));
  } catch {
    return readWindowMemory('');
  }
}
