// Test support: a workspace of its own in the temp folder, files to import into it, and the figures that come out of it.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FigureDimension, FigureResult } from '../contract/figures.ts';
import type { ImportReport, ImportRequest, Mapping } from '../contract/imports.ts';
import type { Correction, EnterprisePage } from '../contract/ledger.ts';
import type { CheckResult } from './check/check-tally.ts';
import { checkWorkspace } from './check/check-workspace.ts';
import { type ExportFormat, exportLedger } from './exports/export-ledger.ts';
import type { FigureAsk } from './figures/figure-ask.ts';
import { Figures } from './figures/handlers.ts';
import { MonitoringFigures } from './figures/monitoring-figures.ts';
import { Imports } from './imports/handlers.ts';
import { type ImportDeps, runImport } from './imports/run-import.ts';
import { Ledger } from './ledger/handlers.ts';
import { type AskedTimes, LedgerReader } from './ledger/ledger-reader.ts';
import { asAppError, refusalText } from './refusal.ts';
import { createWorkspace, defaultGeodataDir, openWorkspace, type Workspace } from './workspace/workspace.ts';

/** A file shipped with the product, below geodata/ledgers/. */
export const bundledFile = (name: string): string => join(defaultGeodataDir, 'ledgers', name);

export interface NewFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Rows of a CSV file or text, the header first. */
export const csvRows = (text: string): string[][] => parse(text, { bom: true, relaxColumnCount: true });
export const bundledRows = (name: string): string[][] => csvRows(readFileSync(bundledFile(name), 'utf8'));

export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** Gives the columns of one row new texts, by their headers. */
export function withCells(
  rows: readonly (readonly string[])[],
  rowNumber: number,
  texts: Readonly<Record<string, string>>,
): string[][] {
  const header = rows[0] ?? [];
  return rows.map((row, index) =>
    index === rowNumber - 1 ? row.map((text, at) => texts[header[at] ?? ''] ?? text) : [...row],
  );
}

export const day = 86_400_000;

/** A list with the fewest columns that make sense, and the mapping by which it is read. */
export const listMapping: Mapping = {
  name: 'list',
  sheets: [
    {
      fields: {
        enterpriseKey: 'plant',
        enterpriseName: 'name',
        unitKey: 'unit',
        product: { constant: 'coal-fired-power' },
        capacity: 'mw',
        capacityUnit: { constant: 'MW' },
        status: 'status',
        longitude: 'lon',
        latitude: 'lat',
      },
    },
  ],
};

export interface ListRow {
  readonly unit: string;
  readonly plant?: string;
  readonly name?: string;
  readonly mw?: string | number;
  readonly status?: string;
  readonly lon?: string | number;
  readonly lat?: string | number;
}

/** Rows of that list; what a row leaves out is a plant of 100 MW that operates in Jinan. */
export function listFile(rows: readonly ListRow[], name = 'list.csv'): NewFile {
  const lines = rows.map(
    ({
      unit,
      plant = 'P1',
      name: plantName = '一号电厂',
      mw = 100,
      status = 'operating',
      lon = 117.12,
      lat = 36.65,
    }) => [...[unit, plant, plantName, mw, status, lon, lat]],
  );
  return { name, content: csvText([['unit', 'plant', 'name', 'mw', 'status', 'lon', 'lat'], ...lines]) };
}

export class TestLedger implements AsyncDisposable {
  readonly dir: string;
  readonly workspace: Workspace;
  readonly reader: LedgerReader;
  readonly figures: Figures;
  readonly imports: Imports;
  readonly #ledger: Ledger;
  /** The one clock. It goes on by a minute after every import and correction. */
  now = Date.parse('2025-01-01T00:00:00Z');

  private constructor(dir: string, workspace: Workspace) {
    const clock = (): number => this.now;
    this.dir = dir;
    this.workspace = workspace;
    this.reader = new LedgerReader(workspace.db, clock);
    this.figures = new Figures(
      workspace.db,
      this.reader,
      workspace.boundaries,
      new MonitoringFigures(() => null, workspace.boundaries),
    );
    this.imports = new Imports(workspace, clock);
    this.#ledger = new Ledger(workspace.db, this.reader, workspace.boundaries);
  }

