// The course of one import: files, sheets and rows in order; what each row means goes to the writer, what is doubtful to the report.
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Flagged, ImportFinding, ImportReport, Mapping } from '../../contract/imports.ts';
import { type Datum, datumRefusal, parseDatum } from '../../geodata/geometry/datum.ts';
import { AppError } from '../app-error.ts';
import type { Db } from '../db/open.ts';
import { nextRecordedAt } from '../db/recorded-at.ts';
import type { Schema } from '../db/schema.ts';
import { OPEN_END } from '../db/times.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { type ChosenMapping, chooseSheetMapping } from './choose-mapping.ts';
import type { ImportProgress, ProgressReport } from './import-progress.ts';
import { CONSTANT, type CompiledSheet, compileSheet } from './mapping-rules.ts';
import { MergedRecords, type RowRef } from './merged-records.ts';
import { NamedEnterprises } from './named-enterprises.ts';
import { heldElsewhere } from './own-export.ts';
import { flagsOf, placedAttributes, type RowPlace, RowPlacer } from './place-row.ts';
import type { SourceFile, SourceRow, SourceSheet } from './read/source-file.ts';
import { type PlacedUnit, RecordWriter } from './record-writer.ts';
import { type Draft, type Finding, interpretRow, type RowMeaning } from './rules.ts';
import { SeenRecords } from './seen-records.ts';
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
  readonly onProgress?: ((progress: ProgressReport) => void) | undefined;
}

export class ImportRun {
  readonly #deps: ImportDeps;
  readonly #job: ImportJob;
  readonly #files: readonly SourceFile[];
  /** null = a trial: everything is read and compared, nothing written. */
  readonly #transaction: Transaction<Schema> | null;
  readonly #progress: ImportProgress;
  readonly #startedAt: number;
  readonly #enterprises = new MergedRecords();
  readonly #sites = new MergedRecords();
  readonly #outputs = new MergedRecords();
  readonly #datasetOf = new Map<string, string>();
  readonly #seenUnits = new SeenRecords();
  readonly #seenOutputs = new SeenRecords();
  readonly #report: ImportReport;
  #writer: RecordWriter | null = null;
  #importId: number | null = null;
  #mapping: Mapping | null;
  #crs = '';
  #placer: RowPlacer | null = null;
  #named = NamedEnterprises.none;

  constructor(
    deps: ImportDeps,
    job: ImportJob,
    files: readonly SourceFile[],
    progress: ImportProgress,
    transaction: Transaction<Schema> | null,
  ) {
    this.#deps = deps;
    this.#progress = progress;
    this.#job = job;
    this.#files = files;
    this.#transaction = transaction;
    this.#mapping = job.mapping;
    this.#startedAt = performance.now();
    this.#report = emptyReport(job.dryRun);
  }

