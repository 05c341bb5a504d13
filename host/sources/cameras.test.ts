import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Camera, listStills, registerCamera } from '../../core/cameras/cameras.ts';
import { readEvidence } from '../../core/cameras/evidence-files.ts';
import { openMonitoring } from '../../core/db/open-monitoring.ts';
import { type CameraLimits, type Cameras, startCameras } from './cameras.ts';

const NOW = Date.parse('2024-06-30T08:00:00+08:00');
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 7), Buffer.from([0xff, 0xd9])]);
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(200, 1)]);

let directory: string;
let db: Database.Database;
let cameras: Cameras;
let server: Server;
let port = 0;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
const asked: { method: string; url: string; authorization: string | undefined }[] = [];
const logged: string[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lianggao-cameras-'));
  db = openMonitoring(join(directory, 'monitoring.sqlite'));
  server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, authorization: headers.authorization });
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as { port: number });
  allow(`127.0.0.1:${port}`);
  cameras = start();
});

afterEach(async () => {
  await cameras.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  db.close();
  rmSync(directory, { recursive: true, force: true });
  asked.splice(0);
  logged.splice(0);
});

function start(limits: Partial<CameraLimits> = {}): Cameras {
  return startCameras({ workspaceDir: directory, log: (line) => logged.push(line), now: () => NOW, limits });
}

function allow(hosts: string) {
  db.prepare(
    "INSERT INTO setting (key, value) VALUES ('camera-hosts', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  ).run(hosts);
}

function register(camera: Partial<Camera> = {}, password = 'camera-secret') {
  const place = { enterprise: 'E1', longitude: 117, latitude: 36.6, liveUrl: 'https://media.example/live/1' };
  const plain = { id: 'C1', name: '东门', kind: 'http' as const, auth: 'digest' as const, user: 'desk' };
  registerCamera(db, { ...plain, ...place, url: `http://127.0.0.1:${port}/still?channel=1`, ...camera }, NOW, {
    password,
  });
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const field = (header: string, name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(header)?.[1] ?? '';

/** A camera that wants a digest, checked here by the standard's own formula. */
function digestCamera(image: Buffer, headers: Record<string, string> = {}, password = 'camera-secret') {
  answer = (request, response) => {
    const given = request.headers.authorization ?? '';
    const [nonce, cnonce, nc, uri] = ['nonce', 'cnonce', 'nc', 'uri'].map((name) => field(given, name));
    const ha1 = md5(`desk:door:${password}`);
    const ha2 = md5(`${request.method}:${request.url}`);
    const isRight =
      uri === request.url &&
      nonce === 'n1' &&
      field(given, 'response') === md5(`${ha1}:n1:${nc}:${cnonce}:auth:${ha2}`);
    if (isRight) response.writeHead(200, { 'Content-Type': 'text/plain', ...headers }).end(image);
    else
      response
        .writeHead(401, { 'WWW-Authenticate': 'Digest realm="door", nonce="n1", qop="auth", algorithm=MD5' })
        .end();
  };
}

it('keeps a still that a camera gives for a digest, with both times', async () => {
  register();
  digestCamera(jpeg, { Date: 'Sat, 29 Jun 2024 23:59:58 GMT' });
  const still = await cameras.snapshot('C1', { alarm: 7 });
  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  expect(still).toEqual({
    ...{ id: 1, camera: 'C1', alarm: 7, askedAt: NOW, receivedAt: NOW, failure: null },
    ...{ cameraTime: NOW - 2000, cameraTimeFrom: 'date-header', sha256, bytes: jpeg.length, contentType: 'image/jpeg' },
  });
  expect(readFileSync(join(directory, 'evidence', sha256))).toEqual(jpeg);
  expect(await readEvidence(join(directory, 'evidence'), sha256)).toEqual(jpeg);
  expect(listStills(db, { alarm: 7 })).toEqual([still]);
  expect(asked.map(({ authorization }) => authorization?.slice(0, 6))).toEqual([undefined, 'Digest']);
});

it('knows no camera time where the camera says none', async () => {
  register({ auth: 'none' });
  answer = (_, response) => {
    response.sendDate = false;
    response.end(png);
  };
  expect(await cameras.snapshot('C1')).toMatchObject({
    cameraTime: null,
    cameraTimeFrom: null,
    contentType: 'image/png',
    alarm: null,
  });
});

it('sends a password in the clear only where it is registered so', async () => {
  const basic = `Basic ${Buffer.from('desk:camera-secret').toString('base64')}`;
  answer = (request, response) => {
    if (request.headers.authorization === basic) response.end(jpeg);
    else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="door"' }).end();
  };
  register();
  await expect(cameras.snapshot('C1')).rejects.toMatchObject({ params: { reason: 'no-digest' } });
  expect(asked).toEqual([{ method: 'GET', url: '/still?channel=1', authorization: undefined }]);
  register({ auth: 'basic' });
  expect(await cameras.snapshot('C1')).toMatchObject({ contentType: 'image/jpeg' });
});

const failing: [string, string, () => void, Partial<Camera>?][] = [
  ['a wrong password', 'credential-refused', () => digestCamera(jpeg, {}, 'door-secret')],
  [
    'a page',
    'not-an-image',
    () => digestCamera(Buffer.from(`<html>${' '.repeat(200)}</html>`), { 'Content-Type': 'image/jpeg' }),
  ],
  ['an empty picture', 'not-an-image', () => digestCamera(Buffer.alloc(0))],
  ['an announced oversize', 'too-large', () => digestCamera(Buffer.concat([jpeg, Buffer.alloc(20_000)]))],
  ['a redirect to another host', 'redirected-elsewhere', () => redirect(() => `http://localhost:${port}/still`)],
  ['a redirect to another port', 'redirected-elsewhere', () => redirect(() => 'http://127.0.0.1:9/still')],
  ['a redirect to a file', 'redirected-elsewhere', () => redirect(() => 'file:///etc/passwd')],
  ['redirects without end', 'redirected-elsewhere', () => redirect(() => '/again')],
  ['an error', 'bad-status', () => respond((response) => response.writeHead(500).end())],
  ['a connection that is cut', 'not-reached', () => respond((response) => response.destroy())],
  [
    'half a picture',
    'not-reached',
    () =>
      respond((response) => {
        response.writeHead(200, { 'Content-Length': '5000' });
        response.write(jpeg, () => response.destroy());
      }),
  ],
  [
    'an endless picture',
    'too-large',
    () =>
      respond((response) => {
        const more = () => {
          if (!response.destroyed) response.write(jpeg, more);
        };
        more();
      }),
  ],
  ['silence', 'timed-out', () => respond(() => undefined)],
  [
    'a picture drop by drop',
    'timed-out',
    () =>
      respond((response) => {
        const drops = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drops));
      }),
  ],
];

function respond(with_: (response: ServerResponse) => void) {
  answer = (_, response) => with_(response);
}

function redirect(to: () => string) {
  answer = (_, response) => response.writeHead(302, { Location: to() }).end();
}

it.each(failing)('keeps no still of %s, and says why', async (_, reason, prepare) => {
  await cameras.close();
  cameras = start({ timeoutMs: 500, stillBytes: 10_000 });
  register();
  prepare();
  const refusal = await cameras.snapshot('C1', { alarm: 3 }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'camera-refused', params: { reason } });
  expect(listStills(db)).toMatchObject([{ camera: 'C1', alarm: 3, sha256: null, failure: reason }]);
  expect(existsSync(join(directory, 'evidence'))).toBe(false);
  expect(JSON.stringify([logged, refusal])).not.toMatch(/camera-secret|door-secret/);
});

