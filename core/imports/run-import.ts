// One import: reads files, says what each row means, and (unless it is a trial) writes all of it in one transaction or nothing.
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Flagged, ImportFinding, ImportReport, Mapping } from '../../contract/imports.ts';
import type { RecordFlag } from '../../contract/ledger.ts';
import { type Datum, parseDatum } from '../../geodata/geometry/datum.ts';
import { AppError } from '../app-error.ts';
import type { Db } from '../db/open.ts';
import type { Schema } from '../db/schema.ts';
import { OPEN_END } from '../db/times.ts';
import { OriginMaps, type OriginRef } from '../ledger/origins.ts';
import type { RecordKind } from '../ledger/records.ts';
import {
  compare,
  currentVersions,
  type Statement,
  type WritableChange,
  writeChanges,
  writeIdentities,
} from '../ledger/version-store.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { type ChosenMapping, chooseSheetMapping } from './choose-mapping.ts';
import { keepCorrections } from './keep-corrections.ts';
import { type MergedRecord, MergedRecords, type RowRef } from './merged-records.ts';
import { type RowPlace, RowPlacer } from './place-row.ts';
import {
  openSourceFile,
  type ReadOptions,
  type SourceFile,
  type SourceRow,
  type SourceSheet,
} from './read/source-file.ts';
import {
  CONSTANT,
  type CompiledSheet,
  compileSheet,
  type Draft,
  type Finding,
  interpretRow,
  type RowMeaning,
} from './rules.ts';
import { SourceCopies } from './source-copies.ts';
import * as store from './store.ts';

export interface ImportJob {
  readonly files: readonly { readonly path: string; readonly name?: string | undefined }[];
  /** The mapping to use; null = the first of `presets` that recognises a sheet's headers. */
  readonly mapping: Mapping | null;
  readonly presets: readonly Mapping[];
  /** Datum of the coordinates; null = the mapping's, or else WGS84. */
  readonly crs: string | null;
  readonly dryRun: boolean;
  readonly validFrom: number | null;
  readonly actor: string;
  readonly reason: string | null;
}

export interface ImportDeps {
  readonly db: Db;
  readonly boundaries: Boundaries;
  /** Folder that keeps a copy of every imported file under its hash, so that a number can be checked against it. */
  readonly sourcesDir: string;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?:
    | ((progress: { file: string; bytes: number; bytesTotal: number; rows: number }) => void)
    | undefined;
}

/**
 * Throws AppError (mapping, datum, disk, cancelled) or SourceFileError; nothing is written then.
 * Faults of single rows are in the report instead, and the other rows are imported.
 */
export async function runImport(deps: ImportDeps, job: ImportJob): Promise<ImportReport> {
  const files: SourceFile[] = [];
  const copies = new SourceCopies(deps.sourcesDir);
  try {
    const progress = new Progress(deps.onProgress);
    for (const { path, name } of job.files) {
      const file = await openSourceFile(path, progress.readOptions(deps.signal));
      files.push(name === undefined ? file : { ...file, name, skippedSheets: file.skippedSheets });
    }
    if (job.dryRun) return await new ImportRun(deps, job, files, progress, null).run();
    for (const file of files) await copies.add(file.path, file.sha256);
    return await deps.db.sql
      .transaction()
      .execute((transaction) => new ImportRun(deps, job, files, progress, transaction).run());
  } catch (error) {
    await copies.undo();
    throw deps.signal?.aborted ? new AppError('cancelled') : error;
  } finally {
    for (const file of files) await file.close();
  }
}

/** Tells how far the import is: every file is read twice, for its hash and for its rows. */
class Progress {
  readonly #report: ImportDeps['onProgress'];
  file = '';
  rows = 0;
  #bytes = 0;
  #filesBytes = 0;

