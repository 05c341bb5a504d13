import { connect as connectTcp, type Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { ask } from '../host-fixture.ts';
import { type HttpLimits, startHttpSource } from './http-source.ts';
import { type LiveRegistry, openLiveRegistry } from './live-registry.ts';
import { type SourceBench, startSourceBench, tokenSecret } from './source-fixture.ts';
import type { Listener } from './source-status.ts';
import { SourceTroubles } from './source-troubles.ts';

let bench: SourceBench;
let live: LiveRegistry;
let source: Listener;
let troubles: SourceTroubles;
let clock = Date.parse('2024-06-30T08:00:00+08:00');
const sockets: Socket[] = [];

async function start(limits: Partial<HttpLimits> = {}) {
  const log = (entry: string) => bench.logged.push(entry);
  const now = () => clock;
  live = openLiveRegistry(bench.monitoringPath, log);
  troubles = new SourceTroubles({ ingest: bench.ingest, isRegistered: (id) => live.current.devices.has(id), log, now });
  const answersPath = join(bench.directory, 'http-answers.sqlite');
  const address = { port: 0, host: '127.0.0.1', answersPath };
  source = await startHttpSource({ ...address, ingest: bench.ingest, live, troubles, log, now, limits });
}

async function restart(limits: Partial<HttpLimits> = {}) {
  await source.close();
  live.close();
  await start(limits);
}

beforeEach(async () => {
  bench = startSourceBench();
  bench.register({ id: 'H1', protocol: 'http' }, tokenSecret('secret-1'), ['power', 'coal']);
  bench.register({ id: 'H2', protocol: 'http' }, tokenSecret('secret-2'));
  bench.register({ id: 'S1', protocol: 'http', gateway: 'H1' });
  await start();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await source.close();
  live.close();
  bench.close();
});

const T = 1_719_705_600_000;
const json = { 'Content-Type': 'application/json' };
const lines = { 'Content-Type': 'application/x-ndjson' };
const H1 = { Authorization: 'Bearer secret-1', 'X-Device': 'H1' };

function post(body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return ask(source.port, '/ingest/v1/readings', {
    method: 'POST',
    headers: { ...H1, ...json, ...headers },
    body: text,
  });
}

it.each([
  [
    'an array of readings',
    [
      { t: T, name: 'power', v: 1 },
      { t: T, name: 'coal', v: '2.50', q: 'D' },
    ],
    {},
  ],
  [
    'NDJSON',
    `{"t":${T},"name":"power","v":1}\n\n{"t":"2024-06-30T08:00:00+08:00","name":"coal","v":"2.50","q":"D"}\n`,
    lines,
  ],
  ['moments', { readings: [{ t: T, values: { power: 1, coal: { v: '2.50', q: 'D' } } }] }, {}],
  ['a table', { device: 'H1', t: [T], names: ['power', 'coal'], v: [[1, '2.50']], q: [[null, 'D']] }, {}],
  [
    'gzip',
    gzipSync(`{"t":${T},"name":"power","v":1}\n{"t":20240630080000,"name":"coal","v":"2.50","q":"D"}`),
    { ...lines, 'Content-Encoding': 'gzip' },
  ],
  ['a token that says whose it is', [{ t: T, values: { power: 1, coal: { v: '2.50', q: 'D' } } }], { 'X-Device': '' }],
])('takes %s', async (_, body, headers) => {
  const { status, text } = await post(body, headers as Record<string, string>);
  expect([status, JSON.parse(text)]).toEqual([
    200,
    { accepted: 2, repeated: 0, revised: 0, quarantined: 0, rejected: 0, rows: [], rowsLeftOut: 0 },
  ]);
  expect(bench.ingest.readings).toEqual([
    { device: 'H1', address: 'power', time: T, value: 1, text: '1', flag: null },
    { device: 'H1', address: 'coal', time: T, value: 2.5, text: '2.50', flag: 'D' },
  ]);
});

it('answers each row that it does not take, and takes the others', async () => {
  const body = [
    { t: T, name: 'power', v: 1 },
    { name: 'power', v: 2 },
    { t: 1_719_705_600, name: 'power', v: 3 },
    { t: '2024-02-30', name: 'power', v: 3 },
    { t: T, v: 4 },
    { t: T, name: 'coal' },
    { t: T, name: 'coal', v: 5, device: 'H2' },
    { t: T, name: 'coal', v: 6, device: 'S1' },
    7,
    { t: [T], names: ['a', 'b'], v: [[1]] },
  ];
  const { status, text } = await post(body);
  const answer = JSON.parse(text);
  expect([status, answer.accepted, answer.rejected]).toEqual([200, 2, 8]);
  expect(answer.rows.map(({ row, outcome, code }: Record<string, unknown>) => [row, outcome, code])).toEqual([
    [2, 'rejected', 'time-missing'],
    [3, 'rejected', 'time-in-seconds'],
    [4, 'rejected', 'time-unreadable'],
    [5, 'rejected', 'name-missing'],
    [6, 'rejected', 'value-missing'],
    [7, 'rejected', 'device-not-yours'],
    [9, 'rejected', 'not-a-reading'],
    [10, 'rejected', 'columns-uneven'],
  ]);
  for (const row of answer.rows) expect([row.zh, row.en].every((sentence) => sentence.length > 5)).toBe(true);
  expect(bench.ingest.readings.map(({ device, value }) => [device, value])).toEqual([
    ['H1', 1],
    ['S1', 6],
  ]);
  expect(Buffer.from(bench.ingest.messages[0]?.bytes ?? []).toString()).toBe(JSON.stringify(body));
});

it('counts what it had, and what has another value', async () => {
  await post([{ t: T, name: 'power', v: 1 }]);
  const { text } = await post([
    { t: T, name: 'power', v: 1 },
    { t: T, name: 'power', v: 9 },
  ]);
  expect(JSON.parse(text)).toMatchObject({ accepted: 0, repeated: 1, revised: 1, rejected: 0 });
});

it('answers for every reading where it is asked to', async () => {
  const prefer = { Prefer: 'respond-async, Return = "representation"' };
  await post([{ t: T, name: 'power', v: 1 }]);
  const body = [
    { t: T, values: { power: 1, coal: 5 } },
    { t: T + 1, name: 'power' },
    { t: T, name: 'power', v: 9 },
  ];
  const { text, headers } = await post(body, prefer);
  expect(headers['preference-applied']).toBe('return=representation');
  const { rows, ...counts } = JSON.parse(text);
  expect(counts).toEqual({ accepted: 1, repeated: 1, revised: 1, quarantined: 0, rejected: 1, rowsLeftOut: 0 });
  expect(rows).toEqual([
    { row: 1, outcome: 'repeated', device: 'H1', name: 'power', t: T },
    { row: 1, outcome: 'accepted', device: 'H1', name: 'coal', t: T },
    expect.objectContaining({ row: 2, outcome: 'rejected', code: 'value-missing' }),
    { row: 3, outcome: 'revised', device: 'H1', name: 'power', t: T },
  ]);
  const asLines = await post(body.map((row) => `${JSON.stringify(row)}\n`).join(''), { ...lines, ...prefer });
  expect(JSON.parse(asLines.text).rows).toHaveLength(4);
  const minimal = await post(body, { Prefer: 'return=minimal' });
  expect([minimal.headers['preference-applied'], JSON.parse(minimal.text).rows.length]).toEqual([undefined, 1]);
});

it('keeps what it cannot read at all, and says so', async () => {
  const { status, text } = await post('{"t":');
  expect([status, JSON.parse(text).rows[0].code]).toEqual([422, 'not-json']);
  expect(bench.ingest.messages).toMatchObject([{ device: 'H1', issues: [{ code: 'not-json' }] }]);
  expect(bench.ingest.readings).toEqual([]);
});

it('names the line of a bad line', async () => {
  const { text } = await post(`{"t":${T},"name":"power","v":1}\nnonsense\n{"t":${T + 1},"name":"power","v":2}`, lines);
  expect(JSON.parse(text)).toMatchObject({ accepted: 2, rows: [{ row: 2, code: 'not-json' }] });
});

it('answers after the commit, not before', async () => {
  const release = bench.ingest.hold();
  let isAnswered = false;
  const asked = post([{ t: T, name: 'power', v: 1 }]).then((answer) => {
    isAnswered = true;
    return answer;
  });
  await bench.ingest.until(() => bench.ingest.messages.length === 1);
  // Another request that is answered shows that there was time to answer this one.
  expect((await post('[]', { Authorization: 'Bearer no' })).status).toBe(401);
  expect(isAnswered).toBe(false);
  release();
  expect((await asked).status).toBe(200);
});

it.each([
  ['no token', { Authorization: '' }, 'no-token'],
  ['a wrong token', { Authorization: 'Bearer wrong' }, 'wrong-token'],
  ["another device's token", { Authorization: 'Bearer secret-2' }, 'wrong-token'],
  ['an unknown device', { 'X-Device': 'H9' }, 'unknown-device'],
  ['an unknown token', { Authorization: 'Bearer wrong', 'X-Device': '' }, 'wrong-token'],
])('turns away %s', async (_, headers, code) => {
  const { status, text, headers: answered } = await post([{ t: T, name: 'power', v: 1 }], headers);
  expect([status, JSON.parse(text).code, answered['www-authenticate']]).toEqual([401, code, 'Bearer']);
  expect(bench.ingest.readings).toEqual([]);
  expect(troubles.list()[0]?.code).toBe(code);
});

it('lets strangers into quarantine where the office says so, but none whose name is no name', async () => {
  bench.db.prepare("INSERT INTO setting (key, value) VALUES ('unknown-devices', 'quarantine')").run();
  await new Promise<void>((resolve) => live.onChange(() => resolve()));
  const as = async (device: string) => (await post('[]', { 'X-Device': device })).status;
  expect([await as('stranger'), await as('a%0Ab'), await as('%20')]).toEqual([200, 401, 401]);
});

it('asks for the device where two share a token', async () => {
  bench.register({ id: 'H3', protocol: 'http' }, tokenSecret('secret-1'));
  await new Promise<void>((resolve) => live.onChange(() => resolve()));
  expect(JSON.parse((await post('[]', { 'X-Device': '' })).text).code).toBe('token-of-several');
  expect((await post('[]', { 'X-Device': 'H3' })).status).toBe(200);
});

it('gives the same answer to the same key, also after a restart, and looks at the body once', async () => {
  const body = [{ t: T, name: 'power', v: 1 }];
  const first = await post(body, { 'Idempotency-Key': 'k1' });
  await restart();
  const again = await post(body, { 'Idempotency-Key': 'k1' });
  expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([200, first.text, 'true']);
  expect(JSON.parse(again.text).accepted).toBe(1);
  expect(bench.ingest.messages).toHaveLength(1);
  const other = await post([{ t: T, name: 'power', v: 2 }], { 'Idempotency-Key': 'k1' });
  expect([other.status, JSON.parse(other.text).code]).toEqual([422, 'idempotency-key-reused']);
  const elsewhere = await post(body, { 'Idempotency-Key': 'k1', Authorization: 'Bearer secret-2', 'X-Device': 'H2' });
  expect(elsewhere.headers['idempotent-replayed']).toBeUndefined();
  expect((await post(body, { 'Idempotency-Key': 'a b' })).status).toBe(400);
});

it('keeps no answer to what failed, and does not take one key twice at a time', async () => {
  bench.ingest.fail(new AppError('disk-full', { dir: 'disk' }));
  const body = [{ t: T, name: 'power', v: 1 }];
  const failed = await post(body, { 'Idempotency-Key': 'k1' });
  expect([failed.status, JSON.parse(failed.text).code]).toEqual([507, 'disk-full']);
  bench.ingest.fail(null);
  const release = bench.ingest.hold();
  const first = post(body, { 'Idempotency-Key': 'k1' });
  await bench.ingest.until(() => bench.ingest.messages.length === 1);
  const second = await post(body, { 'Idempotency-Key': 'k1' });
  expect([second.status, second.headers['retry-after']]).toEqual([409, '1']);
  release();
  expect((await first).status).toBe(200);
});

it.each([
  ['a page of another site', { Origin: 'https://example.org' }, 403],
  ['a browser', { 'Sec-Fetch-Site': 'same-origin' }, 403],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  ['brotli', { 'Content-Encoding': 'br' }, 415],
  ['what is no gzip', { 'Content-Encoding': 'gzip' }, 400],
])('refuses %s', async (_, headers, status) => {
  const answer = await post([{ t: T, name: 'power', v: 1 }], headers as unknown as Record<string, string>);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text).zh.length).toBeGreaterThan(5);
  expect(bench.ingest.messages).toEqual([]);
});

