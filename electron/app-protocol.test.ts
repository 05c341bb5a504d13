import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppProtocol, wantedBytes } from './app-protocol.ts';

const files = {
  'screen/index.html': '<!doctype html><title>screen</title>',
  'screen/assets/index-Ab3_x-9Z.js': 'console.log("screen");',
  'screen/.env': 'SECRET=1',
  'ground/boundaries/province.geojson': '0123456789',
  'ground/catalogue.json': '[]',
  'ground/private.json': '{"secret":1}',
  'outside.txt': 'secret outside',
};

let directory: string;
let answer: (request: Request) => Promise<Response>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lianggao-app-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  answer = createAppProtocol({
    assetsDir: join(directory, 'screen'),
    geodataDir: join(directory, 'ground'),
    download: () => Promise.reject(new Error('the host is away')),
  });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  answer(new Request(`app://lianggao${path}`, { headers, method }));
const ground = '/geodata/boundaries/province.geojson';

describe('app://', () => {
  it('serves the screen and the ground with their types, under the policy that browsers get', async () => {
    const page = await get('/?view=1#here');
    expect([page.status, await page.text()]).toEqual([200, files['screen/index.html']]);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const script = await get('/assets/index-Ab3_x-9Z.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await (await get('/geodata/catalogue.json')).json()).toEqual([]);
    expect(await (await get(ground, {}, 'HEAD')).text()).toBe('');
  });

  it('serves the parts of a file that are asked for', async () => {
    for (const [range, status, text, contentRange] of [
      ['bytes=2-5', 206, '2345', 'bytes 2-5/10'],
      ['bytes=7-', 206, '789', 'bytes 7-9/10'],
      ['bytes=-3', 206, '789', 'bytes 7-9/10'],
      ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=0-1,4-5', 200, '0123456789', null],
      ['bytes=5-2', 200, '0123456789', null],
      ['items=1-2', 200, '0123456789', null],
    ] as const) {
      const part = await get(ground, { Range: range });
      expect([range, part.status, await part.text(), part.headers.get('content-range')]).toEqual([
        range,
        status,
        text,
        contentRange,
      ]);
    }
    expect((await get(ground)).headers.get('accept-ranges')).toBe('bytes');
  });

  it('takes no part for more than there is', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.option(fc.nat(200)), fc.option(fc.nat(200)), (size, from, to) => {
        const wanted = wantedBytes(`bytes=${from ?? ''}-${to ?? ''}`, size);
        if (wanted === null || wanted === 'none') return;
        const [first, last] = wanted;
        expect(first).toBeLessThanOrEqual(last);
        expect(last).toBeLessThan(size);
        expect(first).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('serves nothing beside the screen and the ground, however it is spelt', async () => {
    const secrets = [
      '/.env',
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/..%2foutside.txt',
      '/..\\outside.txt',
      '//outside.txt',
    ];
    const hidden = [
      '/geodata/private.json',
      '/geodata/../outside.txt',
      '/geodata/boundaries/..%2f..%2fprivate.json',
      '/assets/%00',
    ];
    for (const path of [...secrets, ...hidden]) expect([path, (await get(path)).status]).toEqual([path, 404]);
    const segment = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '\\',
      'outside.txt',
      'private.json',
      '.env',
      'geodata',
      'assets',
      '',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 6 }), async (segments) => {
        const found = await get(`/${segments.join('/')}`);
        if (found.status === 200) expect(await found.text()).not.toMatch(/secret/i);
      }),
    );
  });

  it('answers its own address alone, and reads only', async () => {
    for (const url of ['app://other/', 'app://lianggao.example/', 'app://lianggao:8080/', 'https://lianggao/'])
      expect((await answer(new Request(url))).status).toBe(404);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', {}, method)).status).toBe(405);
  });

  it('answers also while there is no host to export anything', async () => {
    const away = await get('/export/ledger.csv');
    expect(away.status).toBe(503);
    expect(await away.json()).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
    expect(away.headers.get('content-security-policy')).not.toBe(null);
  });
});
