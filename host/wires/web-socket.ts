// The WebSocket wire: typed calls and events for screens in browsers.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { AppContext } from '../../core/app.ts';
import { hideUnexpectedErrors, onlyUploadedFiles } from './call-guards.ts';
import type { ServedRouter } from './served-router.ts';

export interface WebSocketWire {
  /** Takes over an upgrade request that has been let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, context: AppContext): void;
  close(): void;
}

export interface WebSocketLimits {
  /** Largest message a client may send. */
  messageBytes: number;
  /** A client that has not answered a ping by the next one is gone. */
  pingEveryMs: number;
  /** More than this unsent, and for so long: the client can't keep up. It is cut off, reconnects and asks for a snapshot. */
  behindBytes: number;
  behindForMs: number;
}

const defaultLimits: WebSocketLimits = {
  messageBytes: 16 * 1024 * 1024,
  pingEveryMs: 30_000,
  behindBytes: 8 * 1024 * 1024,
  behindForMs: 10_000,
};

export function createWebSocketWire(options: {
  router: ServedRouter;
  uploadsDir: string;
  log: (entry: string) => void;
  limits?: Partial<WebSocketLimits>;
}): WebSocketWire {
  const limits = { ...defaultLimits, ...options.limits };
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes, perMessageDeflate: false });
  const handler = new RPCHandler<AppContext>(options.router, {
    clientInterceptors: [hideUnexpectedErrors(options.log), onlyUploadedFiles(options.uploadsDir)],
  });

  const silent = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) {
        socket.terminate();
      } else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, limits.pingEveryMs);

  const behind = new WeakSet<WebSocket>();
  const behindChecks = setInterval(() => {
    for (const socket of server.clients) {
      if (socket.bufferedAmount <= limits.behindBytes) behind.delete(socket);
      else if (behind.has(socket)) socket.terminate();
      else behind.add(socket);
    }
  }, limits.behindForMs);

  return {
    accept(request, socket, head, context) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        // Too large a message, a reset connection: `close` follows and says all there is to say.
        webSocket.on('error', () => {});
        webSocket.on('pong', () => silent.delete(webSocket));
        void handler.upgrade(pacedSocket(webSocket), { context });
      });
    },
    close() {
      clearInterval(pings);
      clearInterval(behindChecks);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

/**
 * The socket with a `send` that ends when the message has left for the network. Event iterators wait for it, so a slow
 * client slows its own feed instead of filling our memory.
 */
function pacedSocket(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  return {
    addEventListener: socket.addEventListener.bind(socket),
    send: (message: RawData | string) =>
      // An error means that the socket has closed, which the handler learns from its `close`.
      new Promise<void>((resolve) => socket.send(message, () => resolve())),
  };
}