it('follows a redirect within the same host', async () => {
  register({ auth: 'none' });
  answer = (request, response) => {
    if (request.url === '/still?channel=1') response.writeHead(302, { Location: '/real' }).end();
    else response.end(jpeg);
  };
  expect(await cameras.snapshot('C1')).toMatchObject({ contentType: 'image/jpeg' });
});

it.each([
  ['no list', null, () => `http://127.0.0.1:${port}/`],
  ['a host that is not in it', 'cam.example', () => `http://127.0.0.1:${port}/`],
  ['another port', '127.0.0.1:9', () => `http://127.0.0.1:${port}/`],
  ['a name that leads to this machine', 'localhost', () => `http://localhost:${port}/`],
])('asks nothing with %s', async (_, hosts, url) => {
  if (hosts === null) db.exec("DELETE FROM setting WHERE key = 'camera-hosts'");
  else allow(hosts);
  register({ url: url() });
  digestCamera(jpeg);
  await expect(cameras.snapshot('C1')).rejects.toMatchObject({ params: { reason: 'host-not-allowed' } });
  expect(asked).toEqual([]);
});

it('asks a name that leads to this machine where the list names both', async () => {
  allow(JSON.stringify(['localhost', '127.0.0.1']));
  register({ url: `http://localhost:${port}/still` });
  digestCamera(jpeg);
  expect(await cameras.snapshot('C1')).toMatchObject({ contentType: 'image/jpeg' });
});

