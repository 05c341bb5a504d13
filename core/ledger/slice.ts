// The ledger as it stood at two times, in memory: what figures, map and table are all made from.
import type { EnterpriseSummary, Place, RecordFlag, UnitStatus } from '../../contract/ledger.ts';
import { statuses } from '../../policy/statuses.ts';
import type { Db } from '../db/open.ts';
import { parseFlags, type RecordKind, type StoredVersion } from '../db/records.ts';
import type { Times } from '../db/times.ts';
import { datasetsOf, versionsAt } from './store.ts';

interface Placed {
  readonly place: Place;
  readonly cityCode: number | null;
  readonly countyCode: number | null;
  readonly position: readonly [longitude: number, latitude: number] | null;
  readonly flags: readonly RecordFlag[];
}

export interface SliceSite extends Placed {
  readonly id: string;
  readonly enterpriseId: string;
  readonly version: StoredVersion;
}

export interface SliceUnit extends Placed {
  readonly id: string;
  readonly enterprise: SliceEnterprise;
  readonly site: SliceSite | null;
  readonly dataset: string;
  readonly industry: string | null;
  readonly product: string | null;
  readonly capacity: number | null;
  readonly capacityUnit: string | null;
  readonly status: UnitStatus | null;
  readonly captive: string | null;
  readonly ownerGroup: string | null;
  readonly version: StoredVersion;
}

export interface SliceEnterprise {
  readonly id: string;
  readonly name: string;
  readonly dataset: string;
  readonly version: StoredVersion;
  readonly sites: SliceSite[];
  readonly units: SliceUnit[];
}

export interface SliceOutput {
  readonly id: string;
  readonly enterprise: SliceEnterprise;
  readonly dataset: string;
  readonly version: StoredVersion;
}

export interface LedgerSlice {
  readonly times: Times;
  /** In the order of their ids, as are sites, units and outputs, here and in their enterprise. */
  readonly enterprises: ReadonlyMap<string, SliceEnterprise>;
  readonly sites: ReadonlyMap<string, SliceSite>;
  readonly units: readonly SliceUnit[];
  readonly outputs: readonly SliceOutput[];
  /** Whether every site, unit and output has an enterprise that holds, and every unit a site of that enterprise. */
  readonly isWhole: boolean;
}

const UNPLACED: Placed = { place: 'unplaced', cityCode: null, countyCode: null, position: null, flags: [] };

function placedAs(values: StoredVersion['values']): Placed {
  const { longitude, latitude } = values;
  return {
    place: values.place as Place,
    cityCode: values.cityCode as number | null,
    countyCode: values.countyCode as number | null,
    position: typeof longitude === 'number' && typeof latitude === 'number' ? [longitude, latitude] : null,
    flags: parseFlags(values.flags) as RecordFlag[],
  };
}

/** Versions that hold, of each kind in the order of their records. */
export type HeldVersions = Readonly<Record<RecordKind, readonly StoredVersion[]>>;

export type DatasetOf = (kind: 'enterprise' | 'unit' | 'output', id: string) => string;

/** Reads everything that holds at `times`: some 10 µs a record. */
export async function readSlice({ sql }: Db, times: Times): Promise<LedgerSlice> {
  const datasets = {
    enterprise: await datasetsOf(sql, 'enterprise'),
    unit: await datasetsOf(sql, 'unit'),
    output: await datasetsOf(sql, 'output'),
  };
  const versions = {
    enterprise: await versionsAt(sql, 'enterprise', times),
    site: await versionsAt(sql, 'site', times),
    unit: await versionsAt(sql, 'unit', times),
    output: await versionsAt(sql, 'output', times),
  };
  return assemble(times, versions, (kind, id) => datasets[kind].get(id) ?? '');
}

