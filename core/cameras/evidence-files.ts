// The evidence store: files under their SHA-256, written whole or not at all, never changed.
import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namedWriteError } from '../db/open.ts';

export const EVIDENCE_DIR = 'evidence';

/** Resolves to the SHA-256 once the bytes are on the disk. Throws AppError `disk-full`, `not-writable`. */
export async function keepEvidence(directory: string, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(directory, sha256);
  const part = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(directory, { recursive: true });
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return sha256;
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    // The name too must outlast a power cut.
    const folder = await open(directory, 'r');
    await folder.sync().finally(() => folder.close());
    return sha256;
  } catch (error) {
    await rm(part, { force: true });
    throw namedWriteError(error, directory) ?? error;
  }
}

/** The bytes, if they are those that the name says; null = they are not there, or are others. */
export async function readEvidence(directory: string, sha256: string): Promise<Buffer | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const bytes = await readFile(join(directory, sha256)).catch(() => null);
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : null;
}
