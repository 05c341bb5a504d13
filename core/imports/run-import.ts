// One import: opens its files and runs it, as a trial or in one transaction, so that all of it is written or nothing.

import { basename } from 'node:path';
import type { ImportReport } from '../../contract/imports.ts';
import { AppError } from '../app-error.ts';
import { namedDbError } from '../db/open.ts';
import { ImportProgress } from './import-progress.ts';
import { type ImportDeps, type ImportJob, ImportRun } from './import-run.ts';
import { openSourceFile, type SourceFile, SourceFileError } from './read/source-file.ts';
import { SourceCopies } from './source-copies.ts';

export type { ImportDeps, ImportJob } from './import-run.ts';

/**
 * Throws AppError (mapping, datum, disk, cancelled) or SourceFileError; nothing is written then.
 * Faults of single rows are in the report instead, and the other rows are imported.
 */
export async function runImport(deps: ImportDeps, job: ImportJob): Promise<ImportReport> {
  const files: SourceFile[] = [];
  const copies = new SourceCopies(deps.sourcesDir);
  const progress = new ImportProgress(deps.onProgress);
  try {
    for (const { path, name } of job.files) {
      progress.file = name ?? basename(path);
      const options = progress.readOptions(deps.signal);
      files.push(await openSourceFile(path, name === undefined ? options : { ...options, name }));
    }
    if (job.dryRun) return await new ImportRun(deps, job, files, progress, null).run();
    for (const file of files) await copies.add(file.path, file.sha256);
    return await deps.db.sql
      .transaction()
      .execute((transaction) => new ImportRun(deps, job, files, progress, transaction).run());
  } catch (error) {
    await copies.undo();
    if (error instanceof SourceFileError && job.files.length > 1) error.file = progress.file;
    throw deps.signal?.aborted ? new AppError('cancelled') : (namedDbError(error, deps.sourcesDir) ?? error);
  } finally {
    for (const file of files) await file.close();
  }
}
