// Retention of messages: old blocks move to files as they are, proven equal before they leave the database, and are read from there.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { namedDbError, namedWriteError } from '../db/open.ts';
import { ready } from './ready-statement.ts';
import { dayOf, dayStart } from './time-rules.ts';

export interface ArchiveMessagesInput {
  /** Days of Shanghai's calendar whose messages are kept in the database besides today's; at least 1. */
  readonly olderThanDays: number;
  readonly now: number;
  /** Told before each step of each file; what it throws ends the run where it stands. */
  readonly onStep?: (step: 'write' | 'record') => void;
}

interface ArchivedBlock {
  readonly first: number;
  readonly path: string;
  readonly at: number;
  readonly length: number;
  readonly sha256: string;
}

const FOLDER = join('archive', 'messages');
/** A file ends with the block that fills it. */
const FILE_BYTES = 64 * 1024 * 1024;
/** Blocks recorded in one transaction, so that writers wait no longer than a moment. */
const PAGE = 50;

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Works beside a running host. A file of blocks, each as it stands in the database (zstd; the whole file can be unpacked as
 * one), is written to the disk; then each block is read back, compared, recorded and emptied in the same transaction.
 * Interrupted at any point it loses nothing: run again, it goes on where it was.
 * Throws AppError `disk-full`, `not-writable`, `archive-damaged`.
 */
export async function archiveMessages(
  db: Database.Database,
  input: ArchiveMessagesInput,
): Promise<{ readonly blocks: number; readonly bytes: number }> {
  const before = dayStart(dayOf(input.now) - Math.max(1, input.olderThanDays));
  const report = { blocks: 0, bytes: 0 };
  try {
    for (let from = 0; ; ) {
      const found = nextBlocks(db, from, before);
      const last = found.at(-1);
      if (!last) return report;
      input.onStep?.('write');
      const blocks = await writeFile(db, found);
      input.onStep?.('record');
      for (const { length } of record(db, blocks)) {
        report.blocks += 1;
        report.bytes += length;
      }
      from = last.first + 1;
    }
  } catch (error) {
    throw namedDbError(error, db.name) ?? namedWriteError(error, dirname(db.name)) ?? error;
  }
}

interface Found {
  readonly first: number;
  readonly receivedFrom: number;
  readonly length: number;
}

/** Blocks of their final size that are old enough, as many as make a file. */
function nextBlocks(db: Database.Database, from: number, before: number): Found[] {
  const rows = db
    .prepare(
      `SELECT first, received_from AS receivedFrom, length(body) AS length FROM message_block
       WHERE first >= ? AND received_to < ? AND length(body) > 0
         AND first + count <= (SELECT settled_message FROM reading_state) ORDER BY first`,
    )
    .iterate(from, before) as Iterable<Found>;
  const found: Found[] = [];
  let bytes = 0;
  for (const row of rows) {
    found.push(row);
    bytes += row.length;
    if (bytes >= FILE_BYTES) break;
  }
  return found;
}

async function writeFile(db: Database.Database, found: readonly Found[]): Promise<ArchivedBlock[]> {
  const [{ first, receivedFrom }] = found as [Found];
  const { path, file } = await newFile(dirname(db.name), receivedFrom, first);
  try {
    const blocks: ArchivedBlock[] = [];
    let at = 0;
    for (const each of found) {
      const body = bodyOf(db, each.first);
      if (!body) continue;
      await file.writeFile(body);
      blocks.push({ first: each.first, path, at, length: body.byteLength, sha256: sha256Of(body) });
      at += body.byteLength;
    }
    await file.sync();
    if (blocks.length === 0) await rm(join(dirname(db.name), path));
    const folder = await open(dirname(join(dirname(db.name), path)), 'r');
    await folder.sync().finally(() => folder.close());
    return blocks;
  } catch (error) {
    await rm(join(dirname(db.name), path), { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** A file is never overwritten: another run may be about to record what it has written. */
async function newFile(base: string, receivedFrom: number, first: number): Promise<{ path: string; file: FileHandle }> {
  const day = new Date(dayOf(receivedFrom) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '/');
  await mkdir(dirname(join(base, FOLDER, day)), { recursive: true });
  for (let number = 1; ; number += 1) {
    const path = join(FOLDER, `${day}-${first}${number === 1 ? '' : `-${number}`}.zst`);
    try {
      return { path, file: await open(join(base, path), 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const bodyOf = (db: Database.Database, first: number): Buffer | null => {
  const body = ready(db, 'SELECT body FROM message_block WHERE first = ?').pluck().get(first) as Buffer | undefined;
  return body === undefined || body.byteLength === 0 ? null : body;
};

/** Those that are in the file as they are in the database; a block that has changed since stays where it is. */
function record(db: Database.Database, blocks: readonly ArchivedBlock[]): ArchivedBlock[] {
  const recorded: ArchivedBlock[] = [];
  for (let from = 0; from < blocks.length; from += PAGE) {
    const page = blocks.slice(from, from + PAGE);
    db.transaction(() => {
      for (const block of page) {
        if (!bodyOf(db, block.first)?.equals(readBlock(dirname(db.name), block))) continue;
        ready(
          db,
          'INSERT INTO archived_block (first, path, at, length, sha256) VALUES (@first, @path, @at, @length, @sha256)',
        ).run(block);
        ready(db, "UPDATE message_block SET body = x'' WHERE first = ?").run(block.first);
        recorded.push(block);
      }
    }).immediate();
  }
  return recorded;
}

/** Throws AppError `archive-damaged` where the bytes are not those that were written. */
function readBlock(base: string, { path, at, length, sha256 }: ArchivedBlock): Buffer {
  const damaged = (detail: string): AppError => new AppError('archive-damaged', { path, detail });
  const bytes = Buffer.alloc(length);
  try {
    const file = openSync(join(base, path), 'r');
    try {
      if (readSync(file, bytes, 0, length, at) < length) throw damaged('short');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? damaged('missing') : error;
  }
  if (sha256Of(bytes) !== sha256) throw damaged('SHA-256');
  return bytes;
}

/** Bytes of a block that lies in a file. Throws AppError `archive-damaged`. */
export function archivedBody(db: Database.Database, first: number): Buffer {
  const sql = 'SELECT first, path, at, length, sha256 FROM archived_block WHERE first = ?';
  const block = ready(db, sql).get(first) as ArchivedBlock | undefined;
  if (!block) throw new AppError('archive-damaged', { path: `message_block ${first}`, detail: 'missing' });
  return readBlock(dirname(db.name), block);
}

/** Reads every archived block again. Throws AppError `archive-damaged` at the first that is not as it was written. */
export function verifyArchivedBlocks(db: Database.Database): number {
  const blocks = db.prepare('SELECT first, path, at, length, sha256 FROM archived_block').all() as ArchivedBlock[];
  for (const block of blocks) readBlock(dirname(db.name), block);
  return blocks.length;
}
