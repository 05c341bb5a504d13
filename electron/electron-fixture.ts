// For tests: as much of Electron as main.ts uses, in plain objects that remember what they were told.
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ChannelMain, type PortMain, portsOf } from './port-fixture.ts';
import type { PresentDisplay } from './window-places.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;

/** A frame of a page; what it was sent. */
export class Frame {
  url = '';
  readonly received: { channel: string; port: PortMain | undefined }[] = [];
  postMessage(channel: string, _message: unknown, [port]: PortMain[] = []): void {
    this.received.push({ channel, port });
  }
  send(channel: string): void {
    this.received.push({ channel, port: undefined });
  }
}

class Contents extends EventEmitter {
  readonly mainFrame = new Frame();
  /** How often a page was loaded, and how often one that was there had only its fragment changed. */
  readonly navigations = { loads: 0, fragments: 0 };
  getURL = (): string => this.mainFrame.url;
  reloads = 0;
  windowOpen: (details: { url: string }) => unknown = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.windowOpen = handler;
  }
  reload(): void {
    this.reloads += 1;
  }
}

const wall: PresentDisplay = {
  label: 'wall',
  bounds: { x: 1920, y: 0, width: 3840, height: 2160 },
  workArea: { x: 1920, y: 0, width: 3840, height: 2160 },
  scaleFactor: 1,
};
const laptop: PresentDisplay = {
  label: 'laptop',
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  scaleFactor: 1,
};

