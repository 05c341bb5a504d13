// Calls around imports: presets, a first look into a file, and the import itself in a worker with progress and cancel.
import { Worker } from 'node:worker_threads';
import type {
  ImportProgress,
  ImportRecord,
  ImportReport,
  ImportRequest,
  Inspection,
  Mapping,
} from '../../contract/imports.ts';
import { datumRefusal, parseDatum } from '../../geodata/geometry/datum.ts';
import { AppError } from '../app-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { chooseSheetMapping } from './choose-mapping.ts';
import { guessFields } from './guess-rules.ts';
import type { WorkerInput, WorkerMessage } from './import-worker.ts';
import { bundledPresets } from './presets/bundled.ts';
import { openSourceFile } from './read/source-file.ts';
import type { ImportJob } from './run-import.ts';
import * as store from './store.ts';

/** Rows of a sheet that the mapping dialog shows. */
const SAMPLE_ROWS = 20;

export class Imports {
  readonly #workspace: Workspace;
  readonly #now: () => number;
  /** Newest first. */
  #listed: ImportRecord[] = [];

  constructor(workspace: Workspace, now: () => number) {
    this.#workspace = workspace;
    this.#now = now;
  }

  async presets(): Promise<{ mapping: Mapping; bundled: boolean }[]> {
    const saved = await store.readSavedPresets(this.#workspace.db.sql);
    return [
      ...bundledPresets.map((mapping) => ({ mapping, bundled: true })),
      ...saved.map((mapping) => ({ mapping, bundled: false })),
    ];
  }

  /** Throws AppError `mapping-name-taken` or `mapping-invalid`. */
  async savePreset(mapping: Mapping): Promise<{ name: string }> {
    checkPatterns(mapping);
    if (bundledPresets.some((preset) => preset.name === mapping.name))
      throw new AppError('mapping-name-taken', { name: mapping.name });
    await store.savePreset(this.#workspace.db.sql, mapping, this.#now());
    return { name: mapping.name };
  }

  /** Throws SourceFileError. */
  async inspect(path: string, name?: string): Promise<Inspection> {
    const presets = (await this.presets()).map((preset) => preset.mapping);
    const file = await openSourceFile(path, name === undefined ? {} : { name });
    try {
      const sheets: Inspection['sheets'] = [];
      for await (const sheet of file.sheets()) {
        const sample: Inspection['sheets'][number]['sample'] = [];
        for await (const batch of sheet.rows()) {
          for (const row of batch.slice(0, SAMPLE_ROWS)) sample.push({ row: row.rowNumber, cells: [...row.cells] });
          break;
        }
        const chosen = chooseSheetMapping(sheet.columns, null, presets);
        sheets.push({
          name: sheet.name,
          columns: [...sheet.columns],
          sample,
          preset: chosen.found ? chosen.mapping.name : null,
          guess: guessFields(sheet.columns),
        });
      }
      return { name: file.name, bytes: file.bytes, format: file.format, encoding: file.encoding, sheets };
    } finally {
      await file.close();
    }
  }

  /** A report never changes, and may be large: each is read once. */
  async list(): Promise<ImportRecord[]> {
    const fresh = (await store.readImports(this.#workspace.db.sql, { after: this.#listed[0]?.id ?? 0 })).map(
      ({ id, recordedAt, actor, reason, report }) => ({
        id,
        recordedAt,
        actor,
        reason,
        preset: report.preset,
        crs: report.crs,
        files: report.files.map((file) => ({ name: file.name, sha256: file.sha256, bytes: file.bytes })),
        rows: report.rows,
        inserted: report.inserted,
        updated: report.updated,
        unchanged: report.unchanged,
        rejected: report.rejectedRows,
      }),
    );
    const newest = this.#listed[0]?.id ?? 0;
    this.#listed = [...fresh.filter(({ id }) => id > newest), ...this.#listed];
    return [...this.#listed];
  }

  /** Throws AppError `unknown-record`. */
  async report(id: number): Promise<ImportReport> {
    const [found] = await store.readImports(this.#workspace.db.sql, { id });
    if (!found) throw new AppError('unknown-record', { id });
    return found.report;
  }

  /** Resolves names to what `runImport` needs. Throws AppError `unknown-preset`, `unknown-crs` or `mapping-invalid`. */
  async job(request: ImportRequest): Promise<ImportJob> {
    const presets = (await this.presets()).map((preset) => preset.mapping);
    let mapping = request.mapping ?? null;
    if (request.preset !== undefined && !mapping) {
      mapping = presets.find((preset) => preset.name === request.preset) ?? null;
      if (!mapping)
        throw new AppError('unknown-preset', {
          preset: request.preset,
          accepted: presets.map((preset) => preset.name).join(', '),
        });
    }
    if (mapping) checkPatterns(mapping);
    if (request.crs !== undefined && parseDatum(request.crs) === null)
      throw new AppError('unknown-crs', datumRefusal(request.crs));
    return {
      files: request.files,
      mapping,
      presets,
      crs: request.crs ?? null,
      dryRun: request.dryRun ?? false,
      validFrom: request.validFrom ?? null,
      actor: request.actor ?? 'operator',
      reason: request.reason ?? null,
    };
  }

  /** Runs a job in a worker; ends with its report. Throws AppError; aborting the signal undoes everything. */
  async *run(job: ImportJob, signal: AbortSignal | undefined): AsyncGenerator<ImportProgress> {
    const { dbPath, sourcesDir, geodataDir, profile } = this.#workspace;
    const input: WorkerInput = { dbPath, sourcesDir, geodataDir, profile: profile.id, job, now: this.#now() };
    const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { workerData: input });
    const queue: WorkerMessage[] = [];
    let ended = false;
    let wake = (): void => undefined;
    worker.on('message', (message: WorkerMessage) => {
      // Only the newest progress matters to a reader that is slower than the worker.
      if (queue.at(-1)?.kind === 'progress' && message.kind === 'progress') queue.pop();
      queue.push(message);
      wake();
    });
    worker.on('error', (error: Error) => {
      queue.push({ kind: 'failed', message: error.stack ?? error.message });
      wake();
    });
    worker.on('exit', () => {
      ended = true;
      wake();
    });
    const cancel = (): void => worker.postMessage('cancel');
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      while (true) {
        const message = queue.shift();
        if (message?.kind === 'progress') yield message;
        else if (message?.kind === 'report') return yield message;
        else if (message?.kind === 'refused') throw new AppError('file-refused', { ...message.refusal });
        else if (message?.kind === 'failed') throw new Error(message.message);
        else if (ended) throw new Error('the import worker ended without a report');
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (queue.length > 0 || ended) resolve();
          });
        }
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      // A reader that went away has cancelled; the worker undoes its work before it ends.
      if (!ended) {
        cancel();
        await new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      }
    }
  }
}

function checkPatterns({ sheets }: Mapping): void {
  for (const { outputs } of sheets) {
    try {
      if (outputs) new RegExp(outputs.yearColumns);
    } catch (error) {
      throw new AppError('mapping-invalid', { detail: (error as Error).message });
    }
  }
}
