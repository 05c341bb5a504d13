// For tests: a real server over a small application of its own, and plain requests to it.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventIterator, oc } from '@orpc/contract';
import { implement, ORPCError } from '@orpc/server';
import { z } from 'zod';
import type { AppContext } from '../core/app.ts';
import { type ServedApp, type ServeOptions, serve } from './serve.ts';

const fileSchema = z.object({ path: z.string() });
const sentenceSchema = z.object({ code: z.string(), zh: z.string(), en: z.string() });
const call = oc.errors({
  REFUSED: { status: 422, data: sentenceSchema },
  NOT_FOUND: { status: 404, data: sentenceSchema },
});

/** Calls that show what a wire does: the import calls have the names and inputs of the application's own. */
export const probeContract = {
  probe: {
    echo: call
      .route({ method: 'POST', path: '/echo' })
      .input(z.object({ text: z.string() }))
      .output(z.object({ text: z.string() })),
    actor: call.route({ method: 'GET', path: '/actor' }).output(z.object({ actor: z.string() })),
    refuse: call.route({ method: 'POST', path: '/refuse' }).output(z.void()),
    fail: call.route({ method: 'POST', path: '/fail' }).output(z.void()),
    big: call
      .route({ method: 'POST', path: '/big' })
      .input(z.object({ bytes: z.number() }))
      .output(z.string()),
    /** 0, 1, 2 … up to `failAt` if given, without end otherwise; each next one when the last has been taken. */
    count: call
      .route({ method: 'POST', path: '/count' })
      .input(z.object({ name: z.string(), failAt: z.number().optional() }))
      .output(eventIterator(z.number())),
    /** Yields once, then waits until it is cancelled. */
    wait: call
      .route({ method: 'POST', path: '/wait' })
      .input(z.object({ name: z.string() }))
      .output(eventIterator(z.string())),
    /** Texts of so many bytes, without end; each next one when the last has been taken. */
    feed: call
      .route({ method: 'POST', path: '/feed' })
      .input(z.object({ bytes: z.number() }))
      .output(eventIterator(z.string())),
    /** How many texts the feeds have given. */
    fed: call.route({ method: 'GET', path: '/fed' }).output(z.number()),
    /** Names of the count and wait calls that have ended, for whatever reason. */
    ended: call.route({ method: 'GET', path: '/ended' }).output(z.array(z.string())),
  },
  imports: {
    inspect: call.route({ method: 'POST', path: '/imports/inspect' }).input(fileSchema).output(z.string()),
    run: call
      .route({ method: 'POST', path: '/imports/run' })
      .input(z.object({ files: z.array(fileSchema) }))
      .output(z.string()),
  },
};

/** A small screen and ground, and what lies beside them that nobody may have. */
export const builtFiles = {
  'assets/index.html': '<!doctype html><title>screen</title>',
  'assets/assets/index-Ab3_x-9Z.js': 'console.log("screen");'.repeat(50),
  'assets/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/.env': 'SECRET=1',
  'geodata/boundaries/province.geojson': '{"type":"FeatureCollection","features":[]}',
  'geodata/catalogue.json': '[]',
  'geodata/private.json': '{"secret":1}',
  'outside.txt': 'secret outside',
};

export const secretPath = '/srv/secret/place.sqlite';

export function createProbeRouter() {
  const os = implement(probeContract).$context<AppContext>();
  const ended: string[] = [];
  let fed = 0;
  return os.router({
    probe: {
      echo: os.probe.echo.handler(({ input }) => input),
      actor: os.probe.actor.handler(({ context }) => ({ actor: context.actor })),
      refuse: os.probe.refuse.handler(({ errors }) => {
        throw errors.REFUSED({ data: { code: 'because', zh: '不行', en: 'No' } });
      }),
      fail: os.probe.fail.handler(() => {
        throw new ORPCError('INTERNAL_SERVER_ERROR', { message: `cannot open ${secretPath}`, data: { secretPath } });
      }),
      big: os.probe.big.handler(({ input }) => 'x'.repeat(input.bytes)),
      count: os.probe.count.handler(async function* ({ input }) {
        try {
          for (let n = 0; ; n++) {
            if (n === input.failAt) throw new Error(`cannot read ${secretPath}`);
            yield n;
            await new Promise((resolve) => setImmediate(resolve));
          }
        } finally {
          ended.push(input.name);
        }
      }),
      wait: os.probe.wait.handler(async function* ({ input, signal }) {
        try {
          yield 'waiting';
          await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        } finally {
          ended.push(input.name);
        }
      }),
      feed: os.probe.feed.handler(async function* ({ input }) {
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          fed++;
          yield 'x'.repeat(input.bytes);
        }
      }),
      fed: os.probe.fed.handler(() => fed),
      ended: os.probe.ended.handler(() => ended),
    },
    imports: {
      inspect: os.imports.inspect.handler(({ input }) => `opened ${input.path}`),
      run: os.imports.run.handler(({ input }) => `opened ${input.files.map((file) => file.path).join(' ')}`),
    },
  });
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

/** A request as it is given: neither path nor headers are tidied up, as a browser's fetch would. */
export function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString() });
        });
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

export interface TestHost {
  port: number;
  origin: string;
  url: string;
  newUrl(): string;
  uploadsDir: string;
  /** What the server has logged. */
  logged: string[];
  /** Opens a start address as a browser does; the value of the Cookie header from then on. */
  enter(): Promise<string>;
  close(): Promise<void>;
}

/** A server with its own directories; `files` are written below assets/ and geodata/. */
export async function startTestHost(
  options: Partial<Omit<ServeOptions, 'app'>> & { app?: Partial<ServedApp>; files?: Record<string, string> } = {},
): Promise<TestHost> {
  const { app, files = {}, ...rest } = options;
  const directory = await mkdtemp(join(tmpdir(), 'lianggao-host-'));
  const logged: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const uploadsDir = app?.uploadsDir ?? join(directory, 'uploads');
  const served = await serve({
    app: {
      router: createProbeRouter(),
      geodataDir: join(directory, 'geodata'),
      exportLedger: () => Promise.reject(new Error('this test exports nothing')),
      ...app,
      uploadsDir,
    },
    assetsDir: join(directory, 'assets'),
    log: (entry) => logged.push(entry),
    ...rest,
  });
  return {
    port: served.port,
    origin: `http://127.0.0.1:${served.port}`,
    url: served.url,
    newUrl: served.newUrl,
    uploadsDir,
    logged,
    async enter() {
      const answer = await ask(served.port, `/${new URL(served.newUrl()).search}`);
      return String(answer.headers['set-cookie']?.[0]?.split(';')[0]);
    },
    async close() {
      await served.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
