// Chooses how this page reaches the core: today a WebSocket to the host that served it. No other file may know which.
import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';

export interface OpenWire {
  readonly link: ClientLink<Record<never, never>>;
  /** Settles once the wire is gone, whoever ended it; never rejects. */
  readonly closed: Promise<void>;
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
      () => resolve({ link: new RPCLink({ websocket }), closed, close: () => websocket.close() }),
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

export function chooseWire(page: Pick<Location, 'protocol' | 'host'>): Wire {
  const scheme = page.protocol === 'https:' ? 'wss:' : 'ws:';
  return async () => {
    try {
      return await openWebSocket(`${scheme}//${page.host}/rpc`);
    } catch (error) {
      throw (await whyRefused()) ?? error;
    }
  };
}