  constructor(report: ImportDeps['onProgress']) {
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

/** A unit of a row with its id and where it stands. */
interface PlacedUnit {
  readonly id: string;
  readonly row: RowRef;
  readonly draft: Draft;
  readonly values: Record<string, string | number | null>;
}

class ImportRun {
  readonly #deps: ImportDeps;
  readonly #job: ImportJob;
  readonly #files: readonly SourceFile[];
  /** null = a trial: everything is read and compared, nothing written. */
  readonly #transaction: Transaction<Schema> | null;
  readonly #progress: Progress;
  readonly #startedAt: number;
  readonly #enterprises = new MergedRecords();
  readonly #sites = new MergedRecords();
  readonly #outputs = new MergedRecords();
  readonly #datasetOf = new Map<string, string>();
  /** Unit id → row that stated it first, and a digest of what it said. */
  readonly #seenUnits = new Map<string, { rowNumber: number; digest: string }>();
  readonly #report: ImportReport;
  #maps: OriginMaps | null = null;
  #recordedAt = 0;
  #importId: number | null = null;
  #nextSourceRowId = 1;
  #existingUnits = 0;
  #mapping: Mapping | null;
  #crs = '';
  #placer: RowPlacer | null = null;

  constructor(
    deps: ImportDeps,
    job: ImportJob,
    files: readonly SourceFile[],
    progress: Progress,
    transaction: Transaction<Schema> | null,
  ) {
    this.#deps = deps;
    this.#progress = progress;
    this.#job = job;
    this.#files = files;
    this.#transaction = transaction;
    this.#mapping = job.mapping;
    this.#startedAt = performance.now();
    this.#report = {
      importId: null,
      dryRun: job.dryRun,
      files: [],
      preset: '',
      crs: '',
      rows: 0,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      rejected: [],
      rejectedRows: 0,
      warnings: [],
      absent: 0,
      flags: {
        nearBoundary: [],
        offshore: [],
        outsideProvince: [],
        declaredPlaceDiffers: [],
        declaredCountyDiffers: [],
        impossibleCoordinates: [],
        blankCapacity: 0,
      },
      seconds: 0,
    };
  }

  get #sql(): Transaction<Schema> | Db['sql'] {
    return this.#transaction ?? this.#deps.db.sql;
  }