  static async open(profile = 'shandong', parent = tmpdir()): Promise<TestLedger> {
    const dir = await mkdtemp(join(parent, 'lianggao-ledger-'));
    await createWorkspace(join(dir, 'workspace'), { profile });
    return new TestLedger(dir, await openWorkspace(join(dir, 'workspace')));
  }

  /** Puts a file into the temp folder; its path. */
  async write({ name, content }: NewFile): Promise<string> {
    const path = join(this.dir, name);
    await writeFile(path, content);
    return path;
  }

  async import(
    files: readonly (string | NewFile)[],
    request: Partial<ImportRequest> = {},
    watch: Pick<ImportDeps, 'signal' | 'onProgress'> = {},
  ): Promise<ImportReport> {
    const paths: { path: string }[] = [];
    for (const file of files) paths.push({ path: typeof file === 'string' ? file : await this.write(file) });
    const { db, boundaries, sourcesDir } = this.workspace;
    const job = await this.imports.job({ ...request, files: paths });
    const report = await runImport({ db, boundaries, sourcesDir, now: () => this.now, ...watch }, job);
    if (!job.dryRun) this.now += 60_000;
    return report;
  }

  /** Imports rows of the list above. */
  list(rows: readonly ListRow[], request: Partial<ImportRequest> = {}): Promise<ImportReport> {
    return this.import([listFile(rows)], { mapping: listMapping, ...request });
  }

  async correct(correction: Omit<Correction, 'actor' | 'reason'> & Partial<Correction>): Promise<void> {
    await this.#ledger.correct({ actor: '张三', reason: '现场核实', ...correction }, this.now);
    this.now += 60_000;
  }

  enterprise(id: string, times: AskedTimes = {}): Promise<EnterprisePage> {
    return this.#ledger.enterprise(id, times);
  }

  figure(id: string, ask: Partial<FigureAsk> = {}): Promise<FigureResult> {
    return this.figures.get({ by: [], where: {}, ...ask, id });
  }

  /** The figure's values by the keys of one dimension, "product key" where rows are of several products. */
  async values(id: string, by: FigureDimension, ask: Partial<FigureAsk> = {}): Promise<Record<string, number | null>> {
    const { rows } = await this.figure(id, { ...ask, by: [by] });
    const manyProducts = new Set(rows.map((row) => row.keys.product)).size > 1 && by !== 'product';
    return Object.fromEntries(
      rows.map((row) => [manyProducts ? `${row.keys.product} ${row.keys[by]}` : String(row.keys[by]), row.value]),
    );
  }

  /** Rows of every table. */
  tables(): Record<string, number> {
    const { raw } = this.workspace.db;
    const names = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    return Object.fromEntries(
      names.map((name) => [name, raw.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]),
    );
  }

  /** What `lianggao check` finds wrong; none in a sound workspace. */
  async problems(): Promise<CheckResult[]> {
    return (await checkWorkspace(this.workspace)).filter((check) => !check.ok);
  }

  async export(format: ExportFormat, times: AskedTimes = {}): Promise<Buffer> {
    const { db, boundaries } = this.workspace;
    const { stream } = await exportLedger({ db, reader: this.reader, boundaries, isDrill: false }, format, times);
    const parts: Uint8Array[] = [];
    for await (const part of stream) parts.push(part);
    return Buffer.concat(parts);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.workspace.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** The refusal of a promise, whose sentences must be whole in both languages. Anything else is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<{ code: string; zh: string; en: string }> {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  const refusal = asAppError(error, 'the disk');
  if (!refusal) throw error;
  const text = refusalText(refusal);
  for (const sentence of [text.zh, text.en]) {
    if (sentence === '' || /undefined|NaN|\[object/.test(sentence)) throw new Error(`not a sentence: ${sentence}`);
  }
  return text;
}
