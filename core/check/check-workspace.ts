// Proves a workspace: database intact, keys closed, source files unaltered, and every number re-read from its own cell.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mappingSchema } from '../../contract/imports.ts';
import { parseDatum } from '../../geodata/geometry/datum.ts';
import { placePosition } from '../../geodata/geometry/placement.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { migrations } from '../db/migrate.ts';
import type { Db } from '../db/open.ts';
import { OriginMaps } from '../db/origins.ts';
import { type StoredVersion, storedVersion, versionTable } from '../db/records.ts';
import { OPEN_END } from '../db/times.ts';
import { chooseSheetMapping } from '../imports/choose-mapping.ts';
import { compileSheet } from '../imports/mapping-rules.ts';
import { type RowPlace, RowPlacer } from '../imports/place-row.ts';
import { type Draft, interpretRow } from '../imports/rules.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { Check, type CheckResult } from './check-tally.ts';

/** Reads only. */
export async function checkWorkspace(workspace: Workspace): Promise<CheckResult[]> {
  return [
    checkSchema(workspace),
    checkKeys(workspace),
    checkTimes(workspace),
    await checkPlaces(workspace),
    await checkProvenance(workspace),
    await checkSums(workspace),
  ];
}

function checkSchema({ db }: Workspace): CheckResult {
  const check = new Check();
  for (const line of db.raw.pragma('integrity_check', { simple: false }) as { integrity_check: string }[]) {
    if (line.integrity_check !== 'ok') check.problem(line.integrity_check);
  }
  const applied = new Set(db.raw.prepare('SELECT name FROM schema_migration').pluck().all() as string[]);
  for (const { name } of migrations) {
    check.checked += 1;
    if (!applied.has(name)) check.problem(`migration ${name} is missing`);
  }
  return check.result('schema');
}

function checkKeys({ db }: Workspace): CheckResult {
  const check = new Check();
  for (const row of db.raw.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]) {
    check.problem(`${row.table} row ${row.rowid} points to a missing ${row.parent}`);
  }
  check.checked = db.raw
    .prepare(
      'SELECT (SELECT count(*) FROM unit_version) + (SELECT count(*) FROM site_version) + (SELECT count(*) FROM enterprise_version)',
    )
    .pluck()
    .get() as number;
  return check.result('keys');
}

/** At no pair of times may a record have two versions. */
function checkTimes({ db }: Workspace): CheckResult {
  const check = new Check();
  for (const kind of ['enterprise', 'site', 'unit', 'output']) {
    const overlaps = db.raw
      .prepare(
        `SELECT a.record_id AS id FROM ${kind}_version a JOIN ${kind}_version b ON a.record_id = b.record_id AND a.version_id < b.version_id
         WHERE a.valid_from < b.valid_to AND b.valid_from < a.valid_to AND a.recorded_at < b.superseded_at AND b.recorded_at < a.superseded_at`,
      )
      .pluck()
      .all() as string[];
    check.checked += 1;
    for (const id of overlaps) check.problem(`${kind} ${id} has two versions at one time`);
  }
  return check.result('times');
}

/** Every record that holds now lies where the boundaries of today say: they may have been replaced since it was placed. */
async function checkPlaces({ db, boundaries }: Workspace): Promise<CheckResult> {
  const check = new Check();
  for (const table of ['unit_version', 'site_version'] as const) {
    const placed = await db.sql
      .selectFrom(table)
      .select(['record_id', 'longitude', 'latitude', 'place', 'city_code', 'county_code'])
      .where('superseded_at', '=', OPEN_END)
      .where('longitude', 'is not', null)
      .where('latitude', 'is not', null)
      .execute();
    for (const { record_id, longitude, latitude, place, city_code, county_code } of placed) {
      check.checked += 1;
      const now = placePosition(boundaries.index, wgs84(Number(longitude), Number(latitude)));
      // Offshore, the county is a person's choice.
      const isSame =
        now.place === place && (place === 'offshore' || (now.cityCode === city_code && now.countyCode === county_code));
      if (!isSame) check.problem(`${record_id} was placed in other boundaries; import its file again`);
    }
  }
  return check.result('places');
}

