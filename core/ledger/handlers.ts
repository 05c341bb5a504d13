// The enterprise page and the correction of single values.
import type { Correction, EnterprisePage, Origin, RecordName, StatedValue, Version } from '../../contract/ledger.ts';
import { placePosition } from '../../geodata/geometry/placement.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { AppError } from '../app-error.ts';
import type { Db } from '../db/open.ts';
import { OriginMaps, type OriginRef, readOrigins } from '../db/origins.ts';
import { nextRecordedAt } from '../db/recorded-at.ts';
import { attributes, type RecordKind, type StoredVersion } from '../db/records.ts';
import { openToNull } from '../db/times.ts';
import { compare, currentVersions, versionAt, writeChanges } from '../db/versions.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { correctableAttributes, correctedValues } from './correct.ts';
import type { AskedTimes, LedgerReader } from './ledger-reader.ts';
import type { SliceEnterprise } from './slice.ts';
import { historyOf } from './store.ts';

/** Attributes that the page shows otherwise: ids, flags, and texts that repeat a value. */
const HIDDEN = new Set(['enterpriseId', 'siteId', 'flags', 'capacityUnit', 'capacityText', 'valueUnit', 'valueText']);
/** Worked out from the position and the boundaries. */
const PLACED = new Set(['place', 'cityCode', 'countyCode']);

type OriginOf = (ref: OriginRef) => Origin | null;

function statedValues(
  kind: RecordKind,
  version: StoredVersion,
  maps: OriginMaps,
  originOf: OriginOf,
  boundaries: Boundaries,
): StatedValue[] {
  const origins = maps.originsOf(version);
  return attributes(kind).flatMap(([attribute]) => {
    if (HIDDEN.has(attribute)) return [];
    const value = version.values[attribute] ?? null;
    const ref = origins.get(attribute);
    const unit =
      attribute === 'capacity' ? version.values.capacityUnit : attribute === 'value' ? version.values.valueUnit : null;
    const rule: Origin | null =
      PLACED.has(attribute) && version.values.longitude !== null
        ? { kind: 'rule', rule: 'point-in-polygon@1', detail: boundaries.sha256 }
        : null;
    return [{ attribute, value, unit: typeof unit === 'string' ? unit : null, origin: ref ? originOf(ref) : rule }];
  });
}

export class Ledger {
  readonly #db: Db;
  readonly #reader: LedgerReader;
  readonly #boundaries: Boundaries;

  constructor(db: Db, reader: LedgerReader, boundaries: Boundaries) {
    this.#db = db;
    this.#reader = reader;
    this.#boundaries = boundaries;
  }

