// Figures: the only way by which an aggregate number reaches a screen, a chart or an export.
import { z } from 'zod';
import { originSchema, recordFlagSchema } from './ledger.ts';

/** What a figure can be split by or narrowed to. One word each, also on the command line. */
export const ledgerDimensions = [
  'city',
  'county',
  'industry',
  'product',
  'status',
  'captive',
  'ownerGroup',
  'place',
  'dataset',
  'enterprise',
  'flag',
  'commissioned',
  'retired',
  'capacityClass',
  'year',
] as const;
export type LedgerDimension = (typeof ledgerDimensions)[number];
/** Further ones, of figures of readings and alarms; hours, days and months are those of the profile's clock. */
export const monitoringDimensions = [
  'quantity',
  'channel',
  'device',
  'month',
  'day',
  'hour',
  'rule',
  'priority',
  'alarmState',
] as const;
export const figureDimensions = [...ledgerDimensions, ...monitoringDimensions] as const;
export const figureDimensionSchema = z.enum(figureDimensions);
export type FigureDimension = z.infer<typeof figureDimensionSchema>;

export const bilingualSchema = z.object({ zh: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingualSchema>;

/** A key of a row: an id, a code (adcode for places) or null where the record states none. */
export const figureKeySchema = z.union([z.string(), z.number(), z.null()]);
export type FigureKey = z.infer<typeof figureKeySchema>;

/** Numbers of a unit that a figure can be narrowed to a range of: capacity in its product's unit, and calendar years. */
export const figureMeasures = ['capacity', 'commissioned', 'retired'] as const;
export const figureMeasureSchema = z.enum(figureMeasures);
export type FigureMeasure = z.infer<typeof figureMeasureSchema>;

export const figureQuerySchema = z.object({
  id: z.string(),
  by: z.array(figureDimensionSchema).default([]),
  /** Dimension → accepted keys; a place may be given by code or by name in either language. 'null' = not stated. */
  where: z.partialRecord(figureDimensionSchema, z.array(z.string())).default({}),
  /** Measure → least and greatest value, both included; null = open. What states no value is outside every range. */
  between: z.partialRecord(figureMeasureSchema, z.tuple([z.number().nullable(), z.number().nullable()])).default({}),
  /** Of figures of readings and alarms: from, and up to but not including; left out = the day of the newest reading. */
  period: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Valid time, ms since the epoch; left out = now. */
  asOf: z.number().int().optional(),
  /** Recorded time, ms since the epoch; left out = now. */
  knownAt: z.number().int().optional(),
});
export type FigureQuery = z.input<typeof figureQuerySchema>;

export const figureRowSchema = z.object({
  keys: z.partialRecord(figureDimensionSchema, figureKeySchema),
  labels: z.partialRecord(figureDimensionSchema, bilingualSchema),
  /** null = every input is missing: unknown, which is not zero. */
  value: z.number().nullable(),
  unit: z.string(),
  /** Records that the value rests on, those with a missing value included. */
  inputs: z.number().int(),
  /** Of these, records whose value is not stated. */
  missing: z.number().int(),
});
export type FigureRow = z.infer<typeof figureRowSchema>;

export const figureResultSchema = z.object({
  id: z.string(),
  /** The one unit of all rows, or null where rows have several and nothing may be added across them. */
  unit: z.string().nullable(),
  rows: z.array(figureRowSchema),
  total: z.number().nullable(),
  /** One total for each unit and product, where they differ. */
  totals: z.array(
    z.object({
      product: z.string().nullable(),
      unit: z.string(),
      value: z.number().nullable(),
      inputs: z.number().int(),
      missing: z.number().int(),
    }),
  ),
  /** What a figure of readings or alarms is about; left out where there is none. */
  period: z.tuple([z.number().int(), z.number().int()]).optional(),
  asOf: z.number().int(),
  knownAt: z.number().int(),
  /** Revision of the ledger that was read. */
  revision: z.number().int(),
  /** Share of inputs that state a value, 0…1; null without inputs. */
  completeness: z.number().nullable(),
  /** Versions of rule and data: what a re-check needs. */
  rule: z.string(),
  boundaries: z.string(),
  datasets: z.array(z.string()),
});
export type FigureResult = z.infer<typeof figureResultSchema>;

export const figureDefinitionSchema = z.object({
  id: z.string(),
  title: bilingualSchema,
  /** The formula in words. */
  formula: bilingualSchema,
  /** Fixed unit, or null where it follows the product. */
  unit: z.string().nullable(),
  dimensions: z.array(figureDimensionSchema),
  rule: z.string(),
});
export type FigureDefinition = z.infer<typeof figureDefinitionSchema>;

export const figureExplanationSchema = z.object({
  definition: figureDefinitionSchema,
  result: figureResultSchema,
  /** Input records behind the figure, each down to its cell. */
  inputs: z.array(
    z.object({
      enterpriseId: z.string(),
      enterpriseName: z.string(),
      recordId: z.string(),
      recordName: z.string().nullable(),
      /** A dimension of which the record has several keys that were asked for is left out. */
      keys: z.partialRecord(figureDimensionSchema, figureKeySchema),
      value: z.number().nullable(),
      unit: z.string(),
      origin: originSchema.nullable(),
      /** Doubts that stay with the record. */
      flags: z.array(recordFlagSchema),
    }),
  ),
  /** Inputs in all; `inputs` may be the first `limit` of them. */
  inputCount: z.number().int(),
});
export type FigureExplanation = z.infer<typeof figureExplanationSchema>;
