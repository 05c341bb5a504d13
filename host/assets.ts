// Serves the built screen and the map's ground files, compressed once and kept in memory.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { answerWithSentence } from './sentence.ts';

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** The only paths that can name a file: no escapes, no backslash, no NUL, no segment that begins with a dot. */
const plainPath = /^(?:\/[\w@-][\w@.-]*)+$/;
/** The build puts a hash of the content into these names. */
const hashedPath = /^\/assets\/.*-[\w-]{8}\.\w+$/;
const groundPath = /^\/geodata\/(?:catalogue\.json|boundaries\/[^/]+\.geojson)$/;

type Encoding = 'br' | 'gzip' | 'identity';
const encoders: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  // 5 of 11: a few megabytes in a fraction of a second, within a few per cent of the best.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
  identity: async (body) => body,
};

interface LoadedFile {
  modifiedMs: number;
  bytes: number;
  hash: string;
  body: Buffer;
  encoded: Partial<Record<Encoding, Promise<Buffer>>>;
}

/** Answers GET and HEAD of `path` (as it came, undecoded): the file, 304, 404, or how to build a screen not yet built. */
export type ServeAsset = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

export function createAssets(directories: { assetsDir: string; geodataDir: string }): ServeAsset {
  const loaded = new Map<string, LoadedFile>();

  /** Null = no such file. A file that was built anew while we run is read again. */
  async function load(filePath: string): Promise<LoadedFile | null> {
    const found = await stat(filePath).catch(() => null);
    if (found === null || !found.isFile()) return null;
    const known = loaded.get(filePath);
    if (known && known.modifiedMs === found.mtimeMs && known.bytes === found.size) return known;
    const body = await readFile(filePath);
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    const file = { modifiedMs: found.mtimeMs, bytes: found.size, hash, body, encoded: {} };
    loaded.set(filePath, file);
    return file;
  }

  function fileOf(path: string): string | null {
    if (path === '/') return join(directories.assetsDir, 'index.html');
    if (!plainPath.test(path)) return null;
    if (!path.startsWith('/geodata/')) return join(directories.assetsDir, path);
    return groundPath.test(path) ? join(directories.geodataDir, path.slice('/geodata/'.length)) : null;
  }

  return async (request, response, path) => {
    const filePath = fileOf(path);
    const file = filePath === null ? null : await load(filePath);
    if (filePath === null || file === null) {
      if (path === '/') answerWithSentence(request, response, 503, notBuilt);
      else answerWithSentence(request, response, 404, notFound);
      return;
    }
    const contentType = contentTypes[extname(filePath)] ?? 'application/octet-stream';
    const encoding = acceptedEncoding(request, contentType);
    file.encoded[encoding] ??= encoders[encoding](file.body);
    const body = await file.encoded[encoding];
    const etag = `"${file.hash}-${encoding}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Cache-Control', cacheControl(path, contentType));
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    response.setHeader('Content-Type', contentType);
    response.setHeader('Content-Length', body.byteLength);
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

function acceptedEncoding(request: IncomingMessage, contentType: string): Encoding {
  if (!/^text|json|javascript|svg/.test(contentType)) return 'identity';
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

function cacheControl(path: string, contentType: string): string {
  if (contentType.startsWith('text/html')) return 'no-store';
  return hashedPath.test(path) ? 'private, max-age=31536000, immutable' : 'private, no-cache';
}

const notBuilt = {
  code: 'screen-not-built',
  zh: '界面尚未构建。请在程序目录中运行 npm start，它会先构建界面再打开；或运行 npx vite build 后刷新本页。',
  en: 'The screen has not been built. Run npm start in the program’s folder, which builds it first and then opens it; or run npx vite build and reload this page.',
};

const notFound = {
  code: 'no-such-page',
  zh: '没有这个页面或文件。请从首页进入。',
  en: 'There is no such page or file. Start from the first page.',
};
