// Chooses how this page reaches the core: today a WebSocket to the host that served it. No other file may know which.
import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';

export interface OpenWire {
  readonly link: ClientLink<Record<never, never>>;
  /** Settles once the wire is gone, whoever ended it; never rejects. */
  readonly closed: Promise<void>;
  close(): void;
}

/** One attempt to reach the core; rejects where it can't be reached. */
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
    void closed.then(() => reject(new Error('The host could not be reached.')));
  });
}

export function chooseWire(page: Pick<Location, 'protocol' | 'host'>): Wire {
  const scheme = page.protocol === 'https:' ? 'wss:' : 'ws:';
  return () => openWebSocket(`${scheme}//${page.host}/rpc`);
}
