import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask } from '../host-fixture.ts';
import { type SourceBench, startSourceBench, tokenSecret } from './source-fixture.ts';
import { type Sources, type SourcesOptions, startSources } from './start-sources.ts';

let bench: SourceBench;
let sources: Sources;
let taken: Server;
let takenPort = 0;

beforeEach(async () => {
  bench = startSourceBench();
  bench.register({ id: 'D1' }, tokenSecret('secret-1'));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  ({ port: takenPort } = taken.address() as { port: number });
});

afterEach(async () => {
  await sources.close();
  await new Promise((resolve) => taken.close(resolve));
  bench.close();
});

async function start(ports: SourcesOptions['ports']) {
  const log = (entry: string) => bench.logged.push(entry);
  sources = await startSources({ workspaceDir: bench.directory, ingest: bench.ingest, ports, log });
}

const body = JSON.stringify([{ t: 1_719_705_600_000, name: 'power', v: 1 }]);
const headers = { Authorization: 'Bearer secret-1', 'Content-Type': 'application/json' };
const post = () => ask(sources.ports.http ?? 0, '/ingest/v1/readings', { method: 'POST', headers, body });

it('starts what is asked for, and nothing else', async () => {
  await start({ http: 0 });
  expect(Object.keys(sources.ports)).toEqual(['http']);
  expect((await post()).status).toBe(200);
  expect(sources.status().sources.map(({ kind, state }) => [kind, state])).toEqual([['http', 'listening']]);
});

it('says why one can not start, and starts the others', async () => {
  await start({ hj212: 0, mqtt: takenPort, http: 0 });
  expect(sources.failed.mqtt?.code).toBe('port-in-use');
  expect(sources.failed.mqtt?.zh).toContain(String(takenPort));
  expect((await post()).status).toBe(200);
  const states = sources.status().sources.map(({ kind, state, trouble }) => [kind, state, trouble?.code]);
  expect(states).toEqual([
    ['hj212', 'listening', undefined],
    ['mqtt', 'failed', 'port-in-use'],
    ['http', 'listening', undefined],
  ]);
});

it('lets in a device that was registered while it ran, and turns it away once it is not', async () => {
  await start({ mqtt: 0 });
  const login = { username: 'D2', password: 'secret-2', reconnectPeriod: 0 };
  const connect = () => connectAsync(`mqtt://127.0.0.1:${sources.ports.mqtt}`, login, false);
  await expect(connect()).rejects.toThrow();
  expect(sources.status().troubles).toMatchObject([{ protocol: 'mqtt', device: 'D2', code: 'unknown-device' }]);
  bench.register({ id: 'D2' }, tokenSecret('secret-2'));
  await expect
    .poll(
      () =>
        connect().then(
          (client) => client.endAsync(true).then(() => 'in'),
          () => 'out',
        ),
      { timeout: 5000 },
    )
    .toBe('in');
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

function makeCertificate(name: string): Buffer {
  const [key, cert] = ['key', 'cert'].map((part) => join(bench.directory, `${name}-${part}.pem`)) as [string, string];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2'];
  spawnSync('openssl', [...made, '-subj', '/CN=desk', '-addext', 'subjectAltName=IP:127.0.0.1']);
  return readFileSync(cert);
}
const useFiles = (certFile: string, keyFile: string) =>
  bench.db
    .prepare("INSERT INTO setting (key, value) VALUES ('listener-tls', ?)")
    .run(JSON.stringify({ certFile, keyFile }));

it.skipIf(!hasOpenssl)('encrypts MQTT and HTTP with the certificate that the office names', async () => {
  const ca = makeCertificate('desk');
  useFiles('desk-cert.pem', join(bench.directory, 'desk-key.pem'));
  await start({ mqtt: 0, http: 0 });
  const login = { username: 'D1', password: 'secret-1', reconnectPeriod: 0 };
  await expect(connectAsync(`mqtt://127.0.0.1:${sources.ports.mqtt}`, login, false)).rejects.toThrow();
  const client = await connectAsync(`mqtts://127.0.0.1:${sources.ports.mqtt}`, { ...login, ca }, false);
  await client.publishAsync('lianggao/v1/D1/power', '{"t":1719705600000,"v":1}', { qos: 1 });
  await client.endAsync();
  await expect(post()).rejects.toThrow();
  const address = { host: '127.0.0.1', port: sources.ports.http ?? 0, path: '/ingest/v1/readings', method: 'POST' };
  const posting = request({ ...address, headers, ca, agent: false });
  posting.end(body);
  const [answer] = await once(posting, 'response');
  expect([answer.statusCode, bench.ingest.readings.map(({ value }) => value)]).toEqual([200, [1, 1]]);
  expect(sources.status().troubles.map(({ code }) => code)).toContain('tls-failed');
});

it.skipIf(!hasOpenssl)('does not listen in the clear where it was to be encrypted and cannot be', async () => {
  makeCertificate('one');
  makeCertificate('other');
  useFiles('one-cert.pem', 'other-key.pem');
  await start({ hj212: 0, mqtt: 0, http: 0 });
  expect(Object.keys(sources.ports)).toEqual(['hj212']);
  expect([sources.failed.mqtt?.code, sources.failed.http?.code]).toEqual(['tls-unusable', 'tls-unusable']);
  expect(bench.logged.join('\n')).not.toContain('PRIVATE KEY');
});

it('refuses to start without a monitoring database', async () => {
  await start({});
  const nowhere = startSources({
    workspaceDir: `${bench.directory}/none`,
    ingest: bench.ingest,
    ports: {},
    log: () => undefined,
  });
  await expect(nowhere).rejects.toMatchObject({ code: 'no-monitoring' });
});
