// Ledger imports: how a file's columns are read (mapping), what an import found (report), and its progress.
import { z } from 'zod';
import { reasonSchema } from './reasons.ts';

/**
 * Where a field's text comes from. "Column" = that column; `columns` = the first of them that is not blank;
 * `join` = all of them with a slash between; `constant` needs no column. `values` translates the text (the key ''
 * stands for blank, '*' for any other text; null = not stated). `pick: largest-share` takes the holder with the
 * largest share out of a list such as "A Co [60.0%]; B Co [40.0%]".
 */
export const fieldSourceSchema = z.union([
  z.string(),
  z.strictObject({
    column: z.string().optional(),
    columns: z.array(z.string()).min(1).optional(),
    join: z.array(z.string()).min(1).optional(),
    pick: z.literal('largest-share').optional(),
    constant: z.string().optional(),
    values: z.record(z.string(), z.string().nullable()).optional(),
  }),
]);
export type FieldSource = z.infer<typeof fieldSourceSchema>;

/** What a row can say. The same names are the attributes of the records. */
export const importFields = [
  'enterpriseKey',
  'enterpriseName',
  'enterpriseNameEn',
  'otherNames',
  'creditCode',
  'owner',
  'ownerGroup',
  'siteKey',
  'siteName',
  'address',
  'province',
  'city',
  'county',
  'longitude',
  'latitude',
  'coordinates',
  'datum',
  'accuracy',
  'unitKey',
  'unitName',
  'industry',
  'product',
  'capacity',
  'capacityUnit',
  'status',
  'commissioned',
  'retired',
  'captive',
  'technology',
] as const;
export const importFieldSchema = z.enum(importFields);
export type ImportField = z.infer<typeof importFieldSchema>;

export const fieldsSchema = z.partialRecord(importFieldSchema, fieldSourceSchema);
export type Fields = z.infer<typeof fieldsSchema>;

/** How one sheet (or CSV file) is read. */
export const sheetMappingSchema = z.strictObject({
  /** Headers that must all be there for this sheet mapping to apply; default: the columns named in `fields`. */
  match: z.array(z.string()).optional(),
  /** `coordinates` holds "latitude, longitude" unless said otherwise. */
  coordinateOrder: z.enum(['lat-lon', 'lon-lat']).optional(),
  /** The coordinates describe the unit of the row (default) or the whole site. */
  positionOf: z.enum(['unit', 'site']).optional(),
  fields: fieldsSchema,
  /** Where a row describes several units: one entry a unit, its fields on top of `fields`. */
  units: z
    .array(
      z.strictObject({
        fields: fieldsSchema,
        /** A unit whose capacity cell is one of these texts ('' = blank) is no unit at all. */
        absentWhen: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** A table with a column a year: what an enterprise produced. */
  outputs: z
    .strictObject({
      product: fieldSourceSchema,
      unit: z.string(),
      /** Regular expression that a year column's header matches. */
      yearColumns: z.string(),
    })
    .optional(),
});
export type SheetMapping = z.infer<typeof sheetMappingSchema>;

const mappingHeadSchema = {
  /** Short name; also the namespace of the records' ids. Lower-case letters, digits and hyphens. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  title: z.string().optional(),
  /** Datum of the coordinates, e.g. wgs84, gcj02, bd09, epsg:4528; overridden by --crs. */
  crs: z.string().optional(),
  /** Texts that mean "not known" in numeric columns, on top of the built-in ones. */
  unknownWords: z.array(z.string()).optional(),
};

/** A full mapping: one or several kinds of sheet. */
export const mappingSchema = z.strictObject({ ...mappingHeadSchema, sheets: z.array(sheetMappingSchema).min(1) });
export type Mapping = z.infer<typeof mappingSchema>;

/** The short form for one table: the sheet mapping's own keys beside the name. */
export const shortMappingSchema = z.strictObject({ ...mappingHeadSchema, ...sheetMappingSchema.shape });

/** A finding about one cell. `row` counts as a spreadsheet program does. */
export const importFindingSchema = z.object({
  file: z.string(),
  sheet: z.string(),
  row: z.number().int(),
  column: z.string(),
  value: z.string(),
  reason: reasonSchema,
});
export type ImportFinding = z.infer<typeof importFindingSchema>;

/** A record with a doubt about its place. */
export const flaggedSchema = z.object({
  file: z.string(),
  sheet: z.string(),
  row: z.number().int(),
  id: z.string(),
  name: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  /** What was found, in figures: distance in metres, nearest or other place, declared and actual name. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type Flagged = z.infer<typeof flaggedSchema>;

export const importReportSchema = z.object({
  importId: z.number().int().nullable(),
  dryRun: z.boolean(),
  files: z.array(
    z.object({
      name: z.string(),
      sha256: z.string(),
      bytes: z.number().int(),
      format: z.enum(['csv', 'xlsx']),
      encoding: z.string().nullable(),
      sheets: z.array(z.object({ name: z.string(), rows: z.number().int(), used: z.boolean() })),
    }),
  ),
  preset: z.string(),
  crs: z.string(),
  /** Data rows read; each is exactly one of inserted, updated, unchanged, rejected. */
  rows: z.number().int(),
  inserted: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.array(importFindingSchema),
  rejectedRows: z.number().int(),
  warnings: z.array(importFindingSchema),
  /** Records of this list that earlier files held and this one doesn't. They stay as they are. */
  absent: z.number().int(),
  flags: z.object({
    nearBoundary: z.array(flaggedSchema),
    offshore: z.array(flaggedSchema),
    outsideProvince: z.array(flaggedSchema),
    declaredPlaceDiffers: z.array(flaggedSchema),
    declaredCountyDiffers: z.array(flaggedSchema),
    impossibleCoordinates: z.array(flaggedSchema),
    blankCapacity: z.number().int(),
  }),
  seconds: z.number(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const importProgressSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    file: z.string(),
    bytes: z.number(),
    bytesTotal: z.number(),
    rows: z.number().int(),
  }),
  z.object({ kind: z.literal('report'), report: importReportSchema }),
]);
export type ImportProgress = z.infer<typeof importProgressSchema>;

/** A file to import: a path on the host (command line, desktop) or one uploaded before. */
export const importFileSchema = z.object({ path: z.string(), name: z.string().optional() });

export const importRequestSchema = z.object({
  files: z.array(importFileSchema).min(1),
  /** Name of a preset, or left out to recognise one by the headers. */
  preset: z.string().optional(),
  mapping: mappingSchema.optional(),
  crs: z.string().optional(),
  dryRun: z.boolean().default(false),
  /** From when the file's statements hold (ms); left out: new records since ever, changed ones from now. */
  validFrom: z.number().int().optional(),
  actor: z.string().default('operator'),
  reason: z.string().optional(),
});
export type ImportRequest = z.input<typeof importRequestSchema>;

/** What a first look into a file shows, for the mapping dialog. */
export const inspectionSchema = z.object({
  name: z.string(),
  bytes: z.number().int(),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable(),
  sheets: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      sample: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
      /** Preset that recognises this sheet, if any. */
      preset: z.string().nullable(),
      /** Columns guessed by their names, in Chinese and English. */
      guess: fieldsSchema,
    }),
  ),
});
export type Inspection = z.infer<typeof inspectionSchema>;

export const importRecordSchema = z.object({
  id: z.number().int(),
  recordedAt: z.number().int(),
  actor: z.string(),
  preset: z.string(),
  crs: z.string(),
  reason: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.number().int() })),
  rows: z.number().int(),
  inserted: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
});
export type ImportRecord = z.infer<typeof importRecordSchema>;
