// How a province's energy upload names the fields of our model: a JSON file a province, as no official names are known.
import { z } from 'zod';
import { AppError } from '../../app-error.ts';

/** The fields of a reading, as ours. GB/T 38692-2020 says what is uploaded; its field names of JSON were in no source. */
export const energyFields = [
  /** Id of the point: what is measured where. */
  'point',
  /** Start of the interval, unless `stamp` says end. */
  'start',
  /** Length of the interval: a word of `intervals`, or 15m, 1h, 1d, 1mo. */
  'interval',
  'value',
  'unitOfMeasure',
  /** Of a counter, at both ends of the interval. */
  'registerStart',
  'registerEnd',
  'collectedAt',
  /** good, suspect, missing, estimated, manual, revised; others as they are sent. */
  'quality',
  'origin',
] as const;
export type EnergyField = (typeof energyFields)[number];

export const energyIntervals = ['15m', '30m', '1h', '1d', '1mo'] as const;
export type EnergyInterval = (typeof energyIntervals)[number];

/** A field of a nested object is written with dots: `data.v`. */
export const energyMappingSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  title: z.string().optional(),
  /** Where the list of readings stands in the body; '' = the body is the list. */
  rows: z.string(),
  /** Where the batch's id stands; left out = batches are not told apart. */
  batch: z.string().optional(),
  /** Our field → theirs. */
  fields: z
    .partialRecord(z.enum(energyFields), z.string().min(1))
    .refine((fields) => fields.point !== undefined && fields.start !== undefined && fields.value !== undefined, {
      message: 'point, start and value are needed',
    }),
  /** Length of every interval, where no field tells. */
  interval: z.enum(energyIntervals).optional(),
  /** Their words for lengths. */
  intervals: z.record(z.string(), z.enum(energyIntervals)).optional(),
  /** Their words for quality → ours. */
  qualities: z.record(z.string(), z.string()).optional(),
  stamp: z.enum(['start', 'end']).optional(),
  /** Where times are none that can be read without: `yyyyMMddHHmmss`. */
  timeFormat: z.string().optional(),
});
export type EnergyMapping = z.infer<typeof energyMappingSchema>;

/** Our own names: what POST /ingest/v1/energy takes where a province has no mapping of its own. */
export const ownEnergyMapping: EnergyMapping = {
  name: 'own',
  rows: 'readings',
  batch: 'batch',
  fields: Object.fromEntries(energyFields.map((field) => [field, field])) as EnergyMapping['fields'],
};

/** Throws AppError `mapping-invalid` with what is wrong where. */
export function parseEnergyMapping(json: unknown): EnergyMapping {
  const result = energyMappingSchema.safeParse(json);
  if (result.success) return result.data;
  throw new AppError('mapping-invalid', { detail: z.prettifyError(result.error).replaceAll('\n', '; ') });
}
