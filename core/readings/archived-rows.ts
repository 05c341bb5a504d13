// Readings of archived days, out of their Parquet files, for callers that read the database and cannot wait for promises.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import type { ArchiveAnswer, ArchiveQuestion } from './archive-thread.ts';
import { rowOf } from './archived-row.ts';
import { ready } from './ready-statement.ts';
import type { StoredRow } from './stored-row.ts';
import { dayOf } from './time-rules.ts';

const LONGEST_MS = 120_000;

interface ArchivedFile {
  readonly path: string;
  readonly bytes: number;
}

/** Settled readings of a channel in [from, to) that lie in files, in the order of time, the first `limit`. Throws AppError `archive-damaged`. */
export function archivedRows(
  db: Database.Database,
  channel: number,
  from: number,
  to: number,
  limit = Number.POSITIVE_INFINITY,
): StoredRow[] {
  if (to <= from) return [];
  const days = ready(db, 'SELECT path, bytes FROM archived_day WHERE day >= ? AND day <= ? ORDER BY day').all(
    dayOf(from),
    dayOf(to - 1),
  ) as ArchivedFile[];
  if (days.length === 0) return [];
  const base = dirname(db.name);
  for (const { path, bytes } of days) {
    const size = statSync(join(base, path), { throwIfNoEntry: false })?.size;
    if (size !== bytes)
      throw new AppError('archive-damaged', { path, detail: size === undefined ? 'missing' : `${size} bytes` });
  }
  const files = days.map(({ path }) => join(base, path));
  const answer = ask({ files, channel, from, to, limit: Number.isFinite(limit) ? limit : null });
  if ('problem' in answer) throw new AppError('archive-damaged', { path: days[0]?.path ?? '', detail: answer.problem });
  return answer.rows.map(rowOf);
}

/**
 * The thread that DuckDB runs in: its calls are promises only, and the store's statements are not. Whoever asks stands still
 * until it has answered: some milliseconds a day's file.
 */
let thread: { readonly port: MessagePort; readonly answered: Int32Array } | null = null;

function ask(question: ArchiveQuestion): ArchiveAnswer {
  thread ??= startThread();
  const { port, answered } = thread;
  Atomics.store(answered, 0, 0);
  port.postMessage(question);
  Atomics.wait(answered, 0, 0, LONGEST_MS);
  const received = receiveMessageOnPort(port) as { message: ArchiveAnswer } | undefined;
  if (received) return received.message;
  thread = null;
  return { problem: 'no answer' };
}

function startThread(): NonNullable<typeof thread> {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./archive-thread.ts', import.meta.url), {
    workerData: { port: port2, answered },
    transferList: [port2],
  });
  // Neither keeps the program from ending.
  worker.unref();
  port1.unref();
  return { port: port1, answered };
}