it('has no other addresses', async () => {
  expect((await ask(source.port, '/ingest/v1/readings', { headers: H1 })).status).toBe(405);
  expect((await ask(source.port, '/', { headers: H1 })).status).toBe(404);
});

it('refuses what is too large, announced or not, packed or not', async () => {
  await restart({ documentBytes: 1000, linesBytes: 400_000, lineBytes: 300_000 });
  const padding = ' '.repeat(2000);
  expect((await post(`[]${padding}`)).status).toBe(413);
  expect((await post(`[]${padding}`, { 'Transfer-Encoding': 'chunked' })).status).toBe(413);
  expect((await post(gzipSync(`[]${padding}`), { 'Content-Encoding': 'gzip' })).status).toBe(413);
  const oneLine = `{"t":${T},"name":"${'x'.repeat(350_000)}","v":1}`;
  expect(JSON.parse((await post(oneLine, { ...lines, 'Transfer-Encoding': 'chunked' })).text).code).toBe(
    'line-too-long',
  );
  expect((await post([{ t: T, name: 'power', v: 1 }])).status).toBe(200);
});

it('commits a long NDJSON body in parts, each line once', async () => {
  const count = 30_000;
  const body = Array.from({ length: count }, (_, i) => `{"t":${T + i},"name":"power","v":${i}}`).join('\n');
  const { text } = await post(body, lines);
  expect(JSON.parse(text)).toMatchObject({ accepted: count, rejected: 0 });
  expect(bench.ingest.messages.length).toBeGreaterThan(3);
  expect(Buffer.concat(bench.ingest.messages.map(({ bytes }) => bytes)).toString()).toBe(body);
});

