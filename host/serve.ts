// The server for browsers and programs: lets them in, serves the screen, and carries calls, uploads and exports.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { App, AppContext } from '../core/app.ts';
import { AppError } from '../core/app-error.ts';
import { refusalText } from '../core/refusal.ts';
import { createAccess, type Visitor } from './access.ts';
import { createAssets } from './assets.ts';
import { exportFormat, exportTimes, sendExport } from './ledger-download.ts';
import { hostInUrl, isWildcard, noSession, type Refusal, wrongAddress, wrongOrigin } from './request-gate.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { answerWithSentence, type Sentence } from './sentence.ts';
import { receiveUpload, removeOldUploads, UploadRefused } from './uploads.ts';
import { createOpenApiWire } from './wires/open-api.ts';
import type { ServedRouter } from './wires/served-router.ts';
import { createWebSocketWire, type WebSocketLimits } from './wires/web-socket.ts';

/** What is needed of the application; the core's App has it all. */
export type ServedApp = Pick<App, 'uploadsDir' | 'geodataDir' | 'exportLedger'> & { router: ServedRouter };

export interface ServeOptions {
  app: ServedApp;
  /** Left out or 0 = a free port. */
  port?: number;
  /** Address to listen on. Left out = this machine alone; any other has to be asked for. */
  host?: string;
  /** The built screen. */
  assetsDir: string;
  /** The start token opens any number of sessions, and works as a bearer token, for as long as the server runs. */
  reusableToken?: boolean;
  /** Largest file that may be uploaded; 2 GB unless said otherwise. */
  uploadBytes?: number;
  webSocketLimits?: Partial<WebSocketLimits>;
  log?: (entry: string) => void;
}

export interface Served {
  /** Start address with a token. */
  url: string;
  port: number;
  /** Another start address: where tokens are used up by one session, for the next one. */
  newUrl(): string;
  /** Ends all connections, the running ones after a second. */
  close(): Promise<void>;
}

/** Throws the system's error (EADDRINUSE, EACCES, …) if it can't listen. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { app, host = '127.0.0.1', uploadBytes = 2 * 1024 ** 3 } = options;
  const log = options.log ?? (() => {});
  const access = createAccess({ reusableToken: options.reusableToken ?? false });
  const serveAsset = createAssets({ assetsDir: options.assetsDir, geodataDir: app.geodataDir });
  const calls = { router: app.router, uploadsDir: app.uploadsDir, log };
  const openApi = createOpenApiWire(calls);
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = target(request);
    const misaddressed = wrongAddress(request, host);
    if (misaddressed) return refuse(request, response, misaddressed);
    const visitor = access.visitor(request);
    const foreign = wrongOrigin(request, visitor);
    if (foreign) return refuse(request, response, foreign);

    const token = query.get('token');
    if (request.method === 'GET' && path === '/' && token !== null) {
      const cookie = visitor === null ? access.redeem(token, request) : null;
      if (visitor === null && cookie === null) return refuse(request, response, noSession);
      return enter(request, response, cookie);
    }
    if (visitor === null) return refuse(request, response, noSession);

    if (path === '/upload') {
      if (request.method !== 'POST') return wrongMethod(request, response);
      return upload(request, response, query);
    }
    if (path === '/api/openapi.json' && request.method === 'GET') {
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(await openApi.document());
      return;
    }
    if (path.startsWith('/api/')) {
      const answered = await openApi.handle(request, response, callContext(visitor));
      if (!answered) answerWithSentence(request, response, 404, noSuchCall);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod(request, response);
    const format = exportFormat(path);
    if (format === null) return serveAsset(request, response, path);
    const times = exportTimes(query);
    if ('code' in times) return answerWithSentence(request, response, 400, times);
    if (request.method === 'HEAD') return wrongMethod(request, response);
    await sendExport(response, await app.exportLedger(format, times));
  }

  async function upload(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const received = await receiveUpload(request, {
      directory: app.uploadsDir,
      givenName: query.get('name') ?? '',
      maxBytes: uploadBytes,
    });
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(received));
  }

  await removeOldUploads(app.uploadsDir, Date.now());
  const server = createServer((request, response) => {
    setSecurityHeaders(response);
    answer(request, response).catch((error: unknown) => answerError(request, response, error, log));
  });
  // A large file may take its time on a slow network; headers keep Node's own shorter limit.
  server.requestTimeout = 60 * 60 * 1000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  server.on('error', (error) => log(`server: ${error.stack}`));
  const { port } = server.address() as AddressInfo;

  const webSocket = createWebSocketWire({
    ...calls,
    ...(options.webSocketLimits && { limits: options.webSocketLimits }),
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    const visitor = access.visitor(request);
    const refusal =
      wrongAddress(request, host) ?? wrongOrigin(request, visitor) ?? (visitor === null ? noSession : null);
    if (refusal) endUpgrade(socket, refusal.status);
    else if (target(request).path !== '/rpc') endUpgrade(socket, 404);
    else webSocket.accept(request, socket, head, callContext(visitor as Visitor));
  });

  const base = `http://${isWildcard(host) ? '127.0.0.1' : hostInUrl(host)}:${port}`;
  const newUrl = () => `${base}/?token=${access.newToken()}`;

  return {
    url: newUrl(),
    port,
    newUrl,
    async close() {
      webSocket.close();
      const cut = setTimeout(() => server.closeAllConnections(), 1000);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(cut);
    },
  };
}

/** Path as it came, not decoded, and the query. A target of another form has a path that nothing is served at. */
function target(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', ...rest] = (request.url ?? '').split('?');
  return { path, query: new URLSearchParams(rest.join('?')) };
}