/** Values that a row states of a unit or an output, read again from the row's stored cells with the import's own mapping. */
async function checkProvenance({ db, boundaries }: Workspace): Promise<CheckResult> {
  const check = new Check();
  const maps = await OriginMaps.load(db.sql);
  const sheets = await db.sql
    .selectFrom('source_sheet')
    .innerJoin('import', 'import.id', 'source_sheet.import_id')
    .select([
      'source_sheet.id',
      'source_sheet.columns',
      'source_sheet.import_id',
      'source_sheet.name',
      'import.mapping',
      'import.crs',
    ])
    .execute();
  for (const sheet of sheets) {
    const mapping = mappingSchema.parse(JSON.parse(sheet.mapping));
    const columns = JSON.parse(sheet.columns) as string[];
    const chosen = chooseSheetMapping(columns, mapping, []);
    if (!chosen.found) {
      check.problem(`import ${sheet.import_id}, sheet ${sheet.name}: its mapping no longer fits`);
      continue;
    }
    const compiled = compileSheet(chosen.sheet, columns, mapping.unknownWords);
    const placer = new RowPlacer(boundaries, parseDatum(sheet.crs) ?? 'wgs84');
    const versions = {
      unit: await versionsOfSheet(db, 'unit', sheet.id),
      output: await versionsOfSheet(db, 'output', sheet.id),
    };
    const rows = await db.sql
      .selectFrom('source_row')
      .select(['id', 'row_number', 'cells', 'outcome'])
      .where('sheet_id', '=', sheet.id)
      .execute();
    for (const row of rows) {
      const { units, outputs, position } = interpretRow(compiled, { cells: JSON.parse(row.cells) as string[] });
      const place = position && placer.place(position, {}).values;
      const placed = place ? units.map((unit) => ({ values: { ...unit.values, ...coordinates(place) } })) : units;
      for (const [kind, drafts] of [
        ['unit', placed],
        ['output', outputs],
      ] as const) {
        for (const version of versions[kind].get(row.id) ?? []) {
          check.checked += 1;
          const differing = mismatch(version, drafts, maps);
          if (differing === null) continue;
          const where = `${kind} ${version.recordId}, sheet ${sheet.name}, row ${row.row_number}`;
          check.problem(`${where}: ${differing} is not what the cell says`);
        }
      }
    }
  }
  return check.result('provenance');
}

const coordinates = ({ longitude, latitude }: RowPlace['values']) => ({ longitude, latitude });

/** Versions by the source row that they were made from. */
async function versionsOfSheet(
  db: Db,
  kind: 'unit' | 'output',
  sheetId: number,
): Promise<Map<number, StoredVersion[]>> {
  const rows = await db.sql
    .selectFrom(versionTable(kind))
    .innerJoin('source_row', 'source_row.id', `${versionTable(kind)}.source_row_id`)
    .selectAll(versionTable(kind))
    .where('source_row.sheet_id', '=', sheetId)
    .execute();
  const versions = rows.map((row) => storedVersion(kind, row as unknown as Record<string, unknown>));
  return Map.groupBy(versions, (version) => version.sourceRowId ?? -1);
}

/** The attribute of a version that no record of its row states so, or null. Corrected and carried values are not the row's. */
function mismatch(version: StoredVersion, drafts: readonly Pick<Draft, 'values'>[], maps: OriginMaps): string | null {
  const origins = maps.originsOf(version);
  const ofRow = (attribute: string): boolean => {
    const origin = origins.get(attribute);
    return origin !== undefined && 'row' in origin && origin.row === version.sourceRowId;
  };
  let nearest: readonly string[] | null = null;
  for (const { values } of drafts) {
    const differing = Object.keys(values).filter(
      (attribute) => ofRow(attribute) && (version.values[attribute] ?? null) !== (values[attribute] ?? null),
    );
    if (nearest === null || differing.length < nearest.length) nearest = differing;
  }
  return nearest === null ? 'the record' : nearest.length === 0 ? null : nearest.join(', ');
}

/** The kept copies of all imported files still have the content that was imported. */
async function checkSums({ db, sourcesDir }: Workspace): Promise<CheckResult> {
  const check = new Check();
  for (const { sha256, name } of await db.sql.selectFrom('source_file').select(['sha256', 'name']).execute()) {
    check.checked += 1;
    const path = join(sourcesDir, sha256);
    if (!existsSync(path)) {
      check.problem(`${name}: its copy ${sha256} is missing`);
      continue;
    }
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    if (hash.digest('hex') !== sha256) check.problem(`${name}: its copy ${sha256} has been altered`);
  }
  return check.result('checksums');
}
