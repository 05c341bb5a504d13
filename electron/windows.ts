// The program's windows: locked down, put back where they stood, and brought back when their page crashes.
import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Screen, WebContents } from 'electron';
import { appOrigin } from './app-address.ts';
import { hardWebPreferences } from './harden.ts';
import { bothLanguages } from './shell-words.ts';
import { placeWindow, readWindowMemory, remember, type WindowMemory, type WindowPlace } from './window-places.ts';

/** More crashes of one window within this time, and a person is asked first. */
const mostCrashes = 3;
const crashWindowMs = 60_000;
/** A window that is being dragged is written down once. */
const settleMs = 500;

export interface Windows {
  /** All windows of the last time; one where there were none. */
  openRemembered(): void;
  openNew(): void;
  /** Brings one to the front. */
  focus(): void;
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
}): Windows {
  const { screen } = options;
  const open = new Set<BrowserWindow>();
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

  function openAt(wanted: WindowPlace | null): BrowserWindow {
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
    void window
      .loadURL(`${appOrigin}/`)
      .catch((error: unknown) => options.log(`the page could not be shown: ${error}`));
    return window;
  }

  function followPlace(window: BrowserWindow): void {
    let settling: NodeJS.Timeout | undefined;
    const writeSoon = (): void => {
      clearTimeout(settling);
      settling = setTimeout(write, settleMs);
    };
    open.add(window);
    window.on('resize', writeSoon);
    window.on('move', writeSoon);
    // Written while it is still among the open ones: the last window to be closed is one that comes back.
    window.on('close', write);
    window.once('closed', () => {
      clearTimeout(settling);
      open.delete(window);
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
    openRemembered() {
      for (const place of memory.windows.length === 0 ? [null] : memory.windows) openAt(place);
    },
    openNew: () => void openAt(null),
    focus() {
      const [window] = open;
      if (window === undefined) return void openAt(null);
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