/** A camera that speaks ONVIF, checks the token by its own clock, and gives its still for a digest. */
function onvifCamera(snapshotUri: string) {
  const clock = Date.parse('2001-02-03T04:05:06Z');
  const soap = (body: string) =>
    `<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:t="http://www.onvif.org/ver10/device/wsdl" xmlns:m="http://www.onvif.org/ver10/media/wsdl" xmlns:s="http://www.onvif.org/ver10/schema"><e:Body>${body}</e:Body></e:Envelope>`;
  const time =
    '<s:UTCDateTime><s:Time><s:Hour>4</s:Hour><s:Minute>5</s:Minute><s:Second>6</s:Second></s:Time><s:Date><s:Year>2001</s:Year><s:Month>2</s:Month><s:Day>3</s:Day></s:Date></s:UTCDateTime>';
  answer = (request, response, body) => {
    if (request.method === 'GET') {
      const onvif = answer;
      digestCamera(jpeg);
      answer(request, response, body);
      answer = onvif;
      return;
    }
    if (body.includes('GetSystemDateAndTime')) {
      response.end(
        soap(
          `<t:GetSystemDateAndTimeResponse><t:SystemDateAndTime>${time}</t:SystemDateAndTime></t:GetSystemDateAndTimeResponse>`,
        ),
      );
      return;
    }
    const created = /<Created[^>]*>([^<]+)/.exec(body)?.[1] ?? '';
    const nonce = Buffer.from(/<Nonce[^>]*>([^<]+)/.exec(body)?.[1] ?? '', 'base64');
    const right = createHash('sha1').update(nonce).update(created).update('camera-secret').digest('base64');
    const isRight = body.includes(`>${right}</Password>`) && body.includes('<Username>desk</Username>');
    if (!isRight || Math.abs(Date.parse(created) - clock) > 5000) {
      response.writeHead(401).end();
      return;
    }
    if (body.includes('GetServices')) {
      response.end(
        soap(
          `<t:Service><t:Namespace>http://www.onvif.org/ver10/device/wsdl</t:Namespace><t:XAddr>http://127.0.0.1:${port}/device</t:XAddr></t:Service><t:Service><t:Namespace>http://www.onvif.org/ver10/media/wsdl</t:Namespace><t:XAddr>http://127.0.0.1:${port}/media</t:XAddr></t:Service>`,
        ),
      );
    } else if (body.includes('GetProfiles'))
      response.end(soap('<m:Profiles token="main &amp; only"><s:Name>x</s:Name></m:Profiles>'));
    else if (body.includes('<ProfileToken>main &amp; only</ProfileToken>')) {
      response.end(soap(`<m:MediaUri><s:Uri>${snapshotUri}</s:Uri></m:MediaUri>`));
    } else response.writeHead(400).end();
  };
}

it('finds the still of an ONVIF camera, by the camera’s clock', async () => {
  register({ kind: 'onvif', url: `http://127.0.0.1:${port}/device` });
  onvifCamera(`http://127.0.0.1:${port}/snap?profile=1&amp;x=2`);
  expect(await cameras.snapshot('C1')).toMatchObject({ contentType: 'image/jpeg' });
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    ...['POST /device', 'POST /device', 'POST /media', 'POST /media'],
    ...['GET /snap?profile=1&x=2', 'GET /snap?profile=1&x=2'],
  ]);
});

it('does not follow an ONVIF camera to another machine', async () => {
  register({ kind: 'onvif', url: `http://127.0.0.1:${port}/device` });
  onvifCamera('http://169.254.169.254/latest/meta-data');
  await expect(cameras.snapshot('C1')).rejects.toMatchObject({ params: { reason: 'redirected-elsewhere' } });
});

it('takes stills of all cameras of an enterprise on an alarm', async () => {
  register({ id: 'C1' });
  register({ id: 'C2' }, 'wrong');
  register({ id: 'C3', enterprise: 'E2' });
  digestCamera(jpeg);
  const stills = await cameras.snapshotsFor(11, 'E1');
  expect(stills.map(({ camera }) => camera)).toEqual(['C1']);
  expect(
    listStills(db, { alarm: 11 })
      .map(({ camera, failure }) => [camera, failure])
      .sort(),
  ).toEqual([
    ['C1', null],
    ['C2', 'credential-refused'],
  ]);
  await cameras.snapshotsFor(12, 'E1');
  expect(readdirSync(join(directory, 'evidence'))).toHaveLength(1);
});

it('asks no more at once than it may, and refuses what would wait too long', async () => {
  await cameras.close();
  cameras = start({ atOnce: 1, waiting: 1 });
  register({ auth: 'none' });
  let open = 0;
  let most = 0;
  const release: (() => void)[] = [];
  answer = (_, response) => {
    most = Math.max(most, ++open);
    release.push(() => {
      open--;
      response.end(jpeg);
    });
  };
  const first = cameras.snapshot('C1');
  const second = cameras.snapshot('C1');
  await expect(cameras.snapshot('C1')).rejects.toMatchObject({ params: { reason: 'too-many-asked' } });
  await expect.poll(() => release.length).toBe(1);
  release[0]?.();
  await expect.poll(() => release.length).toBe(2);
  release[1]?.();
  expect((await Promise.all([first, second])).map(({ failure }) => failure)).toEqual([null, null]);
  expect(most).toBe(1);
});

it('waits for a writer without standing still', async () => {
  register({ auth: 'none' });
  answer = (_, response) => response.end(jpeg);
  const writer = new Database(join(directory, 'monitoring.sqlite'));
  writer.exec('BEGIN IMMEDIATE');
  const still = cameras.snapshot('C1');
  await expect.poll(() => asked.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(listStills(db)).toEqual([]);
  writer.exec('COMMIT');
  writer.close();
  expect(await still).toMatchObject({ camera: 'C1', failure: null });
});

it('names a camera that nobody has registered', async () => {
  await expect(cameras.snapshot('C9')).rejects.toMatchObject({ code: 'unknown-camera' });
});

it.each(['ftp://host/still', 'no address', 'http://user:password@host/still'])('registers no camera at %s', (url) => {
  expect(() => register({ url })).toThrow(/address/);
});