/** `hostDir` holds the built processes; `directory` is where the program keeps what it keeps. */
export function createElectron(
  hostDir: string,
  directory = mkdtempSync(join(tmpdir(), 'lianggao-desktop-')),
  isFirstInstance = true,
) {
  const windows: Window[] = [];
  const hosts: Utility[] = [];
  const switches: string[] = [];
  const schemes: Electron.CustomScheme[] = [];
  const paths: Record<string, string> = { appData: directory };
  const dialogs: { message: string; detail: string }[] = [];
  const menus: Electron.MenuItemConstructorOptions[][] = [];
  const handlers = new Map<string, Handler>();
  const told = {
    sandboxed: false,
    ended: false,
    answers: [] as number[],
    registered: [] as unknown[][],
    outside: [] as string[],
  };
  let ready = (): void => {};
  const whenReady = new Promise<void>((resolve) => {
    ready = resolve;
  });

  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    getPath: (name: string) => paths[name],
    setPath: (name: string, path: string) => {
      paths[name] = path;
    },
    getLocale: () => 'zh-CN',
    commandLine: { appendSwitch: (name: string) => switches.push(name) },
    enableSandbox: () => {
      told.sandboxed = true;
    },
    setAsDefaultProtocolClient: (...args: unknown[]) => told.registered.push(args) > 0,
    requestSingleInstanceLock: () => isFirstInstance,
    whenReady: () => whenReady,
    quit() {
      app.emit('before-quit', {});
      for (const window of [...windows]) window.close();
      let prevented = false;
      app.emit('will-quit', { preventDefault: () => (prevented = true) });
      if (!prevented) told.ended = true;
    },
  });

  class Window extends EventEmitter {
    readonly webContents = new Contents();
    readonly options: Electron.BrowserWindowConstructorOptions;
    bounds: Electron.Rectangle;
    shown = 0;
    maximized = false;
    destroyed = false;
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      super();
      this.options = options;
      const { x = 0, y = 0, width = 800, height = 600 } = options;
      this.bounds = { x, y, width, height };
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    async loadURL(url: string): Promise<void> {
      const { mainFrame, navigations } = this.webContents;
      const withoutFragment = (address: string): string => address.replace(/#.*$/, '');
      const isFragment =
        url.includes('#') && url !== mainFrame.url && withoutFragment(url) === withoutFragment(mainFrame.url);
      navigations[isFragment ? 'fragments' : 'loads'] += 1;
      mainFrame.url = url;
    }
    show(): void {
      this.shown += 1;
    }
    focus(): void {
      this.emit('focus');
    }
    restore(): void {}
    maximize(): void {
      this.maximized = true;
    }
    isMaximized = (): boolean => this.maximized;
    isMinimized = (): boolean => false;
    isFullScreen = (): boolean => this.options.fullscreen === true;
    isDestroyed = (): boolean => this.destroyed;
    getBounds = (): Electron.Rectangle => this.bounds;
    getNormalBounds = (): Electron.Rectangle => this.bounds;
    close(): void {
      if (this.destroyed) return;
      this.emit('close', {});
      this.destroy();
    }
    destroy(): void {
      this.destroyed = true;
      windows.splice(windows.indexOf(this), 1);
      this.emit('closed');
      if (windows.length === 0) app.emit('window-all-closed');
    }
  }

  /** A host in a thread of its own, where Electron has a process of its own. */
  class Utility extends EventEmitter {
    readonly worker: Worker;
    readonly file: string;
    readonly options: Electron.ForkOptions;
    readonly stdout: NodeJS.ReadableStream;
    readonly stderr: NodeJS.ReadableStream;
    constructor(file: string, options: Electron.ForkOptions) {
      super();
      this.file = file;
      this.options = options;
      const workerData = join(hostDir, basename(file));
      const url = new URL('./utility-fixture.ts', import.meta.url);
      this.worker = new Worker(url, { workerData, stdout: true, stderr: true });
      this.stdout = this.worker.stdout;
      this.stderr = this.worker.stderr;
      this.worker.on('message', (message) => this.emit('message', message));
      this.worker.on('error', () => {});
      this.worker.on('exit', (code) => this.emit('exit', code));
      hosts.push(this);
    }
    postMessage(message: unknown, transfer: PortMain[] = []): void {
      const ports = portsOf(transfer);
      this.worker.postMessage({ message, ports }, ports);
    }
    kill(): boolean {
      void this.worker.terminate();
      return true;
    }
  }

  let serveApp: (request: Request) => Promise<Response> = () => Promise.reject(new Error('nothing is served'));
  type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  type DeviceCheck = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
  const rules = {
    request: null as PermissionRequest,
    check: null as PermissionCheck,
    device: null as DeviceCheck,
    spelling: true,
    blocked: [] as string[],
    headers: (_details: object, answer: (given: object) => void): void => answer({}),
  };
  const defaultSession = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: PermissionRequest) => {
      rules.request = handler;
    },
    setPermissionCheckHandler: (handler: PermissionCheck) => {
      rules.check = handler;
    },
    setDevicePermissionHandler: (handler: DeviceCheck) => {
      rules.device = handler;
    },
    setSpellCheckerEnabled: (enabled: boolean) => {
      rules.spelling = enabled;
    },
    webRequest: {
      onBeforeRequest({ urls }: { urls: string[] }, listener: (details: object, answer: (a: object) => void) => void) {
        listener({}, (answer) => {
          if ('cancel' in answer && answer.cancel === true) rules.blocked = urls;
        });
      },
      onHeadersReceived(listener: typeof rules.headers) {
        rules.headers = listener;
      },
    },
    protocol: {
      handle(scheme: string, handler: typeof serveApp) {
        if (scheme === 'app') serveApp = handler;
      },
    },
  });

  const ipcMain = {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
    on: (channel: string, handler: Handler) => handlers.set(channel, handler),
  };

  const api: Readonly<Record<string, unknown>> = {
    app,
    BrowserWindow: Window,
    dialog: {
      async showMessageBox(...args: { message: string; detail: string }[]) {
        dialogs.push(args.at(-1) ?? { message: '', detail: '' });
        return { response: told.answers.shift() ?? 1 };
      },
    },
    ipcMain,
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: Electron.MenuItemConstructorOptions[]) => menus.push(menu),
    },
    MessageChannelMain: ChannelMain,
    protocol: { registerSchemesAsPrivileged: (given: Electron.CustomScheme[]) => schemes.push(...given) },
    screen: {
      getAllDisplays: () => [laptop, wall],
      getPrimaryDisplay: () => laptop,
      getDisplayMatching: ({ x }: Electron.Rectangle) => (x >= wall.bounds.x ? wall : laptop),
    },
    session: { defaultSession },
    shell: { openPath: async () => '', openExternal: async (url: string) => void told.outside.push(url) },
    utilityProcess: {
      fork: (file: string, _args: string[], options: Electron.ForkOptions) => new Utility(file, options),
    },
  };

  return {
    /** What `import … from 'electron'` gives. */
    api,
    app: app as EventEmitter & { isPackaged: boolean; quit(): void },
    /** As when the program is started again while it runs; Chromium adds switches of its own. */
    startAgain: (...args: string[]) =>
      app.emit('second-instance', {}, ['/opt/lianggao/lianggao-desktop', '--allow-file-access-from-files', ...args]),
    session: defaultSession as EventEmitter,
    directory,
    windows,
    hosts,
    switches,
    schemes,
    dialogs,
    menus,
    rules,
    told,
    paths,
    ready,
    wall,
    channels: () => [...handlers.keys()],
    fetch: (url: string, init?: RequestInit) => serveApp(new Request(url, init)),
    /** As a page asks; `from` is the frame that does. */
    ask: async (
      window: Window,
      channel: string,
      args: unknown[] = [],
      from: Frame | null = window.webContents.mainFrame,
    ) => handlers.get(channel)?.({ sender: window.webContents, senderFrame: from }, ...args),
  };
}

export type Electron = ReturnType<typeof createElectron>;
export type Window = Electron['windows'][number];
