// Answers app:// as the host answers a browser: the built screen, the ground files and exports, under the same headers.
import type { CustomScheme } from 'electron';
import { type Asset, assetMissing, createAssetFinder } from '../host/assets.ts';
import { securityHeaders } from '../host/security-headers.ts';
import { appOrigin, appScheme } from './app-address.ts';

/** To be registered before the app is ready: an origin of its own, as trusted as https. */
export const privilegedScheme: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

export interface Download {
  readonly status: number;
  readonly contentType: string;
  readonly disposition: string | null;
  readonly body: ReadableStream<Uint8Array>;
}

export function createAppProtocol(options: {
  assetsDir: string;
  geodataDir: string;
  /** An export of the ledger, as path and query name it. */
  download(path: string, query: string): Promise<Download>;
}): (request: Request) => Promise<Response> {
  const findAsset = createAssetFinder(options);

  async function answer({ url, method, headers }: Request): Promise<Response> {
    if (!url.startsWith(`${appOrigin}/`)) return new Response(null, { status: 404 });
    if (method !== 'GET' && method !== 'HEAD')
      return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } });
    // Not decoded: what is encoded is no path of ours.
    const [path = '', query = ''] = url.slice(appOrigin.length).replace(/#.*$/, '').split('?');
    if (path.startsWith('/export/')) {
      const { status, contentType, disposition, body } = await options.download(path, query);
      const named = disposition === null ? {} : { 'Content-Disposition': disposition };
      return new Response(body, { status, headers: { 'Content-Type': contentType, ...named } });
    }
    const asset = await findAsset(path);
    if (asset === null) {
      const { status, sentence } = assetMissing(path);
      return Response.json(sentence, { status });
    }
    return answerAsset(asset, headers.get('range'), method === 'HEAD');
  }

  return async (request) => {
    const response = await answer(request).catch(() => Response.json(notNow, { status: 503 }));
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return response;
  };
}

const notNow = {
  code: 'host-away',
  zh: '数据服务暂时不可用，文件没有导出。请稍后重试。',
  en: 'The host is away for the moment and nothing was exported. Try again shortly.',
};

function answerAsset({ body, contentType, cacheControl }: Asset, range: string | null, headOnly: boolean): Response {
  const headers = { 'Content-Type': contentType, 'Cache-Control': cacheControl, 'Accept-Ranges': 'bytes' };
  const size = body.byteLength;
  const wanted = wantedBytes(range, size);
  if (wanted === 'none') {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } });
  }
  const [first, last] = wanted ?? [0, size - 1];
  const part = new Uint8Array(body.subarray(first, last + 1));
  return new Response(headOnly ? null : part, {
    status: wanted === null ? 200 : 206,
    headers: {
      ...headers,
      'Content-Length': String(part.byteLength),
      ...(wanted !== null && { 'Content-Range': `bytes ${first}-${last}/${size}` }),
    },
  });
}

/**
 * First and last byte that a Range header asks for; null = the whole file, also where it asks for several ranges or makes
 * no sense (RFC 9110 lets them be ignored); `none` = nothing of it is there.
 */
export function wantedBytes(range: string | null, size: number): [first: number, last: number] | 'none' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') return Number(to) === 0 || size === 0 ? 'none' : [Math.max(0, size - Number(to)), size - 1];
  if (to !== '' && Number(to) < Number(from)) return null;
  if (Number(from) >= size) return 'none';
  return [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
}