it('tells a device that comes too often to wait, and serves others', async () => {
  await restart({ requestsAtOnce: 3, requestsPerSecond: 0.5 });
  const statuses = [];
  for (let index = 0; index < 5; index++) statuses.push((await post('[]')).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const limited = await post('[]');
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  clock -= 3_600_000;
  expect((await post('[]', { Authorization: 'Bearer secret-2', 'X-Device': 'H2' })).status).toBe(200);
  clock += 3_600_000;
});

it('serves others beside 500 half-open connections and a slow sender', async () => {
  const opened = Array.from(
    { length: 500 },
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connectTcp(source.port, '127.0.0.1', () => resolve()).once('error', reject);
        sockets.push(socket);
      }),
  );
  await Promise.all(opened);
  const head = `POST /ingest/v1/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-1\r\nX-Device: H1\r\n`;
  sockets[0]?.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n[{"t"`);
  sockets[1]?.write('POST /ingest');
  expect((await post([{ t: T, name: 'power', v: 1 }])).status).toBe(200);
});

it('lets go of a sender that goes away half-way', async () => {
  const socket = connectTcp(source.port, '127.0.0.1');
  sockets.push(socket);
  const head = `POST /ingest/v1/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-1\r\nX-Device: H1\r\n`;
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n[{"t"`);
  await expect.poll(() => source.statuses()[0]?.counts.requests).toBe(1);
  socket.destroy();
  await expect.poll(() => source.statuses()[0]?.counts.connections).toBe(0);
  expect((await post('[]')).status).toBe(200);
  expect(bench.ingest.readings).toEqual([]);
});