/** Puts records together; what has no enterprise is left out. */
export function assemble(times: Times, versions: HeldVersions, datasetOf: DatasetOf): LedgerSlice {
  let isWhole = true;
  const enterprises = new Map<string, SliceEnterprise>();
  const holderOf = ({ values }: StoredVersion): SliceEnterprise | undefined => {
    const enterprise = enterprises.get(String(values.enterpriseId));
    if (!enterprise) isWhole = false;
    return enterprise;
  };
  for (const version of versions.enterprise) {
    const id = version.recordId;
    const name = String(version.values.name);
    enterprises.set(id, { id, name, dataset: datasetOf('enterprise', id), version, sites: [], units: [] });
  }
  const sites = new Map<string, SliceSite>();
  for (const version of versions.site) {
    const enterpriseId = String(version.values.enterpriseId);
    const site: SliceSite = { id: version.recordId, enterpriseId, version, ...placedAs(version.values) };
    sites.set(site.id, site);
    holderOf(version)?.sites.push(site);
  }
  const units: SliceUnit[] = [];
  for (const version of versions.unit) {
    const enterprise = holderOf(version);
    if (!enterprise) continue;
    const site = sites.get(String(version.values.siteId)) ?? null;
    if (site?.enterpriseId !== enterprise.id) isWhole = false;
    const unit = unitOf(version, enterprise, site, datasetOf);
    units.push(unit);
    enterprise.units.push(unit);
  }
  const outputs: SliceOutput[] = [];
  for (const version of versions.output) {
    const enterprise = holderOf(version);
    const id = version.recordId;
    if (enterprise) outputs.push({ id, enterprise, dataset: datasetOf('output', id), version });
  }
  return { times, enterprises, sites, units, outputs, isWhole };
}

function unitOf(
  version: StoredVersion,
  enterprise: SliceEnterprise,
  site: SliceSite | null,
  datasetOf: DatasetOf,
): SliceUnit {
  const { values, recordId: id } = version;
  // A unit without coordinates of its own stands where its site stands.
  const own = values.place === null || (values.place === 'unplaced' && site?.position) ? null : placedAs(values);
  const flags = parseFlags(values.flags) as RecordFlag[];
  return {
    ...(own ?? (site ? { ...site, flags: [...new Set([...flags, ...site.flags])] } : { ...UNPLACED, flags })),
    id,
    enterprise,
    site,
    dataset: datasetOf('unit', id),
    industry: values.industry as string | null,
    product: values.product as string | null,
    capacity: values.capacity as number | null,
    capacityUnit: values.capacityUnit as string | null,
    status: values.status as UnitStatus | null,
    captive: values.captive as string | null,
    ownerGroup: (values.ownerGroup ?? enterprise.version.values.ownerGroup ?? null) as string | null,
    version,
  };
}

/** Where an enterprise stands: its first site with a position, or else its first placed unit. */
export function placeOfEnterprise(enterprise: SliceEnterprise): Placed {
  return (
    enterprise.sites.find((site) => site.place !== 'unplaced') ??
    enterprise.units.find((unit) => unit.place !== 'unplaced') ??
    UNPLACED
  );
}

/** Every doubt about an enterprise: about its sites, and about its units. */
export const flagsOf = ({ sites, units }: SliceEnterprise): RecordFlag[] =>
  [...new Set([...sites, ...units].flatMap((placed) => placed.flags))].sort();

const lifeOrder = new Map(statuses.map((status, index) => [status.id, index]));

/** An enterprise that a change did not touch is the same in the next slice, and so is its summary. */
const summaries = new WeakMap<SliceEnterprise, EnterpriseSummary>();

/** An enterprise as the map and the table list it; asked again, the very same summary. */
export function summarise(enterprise: SliceEnterprise): EnterpriseSummary {
  let summary = summaries.get(enterprise);
  if (!summary) {
    summary = summaryOf(enterprise);
    summaries.set(enterprise, summary);
  }
  return summary;
}

function summaryOf(enterprise: SliceEnterprise): EnterpriseSummary {
  const { values } = enterprise.version;
  const { place, cityCode, countyCode, position } = placeOfEnterprise(enterprise);
  const distinct = <T>(list: readonly (T | null)[]): T[] =>
    [...new Set(list)].filter((each): each is NonNullable<typeof each> => each !== null) as T[];
  const [firstUnit] = enterprise.units;
  return {
    id: enterprise.id,
    dataset: enterprise.dataset,
    name: enterprise.name,
    nameEn: values.nameEn as string | null,
    position: position ? [position[0], position[1]] : null,
    place,
    cityCode,
    countyCode,
    industries: distinct(enterprise.units.map((unit) => unit.industry)),
    statuses: distinct(enterprise.units.map((unit) => unit.status)).sort(
      (a, b) => (lifeOrder.get(a) ?? 0) - (lifeOrder.get(b) ?? 0),
    ),
    owner: (values.owner ?? firstUnit?.version.values.owner ?? null) as string | null,
    ownerGroup: (values.ownerGroup ?? firstUnit?.ownerGroup ?? null) as string | null,
    flags: flagsOf(enterprise),
  };
}
