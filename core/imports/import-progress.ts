// How far an import is: every file is read twice, for its hash and for its rows.
import type { ReadOptions } from './read/source-file.ts';

export interface ProgressReport {
  readonly file: string;
  readonly bytes: number;
  readonly bytesTotal: number;
  readonly rows: number;
}

export class ImportProgress {
  readonly #report: ((progress: ProgressReport) => void) | undefined;
  file = '';
  rows = 0;
  #bytes = 0;
  #filesBytes = 0;

  constructor(report: ((progress: ProgressReport) => void) | undefined) {
    this.#report = report;
  }

  readOptions(signal: AbortSignal | undefined): ReadOptions {
    let before = 0;
    let counted = false;
    const onProgress = (bytesRead: number, bytesTotal: number): void => {
      if (!counted) this.#filesBytes += 2 * bytesTotal;
      counted = true;
      // A second pass begins again at the start of the file.
      this.#bytes += bytesRead >= before ? bytesRead - before : bytesRead;
      before = bytesRead;
      this.tell();
    };
    return { onProgress, ...(signal ? { signal } : {}) };
  }

  tell(): void {
    this.#report?.({
      file: this.file,
      bytes: this.#bytes,
      bytesTotal: Math.max(this.#filesBytes, this.#bytes),
      rows: this.rows,
    });
  }
}