it('says first row of each channel that nobody has registered', async () => {
  const quarantining = {
    take: async () => ({ accepted: 0, repeated: 0, revised: 0, quarantined: 3 }),
  };
  await source.close();
  const answersPath = join(bench.directory, 'http-answers.sqlite');
  const others = { live, troubles, log: () => undefined, now: () => clock };
  source = await startHttpSource({ port: 0, host: '127.0.0.1', answersPath, ingest: quarantining, ...others });
  const { text } = await post([
    { t: T, name: 'steam', v: 1 },
    { t: T + 1, name: 'steam', v: 2 },
    { t: T, name: 'power', v: 2, device: 'X9' },
  ]);
  expect(JSON.parse(text).rows).toMatchObject([
    { row: 1, outcome: 'quarantined', code: 'unknown-channel' },
    { row: 3, outcome: 'quarantined', code: 'unknown-device' },
  ]);
});

it('holds no more than it may at once', async () => {
  await restart({ heldBytes: 1000 });
  const release = bench.ingest.hold();
  const first = post(`[${JSON.stringify({ t: T, name: 'power', v: 1 })}]${' '.repeat(1500)}`, {
    'Transfer-Encoding': 'chunked',
  });
  await bench.ingest.until(() => bench.ingest.messages.length === 1);
  const second = await post('[]');
  expect([second.status, second.headers['retry-after']]).toEqual([503, '1']);
  release();
  expect((await first).status).toBe(200);
  expect((await post('[]')).status).toBe(200);
});

