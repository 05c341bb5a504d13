// Imports a registry file: all of its good rows in one transaction, or, as a trial, none; a reason for every other row.
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { type Camera, type CameraSecret, cameraSecret, listCameras, registerCamera } from '../cameras/cameras.ts';
import type { SourceFile, SourceSheet } from '../imports/read/source-file.ts';
import { isName } from './checked-name.ts';
import type { LedgerPlaces } from './ledger-places.ts';
import { declare, deviceSecret, loadDeclarations, loadRegistry, registerChannel, registerDevice } from './registry.ts';
import { cameraOf, channelIdOf, channelOf, declarationOf, deviceOf } from './registry-drafts.ts';
import type { Device } from './registry-facts.ts';
import {
  columnOfHeader,
  nearestColumns,
  type RegistryColumn,
  type RegistryRecord,
  recordOfWord,
  registryColumns,
  registryRecords,
} from './registry-file-columns.ts';
import { registrySentence } from './registry-file-sentences.ts';
import { type RegistryFinding, RegistryRow } from './registry-row.ts';

interface Tally {
  rows: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
}

/** rows = inserted + updated + unchanged + rejected, for each kind of record and over all. */
export interface RegistryReport extends Tally {
  readonly dryRun: boolean;
  readonly file: string;
  readonly records: Readonly<Record<RegistryRecord, Tally>>;
  readonly findings: readonly RegistryFinding[];
}

export interface RegistryImportDeps {
  readonly db: Database.Database;
  readonly places: LedgerPlaces;
  readonly now: () => number;
}

type Outcome = 'inserted' | 'updated' | 'unchanged' | 'rejected';

/** Ends a trial's transaction, so that nothing of it is kept. */
class TrialOver extends Error {}

const noTally = (): Tally => ({ rows: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0 });

/**
 * Devices come before channels and these before declarations, in whatever order the rows stand. The same file again
 * finds everything unchanged. Its text is kept nowhere: it may hold passwords. Throws SourceFileError, AppError
 * (`no-registry-columns`, `file-without-rows`).
 */
export async function importRegistry(
  deps: RegistryImportDeps,
  file: SourceFile,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RegistryReport> {
  const { rows, findings } = await readRows(file);
  const records = Object.fromEntries(registryRecords.map((record) => [record, noTally()])) as Record<
    RegistryRecord,
    Tally
  >;
  const total = noTally();
  try {
    deps.db
      .transaction(() => {
        new RegistryImport(deps).run(rows, (row, outcome) => {
          for (const tally of [total, ...(row.record === null ? [] : [records[row.record]])]) {
            tally.rows += 1;
            tally[outcome] += 1;
          }
        });
        if (dryRun) throw new TrialOver();
      })
      .immediate();
  } catch (error) {
    if (!(error instanceof TrialOver)) throw error;
  }
  const found = [...findings, ...rows.flatMap((row) => row.findings)];
  return { ...total, dryRun, file: file.name, records, findings: found };
}

async function readRows(file: SourceFile): Promise<{ rows: RegistryRow[]; findings: RegistryFinding[] }> {
  const rows: RegistryRow[] = [];
  const findings: RegistryFinding[] = [];
  const others: string[] = [];
  let isRegistry = false;
  for await (const sheet of file.sheets()) {
    const columns = sheet.columns.map(columnOfHeader);
    // A sheet of remarks has none of the columns.
    if (!columns.some((column) => column === 'id' || column === 'kind')) {
      others.push(...sheet.columns);
      continue;
    }
    isRegistry = true;
    const headers = new Map<RegistryColumn, string>();
    for (const [index, column] of columns.entries()) {
      const header = sheet.columns[index] as string;
      if (column !== undefined) headers.set(column, header);
      else findings.push(unusedColumn(sheet, header));
    }
    const ofSheet = recordOfWord(sheet.name);
    for await (const batch of sheet.rows()) {
      for (const { rowNumber, cells } of batch) {
        const texts = new Map<RegistryColumn, string>();
        for (const [index, column] of columns.entries())
          if (column !== undefined) texts.set(column, (cells[index] ?? '').trim());
        const word = texts.get('record') ?? '';
        const record = word === '' ? ofSheet : recordOfWord(word);
        const row = new RegistryRow({ sheet: sheet.name, row: rowNumber, record }, texts, headers);
        if (record === null) row.note(word === '' ? 'missing' : 'unknown-record', 'record');
        for (const column of ['id', 'name'] as const)
          if (row.text(column) !== '' && !isName(row.text(column))) row.note('bad-name', column);
        rows.push(row);
      }
    }
  }
  if (!isRegistry) throw new AppError('no-registry-columns', { file: file.name, ...columnsSeen(others) });
  if (rows.length === 0) throw new AppError('file-without-rows', { file: file.name });
  return { rows, findings };
}

const SHOWN = 20;

/** Columns of a refused file beside those of a registry, by language. */
function columnsSeen(seen: readonly string[]): Record<string, string> {
  const listed = (names: readonly string[]): string =>
    names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ' …' : '');
  return {
    expectedZh: registryColumns.map(([, zh]) => zh).join('、'),
    expectedEn: registryColumns.map(([, , en]) => en).join(', '),
    columns: listed(seen),
    nearestZh: listed(nearestColumns(seen, 'zh')),
    nearestEn: listed(nearestColumns(seen, 'en')),
  };
}

