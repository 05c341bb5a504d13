// Builds the pages of bench/pages and bench/peers, and serves one of them with the boundaries as its ground.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { repositoryRoot } from './child.ts';

const contentTypes: Record<string, string> = {
  '.css': 'text/css',
  '.geojson': 'application/geo+json',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

const html = (styled: boolean): string => `<!doctype html>
<meta charset="utf-8">
<title>bench</title>
${styled ? '<link rel="stylesheet" href="/page.css">' : ''}
<style>html, body, #map { margin: 0; height: 100%; overflow: hidden; }</style>
<div id="map"></div>
<script type="module" src="/page.js"></script>
`;

const inBench = (entry: string): string => join(repositoryRoot, 'bench', entry);

const shared = {
  configFile: false,
  root: join(repositoryRoot, 'bench'),
  logLevel: 'error',
  // Packages made for Node's globals expect these names.
  define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
  worker: { format: 'es' },
} as const satisfies InlineConfig;

/** Resolves with the folder that holds page.js and what belongs to it. `entry` is relative to bench/. */
export async function buildPage(entry: string): Promise<string> {
  const outDir = join(repositoryRoot, '.build', 'bench', entry.replace(/^.*\/|\.tsx?$/g, ''));
  await build({
    ...shared,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      assetsInlineLimit: 0,
      modulePreload: false,
      cssCodeSplit: false,
      chunkSizeWarningLimit: 100_000,
      rolldownOptions: {
        input: inBench(entry),
        output: { entryFileNames: 'page.js', assetFileNames: 'page[extname]' },
      },
    },
  });
  return outDir;
}

/** One script without imports, to be put into a page that is not ours to build. */
export async function buildScript(entry: string): Promise<string> {
  const outDir = join(repositoryRoot, '.build', 'bench', 'scripts');
  const output = { format: 'iife', entryFileNames: 'script.js' } as const;
  await build({
    ...shared,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      modulePreload: false,
      rolldownOptions: { input: inBench(entry), output },
    },
  });
  return readFile(join(outDir, 'script.js'), 'utf8');
}

export interface PageServer {
  readonly url: string;
  close(): void;
}

export async function servePage(pageDir: string): Promise<PageServer> {
  const names = await readdir(pageDir, { recursive: true });
  const page = html(names.includes('page.css'));
  const read = (path: string): Promise<Buffer | string> => {
    if (path === '/') return Promise.resolve(page);
    const boundary = /^\/boundaries\/([\w.-]+)$/.exec(path)?.[1];
    if (boundary !== undefined) return readFile(join(repositoryRoot, 'geodata', 'boundaries', boundary));
    const name = path.slice(1);
    return names.includes(name) ? readFile(join(pageDir, name)) : Promise.reject(new Error(`${path} is not there`));
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    read(pathname).then(
      (body) => {
        response.setHeader(
          'Content-Type',
          contentTypes[pathname === '/' ? '.html' : extname(pathname)] ?? 'application/octet-stream',
        );
        response.end(body);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

export interface FileSize {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Scripts and styles below a folder, largest first. */
export async function bundleSizes(dir: string): Promise<FileSize[]> {
  const names = (await readdir(dir, { recursive: true })).filter((name) => /\.(m?js|css)$/.test(name));
  const sizes = await Promise.all(
    names.map(async (name) => {
      const body = await readFile(join(dir, name));
      return { name, bytes: body.length, gzipBytes: gzipSync(body).length };
    }),
  );
  return sizes.toSorted((a, b) => b.bytes - a.bytes);
}
