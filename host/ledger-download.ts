// GET /export/ledger.<format>: the ledger at two times as a file to keep.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { App } from '../core/app.ts';
import type { Sentence } from './sentence.ts';

type Format = Parameters<App['exportLedger']>[0];

const formats: readonly Format[] = ['csv', 'xlsx', 'geojson'];

/** The format that the path asks for; null = not a path of an export. */
export function exportFormat(path: string): Format | null {
  return formats.find((format) => path === `/export/ledger.${format}`) ?? null;
}

/** Reads `asOf` and `knownAt` (ms since the epoch, both may be missing); a sentence if one is no such number. */
export function exportTimes(query: URLSearchParams): { asOf?: number; knownAt?: number } | Sentence {
  const times: { asOf?: number; knownAt?: number } = {};
  for (const name of ['asOf', 'knownAt'] as const) {
    const text = query.get(name);
    if (text === null || text === '') continue;
    if (!/^-?\d{1,15}$/.test(text)) {
      return {
        code: 'bad-time',
        zh: `${name} 应为毫秒时间戳（整数）。请改正地址后重试。`,
        en: `${name} must be a whole number of milliseconds since 1970. Correct the address and try again.`,
      };
    }
    times[name] = Number(text);
  }
  return times;
}

/**
 * Streams the export no faster than the client takes it; stops when the client goes away. Throws the export's error:
 * where headers have been sent by then, cut the connection, so that no client takes half a ledger for a whole one.
 */
export async function sendExport(
  response: ServerResponse,
  file: Awaited<ReturnType<App['exportLedger']>>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const start = () =>
    response.writeHead(200, { 'Content-Type': file.contentType, 'Content-Disposition': attachment(file.fileName) });
  try {
    for await (const chunk of file.stream) {
      if (gone.signal.aborted) return;
      if (!response.headersSent) start();
      if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal });
    }
    if (!response.headersSent) start();
    response.end();
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

/** RFC 6266: the name in UTF-8 (RFC 5987), and one in ASCII for clients that know no better. */
export function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\w.-]+/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