  async run(): Promise<ImportReport> {
    this.#maps = await OriginMaps.load(this.#sql);
    this.#recordedAt = await store.nextRecordedAt(this.#sql, this.#deps.now());
    this.#nextSourceRowId = (await store.lastSourceRowId(this.#sql)) + 1;
    for (const file of this.#files) await this.#readFile(file);
    await this.#finishRecords('enterprise', this.#enterprises);
    await this.#finishRecords('site', this.#sites);
    await this.#finishRecords('output', this.#outputs);
    const report = this.#report;
    if (this.#mapping && this.#seenUnits.size > 0) {
      const known = await store.countCurrentUnits(this.#sql, this.#mapping.name, OPEN_END);
      const added = this.#transaction ? this.#seenUnits.size - this.#existingUnits : 0;
      report.absent = Math.max(0, known - added - this.#existingUnits);
    }
    report.seconds = Math.round(performance.now() - this.#startedAt) / 1000;
    if (this.#transaction && this.#importId !== null) {
      report.importId = this.#importId;
      await store.storeReport(this.#transaction, this.#importId, report);
    }
    return report;
  }

  async #readFile(file: SourceFile): Promise<void> {
    this.#progress.file = file.name;
    const sheets: ImportReport['files'][number]['sheets'] = [];
    const misfits: { columns: readonly string[]; missing: readonly string[] }[] = [];
    this.#report.files.push({
      name: file.name,
      sha256: file.sha256,
      bytes: file.bytes,
      format: file.format,
      encoding: file.encoding,
      sheets,
    });
    let fileId: number | null = null;
    for await (const sheet of file.sheets()) {
      const chosen = chooseSheetMapping(sheet.columns, this.#mapping, this.#job.presets);
      if (!chosen.found) {
        misfits.push({ columns: sheet.columns, missing: chosen.missing });
        sheets.push({ name: sheet.name, rows: 0, used: false });
        continue;
      }
      if (this.#importId === null) await this.#begin(chosen.mapping);
      let sheetId = 0;
      if (this.#transaction && this.#importId !== null) {
        fileId ??= await store.ensureSourceFile(this.#transaction, file);
        sheetId = await store.insertSourceSheet(this.#transaction, {
          importId: this.#importId,
          fileId,
          name: sheet.name,
          headerRow: sheet.headerRow,
          columns: sheet.columns,
        });
      }
      const rows = await this.#readSheet(file, sheet, sheetId, chosen);
      sheets.push({ name: sheet.name, rows, used: true });
    }
    for (const skipped of file.skippedSheets) sheets.push({ name: skipped.name, rows: 0, used: false });
    if (sheets.every((sheet) => !sheet.used)) {
      const nearest = misfits.toSorted((a, b) => a.missing.length - b.missing.length)[0];
      const quoted = (list: readonly string[] = []): string =>
        list.slice(0, 12).join('、') + (list.length > 12 ? ' …' : '');
      if (this.#mapping === null)
        throw new AppError('preset-not-recognised', { file: file.name, columns: quoted(nearest?.columns) });
      throw new AppError('mapping-does-not-fit', {
        preset: this.#mapping.name,
        file: file.name,
        missing: quoted(nearest?.missing),
      });
    }
  }

  /** The first sheet that a mapping recognises decides the mapping, and with it the datum, for the whole import. */
  async #begin(mapping: Mapping): Promise<void> {
    this.#mapping = mapping;
    this.#crs = this.#job.crs ?? mapping.crs ?? 'wgs84';
    if (parseDatum(this.#crs) === null) throw new AppError('unknown-crs', { crs: this.#crs });
    this.#report.preset = mapping.name;
    this.#report.crs = this.#crs;
    this.#placer = new RowPlacer(this.#deps.boundaries, parseDatum(this.#crs) as Datum);
    if (this.#transaction === null) {
      this.#importId = 0;
      return;
    }
    this.#importId = await store.insertImport(this.#transaction, {
      recordedAt: this.#recordedAt,
      actor: this.#job.actor,
      reason: this.#job.reason,
      preset: mapping.name,
      mapping: JSON.stringify(mapping),
      crs: this.#crs,
      boundaries: this.#deps.boundaries.sha256,
      validFrom: this.#job.validFrom,
    });
  }

  async #readSheet(file: SourceFile, sheet: SourceSheet, sheetId: number, chosen: ChosenMapping): Promise<number> {
    const compiled = compileSheet(chosen.sheet, sheet.columns, chosen.mapping.unknownWords);
    let rows = 0;
    for await (const batch of sheet.rows()) {
      this.#deps.signal?.throwIfAborted();
      await this.#readBatch(file, sheet, sheetId, compiled, chosen.mapping.name, batch);
      rows += batch.length;
      this.#report.rows += batch.length;
      this.#progress.rows = this.#report.rows;
      this.#progress.tell();
    }
    return rows;
  }

  async #readBatch(
    file: SourceFile,
    sheet: SourceSheet,
    sheetId: number,
    compiled: CompiledSheet,
    dataset: string,
    batch: readonly SourceRow[],
  ): Promise<void> {
    const units: PlacedUnit[] = [];
    const refs: RowRef[] = [];
    for (const row of batch) {
      const ref: RowRef = {
        sheetId,
        rowNumber: row.rowNumber,
        cells: row.cells,
        outcome: 'unchanged',
        sourceRowId: null,
      };
      refs.push(ref);
      const note = (finding: Finding): void => this.#note(file, sheet, row, finding);
      const meaning = interpretRow(compiled, row);
      const place = meaning.position && this.#placer ? this.#placer.place(meaning.position, meaning.declared) : null;
      const findings = [...meaning.findings, ...(place?.findings ?? [])];
      for (const finding of findings) note(finding);
      if (findings.some((finding) => finding.severity === 'rejected')) {
        ref.outcome = 'rejected';
        continue;
      }
      this.#readRecords(file, sheet, ref, meaning, place, dataset, units, note);
    }
    await this.#writeUnits(units, refs, dataset);
  }

  /** Gives the drafts of a row their ids and places; units go to `units`, the rest is merged with other rows. */
  #readRecords(
    file: SourceFile,
    sheet: SourceSheet,
    ref: RowRef,
    meaning: RowMeaning,
    place: RowPlace | null,
    dataset: string,
    units: PlacedUnit[],
    note: (finding: Finding) => void,
  ): void {
    const { enterprise, site } = meaning;
    const code = enterprise.values.creditCode;
    const enterpriseId = typeof code === 'string' ? `uscc/${code}` : `${dataset}/${enterprise.key}`;
    const siteId = `${enterpriseId}/${site.key ?? 'site'}`;
    this.#datasetOf.set(enterpriseId, dataset);
    const conflict = this.#enterprises.add(enterpriseId, enterprise, ref);
    if (conflict) {
      note({
        severity: 'warning',
        column: enterprise.columns.name ?? CONSTANT,
        value: String(enterprise.values.name),
        reason: {
          code: 'conflicting-name',
          params: { row: conflict.rowNumber, other: this.#enterprises.nameOf(enterpriseId) ?? '' },
        },
      });
    }
    const placedAttributes = (of: 'unit' | 'site'): Pick<Draft, 'values' | 'columns'> => {
      if (!place || meaning.position === null || meaning.positionOf !== of) return { values: {}, columns: {} };
      const { xColumn, yColumn } = meaning.position;
      return { values: { ...place.values }, columns: { longitude: xColumn, latitude: yColumn } };
    };
    const flagsOf = (draft: Draft | null, placed: boolean): string => {
      const flags = new Set<RecordFlag>(placed ? (place?.doubts ?? []).map((doubt) => doubt.flag) : []);
      if (draft && draft.values.capacity === null) flags.add('blankCapacity');
      return [...flags].sort().join(' ');
    };

    const ofSite = placedAttributes('site');
    const siteFlags = meaning.positionOf === 'site' && place ? { flags: flagsOf(null, true) } : {};
    const declared = meaning.positionOf === 'site' ? meaning.declared : {};
    this.#sites.add(
      siteId,
      {
        values: { enterpriseId, ...site.values, ...declared, ...ofSite.values, ...siteFlags },
        columns: { ...site.columns, ...ofSite.columns },
      },
      ref,
    );
    this.#datasetOf.set(siteId, dataset);

    for (const output of meaning.outputs) {
      const id = `${enterpriseId}/${output.key}`;
      this.#datasetOf.set(id, dataset);
      this.#outputs.add(id, { values: { enterpriseId, ...output.values }, columns: output.columns }, ref);
    }

    const name = this.#enterprises.nameOf(enterpriseId) ?? enterprise.key ?? enterpriseId;
    let flaggedAs: { id: string; name: string } = { id: enterpriseId, name };
    meaning.units.forEach((draft, index) => {
      const ofUnit = placedAttributes('unit');
      const placed = meaning.positionOf === 'unit' && place !== null;
      const values = {
        ...draft.values,
        ...ofUnit.values,
        ...(meaning.positionOf === 'unit' ? meaning.declared : {}),
        enterpriseId,
        siteId,
        flags: flagsOf(draft, placed),
      };
      const id = this.#unitId(dataset, siteId, draft);
      if (index === 0 && meaning.positionOf === 'unit')
        flaggedAs = { id, name: [name, draft.values.name].filter(Boolean).join(' · ') };
      if (draft.values.capacity === null) this.#report.flags.blankCapacity += 1;
      const digest = hash('md5', JSON.stringify(values));
      const seen = this.#seenUnits.get(id);
      if (seen) {
        const same = seen.digest === digest;
        note({
          severity: same ? 'warning' : 'rejected',
          column: CONSTANT,
          value: id,
          reason: { code: same ? 'repeated-row' : 'duplicate-key', params: { row: seen.rowNumber, key: id } },
        });
        if (!same) ref.outcome = 'rejected';
        return;
      }
      this.#seenUnits.set(id, { rowNumber: ref.rowNumber, digest });
      units.push({ id, row: ref, draft: { ...draft, columns: { ...draft.columns, ...ofUnit.columns } }, values });
    });
    for (const doubt of place?.doubts ?? []) {
      const flagged: Flagged = {
        file: file.name,
        sheet: sheet.name,
        row: ref.rowNumber,
        ...flaggedAs,
        longitude: place?.values.longitude ?? null,
        latitude: place?.values.latitude ?? null,
        detail: doubt.detail,
      };
      this.#report.flags[doubt.flag].push(flagged);
    }
  }

  #unitId(dataset: string, siteId: string, draft: Draft): string {
    if (draft.key !== null) return `${dataset}/${draft.key}`;
    const base = `${siteId}/${draft.values.name ?? draft.values.product ?? 'unit'}`;
    // A list without unit numbers tells a site's units apart by their order alone.
    let id = base;
    for (let ordinal = 2; this.#seenUnits.has(id); ordinal += 1) id = `${base}#${ordinal}`;
    return id;
  }

  async #writeUnits(units: readonly PlacedUnit[], refs: readonly RowRef[], dataset: string): Promise<void> {
    const accepted = units.filter((unit) => unit.row.outcome !== 'rejected');
    const known = await currentVersions(
      this.#sql,
      'unit',
      accepted.map((unit) => unit.id),
    );
    this.#existingUnits += known.size;
    const changes: { unit: PlacedUnit; change: ReturnType<typeof compare> }[] = [];
    for (const unit of accepted) {
      const versions = known.get(unit.id) ?? [];
      const statement: Statement = { recordId: unit.id, values: unit.values };
      const change = compare(
        await keepCorrections(this.#sql, this.#mapsLoaded, statement, versions),
        versions,
        this.#job.validFrom,
        this.#recordedAt,
      );
      raise(unit.row, change.outcome);
      if (change.outcome !== 'unchanged') changes.push({ unit, change });
    }
    for (const ref of refs) {
      if (ref.outcome === 'rejected') this.#report.rejectedRows += 1;
      else this.#report[ref.outcome] += 1;
    }
    const transaction = this.#transaction;
    if (!transaction) return;
    await this.#storeRows(refs.filter((ref) => ref.outcome !== 'unchanged'));
    const ofRows = (key: 'enterpriseId' | 'siteId'): { id: string; dataset: string }[] =>
      [...new Set(changes.map(({ unit }) => String(unit.values[key])))].map((id) => ({ id, dataset }));
    await writeIdentities(transaction, 'enterprise', ofRows('enterpriseId'));
    await writeIdentities(transaction, 'site', ofRows('siteId'));
    await writeIdentities(
      transaction,
      'unit',
      changes.map(({ unit }) => ({ id: unit.id, dataset })),
    );
    const writable = changes.map(({ unit, change }): WritableChange => {
      const row = unit.row.sourceRowId;
      const origins = new Map<string, OriginRef>();
      for (const [attribute, column] of Object.entries(unit.draft.columns)) {
        if (column !== CONSTANT && row !== null) origins.set(attribute, { row, column });
      }
      return { change, dataset, sourceRowId: row, origins };
    });
    await writeChanges(transaction, 'unit', writable, this.#author, this.#mapsLoaded);
  }

  get #author(): { recordedAt: number; importId: number | null; correctionId: null } {
    return { recordedAt: this.#recordedAt, importId: this.#importId, correctionId: null };
  }

  get #mapsLoaded(): OriginMaps {
    if (!this.#maps) throw new Error('origin maps are loaded when the import begins');
    return this.#maps;
  }

  /** Gives rows their ids and stores those that are not stored yet. */
  async #storeRows(refs: readonly RowRef[]): Promise<void> {
    const fresh = refs.filter((ref) => ref.sourceRowId === null);
    for (const ref of fresh) ref.sourceRowId = this.#nextSourceRowId++;
    if (!this.#transaction) return;
    await store.insertSourceRows(
      this.#transaction,
      fresh.map((ref) => ({
        id: ref.sourceRowId as number,
        sheetId: ref.sheetId,
        rowNumber: ref.rowNumber,
        cells: ref.cells,
        outcome: ref.outcome === 'unchanged' ? 'context' : ref.outcome,
      })),
    );
  }

  /** Enterprises, sites and outputs are compared once all rows that speak of them are read. */
  async #finishRecords(kind: RecordKind, merged: MergedRecords): Promise<void> {
    const list = [...merged.records.values()];
    for (let start = 0; start < list.length; start += 1000) {
      const part = list.slice(start, start + 1000);
      const known = await currentVersions(
        this.#sql,
        kind,
        part.map((record) => record.id),
      );
      const writable: WritableChange[] = [];
      for (const record of part) {
        const versions = known.get(record.id) ?? [];
        if (versions.length === 0) completeNew(kind, record);
        const kept = await keepCorrections(
          this.#sql,
          this.#mapsLoaded,
          { recordId: record.id, values: record.values },
          versions,
        );
        const change = compare(kept, versions, this.#job.validFrom, this.#recordedAt);
        if (change.outcome === 'unchanged') continue;
        const rows = new Set([...record.origins.values()].map((origin) => origin.row));
        for (const row of rows) {
          const before = row.outcome;
          if (before === 'rejected' || !raise(row, change.outcome)) continue;
          this.#report[before] -= 1;
          this.#report[row.outcome as 'inserted' | 'updated'] += 1;
        }
        await this.#storeRows([...rows]);
        const origins = new Map<string, OriginRef>();
        for (const [attribute, origin] of record.origins) {
          if (origin.column !== CONSTANT && origin.row.sourceRowId !== null)
            origins.set(attribute, { row: origin.row.sourceRowId, column: origin.column });
        }
        const [first] = rows;
        writable.push({
          change,
          dataset: this.#datasetOf.get(record.id) ?? '',
          sourceRowId: first?.sourceRowId ?? null,
          origins,
        });
      }
      if (!this.#transaction) continue;
      await writeIdentities(
        this.#transaction,
        kind,
        writable.map(({ change, dataset }) => ({ id: change.recordId, dataset })),
      );
      await writeChanges(this.#transaction, kind, writable, this.#author, this.#mapsLoaded);
    }
  }

  #note(file: SourceFile, sheet: SourceSheet, row: SourceRow, finding: Finding): void {
    const column =
      finding.column === CONSTANT
        ? ''
        : (sheet.columns[finding.column] ?? `+${finding.column + 1 - sheet.columns.length}`);
    const { reason } = finding;
    const found: ImportFinding = {
      file: file.name,
      sheet: sheet.name,
      row: row.rowNumber,
      column,
      value: finding.value,
      reason: reason.params.column === '' ? { ...reason, params: { ...reason.params, column } } : reason,
    };
    this.#report[finding.severity === 'rejected' ? 'rejected' : 'warnings'].push(found);
  }
}

const RANK = { rejected: 3, inserted: 2, updated: 1, unchanged: 0 } as const;

/** A row counts as what the weightiest of its records is; whether this changed. */
function raise(row: RowRef, outcome: RowRef['outcome']): boolean {
  if (RANK[outcome] <= RANK[row.outcome]) return false;
  row.outcome = outcome;
  return true;
}

/** What a new record must have although no row said it. */
function completeNew(kind: RecordKind, record: MergedRecord): void {
  if (kind === 'enterprise') record.values.name ??= record.values.nameEn ?? record.id.slice(record.id.indexOf('/') + 1);
  if (kind === 'site') {
    record.values.place ??= 'unplaced';
    record.values.flags ??= '';
  }
}
