// Chooses how this page reaches the core: a port where the desktop's preload gives one, else a WebSocket to the host that
// served it. No other file may know which.
import type { ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { DesktopBridge, PageMessage, Recoveries } from '../../contract/desktop.ts';
import { viewAddress } from '../../contract/view-address.ts';

export interface OpenWire {
  readonly link: ClientLink<Record<never, never>>;
  /** Settles once the wire is gone, whoever ended it; never rejects. */
  readonly closed: Promise<void>;
  /** What was started again by itself before this wire opened; missing where nobody counts. */
  readonly recoveries?: Recoveries;
  close(): void;
}

/** The host is there but lets this page in no longer; its own sentence in both languages. */
export class WireRefused extends Error {
  readonly data: { readonly zh: string; readonly en: string };
  constructor(data: { zh: string; en: string }) {
    super(data.en);
    this.data = data;
  }
}

/** One attempt to reach the core; rejects where it can't be reached, with WireRefused where it won't have us. */
export type Wire = () => Promise<OpenWire>;

function openWebSocket(url: string): Promise<OpenWire> {
  return new Promise((resolve, reject) => {
    const websocket = new WebSocket(url);
    const closed = new Promise<void>((settle) => websocket.addEventListener('close', () => settle(), { once: true }));
    websocket.addEventListener(
      'open',
      () => resolve({ link: new WebSocketLink({ websocket }), closed, close: () => websocket.close() }),
      { once: true },
    );
    void closed.then(() => reject(new TypeError('The host could not be reached.')));
  });
}

/** A file that the host always has for those it lets in. */
const anyFile = '/geodata/catalogue.json';

/** A browser does not say why a WebSocket failed; an ordinary request is answered with the reason. */
async function whyRefused(): Promise<WireRefused | null> {
  const { status } = await fetch(anyFile, { method: 'HEAD', cache: 'no-store' });
  if (status !== 401) return null;
  const answer = await fetch(anyFile, { headers: { accept: 'application/json' }, cache: 'no-store' });
  return new WireRefused(await answer.json());
}

/** The page as far as a wire needs it. */
type Page = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly location: Pick<Location, 'protocol' | 'host'>;
  /** Put there by the desktop's preload. */
  readonly desktop?: DesktopBridge;
};

/** Calls with each of the preload's messages; the answer ends it. */
function listen(page: Page, hear: (message: PageMessage, port: MessagePort | undefined) => void): () => void {
  const onMessage = ({ data, source, ports: [port] }: MessageEvent): void => {
    if (source === page) hear(data, port);
  };
  page.addEventListener('message', onMessage);
  return () => page.removeEventListener('message', onMessage);
}

async function openPort(page: Page, desktop: DesktopBridge): Promise<OpenWire> {
  let stop = (): void => {};
  const coming = new Promise<MessagePort>((resolve) => {
    stop = listen(page, (message, port) => {
      if (message === 'lianggao:port' && port !== undefined) resolve(port);
    });
  });
  try {
    const { refused, recoveries } = await desktop.connect();
    if (refused !== null) throw new WireRefused(refused);
    return servedBy(page, await coming, recoveries);
  } finally {
    stop();
  }
}

function servedBy(page: Page, port: MessagePort, recoveries: Recoveries): OpenWire {
  const link = new PortLink({ port });
  const closed = new Promise<void>((settle) => port.addEventListener('close', () => settle(), { once: true }));
  // Chromium's ports do not tell of their end. The link has to hear it too, so that calls under way fail.
  const close = (): void => {
    port.close();
    port.dispatchEvent(new Event('close'));
  };
  const stop = listen(page, (message) => {
    if (message === 'lianggao:lost') close();
  });
  void closed.then(stop);
  port.start();
  return { link, closed, recoveries, close };
}

export function chooseWire(page: Page = window): Wire {
  const { desktop, location } = page;
  if (desktop !== undefined) return () => openPort(page, desktop);
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return async () => {
    try {
      return await openWebSocket(`${scheme}//${location.host}/rpc`);
    } catch (error) {
      throw (await whyRefused()) ?? error;
    }
  };
}

/**
 * Where a chosen file lies, if the core runs on this machine and may open it there; '' = it lies nowhere. Null = it has to
 * be sent.
 */
export function findHere(
  { desktop }: Pick<Page, 'desktop'> = window as Page,
): ((file: File) => Promise<string>) | null {
  return desktop?.chosenPath ?? null;
}

/** Where links to a view lead, without '#'; null = to the address of this page. */
export function linkBase({ desktop }: Pick<Page, 'desktop'> = window as Page): string | null {
  return desktop === undefined ? null : viewAddress;
}
