// The HTTP source: devices and programs post readings, and are answered row by row once all of it is on the disk.
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { AppError } from '../../core/app-error.ts';
import { type KeptAnswers, openKeptAnswers } from '../../core/ingest/kept-answers.ts';
import type { Ingest } from '../../core/ingest/source-message.ts';
import { refusalText } from '../../core/refusal.ts';
import { type BodyKind, BodyTaker, type TakenAnswer } from './body-taker.ts';
import { type BodyBudget, BodyRefused, bodyChunks, dropRest } from './http-body.ts';
import { type HttpRefusal, httpRefusals } from './http-refusals.ts';
import { endListening, listen } from './listen.ts';
import type { LiveRegistry } from './live-registry.ts';
import { RateLimit } from './rate-limit.ts';
import { checkSender } from './senders.ts';
import type { Listener } from './source-status.ts';
import type { SourceTroubles } from './source-troubles.ts';

export interface HttpSourceOptions {
  readonly port: number;
  readonly host: string;
  /** Left out or null: not encrypted. */
  readonly tls?: TlsOptions | null;
  readonly ingest: Ingest;
  readonly live: LiveRegistry;
  readonly troubles: SourceTroubles;
  /** Where answers to idempotency keys are kept. */
  readonly answersPath: string;
  readonly log: (entry: string) => void;
  readonly now: () => number;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  readonly connections: number;
  /** Unpacked. A document is held whole; lines are committed as they come. */
  readonly documentBytes: number;
  readonly linesBytes: number;
  readonly lineBytes: number;
  readonly readingsOfOneDocument: number;
  /** Of one device: so many requests at once, then so many a second. */
  readonly requestsAtOnce: number;
  readonly requestsPerSecond: number;
  /** Of all requests together. */
  readonly heldBytes: number;
  /** A sender that sends nothing for so long is cut off. */
  readonly idleMs: number;
}

const usualLimits: HttpLimits = {
  connections: 10_000,
  documentBytes: 8 * 1_048_576,
  linesBytes: 256 * 1_048_576,
  lineBytes: 1_048_576,
  readingsOfOneDocument: 100_000,
  requestsAtOnce: 1000,
  requestsPerSecond: 200,
  heldBytes: 64 * 1_048_576,
  idleMs: 60_000,
};

const documentTypes = ['application/json'];
const lineTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines'];

class Refused extends Error {
  readonly refusal: HttpRefusal;
  constructor(refusal: HttpRefusal) {
    super(refusal.sentence.code);
    this.refusal = refusal;
  }
}

