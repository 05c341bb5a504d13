// Takes in files from browsers, which have no path on this machine to give: streamed to disk, whole or not at all.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { extname, join } from 'node:path';
import type { Sentence } from './sentence.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface Upload {
  /** Where it lies now; what imports.inspect and imports.run are given. */
  path: string;
  /** The user's own name for it, made harmless. */
  name: string;
  bytes: number;
}

/** An upload that came to nothing; no file is left behind. */
export class UploadRefused extends Error {
  readonly status: 413 | 507;
  readonly sentence: Sentence;
  constructor(status: 413 | 507, sentence: Sentence) {
    super(sentence.en);
    this.status = status;
    this.sentence = sentence;
  }
}

/**
 * Streams the request's body into `directory`. Throws UploadRefused when it is larger than `maxBytes` or the disk is
 * full, and the socket's error when the client goes away half-way. The body may then still be arriving.
 */
export async function receiveUpload(
  request: IncomingMessage,
  options: { directory: string; givenName: string; maxBytes: number },
): Promise<Upload> {
  const { directory, maxBytes } = options;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const name = safeFileName(options.givenName);
  const path = join(directory, `${randomBytes(8).toString('hex')}-${name}`);
  try {
    await mkdir(directory, { recursive: true });
    const file = await open(path, 'wx', 0o600);
    let bytes = 0;
    try {
      // Leaving the loop early must not cut the connection: the client still has to be told why.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        await file.appendFile(chunk);
      }
    } finally {
      await file.close();
    }
    return { path, name, bytes };
  } catch (error) {
    await rm(path, { force: true });
    throw isDiskFull(error) ? new UploadRefused(507, diskFull) : error;
  }
}

/** Removes uploads of more than a day ago: what an earlier run left, and what was never imported. */
export async function removeOldUploads(directory: string, now: number): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && now - found.mtimeMs > dayMs) await rm(path, { force: true });
  }
}

/**
 * The last part of a path from any system, with nothing in it that a file system, a shell or a log could take amiss;
 * at most 180 bytes, the ending kept. Letters of every script stay.
 */
export function safeFileName(given: string): string {
  const lastPart = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = lastPart.replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*%]/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = extname(clean).slice(0, 10);
  let stem = ending === '' ? clean : clean.slice(0, -ending.length);
  while (Buffer.byteLength(stem + ending) > 180) stem = Array.from(stem).slice(0, -1).join('');
  return stem + ending || 'file';
}

function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

const diskFull: Sentence = {
  code: 'disk-full',
  zh: '磁盘空间不足，文件没有保存。请清理磁盘空间后重新上传。',
  en: 'The disk is full and the file was not kept. Free some space and upload it again.',
};

function tooLarge(maxBytes: number): UploadRefused {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  return new UploadRefused(413, {
    code: 'upload-too-large',
    zh: `文件超过 ${megabytes} MB 的上限。请拆分后再上传。`,
    en: `The file is larger than the limit of ${megabytes} MB. Split it and upload the parts.`,
  });
}
