// The four kinds of record in the ledger, and how their attributes are called in the database.
import type { Value } from '../../contract/ledger.ts';

export type RecordKind = 'enterprise' | 'site' | 'unit' | 'output';

/** What a record that has a position says of it. */
const placeAttributes = {
  province: 'province',
  city: 'city',
  county: 'county',
  longitude: 'longitude',
  latitude: 'latitude',
  accuracy: 'accuracy',
  place: 'place',
  cityCode: 'city_code',
  countyCode: 'county_code',
  flags: 'flags',
} as const;

/** Attribute (as people and the contract call it) → column. Order is the order of display. */
const attributesOf = {
  enterprise: {
    name: 'name',
    nameEn: 'name_en',
    otherNames: 'other_names',
    creditCode: 'credit_code',
    owner: 'owner',
    ownerGroup: 'owner_group',
  },
  site: {
    enterpriseId: 'enterprise_id',
    name: 'name',
    address: 'address',
    ...placeAttributes,
  },
  unit: {
    enterpriseId: 'enterprise_id',
    siteId: 'site_id',
    name: 'name',
    industry: 'industry',
    product: 'product',
    capacity: 'capacity',
    capacityUnit: 'capacity_unit',
    capacityText: 'capacity_text',
    status: 'status',
    commissioned: 'commissioned',
    retired: 'retired',
    captive: 'captive',
    technology: 'technology',
    owner: 'owner',
    ownerGroup: 'owner_group',
    ...placeAttributes,
  },
  output: {
    enterpriseId: 'enterprise_id',
    product: 'product',
    year: 'year',
    value: 'value',
    valueUnit: 'value_unit',
    valueText: 'value_text',
  },
} as const satisfies Record<RecordKind, Record<string, string>>;

export const recordKinds = Object.keys(attributesOf) as RecordKind[];

/** [attribute, column] of a kind, in order of display. */
export function attributes(kind: RecordKind): readonly (readonly [attribute: string, column: string])[] {
  return pairsOf[kind];
}

// Made once: a slice asks for them with every row.
const pairsOf = Object.fromEntries(recordKinds.map((kind) => [kind, Object.entries(attributesOf[kind])])) as Record<
  RecordKind,
  [string, string][]
>;

/** The tables of a kind. Their common columns are those of `unit_version`, as which Kysely is told to see them. */
export const identityTable = (kind: RecordKind): 'unit' => kind as 'unit';
export const versionTable = (kind: RecordKind): 'unit_version' => `${kind}_version` as 'unit_version';

/** Attributes that the program works out itself; nobody states or corrects them. */
export const derivedAttributes: ReadonlySet<string> = new Set([
  'enterpriseId',
  'siteId',
  'place',
  'cityCode',
  'countyCode',
  'flags',
  'capacityText',
  'valueText',
]);

/** A version as read from the database, its attributes under their own names. */
export interface StoredVersion {
  readonly versionId: number;
  readonly recordId: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly recordedAt: number;
  readonly supersededAt: number;
  readonly importId: number | null;
  readonly correctionId: number | null;
  readonly sourceRowId: number | null;
  readonly originMapId: number | null;
  readonly movedOrigins: string | null;
  readonly values: Readonly<Record<string, Value>>;
}

/** Turns a raw row of a version table into a version. */
export function storedVersion(kind: RecordKind, row: Record<string, unknown>): StoredVersion {
  const values: Record<string, Value> = {};
  for (const [attribute, column] of attributes(kind)) values[attribute] = row[column] as Value;
  return {
    versionId: row.version_id as number,
    recordId: row.record_id as string,
    validFrom: row.valid_from as number,
    validTo: row.valid_to as number,
    recordedAt: row.recorded_at as number,
    supersededAt: row.superseded_at as number,
    importId: row.import_id as number | null,
    correctionId: row.correction_id as number | null,
    sourceRowId: row.source_row_id as number | null,
    originMapId: row.origin_map_id as number | null,
    movedOrigins: row.moved_origins as string | null,
    values,
  };
}

/** Flags are kept as one text, separated by spaces. */
export const parseFlags = (text: Value | undefined): string[] =>
  typeof text === 'string' && text !== '' ? text.split(' ') : [];
