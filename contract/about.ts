// What a workspace is, which province it is about, and which data stand in it.
import { z } from 'zod';
import { bilingualSchema } from './figures.ts';

export const regionSchema = z.object({
  code: z.number().int(),
  name: z.string(),
  shortName: z.string(),
  nameEn: z.string(),
  parent: z.number().int(),
  labelPoint: z.tuple([z.number(), z.number()]),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});
export type Region = z.infer<typeof regionSchema>;

export const catalogueLabelSchema = z.object({ id: z.string(), name: bilingualSchema });

/** A government document that the product stands on; null = not stated in the text itself. */
export const documentSchema = z.object({
  id: z.string(),
  /** 文号 */
  number: z.string().nullable(),
  title: bilingualSchema,
  issuer: bilingualSchema.nullable(),
  /** ISO date of issue. */
  date: z.string().nullable(),
});
export type Document = z.infer<typeof documentSchema>;

export const aboutSchema = z.object({
  version: z.string(),
  profile: z.object({
    id: z.string(),
    name: bilingualSchema,
    bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    timeZone: z.string(),
    attributionLine: z.string(),
    /** Paths below /geodata/ of the layers the map draws. */
    boundaryFiles: z.record(z.string(), z.string()),
  }),
  boundaries: z.string(),
  cities: z.array(regionSchema),
  counties: z.array(regionSchema),
  industries: z.array(catalogueLabelSchema),
  products: z.array(catalogueLabelSchema),
  statuses: z.array(catalogueLabelSchema),
  datasets: z.array(catalogueLabelSchema),
  /** Units of measure by the id that figures and records state. */
  unitsOfMeasure: z.array(catalogueLabelSchema),
  documents: z.array(documentSchema),
  /** Reason codes of the alarm desk, in the order in which they are offered, with the actions that take them. */
  alarmReasons: z
    .array(catalogueLabelSchema.extend({ actions: z.array(z.string()), followUp: z.boolean().optional() }))
    .optional(),
  /** Who is told when an alarm is not verified in time: after `times` the time for verification. */
  alarmLadder: z
    .object({
      verifyWithinMs: z.record(z.string(), z.number()),
      steps: z.array(z.object({ step: z.number().int(), to: bilingualSchema, times: z.number() })),
    })
    .optional(),
  /** An alarm that stands longer is stale; a shelf that ends sooner is warned of. */
  alarmTimes: z.object({ staleMs: z.number(), shelfWarningMs: z.number() }).optional(),
  /** Rules about readings that did not come: data gaps. */
  gapRules: z.array(z.string()).optional(),
});
export type About = z.infer<typeof aboutSchema>;

/** A file of the bundled data, as catalogued with its terms. */
export const catalogueEntrySchema = z.looseObject({
  path: z.string(),
  title: bilingualSchema,
  kind: z.string(),
  publisher: z.string(),
  edition: z.string().nullable(),
  licence: z.string(),
  attribution: z.string(),
  origin: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;
