// cspell:ignore foutside coutside fprivate
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, builtFiles, startTestHost, type TestHost } from './host-fixture.ts';

let host: TestHost;
afterEach(() => host.close());

describe('assets', () => {
  it('serves the screen and the ground, with their types, and lets only hashed names be kept', async () => {
    host = await startTestHost({ files: builtFiles });
    const Cookie = await host.enter();
    const get = (path: string) => ask(host.port, path, { headers: { Cookie } });
    for (const [path, type, caching] of [
      ['/', 'text/html; charset=utf-8', 'no-store'],
      ['/assets/index-Ab3_x-9Z.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
      ['/favicon.svg', 'image/svg+xml; charset=utf-8', 'private, no-cache'],
      ['/geodata/boundaries/province.geojson', 'application/geo+json; charset=utf-8', 'private, no-cache'],
      ['/geodata/catalogue.json', 'application/json; charset=utf-8', 'private, no-cache'],
    ] as const) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe(type);
      expect(answer.headers['cache-control']).toBe(caching);
      const again = await ask(host.port, path, { headers: { Cookie, 'If-None-Match': String(answer.headers.etag) } });
      expect([again.status, again.text]).toEqual([304, '']);
      const head = await ask(host.port, path, { method: 'HEAD', headers: { Cookie } });
      expect([head.status, head.text, head.headers['content-length']]).toEqual([
        200,
        '',
        String(answer.body.byteLength),
      ]);
    }
    expect((await get('/some/deep/link')).status).toBe(404);
    expect((await ask(host.port, '/', { method: 'DELETE', headers: { Cookie, Origin: host.origin } })).status).toBe(
      405,
    );
  });

  it('compresses for who can read it', async () => {
    host = await startTestHost({ files: builtFiles });
    const Cookie = await host.enter();
    const get = (encodings: string) =>
      ask(host.port, '/assets/index-Ab3_x-9Z.js', { headers: { Cookie, 'Accept-Encoding': encodings } });
    const text = builtFiles['assets/assets/index-Ab3_x-9Z.js'];
    const br = await get('gzip, deflate, br');
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toBe(text);
    const gzip = await get('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(text);
    const plain = await get('');
    expect(plain.text).toBe(text);
    expect(new Set([br, gzip, plain].map((each) => each.headers.etag)).size).toBe(3);
  });

  it('says how to build the screen when it has not been built', async () => {
    host = await startTestHost();
    const answer = await ask(host.port, '/', { headers: { Cookie: await host.enter(), Accept: 'text/html' } });
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('界面尚未构建');
    expect(answer.text).toContain('npm start');
  });

  it('gives out no file outside, however the path is written', async () => {
    host = await startTestHost({ files: builtFiles });
    const Cookie = await host.enter();
    const attempts = [
      '/../outside.txt',
      '/assets/../../outside.txt',
      '/..%2foutside.txt',
      '/%2e%2e/outside.txt',
      '/%2e%2e%2foutside.txt',
      '/..%5coutside.txt',
      '/..\\outside.txt',
      '/assets/..\\..\\outside.txt',
      '//outside.txt',
      '/index.html%00.txt',
      '/assets/%00',
      '/.env',
      '/assets/./index-Ab3_x-9Z.js',
      '/geodata/private.json',
      '/geodata/boundaries/../private.json',
      '/geodata/boundaries/..%2fprivate.json',
      '/geodata/boundaries/%2e%2e/%2e%2e/outside.txt',
      '/file:///etc/passwd',
      '/c:/windows/win.ini',
      '/index.html::$DATA',
      'http://127.0.0.1/../outside.txt',
      '/assets',
    ];
    for (const path of attempts) {
      const answer = await ask(host.port, path, { headers: { Cookie } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).not.toMatch(/secret|SECRET/);
    }
  });

  it('gives out no file outside for any mixture of path pieces', async () => {
    host = await startTestHost({ files: builtFiles });
    const Cookie = await host.enter();
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%00',
      'assets',
      'geodata',
      'boundaries',
      'private.json',
      'outside.txt',
      '.env',
      '%252e%252e',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        const answer = await ask(host.port, `/${pieces.join('')}`, { headers: { Cookie } });
        expect(answer.text).not.toMatch(/secret|SECRET/);
        expect([200, 404]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
  });
});
