// Opens a workspace's database: durable, with foreign keys, brought to this program's schema.
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { type Driver, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { AppError } from '../app-error.ts';
import { appliedSteps, migrate } from './migrate.ts';
import type { Schema } from './schema.ts';

/** `sql` for statements and transactions written with Kysely; `raw` for pragmas, integrity checks and bulk loading. */
export interface Db {
  readonly sql: Kysely<Schema>;
  readonly raw: Database.Database;
  close(): Promise<void>;
}

/** Cache of 64 MB: the whole ledger of a province fits, so that a cold figure reads memory. */
const CACHE_KIB = 65_536;

export interface OpenDbOptions {
  /** A reader runs beside the one writer of a workspace and never migrates. */
  readonly readOnly?: boolean;
  /** Makes the database; otherwise one must be there. */
  readonly create?: boolean;
  readonly now?: number;
}

/** Throws AppError `workspace-damaged`, `workspace-newer`, `disk-full` or `not-writable`. */
export function openDb(path: string, { readOnly = false, create = false, now = Date.now() }: OpenDbOptions = {}): Db {
  let raw: Database.Database | null = null;
  try {
    raw = new Database(path, { readonly: readOnly, timeout: 5_000 });
    raw.pragma(`cache_size = -${CACHE_KIB}`);
    raw.pragma('foreign_keys = ON');
    // Before anything is changed.
    if (appliedSteps(raw).size === 0 && !create) throw new AppError('workspace-damaged', { detail: 'no schema' });
    if (!readOnly) {
      raw.pragma('journal_mode = WAL');
      // FULL: what was reported as stored is on the disk, also after a power cut.
      raw.pragma('synchronous = FULL');
      migrate(raw, now);
    }
  } catch (error) {
    raw?.close();
    throw namedDbError(error, path) ?? error;
  }
  const sql = new Kysely<Schema>({ dialect: new LedgerDialect(raw) });
  return { sql, raw, close: () => sql.destroy() };
}

/** Statements that are kept ready; a program has some dozens. */
const READY_STATEMENTS = 64;

class LedgerDialect extends SqliteDialect {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database: keepingStatements(database) });
    this.#database = database;
  }

  /** On a full disk SQLite rolls back by itself; a second ROLLBACK would fail, and hide the reason of the first. */
  override createDriver(): Driver {
    const driver = super.createDriver();
    const rollback = driver.rollbackTransaction.bind(driver);
    driver.rollbackTransaction = async (connection) => {
      if (this.#database.inTransaction) await rollback(connection);
    };
    return driver;
  }
}

/** The database as Kysely sees it, with the statements that were run lately at hand. */
function keepingStatements(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, Database.Statement>();
  return {
    close: () => void database.close(),
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql);
      // The last used goes to the end, and the first is given up.
      statements.delete(sql);
      statements.set(sql, statement);
      const [oldest] = statements.keys();
      if (statements.size > READY_STATEMENTS && oldest !== undefined) statements.delete(oldest);
      return statement as ReturnType<SqliteDatabase['prepare']>;
    },
  };
}

/** The AppError that a SQLite error stands for, or null when it is a defect of ours. */
export function namedDbError(error: unknown, path: string): AppError | null {
  if (error instanceof AppError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return null;
  // A file that cannot grow is reported by SQLite as one that cannot be written.
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || /^SQLITE_IOERR_(WRITE|TRUNCATE|(DIR_)?FSYNC|SHM)/.test(code))
    return new AppError('disk-full', { dir: path });
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_IOERR'))
    return new AppError('workspace-damaged', {
      ...(path.endsWith('.sqlite') && { file: basename(path) }),
      detail: code,
    });
  if (code === 'SQLITE_CANTOPEN' || code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS')
    return new AppError('not-writable', { dir: path });
  return null;
}

/** The same for a file that was to be written, whose folder may be missing. */
export function namedWriteError(error: unknown, path: string): AppError | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EPERM')
    return new AppError('not-writable', { dir: path });
  return namedDbError(error, path);
}
