// cspell:ignore nosniff
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, builtFiles, startTestHost, type TestHost } from './host-fixture.ts';

let host: TestHost;
afterEach(() => host.close());

/** What anyone would like to reach without being let in. */
const wanted = [
  '/',
  '/index.html',
  '/assets/index-Ab3_x-9Z.js',
  '/geodata/catalogue.json',
  '/geodata/boundaries/province.geojson',
  '/api/openapi.json',
  '/api/actor',
  '/export/ledger.csv',
  '/rpc',
  '/upload',
  '/nothing',
];

describe('access', () => {
  it('shows nothing but one refusal without a session', async () => {
    host = await startTestHost({ files: builtFiles });
    for (const path of wanted) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const answer = await ask(host.port, path, { method, headers: { Accept: 'text/html' } });
        expect([path, method, answer.status]).toEqual([path, method, 401]);
        expect(answer.text).not.toMatch(/secret|screen|Collection/);
      }
    }
    const page = await ask(host.port, '/', { headers: { Accept: 'text/html' } });
    expect(page.text).toContain('请重新启动程序');
    expect(page.text).toContain('Start the program again');
  });

  it('takes a start token once, for a strict session of this port, and leaves it out of the address', async () => {
    host = await startTestHost({ files: builtFiles });
    const start = `/${new URL(host.url).search}`;
    const first = await ask(host.port, start);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const cookie = String(first.headers['set-cookie']?.[0]);
    expect(cookie).toMatch(new RegExp(`^lianggao-${host.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));

    expect((await ask(host.port, start)).status).toBe(401);
    const session = { Cookie: String(cookie.split(';')[0]) };
    expect((await ask(host.port, start, { headers: session })).status).toBe(303);
    expect((await ask(host.port, '/', { headers: session })).text).toContain('screen');

    const next = await ask(host.port, `/${new URL(host.newUrl()).search}`);
    expect(next.status).toBe(303);
  });

  it('takes a reusable token as often as it comes, and as a bearer', async () => {
    host = await startTestHost({ files: builtFiles, reusableToken: true });
    const { search, searchParams } = new URL(host.url);
    expect((await ask(host.port, `/${search}`)).status).toBe(303);
    expect((await ask(host.port, `/${search}`)).status).toBe(303);
    const bearer = { Authorization: `Bearer ${searchParams.get('token')}` };
    expect((await ask(host.port, '/api/actor', { headers: bearer })).text).toBe('{"actor":"api"}');
  });

  it('refuses a one-time token as a bearer, and tokens and sessions that it never gave', async () => {
    host = await startTestHost({ files: builtFiles });
    const token = new URL(host.url).searchParams.get('token');
    const made = 'A'.repeat(43);
    for (const headers of [
      { Authorization: `Bearer ${token}` },
      { Authorization: `Bearer ${made}` },
      { Authorization: 'Bearer ' },
      { Authorization: `Basic ${token}` },
      { Cookie: `lianggao-${host.port}=${made}` },
      { Cookie: `lianggao-${host.port}=${token}` },
      { Cookie: `lianggao-${host.port}=` },
      { Cookie: `lianggao-1=${(await host.enter()).split('=')[1]}` },
    ] satisfies Record<string, string>[]) {
      expect([headers, (await ask(host.port, '/', { headers })).status]).toEqual([headers, 401]);
    }
    expect((await ask(host.port, `/?token=${made}`)).status).toBe(401);
    expect((await ask(host.port, '/?token=')).status).toBe(401);
    // None of these has used the token up.
    expect((await ask(host.port, `/?token=${token}`)).status).toBe(303);
  });

  it('opens from a link on another site, where browsers withhold a strict cookie from redirects', async () => {
    host = await startTestHost({ files: builtFiles });
    const answer = await ask(host.port, `/${new URL(host.url).search}`, {
      headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.refresh).toBe('0; url=/');
    expect(answer.headers['set-cookie']).toHaveLength(1);
  });

  it('never logs a token', async () => {
    host = await startTestHost({
      files: builtFiles,
      reusableToken: true,
      app: { exportLedger: () => Promise.reject(new Error('broken')) },
    });
    const token = String(new URL(host.url).searchParams.get('token'));
    const cookie = await host.enter();
    const answer = await ask(host.port, `/export/ledger.csv?token=${token}`, { headers: { Cookie: cookie } });
    expect(answer.status).toBe(500);
    expect(host.logged.join('\n')).toContain('broken');
    expect(host.logged.join('\n')).not.toContain(token);
    expect(host.logged.join('\n')).not.toContain(String(cookie.split('=')[1]));
  });
});

describe('requests that another page makes', () => {
  it('refuses every Host but its own', async () => {
    host = await startTestHost({ files: builtFiles });
    const Cookie = await host.enter();
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect((await ask(host.port, '/', { headers: { Cookie, Host: `${name}:${host.port}` } })).status).toBe(200);
    }
    for (const Host of [
      'evil.example',
      `evil.example:${host.port}`,
      `localhost.evil.example:${host.port}`,
      `127.0.0.1.evil.example:${host.port}`,
      `127.0.0.1:${host.port}@evil.example`,
      `localhost:${host.port + 1}`,
      'localhost',
      `10.0.0.7:${host.port}`,
    ]) {
      expect([Host, (await ask(host.port, '/', { headers: { Cookie, Host } })).status]).toEqual([Host, 421]);
      expect((await ask(host.port, `/${new URL(host.url).search}`, { headers: { Host } })).status).toBe(421);
    }
  });

  it('refuses every Origin but its own wherever something could change', async () => {
    host = await startTestHost({ files: builtFiles, reusableToken: true });
    const Cookie = await host.enter();
    const post = (path: string, headers: Record<string, string>) =>
      ask(host.port, path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: '{"text":"hi"}',
      });
    for (const path of ['/api/echo', '/upload?name=a.csv']) {
      expect((await post(path, { Cookie, Origin: host.origin })).status).toBe(200);
      for (const Origin of [
        'http://evil.example',
        'null',
        `http://127.0.0.1:${host.port + 1}`,
        `https://127.0.0.1:${host.port}`,
        `http://localhost:${host.port}`,
        '',
      ]) {
        expect([path, Origin, (await post(path, { Cookie, Origin })).status]).toEqual([path, Origin, 403]);
      }
      expect((await post(path, { Cookie })).status).toBe(403);
    }
    const Authorization = `Bearer ${new URL(host.url).searchParams.get('token')}`;
    expect((await post('/api/echo', { Authorization })).text).toBe('{"text":"hi"}');
    expect((await post('/api/echo', { Authorization, Origin: 'http://evil.example' })).status).toBe(403);
  });

  it('refuses reads by pages of other sites and of other ports of this machine', async () => {
    host = await startTestHost({ files: builtFiles });
    const Cookie = await host.enter();
    for (const site of ['cross-site', 'same-site']) {
      const headers = { Cookie, 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors' };
      expect((await ask(host.port, '/api/actor', { headers })).status).toBe(403);
      expect((await ask(host.port, '/', { headers: { ...headers, 'Sec-Fetch-Mode': 'navigate' } })).status).toBe(200);
    }
    const headers = { Cookie, 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' };
    expect((await ask(host.port, '/api/actor', { headers })).status).toBe(200);
  });
});