it('takes an energy upload, and answers its rows', async () => {
  const body = {
    batch: 'b1',
    readings: [
      { point: 'P1', start: '2024-06-30T08:00:00+08:00', interval: '15m', value: '12.5' },
      { point: 'P1', start: 'never', interval: '15m', value: 1 },
      { point: 'P1', start: '2024-06-30T09:00:00+08:00', interval: '15m' },
    ],
  };
  const send = (content: unknown) =>
    ask(source.port, '/ingest/v1/energy', {
      method: 'POST',
      headers: { ...H1, ...json },
      body: JSON.stringify(content),
    });
  const { status, text } = await send(body);
  expect([status, JSON.parse(text)]).toMatchObject([200, { accepted: 1, rejected: 2, rows: [{ row: 2 }, { row: 3 }] }]);
  expect(bench.ingest.readings).toMatchObject([
    { device: 'H1', address: 'P1/15m', time: T, value: 12.5, text: '12.5' },
  ]);
  const nothing = await send('no upload');
  expect([nothing.status, JSON.parse(nothing.text).rows[0].code]).toEqual([422, 'no-rows']);
});

it('stays up whatever bytes it is sent', async () => {
  const head =
    'POST /ingest/v1/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-1\r\nContent-Type: application/json\r\n';
  const sound = Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: 40\r\n\r\n`);
  const session = (bytes: Uint8Array) =>
    new Promise<void>((resolve) => {
      const socket = connectTcp(source.port, '127.0.0.1', () => socket.end(bytes));
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.resume();
      setTimeout(() => socket.destroy(), 100);
    });
  const aChange = fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(aChange, { maxLength: 4 }), fc.uint8Array({ maxLength: 60 }), async (changes, body) => {
      const bytes = Buffer.concat([sound, body]);
      for (const { at, byte } of changes) bytes[at] = byte;
      await Promise.all([session(bytes), session(body), session(Buffer.concat([sound, gzipSync(body)]))]);
    }),
    { numRuns: 60 },
  );
  expect((await post([{ t: T, name: 'power', v: 1 }])).status).toBe(200);
});