const unusedColumn = (sheet: SourceSheet, column: string): RegistryFinding => ({
  ...{ sheet: sheet.name, row: sheet.headerRow, column, value: '', code: 'unused-column', rejected: false },
  sentence: registrySentence('unused-column', { column }),
});

type Tell = (row: RegistryRow, outcome: Outcome) => void;

class RegistryImport {
  readonly #deps: RegistryImportDeps;
  readonly #now: number;
  readonly #seen = new Map<string, number>();

  constructor(deps: RegistryImportDeps) {
    this.#deps = deps;
    this.#now = deps.now();
  }

  run(rows: readonly RegistryRow[], tell: Tell): void {
    const of = (record: RegistryRecord | null): RegistryRow[] => rows.filter((row) => row.record === record);
    for (const row of of(null)) tell(row, 'rejected');
    this.#devices(of('device'), tell);
    this.#channels(of('channel'), tell);
    this.#declarations(of('declaration'), tell);
    this.#cameras(of('camera'), tell);
  }

  /** Whether an id has come before in the file; notes it. */
  #isAgain(row: RegistryRow, record: RegistryRecord, id: string): boolean {
    const key = `${record}\n${id}`;
    const other = this.#seen.get(key);
    if (other === undefined) this.#seen.set(key, row.row);
    else row.note('duplicate-id', 'id', { other, value: id });
    return other !== undefined;
  }

  #devices(rows: readonly RegistryRow[], tell: Tell): void {
    const { db, places } = this.#deps;
    const { devices } = loadRegistry(db);
    for (const row of rows) {
      const registered = devices.get(row.text('id'));
      const secret = registered ? deviceSecret(db, registered.id) : {};
      const draft = deviceOf(row, places, registered, secret);
      if (draft === null || this.#isAgain(row, 'device', draft.device.id)) {
        tell(row, 'rejected');
        continue;
      }
      const isSame = same(draft.device, registered) && (draft.secret === undefined || same(draft.secret, secret));
      if (!isSame) registerDevice(db, draft.device, this.#now, draft.secret);
      tell(row, outcomeOf(registered, isSame));
    }
  }

  #channels(rows: readonly RegistryRow[], tell: Tell): void {
    const { db, places } = this.#deps;
    const { devices, channels, channel: byId, at } = loadRegistry(db);
    const stated = new Set(rows.map(channelIdOf));
    const addresses = new Map<string, string>();
    for (const row of rows) {
      const registered = byId(channelIdOf(row));
      const device: Device | undefined = devices.get(row.text('device') || (registered?.device ?? ''));
      const draft = channelOf(row, { places, registered, device, now: this.#now });
      if (draft === null || this.#isAgain(row, 'channel', draft.id)) {
        tell(row, 'rejected');
        continue;
      }
      const key = `${draft.device}\n${draft.address}`;
      const holder = addresses.get(key) ?? at(draft.device, draft.address)?.id;
      if (holder !== undefined && holder !== draft.id) {
        row.note('address-taken', 'address', { device: draft.device, channel: holder });
        tell(row, 'rejected');
        continue;
      }
      addresses.set(key, draft.id);
      if (draft.parent !== null && !stated.has(draft.parent) && byId(draft.parent) === undefined)
        row.note('unknown-parent', 'parent');
      const isSame = registered !== undefined && same({ ...draft, no: registered.no }, channels.get(registered.no));
      if (!isSame) registerChannel(db, draft, this.#now);
      tell(row, outcomeOf(registered, isSame));
    }
  }

  #cameras(rows: readonly RegistryRow[], tell: Tell): void {
    const { db, places } = this.#deps;
    const cameras = new Map(listCameras(db).map((camera) => [camera.id, camera]));
    for (const row of rows) {
      const registered = cameras.get(row.text('id'));
      const draft = cameraOf(row, places, registered);
      if (draft === null || this.#isAgain(row, 'camera', draft.camera.id)) {
        tell(row, 'rejected');
        continue;
      }
      const { camera, secret } = draft;
      const isSame = same(camera, registered) && (secret === undefined || same(secret, cameraSecret(db, camera.id)));
      tell(row, isSame || this.#registerCamera(row, camera, secret) ? outcomeOf(registered, isSame) : 'rejected');
    }
  }

  /** false where an address is refused; the row then says why. */
  #registerCamera(row: RegistryRow, camera: Camera, secret: CameraSecret | undefined): boolean {
    try {
      registerCamera(this.#deps.db, camera, this.#now, secret);
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'camera-refused') throw error;
      row.note('camera-refused', 'url', { zh: error.text('zh'), en: error.text('en') });
      return false;
    }
  }

  #declarations(rows: readonly RegistryRow[], tell: Tell): void {
    const { db, places } = this.#deps;
    let newest = Math.max(0, ...loadDeclarations(db).map(({ id }) => id));
    for (const row of rows) {
      const draft = declarationOf(row, places);
      // The same statement again has the id that it had.
      const id = draft === null ? null : declare(db, draft, this.#now);
      tell(row, id === null ? 'rejected' : id > newest ? 'inserted' : 'unchanged');
      newest = Math.max(newest, id ?? 0);
    }
  }
}

const outcomeOf = (registered: unknown, isSame: boolean): Outcome =>
  registered === undefined ? 'inserted' : isSame ? 'unchanged' : 'updated';

/** Whatever the order of their keys. */
function same(a: object, b: object | undefined): boolean {
  const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  return b !== undefined && sorted(a) === sorted(b);
}