it('listens on this machine alone unless asked otherwise', async () => {
  host = await startTestHost();
  expect(new URL(host.url).hostname).toBe('127.0.0.1');
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => !each.internal && each.family === 'IPv4');
  for (const { address } of others) {
    const reached = await new Promise((resolve) => {
      const socket = connect(host.port, address, () => resolve(true));
      socket.on('connect', () => socket.destroy());
      socket.on('error', () => resolve(false));
    });
    expect([address, reached]).toEqual([address, false]);
  }
});

it('accepts IP addresses, never names, as Host where it was asked to listen on all', async () => {
  host = await startTestHost({ host: '0.0.0.0' });
  const status = async (Host: string) => (await ask(host.port, '/', { headers: { Host } })).status;
  expect(await status(`192.168.1.5:${host.port}`)).toBe(401);
  expect(await status(`[fe80::1]:${host.port}`)).toBe(401);
  expect(await status(`evil.example:${host.port}`)).toBe(421);
});

it('sends the security headers with every answer', async () => {
  host = await startTestHost({ files: builtFiles });
  const Cookie = await host.enter();
  for (const [path, headers] of [
    ['/', { Cookie }],
    ['/', {}],
    ['/api/actor', { Cookie }],
    ['/nothing', { Cookie }],
    ['/', { Host: 'evil.example' }],
  ] as const) {
    const answer = await ask(host.port, path, { headers });
    const policy = String(answer.headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.filter((rule) => /unsafe/.test(rule) && !rule.startsWith('style-src '))).toEqual([]);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});
