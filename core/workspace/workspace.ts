// A workspace: one folder that holds a province's ledger, the files it was made from, and nothing else.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProvinceProfile } from '../../geodata/geometry/province-profile.ts';
import { AppError } from '../app-error.ts';
import { type Db, namedDbError, namedWriteError, openDb } from '../db/open.ts';
import { type Boundaries, loadBoundaries } from '../places/boundaries.ts';
import { BoundaryError } from '../places/boundary-error.ts';
import { loadProfile } from '../places/profiles.ts';
import { lockWorkspace, type WorkspaceLock } from './workspace-lock.ts';

export const defaultGeodataDir = fileURLToPath(new URL('../../geodata', import.meta.url));

export interface Workspace {
  readonly dir: string;
  readonly db: Db;
  readonly profile: ProvinceProfile;
  readonly boundaries: Boundaries;
  readonly geodataDir: string;
  /** Copies of all imported files, named by their SHA-256. */
  readonly sourcesDir: string;
  /** Files on their way in. */
  readonly uploadsDir: string;
  readonly dbPath: string;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly geodataDir?: string | undefined;
  /** A reader may run beside the writer; it takes no lock and changes nothing. */
  readonly readOnly?: boolean | undefined;
  /** What the process does with the workspace, for the one that finds it in use. */
  readonly purpose?: string | undefined;
  readonly now?: (() => number) | undefined;
}

/**
 * Makes a workspace in a new or empty directory. Throws AppError; what was made is then taken away again. Resolves to
 * what takes it away later.
 */
export async function createWorkspace(
  dir: string,
  options: { profile: string; geodataDir?: string | undefined; now?: (() => number) | undefined },
): Promise<() => Promise<void>> {
  const path = resolve(dir);
  if (existsSync(join(path, 'ledger.sqlite'))) throw new AppError('workspace-exists', { dir: path });
  const geodataDir = options.geodataDir ?? defaultGeodataDir;
  await loadProfile(options.profile, { geodataDir }).catch((error: unknown) => asAppError(error));
  const present = await namesIn(path);
  if (present !== null && present.length > 0) throw new AppError('directory-not-empty', { dir: path });
  const undo = async (): Promise<void> => {
    if (present === null) await rm(path, { recursive: true, force: true });
    else for (const name of await readdir(path)) await rm(join(path, name), { recursive: true, force: true });
  };
  try {
    await mkdir(join(path, 'sources'), { recursive: true });
    await mkdir(join(path, 'uploads'), { recursive: true });
    const db = openDb(join(path, 'ledger.sqlite'), { create: true, now: options.now?.() ?? Date.now() });
    try {
      await db.sql.insertInto('setting').values({ key: 'profile', value: options.profile }).execute();
    } finally {
      await db.close();
    }
    return undo;
  } catch (error) {
    await undo();
    throw namedWriteError(error, path) ?? error;
  }
}

/** What a directory holds; null = it is not there. Throws AppError where something else stands in its place. */
async function namesIn(dir: string): Promise<string[] | null> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    if (error.code === 'ENOTDIR') throw new AppError('directory-not-empty', { dir });
    throw namedDbError(error, dir) ?? error;
  });
}

/** Opens a workspace. Throws AppError `workspace-missing`, `workspace-in-use`, `workspace-newer`, `workspace-damaged`. */
export async function openWorkspace(dir: string, options: OpenOptions = {}): Promise<Workspace> {
  const path = resolve(dir);
  const dbPath = join(path, 'ledger.sqlite');
  if (!existsSync(dbPath)) throw new AppError('workspace-missing', { dir: path });
  const geodataDir = options.geodataDir ?? defaultGeodataDir;
  const readOnly = options.readOnly ?? false;
  const lock: WorkspaceLock | null = readOnly ? null : lockWorkspace(path, options.purpose ?? 'lianggao');
  let db: Db | null = null;
  try {
    db = openDb(dbPath, { readOnly, now: options.now?.() ?? Date.now() });
    const opened = db;
    const setting = await db.sql.selectFrom('setting').select('value').where('key', '=', 'profile').executeTakeFirst();
    if (!setting) throw new AppError('workspace-damaged', { detail: 'no profile' });
    const profile = await loadProfile(setting.value, { geodataDir });
    const boundaries = await loadBoundaries(profile, join(geodataDir, 'boundaries'));
    return {
      dir: path,
      db,
      profile,
      boundaries,
      geodataDir,
      dbPath,
      sourcesDir: join(path, 'sources'),
      uploadsDir: join(path, 'uploads'),
      close: async () => {
        await opened.close();
        lock?.release();
      },
    };
  } catch (error) {
    await db?.close();
    lock?.release();
    return asAppError(error, path);
  }
}

function asAppError(error: unknown, path = ''): never {
  if (error instanceof BoundaryError) throw new AppError('boundaries-refused', { zh: error.zh, en: error.en });
  throw namedDbError(error, path) ?? error;
}