function callContext(visitor: Visitor): AppContext {
  return { actor: visitor === 'bearer' ? 'api' : 'operator' };
}

/** Leads from the start address to the screen, so that the token leaves the address bar and the history. */
function enter(request: IncomingMessage, response: ServerResponse, cookie: string | null): void {
  if (cookie !== null) response.setHeader('Set-Cookie', cookie);
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    // Opened from another site's link: a browser withholds a strict cookie from the redirect, but not from a page's
    // own next step.
    response.setHeader('Refresh', '0; url=/');
    answerWithSentence(request, response, 200, entering);
    return;
  }
  response.writeHead(303, { Location: '/' }).end();
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, sentence }: Refusal): void {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  answerWithSentence(request, response, status, sentence);
}

function wrongMethod(request: IncomingMessage, response: ServerResponse): void {
  answerWithSentence(request, response, 405, {
    code: 'wrong-method',
    zh: `此地址不接受 ${request.method} 请求。接口说明见 /api/openapi.json。`,
    en: `This address takes no ${request.method} requests. What it takes is described in /api/openapi.json.`,
  });
}

function answerError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log: (entry: string) => void,
): void {
  if (response.destroyed || response.writableEnded) return; // The client has gone.
  // What is left of the body is read and dropped, because many clients read no answer before they have sent all.
  request.resume();
  if (error instanceof UploadRefused) {
    answerWithSentence(request, response, error.status, error.sentence);
  } else if (error instanceof AppError) {
    answerWithSentence(request, response, 422, refusalText(error));
  } else {
    log(`${request.method} ${target(request).path}: ${error instanceof Error ? error.stack : String(error)}`);
    if (response.headersSent) response.destroy();
    else answerWithSentence(request, response, 500, unexpected);
  }
}

function endUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const entering: Sentence = {
  code: 'entering',
  zh: '正在打开两高指挥舱……',
  en: 'Opening the command centre…',
};

const noSuchCall: Sentence = {
  code: 'no-such-call',
  zh: '没有这个接口。接口说明见 /api/openapi.json。',
  en: 'There is no such call. All calls are described in /api/openapi.json.',
};

const unexpected: Sentence = {
  code: 'unexpected-error',
  zh: '程序内部出错，操作没有完成。请重试；若再次出现，请把日志交给维护人员。',
  en: 'Something went wrong inside the program and nothing was done. Try again; if it happens again, give the log to whoever maintains it.',
};
