// Keeps a copy of every imported file under its hash, and takes back the copies of an import that failed.
import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export class SourceCopies {
  readonly #dir: string;
  readonly #added: string[] = [];

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Copies `path` as `<dir>/<sha256>` unless it is there. A reflink where the file system has them. */
  async add(path: string, sha256: string): Promise<void> {
    const target = join(this.#dir, sha256);
    const there = await access(target).then(
      () => true,
      () => false,
    );
    if (there) return;
    await mkdir(this.#dir, { recursive: true });
    const part = `${target}.part`;
    this.#added.push(part);
    await copyFile(path, part, constants.COPYFILE_FICLONE);
    // The file may have been read-only, and its copy with it.
    await chmod(part, 0o600);
    // The ledger will be on the disk for certain; so must be what it rests on.
    const copy = await open(part, 'r+');
    await copy.sync().finally(() => copy.close());
    await rename(part, target);
    this.#added.push(target);
  }

  async undo(): Promise<void> {
    for (const path of this.#added) await rm(path, { force: true });
  }
}
