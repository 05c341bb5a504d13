// Brings a chosen file to the core: by its path where the core can open it there, else sent to the host. Either ends with a path.
import { shellWords } from '../i18n/shell-words.ts';
import { findHere } from './choose-wire.ts';

/** Fraction 0…1 of the bytes sent. */
export type UploadProgress = (fraction: number) => void;

/** The host would not take the file; its own sentence in both languages. */
export class UploadRefused extends Error {
  readonly data: { readonly zh: string; readonly en: string };
  constructor(zh: string, en: string) {
    super(en);
    this.data = { zh, en };
  }
}

/**
 * Answers with the path that imports are told. Aborting `signal` ends it with an AbortError; a refusal rejects with
 * UploadRefused, a lost host with a TypeError.
 */
export async function uploadFile(
  file: File,
  onProgress: UploadProgress,
  signal: AbortSignal,
  pathHere = findHere(),
): Promise<string> {
  if (pathHere === null) return sendFile(file, onProgress, signal);
  const path = await pathHere(file);
  signal.throwIfAborted();
  if (path === '') throw new UploadRefused(shellWords.zh.noPath, shellWords.en.noPath);
  onProgress(1);
  return path;
}

/** XMLHttpRequest, because fetch reports no progress of what it sends. */
function sendFile(file: File, onProgress: UploadProgress, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      const answer = request.response as { path?: string; zh?: string; en?: string } | null;
      if (answer?.path !== undefined) resolve(answer.path);
      else reject(new UploadRefused(answer?.zh ?? `HTTP ${request.status}`, answer?.en ?? `HTTP ${request.status}`));
    });
    request.addEventListener('error', () => reject(new TypeError('The host could not be reached.')));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