  /** Throws AppError `unknown-record`. */
  async enterprise(id: string, asked: AskedTimes): Promise<EnterprisePage> {
    const { times, slice } = await this.#reader.read(asked);
    const enterprise = slice.enterprises.get(id);
    if (!enterprise) throw new AppError('unknown-record', { id });
    const outputs = slice.outputs.filter((output) => output.enterprise === enterprise);
    const maps = await OriginMaps.load(this.#db.sql);
    const history = async (kind: RecordKind, recordId: string): Promise<StoredVersion[]> =>
      historyOf(this.#db.sql, kind, recordId, times.knownAt);
    const histories = new Map<string, StoredVersion[]>([[id, await history('enterprise', id)]]);
    for (const unit of enterprise.units) histories.set(unit.id, await history('unit', unit.id));
    const shown = [
      ...[...histories.values()].flat(),
      ...enterprise.sites.map((site) => site.version),
      ...outputs.map((output) => output.version),
    ];
    const originOf = await readOrigins(
      this.#db.sql,
      shown.flatMap((version) => [...maps.originsOf(version).values()]),
    );
    const stated = (kind: RecordKind, version: StoredVersion): StatedValue[] =>
      statedValues(kind, version, maps, originOf, this.#boundaries);
    const authors = await this.#authors(shown);
    const versions = (kind: RecordKind, recordId: string): Version[] =>
      (histories.get(recordId) ?? []).map((version) => ({
        validFrom: openToNull(version.validFrom),
        validTo: openToNull(version.validTo),
        recordedAt: version.recordedAt,
        // What superseded it later was not known yet.
        supersededAt: version.supersededAt > times.knownAt ? null : openToNull(version.supersededAt),
        ...(authors(version) ?? { actor: '', reason: null }),
        values: stated(kind, version),
      }));
    return {
      id,
      dataset: enterprise.dataset,
      ...times,
      values: stated('enterprise', enterprise.version),
      versions: versions('enterprise', id),
      sites: enterprise.sites.map((site) => ({
        id: site.id,
        values: stated('site', site.version),
        placement: placementOf(site, this.#boundaries),
      })),
      units: enterprise.units.map((unit) => ({
        id: unit.id,
        siteId: unit.site?.id ?? '',
        values: stated('unit', unit.version),
        placement: placementOf(unit, this.#boundaries),
        versions: versions('unit', unit.id),
      })),
      outputs: outputs.map(({ version }) => ({
        year: Number(version.values.year),
        product: String(version.values.product),
        values: stated('output', version),
      })),
    };
  }

  /** By what enterprises and units may be found: every enterprise, and the units that have a name. */
  async names(asked: AskedTimes): Promise<RecordName[]> {
    const slice = await this.#reader.slice(asked);
    return [...slice.enterprises.values()].flatMap((enterprise) => recordNames(enterprise));
  }

  /** Supersedes a value. Throws AppError `unknown-record`, `not-correctable`, `value-refused`. To be run as the only writer. */
  async correct(correction: Correction, now: number): Promise<void> {
    const { entity, id, attribute, actor, reason } = correction;
    const versions = (await currentVersions(this.#db.sql, entity, [id])).get(id) ?? [];
    const previous = versionAt(versions, correction.validFrom ?? (await this.#reader.times({})).asOf);
    if (!previous) throw new AppError('unknown-record', { id });
    const accepted = correctableAttributes(entity);
    if (!accepted.includes(attribute))
      throw new AppError('not-correctable', { entity, attribute, accepted: accepted.join(', ') });
    const values = correctedValues(entity, attribute, correction.value, previous.values, this.#boundaries);
    const change = compare({ recordId: id, values }, versions, correction.validFrom ?? previous.validFrom, now);
    if (change.outcome === 'unchanged') return;
    const from = Object.fromEntries(Object.keys(values).map((key) => [key, previous.values[key] ?? null]));
    await this.#db.sql.transaction().execute(async (transaction) => {
      const recordedAt = await nextRecordedAt(transaction, now);
      const { id: correctionId } = await transaction
        .insertInto('correction')
        .values({
          recorded_at: recordedAt,
          actor,
          reason,
          entity,
          record_id: id,
          attribute,
          value: JSON.stringify({ from, to: values }),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const maps = await OriginMaps.load(transaction);
      const origins = new Map(Object.keys(values).map((key) => [key, { correction: correctionId }]));
      const row = { change, sourceRowId: previous.sourceRowId, origins };
      await writeChanges(transaction, entity, [row], { recordedAt, importId: null, correctionId }, maps);
    });
  }

  /** Who made each version, and why. */
  async #authors(
    versions: readonly StoredVersion[],
  ): Promise<(version: StoredVersion) => { actor: string; reason: string | null } | undefined> {
    const ids = (key: 'importId' | 'correctionId'): number[] => [
      ...new Set(versions.flatMap((version) => version[key] ?? [])),
    ];
    const read = async (
      table: 'import' | 'correction',
      wanted: number[],
    ): Promise<Map<number, { actor: string; reason: string | null }>> => {
      if (wanted.length === 0) return new Map();
      const rows = await this.#db.sql
        .selectFrom(table)
        .select(['id', 'actor', 'reason'])
        .where('id', 'in', wanted)
        .execute();
      return new Map(rows.map(({ id, actor, reason }) => [id, { actor, reason }]));
    };
    const [imports, corrections] = [
      await read('import', ids('importId')),
      await read('correction', ids('correctionId')),
    ];
    return ({ importId, correctionId }) =>
      correctionId !== null ? corrections.get(correctionId) : importId !== null ? imports.get(importId) : undefined;
  }
}

/** Lists of names are separated by any of these; the comma of "Co., Ltd." separates nothing. */
const OTHER_NAMES = /\s*(?:[;；，、|]|,(?!\s*(?:Ltd|Limited|Inc|LLC|Corp)\b))\s*/i;

function recordNames({ id, name, version, units }: SliceEnterprise): RecordName[] {
  const { values } = version;
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const owner = values.owner ?? units[0]?.version.values.owner;
  const enterprise: RecordName = {
    ...{ kind: 'enterprise', id, enterpriseId: id, name },
    nameEn: text(values.nameEn),
    otherNames: (text(values.otherNames) ?? '').split(OTHER_NAMES).filter((each) => each !== ''),
    creditCode: text(values.creditCode),
    owner: text(owner),
  };
  const named = units.flatMap((unit): RecordName[] => {
    const unitName = text(unit.version.values.name);
    if (unitName === null) return [];
    const stated = { kind: 'unit', id: unit.id, enterpriseId: id, name: unitName, nameEn: null } as const;
    return [{ ...stated, otherNames: [], creditCode: null, owner: text(unit.version.values.owner) }];
  });
  return [enterprise, ...named];
}

type Placement = EnterprisePage['sites'][number]['placement'];

function placementOf(
  record: {
    readonly place: Placement['place'];
    readonly cityCode: number | null;
    readonly countyCode: number | null;
    readonly position: readonly [number, number] | null;
    readonly flags: readonly Placement['flags'][number][];
  },
  { index }: Boundaries,
): Placement {
  const { place, cityCode, countyCode, position, flags } = record;
  const offered = place === 'offshore' && position ? placePosition(index, wgs84(...position)).nearest : null;
  return {
    place,
    cityCode,
    countyCode,
    position: position ? [position[0], position[1]] : null,
    flags: [...flags],
    nearest: offered ? { ...offered } : null,
  };
}
