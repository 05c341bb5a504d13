// Compares what the rows of an import say with what is known, counts the outcome, and writes what changed.
import type { Kysely, Transaction } from 'kysely';
import type { ImportReport } from '../../contract/imports.ts';
import { OriginMaps, type OriginRef } from '../db/origins.ts';
import type { RecordKind, StoredVersion } from '../db/records.ts';
import type { Schema } from '../db/schema.ts';
import {
  type Authorship,
  type Change,
  compare,
  currentVersions,
  type Statement,
  versionAt,
  type WritableChange,
  writeChanges,
  writeIdentities,
} from '../db/versions.ts';
import { keepCorrections } from './keep-corrections.ts';
import { CONSTANT } from './mapping-rules.ts';
import type { MergedRecords, RowRef } from './merged-records.ts';
import type { Draft } from './rules.ts';
import * as store from './store.ts';

/** A unit of a row with its id and where it stands. */
export interface PlacedUnit {
  readonly id: string;
  readonly row: RowRef;
  readonly draft: Draft;
  readonly values: Record<string, string | number | null>;
}

export class RecordWriter {
  readonly #sql: Kysely<Schema>;
  /** null = a trial: everything is compared and counted, nothing written. */
  readonly #transaction: Transaction<Schema> | null;
  readonly #report: ImportReport;
  readonly #validFrom: number | null;
  readonly #maps: OriginMaps;
  readonly #author: Authorship;
  #nextSourceRowId: number;
  /** Units of the files that the ledger held before. */
  existingUnits = 0;

  private constructor(
    sql: Kysely<Schema>,
    transaction: Transaction<Schema> | null,
    report: ImportReport,
    validFrom: number | null,
    maps: OriginMaps,
    author: Authorship,
    nextSourceRowId: number,
  ) {
    this.#sql = sql;
    this.#transaction = transaction;
    this.#report = report;
    this.#validFrom = validFrom;
    this.#maps = maps;
    this.#author = author;
    this.#nextSourceRowId = nextSourceRowId;
  }

  static async open(
    sql: Kysely<Schema>,
    transaction: Transaction<Schema> | null,
    report: ImportReport,
    validFrom: number | null,
    author: Authorship,
  ): Promise<RecordWriter> {
    const maps = await OriginMaps.load(sql);
    const nextSourceRowId = (await store.lastSourceRowId(sql)) + 1;
    return new RecordWriter(sql, transaction, report, validFrom, maps, author, nextSourceRowId);
  }

  /** The units of a batch of rows, and how each row of the batch counts. */
  async writeUnits(units: readonly PlacedUnit[], refs: readonly RowRef[], dataset: string): Promise<void> {
    const accepted = units.filter((unit) => unit.row.outcome !== 'rejected');
    const known = await currentVersions(
      this.#sql,
      'unit',
      accepted.map((unit) => unit.id),
    );
    this.existingUnits += known.size;
    const changes: { unit: PlacedUnit; change: Change }[] = [];
    for (const unit of accepted) {
      const versions = known.get(unit.id) ?? [];
      const change = await this.#changeOf('unit', { recordId: unit.id, values: unit.values }, versions);
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
      return { change, sourceRowId: row, origins };
    });
    await writeChanges(transaction, 'unit', writable, this.#author, this.#maps);
  }

  /** Enterprises, sites and outputs are compared once all rows that speak of them are read. */
  async writeMerged(kind: RecordKind, merged: MergedRecords, datasetOf: ReadonlyMap<string, string>): Promise<void> {
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
        const change = await this.#changeOf(kind, { recordId: record.id, values: record.values }, versions);
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
          sourceRowId: first?.sourceRowId ?? null,
          origins,
        });
      }
      if (!this.#transaction) continue;
      await writeIdentities(
        this.#transaction,
        kind,
        writable.map(({ change: { recordId } }) => ({ id: recordId, dataset: datasetOf.get(recordId) ?? '' })),
      );
      await writeChanges(this.#transaction, kind, writable, this.#author, this.#maps);
    }
  }

  async #changeOf(kind: RecordKind, statement: Statement, versions: readonly StoredVersion[]): Promise<Change> {
    const { recordedAt } = this.#author;
    const held = versionAt(versions, this.#validFrom ?? recordedAt);
    const heard = held
      ? await keepCorrections(this.#sql, this.#maps, kind, statement, held)
      : complete(kind, statement);
    return compare(heard, versions, this.#validFrom, recordedAt);
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
}

const RANK = { rejected: 3, inserted: 2, updated: 1, unchanged: 0 } as const;

/** A row counts as what the weightiest of its records is; whether this changed. */
function raise(row: RowRef, outcome: RowRef['outcome']): boolean {
  if (RANK[outcome] <= RANK[row.outcome]) return false;
  row.outcome = outcome;
  return true;
}

/** With what a record must have from its beginning, although no row said it. */
function complete(kind: RecordKind, { recordId, values }: Statement): Statement {
  if (kind === 'enterprise') {
    const name = values.name ?? values.nameEn ?? recordId.slice(recordId.indexOf('/') + 1);
    return { recordId, values: { ...values, name } };
  }
  if (kind === 'site') return { recordId, values: { place: 'unplaced', flags: '', ...values } };
  return { recordId, values };
}
