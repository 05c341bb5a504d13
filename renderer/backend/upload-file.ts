// Sends a chosen file to the host, which answers with the path that imports are told.

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
 * Uploads `file`; answers with its path on the host. Aborting `signal` ends it with an AbortError; a refusal
 * rejects with UploadRefused, a lost host with a TypeError. XMLHttpRequest, because fetch reports no progress of what it sends.
 */
export function uploadFile(file: File, onProgress: UploadProgress, signal: AbortSignal): Promise<string> {
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