/** Throws the system's error where it can't listen, AppError where answers can't be kept. */
export async function startHttpSource(options: HttpSourceOptions): Promise<Listener> {
  const { ingest, live, log, now, host } = options;
  const limits = { ...usualLimits, ...options.limits };
  const answers: KeptAnswers = openKeptAnswers(options.answersPath, now(), log);
  const requests = new RateLimit(limits.requestsPerSecond, limits.requestsAtOnce);
  const budget: BodyBudget = { maxBytes: limits.heldBytes, heldBytes: 0 };
  const { lineBytes, readingsOfOneDocument } = limits;
  const taker = new BodyTaker({ ingest, live, now, budget, lineBytes, readingsOfOneDocument });
  const keysInUse = new Set<string>();
  const sockets = new Set<Socket>();
  const counts = { requests: 0, refused: 0 };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/ingest/v1/readings' && path !== '/ingest/v1/energy') throw new Refused(httpRefusals.noSuchPath);
    if (request.method !== 'POST') throw new Refused(httpRefusals.wrongMethod);
    const { headers } = request;
    if (headers.origin !== undefined || headers.cookie !== undefined || headers['sec-fetch-site'] !== undefined) {
      throw new Refused(httpRefusals.fromBrowser);
    }
    const device = sender(request);
    const waitMs = requests.wait(device);
    if (waitMs > 0) {
      options.troubles.note('http', device, 'too-many-requests');
      throw new Refused(httpRefusals.tooOften(waitMs));
    }
    const kind = bodyKind(path, headers);
    if (kind === null) throw new Refused(httpRefusals.wrongType);
    const maxBytes = kind === 'lines' ? limits.linesBytes : limits.documentBytes;
    const announced = Number(headers['content-length'] ?? 0);
    if (announced > maxBytes) throw new Refused(httpRefusals.tooLarge(maxBytes));
    if (budget.heldBytes + Math.min(announced, limits.documentBytes) > budget.maxBytes)
      throw new Refused(httpRefusals.busy);
    counts.requests++;
    const isItemised = wantsAllRows(headers);
    const take = (chunks: AsyncIterable<Buffer>) => {
      if (isItemised) response.setHeader('Preference-Applied', 'return=representation');
      return taker.take(kind, chunks, device, isItemised);
    };
    const body = () => bodyChunks(request, maxBytes);
    const key = headers['idempotency-key'];
    const { status, text } =
      key === undefined ? await take(body()) : await once(device, String(key), body, take, response);
    send(response, status, text);
  }

  function sender(request: IncomingMessage): string {
    const named = request.headers['x-device'];
    const device = typeof named === 'string' && named !== '' ? decodeHeader(named) : null;
    const token = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
    const verdict = checkSender(live, device, token);
    if (!('refused' in verdict)) return verdict.device;
    options.troubles.note('http', verdict.device, verdict.refused);
    throw new Refused(httpRefusals.notSender(verdict.refused));
  }

  /** The same key and body get the same answer; the readings are looked at once. */
  async function once(
    device: string,
    key: string,
    body: () => AsyncIterable<Buffer>,
    take: (chunks: AsyncIterable<Buffer>) => Promise<TakenAnswer>,
    response: ServerResponse,
  ): Promise<TakenAnswer> {
    if (!/^[\x21-\x7e]{1,128}$/.test(key)) throw new Refused(httpRefusals.badKey);
    const inUse = JSON.stringify([device, key]);
    if (keysInUse.has(inUse)) throw new Refused(httpRefusals.keyInUse);
    keysInUse.add(inUse);
    try {
      const hash = createHash('sha256');
      const known = answers.find(device, key);
      if (known !== null) {
        for await (const chunk of body()) hash.update(chunk);
        if (hash.digest('hex') !== known.body) throw new Refused(httpRefusals.keyReused);
        response.setHeader('Idempotent-Replayed', 'true');
        return { status: known.status === 200 ? 200 : 422, text: known.answer };
      }
      const given = await take(hashing(body(), hash));
      try {
        answers.keep(device, key, { body: hash.digest('hex'), status: given.status, answer: given.text }, now());
      } catch (error) {
        // The readings are kept; sent again, they would count as repeated.
        log(`http: ${String(error)}`);
      }
      return given;
    } finally {
      keysInUse.delete(inUse);
    }
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Cache-Control', 'no-store');
    answer(request, response).catch((error: unknown) => answerError(request, response, error));
  };
  const checking = { connectionsCheckingInterval: 5000 };
  const server = options.tls
    ? createTlsServer({ ...options.tls, ...checking }, onRequest)
    : createServer(checking, onRequest);
  server.on('tlsClientError', (error: Error) => options.troubles.note('http', null, 'tls-failed', error.message));
  server.headersTimeout = 10_000;
  server.requestTimeout = 600_000;
  server.keepAliveTimeout = 75_000;
  server.timeout = limits.idleMs;
  server.maxConnections = limits.connections;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('drop', () => options.troubles.note('http', null, 'too-many-connections', String(limits.connections)));

  function answerError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.destroyed || response.writableEnded) return; // The sender has gone.
    counts.refused++;
    const { status, sentence, headers = {}, ends = false } = refusalOf(error);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (ends) response.setHeader('Connection', 'close');
    send(response, status, JSON.stringify(sentence));
    dropRest(request, 2000).catch((dropped: unknown) => log(`http: ${String(dropped)}`));
  }

  function refusalOf(error: unknown): HttpRefusal {
    if (error instanceof Refused) return error.refusal;
    if (error instanceof BodyRefused) return bodyRefusal(error);
    log(`http: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (!(error instanceof AppError)) return httpRefusals.unexpected;
    return { status: error.code === 'disk-full' ? 507 : 503, sentence: refusalText(error), ends: true };
  }

  const port = await listen(server, options.port, host).catch((error: unknown) => {
    answers.close();
    throw error;
  });
  server.on('error', (error) => log(`http: ${error.stack}`));

  return {
    port,
    statuses: () => [
      {
        kind: 'http',
        name: `${host}:${port}`,
        state: 'listening',
        trouble: null,
        counts: { ...counts, connections: sockets.size },
      },
    ],
    async close() {
      await endListening(server, sockets);
      answers.close();
    },
  };
}

/** null = a type or packing that is not taken. */
function bodyKind(path: string, headers: IncomingHttpHeaders): BodyKind | null {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!['identity', 'gzip'].includes(headers['content-encoding'] ?? 'identity')) return null;
  if (documentTypes.includes(type)) return path === '/ingest/v1/energy' ? 'energy' : 'document';
  return lineTypes.includes(type) && path === '/ingest/v1/readings' ? 'lines' : null;
}

/** RFC 7240. */
function wantsAllRows({ prefer }: IncomingHttpHeaders): boolean {
  const preferences = [prefer ?? []].flat().join(',').split(/[,;]/);
  return preferences.some((each) => /^\s*return\s*=\s*"?representation"?\s*$/i.test(each));
}

function bodyRefusal({ code, maxBytes }: BodyRefused): HttpRefusal {
  switch (code) {
    case 'body-too-large':
      return httpRefusals.tooLarge(maxBytes);
    case 'line-too-long':
      return httpRefusals.lineTooLong;
    case 'not-gzip':
      return httpRefusals.notGzip;
    case 'too-much-at-once':
      return httpRefusals.busy;
    case 'body-cut-off':
      return httpRefusals.cutOff;
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function* hashing(
  chunks: AsyncIterable<Buffer>,
  hash: { update(chunk: Buffer): unknown },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Header bytes come as Latin-1; names in Chinese are sent as UTF-8 or percent-encoded. */
function decodeHeader(text: string): string {
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  try {
    return decodeURIComponent(utf8);
  } catch {
    return utf8;
  }
}
