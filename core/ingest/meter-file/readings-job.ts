// What an import of readings is asked to do, and what it needs. Types only.
import type Database from 'better-sqlite3';
import type { ReadingObserver } from '../../readings/reading-observer.ts';
import type { Receipt, SourceMessage } from '../source-message.ts';
import type { ColumnAsk } from './file-channels.ts';
import type { MeterAsk } from './meter-plan.ts';

export interface ReadingsJob extends Omit<MeterAsk, 'columns'> {
  readonly path: string;
  /** The columns to import, or all columns of numbers as channels `<prefix>/<header>`. */
  readonly columns: readonly ColumnAsk[] | { readonly prefix: string };
  /** Device of channels that have to be made; default: `file/` and the channel or the prefix. */
  readonly device?: string | undefined;
}

/** The part of the store's writer that an import needs. */
export interface ReadingsSink {
  write(messages: readonly SourceMessage[]): Receipt[];
  settle(): void;
}

/** A file is read three times: for its hash, for the shape of its times and numbers, for its rows. */
export type ImportStage = 'hash' | 'shape' | 'rows';

export interface ImportProgress {
  readonly stage: ImportStage;
  readonly bytes: number;
  readonly bytesTotal: number;
}

export interface ReadingsImportDeps {
  readonly db: Database.Database;
  /** Opens the writer; what it would observe with anyway is passed through `beside`, each time it is made. */
  readonly openSink: (beside: (inner: ReadingObserver | null) => ReadingObserver) => ReadingsSink;
  /** Folder that keeps a copy of every imported file under its SHA-256. */
  readonly sourcesDir: string;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}