  get #sql(): Transaction<Schema> | Db['sql'] {
    return this.#transaction ?? this.#deps.db.sql;
  }

  async run(): Promise<ImportReport> {
    for (const file of this.#files) await this.#readFile(file);
    const report = this.#report;
    const writer = this.#writer;
    if (writer && this.#mapping) {
      // Counted before enterprises and the like, which bring no units.
      const known = await store.countCurrentUnits(this.#sql, this.#mapping.name, OPEN_END);
      const added = this.#transaction ? this.#seenUnits.size - writer.existingUnits : 0;
      if (this.#seenUnits.size > 0) report.absent = Math.max(0, known - added - writer.existingUnits);
      await writer.writeMerged('enterprise', this.#enterprises, this.#datasetOf);
      await writer.writeMerged('site', this.#sites, this.#datasetOf);
      await writer.writeMerged('output', this.#outputs, this.#datasetOf);
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
      if (this.#writer === null) await this.#begin(chosen.mapping);
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
      if (sheet.isHidden) {
        const at = { file: file.name, sheet: sheet.name, row: sheet.headerRow, column: '', value: '' };
        this.#report.warnings.push({ ...at, reason: { code: 'hidden-sheet', params: { rows } } });
      }
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
    if (parseDatum(this.#crs) === null) throw new AppError('unknown-crs', datumRefusal(this.#crs));
    this.#report.preset = mapping.name;
    this.#report.crs = this.#crs;
    this.#placer = new RowPlacer(this.#deps.boundaries, parseDatum(this.#crs) as Datum);
    if (mapping.sheets.some(({ fields }) => fields.creditCode !== undefined))
      this.#named = await NamedEnterprises.load(this.#sql, mapping.name);
    const recordedAt = await nextRecordedAt(this.#sql, this.#deps.now());
    if (this.#transaction) this.#importId = await this.#insertImport(this.#transaction, mapping, recordedAt);
    const author = { recordedAt, importId: this.#importId, correctionId: null };
    this.#writer = await RecordWriter.open(this.#sql, this.#transaction, this.#report, this.#job.validFrom, author);
  }

  #insertImport(transaction: Transaction<Schema>, mapping: Mapping, recordedAt: number): Promise<number> {
    return store.insertImport(transaction, {
      recordedAt,
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
    const repeated = await heldElsewhere(this.#sql, sheet.columns, batch, dataset);
    for (const row of batch) {
      const ref: RowRef = {
        sheetId,
        rowNumber: row.rowNumber,
        cells: JSON.stringify(row.cells),
        outcome: 'unchanged',
        sourceRowId: null,
      };
      refs.push(ref);
      const note = (finding: Finding): void => this.#note(file, sheet, row, finding);
      const held = repeated.get(row);
      if (held) {
        const reason = { code: 'held-elsewhere' as const, params: { key: held.id, dataset: held.dataset } };
        note({ severity: 'rejected', column: held.column, value: held.id, reason });
        ref.outcome = 'rejected';
        continue;
      }
      const meaning = interpretRow(compiled, row);
      const place =
        meaning.position && this.#placer ? this.#placer.place(meaning.position, meaning.declared.values) : null;
      const findings = [...meaning.findings, ...(place?.findings ?? [])];
      for (const finding of findings) note(finding);
      if (findings.some((finding) => finding.severity === 'rejected')) {
        ref.outcome = 'rejected';
        continue;
      }
      this.#readRecords(file, sheet, ref, meaning, place, dataset, units, note);
    }
    await this.#writer?.writeUnits(units, refs, dataset);
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
    const held = typeof code === 'string' ? this.#named.idOf(dataset, enterprise.key, code) : null;
    const enterpriseId = held ?? (typeof code === 'string' ? `uscc/${code}` : `${dataset}/${enterprise.key}`);
    const siteId = `${enterpriseId}/${site.key ?? 'site'}`;
    // Units that came in without the code were told apart within their site, and still are.
    const ownUnits = held === null ? meaning.units : meaning.units.map((unit) => ({ ...unit, key: null }));
    const stated = this.#unitsOf({ ...meaning, units: ownUnits }, place, dataset, enterpriseId, siteId);
    const outputs = meaning.outputs.map((output) => ({
      ...{ output, id: `${enterpriseId}/${output.key}`, digest: JSON.stringify(output.values) },
    }));
    const again = [...this.#seenUnits.again(stated), ...this.#seenOutputs.again(outputs)];
    const clash = again.find((each) => !each.same);
    const first = clash ?? again[0];
    if (first) {
      note({
        severity: clash ? 'rejected' : 'warning',
        column: CONSTANT,
        value: first.id,
        reason: { code: clash ? 'duplicate-key' : 'repeated-row', params: { row: first.row, key: first.id } },
      });
    }
    if (clash) {
      ref.outcome = 'rejected';
      return;
    }
    for (const unit of stated) {
      if (this.#seenUnits.has(unit.id)) continue;
      this.#seenUnits.add(unit, ref.rowNumber);
      if (unit.draft.values.capacity === null) this.#report.flags.blankCapacity += 1;
      units.push({ id: unit.id, row: ref, draft: unit.draft, values: unit.values });
    }

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
    const ofSite = placedAttributes(meaning, place, 'site');
    const siteFlags = meaning.positionOf === 'site' && place ? { flags: flagsOf(null, meaning, place) } : {};
    this.#sites.add(
      siteId,
      {
        values: { enterpriseId, ...site.values, ...ofSite.values, ...siteFlags },
        columns: { ...site.columns, ...ofSite.columns },
      },
      ref,
    );
    this.#datasetOf.set(siteId, dataset);

    for (const { id, output, digest } of outputs) {
      this.#seenOutputs.add({ id, digest }, ref.rowNumber);
      this.#datasetOf.set(id, dataset);
      this.#outputs.add(id, { values: { enterpriseId, ...output.values }, columns: output.columns }, ref);
    }

    const name = this.#enterprises.nameOf(enterpriseId) ?? enterprise.key ?? enterpriseId;
    const [unit] = meaning.positionOf === 'unit' ? stated : [];
    const flaggedAs = unit
      ? { id: unit.id, name: [name, unit.values.name].filter(Boolean).join(' · ') }
      : { id: enterpriseId, name };
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

  /** The units of a row with their ids and where they stand. */
  #unitsOf(
    meaning: RowMeaning,
    place: RowPlace | null,
    dataset: string,
    enterpriseId: string,
    siteId: string,
  ): { id: string; draft: Draft; values: PlacedUnit['values']; digest: string }[] {
    const ofUnit = placedAttributes(meaning, place, 'unit');
    const placed = meaning.positionOf === 'unit' ? place : null;
    return meaning.units.map((draft) => {
      const flags = flagsOf(draft, meaning, placed);
      const values = { ...draft.values, ...ofUnit.values, enterpriseId, siteId, flags };
      return {
        id: this.#unitId(dataset, siteId, draft),
        draft: { ...draft, columns: { ...draft.columns, ...ofUnit.columns } },
        values,
        digest: hash('md5', JSON.stringify(values)),
      };
    });
  }

  #unitId(dataset: string, siteId: string, draft: Draft): string {
    if (draft.key !== null) return `${dataset}/${draft.key}`;
    const name = draft.values.name ?? draft.values.product ?? 'unit';
    const base = draft.part === undefined ? `${siteId}/${name}` : `${siteId}/${name}/${draft.part}`;
    // A list without unit numbers tells a site's units apart by their order alone.
    let id = base;
    for (let ordinal = 2; this.#seenUnits.has(id); ordinal += 1) id = `${base}#${ordinal}`;
    return id;
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

const emptyReport = (dryRun: boolean): ImportReport => ({
  ...{ importId: null, dryRun, files: [], preset: '', crs: '' },
  ...{ rows: 0, inserted: 0, updated: 0, unchanged: 0, rejected: [], rejectedRows: 0, warnings: [], absent: 0 },
  flags: {
    ...{ nearBoundary: [], offshore: [], outsideProvince: [], declaredPlaceDiffers: [], declaredCountyDiffers: [] },
    ...{ impossibleCoordinates: [], blankCapacity: 0 },
  },
  seconds: 0,
});
