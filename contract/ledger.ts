// Records of the ledger: what is known of an enterprise, its sites and its units, at one pair of times.
import { z } from 'zod';

/**
 * Life-cycle status of a unit, in Global Energy Monitor's words, which the trackers keep apart for good reason:
 * mothballed (封存, could run again) is never merged with retired (已退役), nor shelved (搁置) with cancelled (取消).
 * null = the source states none.
 */
export const unitStatuses = [
  'announced',
  'pre-permit',
  'permitted',
  'construction',
  'operating',
  'operating pre-retirement',
  'mothballed',
  'retired',
  'cancelled',
  'shelved',
] as const;
export const unitStatusSchema = z.enum(unitStatuses);
export type UnitStatus = z.infer<typeof unitStatusSchema>;

/**
 * Where a record stands relative to the province's boundaries.
 * offshore = in no polygon, but within 5 km of the province (a quay-side plant drawn on a coarse coast);
 * unplaced = no usable coordinates.
 */
export const places = ['inside', 'offshore', 'outside', 'unplaced'] as const;
export const placeSchema = z.enum(places);
export type Place = z.infer<typeof placeSchema>;

/** Doubts found at import that stay with the record until someone settles them. */
export const recordFlags = [
  'nearBoundary',
  'offshore',
  'outsideProvince',
  'declaredPlaceDiffers',
  'declaredCountyDiffers',
  'blankCapacity',
  'impossibleCoordinates',
  'approximatePosition',
] as const;
export const recordFlagSchema = z.enum(recordFlags);
export type RecordFlag = z.infer<typeof recordFlagSchema>;

/** A value as it is stored: text, number, or null = not stated. */
export type Value = string | number | null;

/** WGS84 longitude, latitude in degrees. */
export const positionSchema = z.tuple([z.number(), z.number()]);

/** Where a value comes from: a cell of a file, a person's correction, a rule applied to other values, or instruments. */
export const originSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cell'),
    file: z.string(),
    sha256: z.string(),
    sheet: z.string(),
    /** 1-based row, as a spreadsheet program shows it. */
    row: z.number().int(),
    /** Header text of the column. */
    column: z.string(),
    /** Spreadsheet letter of the column, e.g. 'K'. */
    letter: z.string(),
    /** The cell's text as it stood in the file. */
    text: z.string(),
    importId: z.number().int(),
    recordedAt: z.number().int(),
  }),
  z.object({
    kind: z.literal('person'),
    actor: z.string(),
    reason: z.string(),
    recordedAt: z.number().int(),
  }),
  z.object({ kind: z.literal('rule'), rule: z.string(), detail: z.string() }),
  /** Readings of a channel within [from, to); each leads to its message (`monitoring.origin`). */
  z.object({
    kind: z.literal('readings'),
    channel: z.string(),
    device: z.string(),
    from: z.number().int(),
    to: z.number().int(),
    count: z.number().int(),
  }),
]);
export type Origin = z.infer<typeof originSchema>;

/** One value of a record with its origin; `unit` is the unit of measure where the value has one. */
export const statedValueSchema = z.object({
  attribute: z.string(),
  value: z.union([z.string(), z.number(), z.null()]),
  unit: z.string().nullable(),
  origin: originSchema.nullable(),
});
export type StatedValue = z.infer<typeof statedValueSchema>;

/** One version of a record in both times. Milliseconds since the epoch, UTC; null = open. */
export const versionSchema = z.object({
  validFrom: z.number().int().nullable(),
  validTo: z.number().int().nullable(),
  recordedAt: z.number().int(),
  supersededAt: z.number().int().nullable(),
  actor: z.string(),
  reason: z.string().nullable(),
  values: z.array(statedValueSchema),
});
export type Version = z.infer<typeof versionSchema>;

/** An enterprise as the map and the table list it. Carries no aggregate: those are figures. */
export const enterpriseSummarySchema = z.object({
  id: z.string(),
  dataset: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  position: positionSchema.nullable(),
  place: placeSchema,
  cityCode: z.number().int().nullable(),
  countyCode: z.number().int().nullable(),
  industries: z.array(z.string()),
  /** Distinct statuses of its units, the most advanced in life first. */
  statuses: z.array(unitStatusSchema),
  owner: z.string().nullable(),
  ownerGroup: z.string().nullable(),
  flags: z.array(recordFlagSchema),
});
export type EnterpriseSummary = z.infer<typeof enterpriseSummarySchema>;

const placementSchema = z.object({
  place: placeSchema,
  cityCode: z.number().int().nullable(),
  countyCode: z.number().int().nullable(),
  position: positionSchema.nullable(),
  flags: z.array(recordFlagSchema),
  /** Of a record at sea: the nearest county, offered for a person to accept by correcting `countyCode`. */
  nearest: z
    .object({ cityCode: z.number().int(), countyCode: z.number().int(), distanceMeters: z.number() })
    .nullable(),
});

/** Everything known of one enterprise, each value with its origin, for the enterprise page. */
export const enterprisePageSchema = z.object({
  id: z.string(),
  dataset: z.string(),
  asOf: z.number().int(),
  knownAt: z.number().int(),
  values: z.array(statedValueSchema),
  versions: z.array(versionSchema),
  sites: z.array(
    z.object({
      id: z.string(),
      values: z.array(statedValueSchema),
      placement: placementSchema,
    }),
  ),
  units: z.array(
    z.object({
      id: z.string(),
      siteId: z.string(),
      values: z.array(statedValueSchema),
      placement: placementSchema,
      versions: z.array(versionSchema),
    }),
  ),
  outputs: z.array(z.object({ year: z.number().int(), product: z.string(), values: z.array(statedValueSchema) })),
});
export type EnterprisePage = z.infer<typeof enterprisePageSchema>;

/** The records that a person may correct, and which of their attributes. */
export const correctionSchema = z.object({
  entity: z.enum(['enterprise', 'site', 'unit']),
  id: z.string(),
  attribute: z.string(),
  value: z.union([z.string(), z.number(), z.null()]),
  reason: z.string().trim().min(2),
  actor: z.string().trim().min(1),
  /** From when the corrected value holds; left out = for as long as the corrected version did. */
  validFrom: z.number().int().optional(),
});
export type Correction = z.infer<typeof correctionSchema>;

/** A name by which a record is found. */
export const recordNameSchema = z.object({
  kind: z.enum(['enterprise', 'unit']),
  id: z.string(),
  enterpriseId: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  otherNames: z.array(z.string()),
  creditCode: z.string().nullable(),
  owner: z.string().nullable(),
});
export type RecordName = z.infer<typeof recordNameSchema>;
