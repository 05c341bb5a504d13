// What the desktop's processes say to each other beside the calls: page and preload, main process and host. Types alone.

/** What happened and what to do next. `code` is for programs. */
export interface ShellSentence {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** How often something ended by itself and was started again since the program was started. */
export interface Recoveries {
  readonly host: number;
  /** Of the window that asks. */
  readonly window: number;
}

/** What a window learns when it asks for the core. */
export interface Connection {
  /** Why there is no core to be had; null = the port is on its way. */
  readonly refused: ShellSentence | null;
  readonly recoveries: Recoveries;
}

/** `window.desktop`: all that the preload gives the page. Where it is missing, the page is in a browser. */
export interface DesktopBridge {
  /** A port to the core comes as a PageMessage, and so does word of its end. */
  connect(): Promise<Connection>;
  /** Where a File lies that the user has chosen or dropped; imports may open it from then on. '' = it is no file on a disk. */
  chosenPath(file: object): Promise<string>;
}

/** Data of the `message` events that the preload gives its window: here is the port; what it led to has ended. */
export type PageMessage = 'lianggao:port' | 'lianggao:lost';

/** To the host. `screen` and `export` bring a port along. */
export type ToHost =
  | { readonly kind: 'start'; readonly workspaceDir: string; readonly chosenPaths: readonly string[] }
  | { readonly kind: 'screen' }
  | { readonly kind: 'chosen'; readonly path: string }
  /** Path and query as of the browser's address of the same file. */
  | { readonly kind: 'export'; readonly path: string; readonly query: string }
  | { readonly kind: 'stop' };

export type FromHost =
  | { readonly kind: 'ready' }
  /** It can't run, for a reason that a person can remove; it ends after this. */
  | { readonly kind: 'refused'; readonly sentence: ShellSentence }
  | { readonly kind: 'chosen'; readonly path: string };

/** On an export's port: a head, then a chunk for each `pull` that comes. A port that closes before `end` = it failed. */
export type ExportMessage =
  | {
      readonly kind: 'head';
      readonly status: number;
      readonly contentType: string;
      /** Content-Disposition; null where what follows is a sentence in JSON, not a file. */
      readonly disposition: string | null;
    }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' };
