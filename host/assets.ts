// Finds the built screen and the map's ground files, and serves them over HTTP, compressed once and kept in memory.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { answerWithSentence, type Sentence } from './sentence.ts';

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

export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string;
  /** Of the content. */
  readonly hash: string;
}

interface LoadedAsset extends Asset {
  readonly modifiedMs: number;
  readonly encoded: Partial<Record<Encoding, Promise<Buffer>>>;
}

interface AssetDirectories {
  readonly assetsDir: string;
  readonly geodataDir: string;
}

/** Finds the file at `path` (as it came, undecoded); null = there is none. */
export function createAssetFinder(directories: AssetDirectories): (path: string) => Promise<LoadedAsset | null> {
  const loaded = new Map<string, LoadedAsset>();

  function fileOf(path: string): string | null {
    if (path === '/') return join(directories.assetsDir, 'index.html');
    if (!plainPath.test(path)) return null;
    if (!path.startsWith('/geodata/')) return join(directories.assetsDir, path);
    return groundPath.test(path) ? join(directories.geodataDir, path.slice('/geodata/'.length)) : null;
  }

  return async (path) => {
    const filePath = fileOf(path);
    if (filePath === null) return null;
    const found = await stat(filePath).catch(() => null);
    if (found === null || !found.isFile()) return null;
    // A file that was built anew while we run is read again.
    const known = loaded.get(filePath);
    if (known && known.modifiedMs === found.mtimeMs && known.body.byteLength === found.size) return known;
    const body = await readFile(filePath);
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    const contentType = contentTypes[extname(filePath)] ?? 'application/octet-stream';
    const cached = cacheControl(path, contentType);
    const asset = { body, contentType, cacheControl: cached, hash, modifiedMs: found.mtimeMs, encoded: {} };
    loaded.set(filePath, asset);
    return asset;
  };
}

/** Why there is no file at `path`: a status and what to do next. */
export function assetMissing(path: string): { status: number; sentence: Sentence } {
  return path === '/' ? { status: 503, sentence: notBuilt } : { status: 404, sentence: notFound };
}

/** Answers GET and HEAD of `path` (as it came, undecoded): the file, 304, 404, or how to build a screen not yet built. */
export type ServeAsset = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

export function createAssets(directories: AssetDirectories): ServeAsset {
  const find = createAssetFinder(directories);
  return async (request, response, path) => {
    const asset = await find(path);
    if (asset === null) {
      const { status, sentence } = assetMissing(path);
      answerWithSentence(request, response, status, sentence);
      return;
    }
    const encoding = acceptedEncoding(request, asset.contentType);
    asset.encoded[encoding] ??= encoders[encoding](asset.body);
    const body = await asset.encoded[encoding];
    const etag = `"${asset.hash}-${encoding}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Cache-Control', asset.cacheControl);
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    response.setHeader('Content-Type', asset.contentType);
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
