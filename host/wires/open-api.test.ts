import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { contract } from '../../contract/calls.ts';
import { ask, secretPath, startTestHost, type TestHost } from '../host-fixture.ts';
import { createOpenApiWire } from './open-api.ts';

let host: TestHost;
afterEach(() => host?.close());

async function post(path: string, input: unknown, headers: Record<string, string> = {}) {
  return ask(host.port, `/api${path}`, {
    method: 'POST',
    headers: { Cookie: await host.enter(), Origin: host.origin, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(input),
  });
}

it('answers calls, refusals and wrong inputs with their status', async () => {
  host = await startTestHost();
  expect((await post('/echo', { text: '济南' })).text).toBe('{"text":"济南"}');
  const refused = await post('/refuse', undefined);
  expect([refused.status, JSON.parse(refused.text).data]).toEqual([422, { code: 'because', zh: '不行', en: 'No' }]);
  expect((await post('/echo', { text: 7 })).status).toBe(400);
  expect((await post('/nothing', {})).status).toBe(404);
  expect(host.logged).toEqual([]);
});

it('lets nothing out about an unexpected error, and logs it', async () => {
  host = await startTestHost();
  const answer = await post('/fail', undefined);
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('程序内部出错');
  expect(answer.text).not.toContain(secretPath);
  expect(host.logged.join()).toContain(secretPath);
});

it('streams events as text/event-stream and ends the source when the client leaves', async () => {
  host = await startTestHost();
  const answer = await post('/count', { name: 'finite', failAt: 2 });
  expect(answer.headers['content-type']).toBe('text/event-stream');
  expect(answer.text).toMatch(/data: 0\n[\s\S]*data: 1\n[\s\S]*event: error\n/);
  expect(answer.text).not.toContain(secretPath);

  const leave = new AbortController();
  const headers = { Cookie: await host.enter(), Origin: host.origin, 'Content-Type': 'application/json' };
  const response = await fetch(`${host.origin}/api/wait`, {
    method: 'POST',
    headers,
    body: '{"name":"left"}',
    signal: leave.signal,
  });
  await response.body?.getReader().read();
  leave.abort();
  const ended = async () => JSON.parse((await ask(host.port, '/api/ended', { headers })).text) as string[];
  while (!(await ended()).includes('left')) await new Promise((resolve) => setTimeout(resolve, 5));
});

it('opens only uploaded files', async () => {
  host = await startTestHost();
  expect((await post('/imports/inspect', { path: join(host.uploadsDir, 'a.csv') })).status).toBe(200);
  const answer = await post('/imports/run', { files: [{ path: '/etc/passwd' }] });
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.text)).toMatchObject({
    code: 'REFUSED',
    defined: true,
    data: { code: 'path-not-uploaded' },
  });
});

it('refuses a body that is too large', async () => {
  host = await startTestHost();
  const answer = await post('/echo', { text: 'x'.repeat(17 * 1024 * 1024) });
  expect(answer.status).toBe(413);
});

it('describes every call of the contract, and how to get in', async () => {
  const document = JSON.parse(
    await createOpenApiWire({ router: contract as never, uploadsDir: '/tmp', log: () => {} }).document(),
  );
  const paths = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method} ${path}`),
  );
  const routes = Object.values(contract).flatMap((calls) =>
    Object.values(calls).map(({ '~orpc': { route } }) => `${route.method?.toLowerCase()} ${route.path}`),
  );
  expect(paths.sort()).toEqual(routes.sort());
  expect(document.info).toMatchObject({
    title: expect.stringContaining('两高指挥舱'),
    version: expect.stringMatching(/^\d+\.\d+/),
  });
  expect(document.components.securitySchemes).toMatchObject({
    bearer: { scheme: 'bearer' },
    session: { in: 'cookie' },
  });
  const figure = document.paths['/figures/get'].post;
  for (const word of ['knownAt', 'between', 'capacityClass'])
    expect(JSON.stringify(figure.requestBody)).toContain(word);
  expect(Object.keys(figure.responses)).toEqual(expect.arrayContaining(['200', '404', '422']));
});
