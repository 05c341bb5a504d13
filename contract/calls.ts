// The contract: every call that a screen or another client can make. A list; no logic here.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { aboutSchema, catalogueEntrySchema } from './about.ts';
import { worldChangeSchema, worldSnapshotSchema } from './events.ts';
import { figureDefinitionSchema, figureExplanationSchema, figureQuerySchema, figureResultSchema } from './figures.ts';
import {
  importProgressSchema,
  importRecordSchema,
  importReportSchema,
  importRequestSchema,
  inspectionSchema,
  mappingSchema,
} from './imports.ts';
import { correctionSchema, enterprisePageSchema, recordNameSchema } from './ledger.ts';

/** Errors that a call can answer with; `message` is a sentence for people, in the product's two languages. */
const call = oc.errors({
  REFUSED: { status: 422, data: z.object({ code: z.string(), zh: z.string(), en: z.string() }) },
  NOT_FOUND: { status: 404, data: z.object({ code: z.string(), zh: z.string(), en: z.string() }) },
});

const timesSchema = z.object({ asOf: z.number().int().optional(), knownAt: z.number().int().optional() });

export const contract = {
  about: {
    get: call
      .route({ method: 'GET', path: '/about', summary: 'Workspace, province profile and names' })
      .output(aboutSchema),
    catalogue: call
      .route({ method: 'GET', path: '/about/catalogue', summary: 'Bundled data with origin and licence' })
      .output(z.array(catalogueEntrySchema)),
  },
  figure: {
    list: call
      .route({ method: 'GET', path: '/figures', summary: 'Definitions of all figures' })
      .output(z.array(figureDefinitionSchema)),
    get: call
      .route({ method: 'POST', path: '/figures/get', summary: 'A figure, split and narrowed, at two times' })
      .input(figureQuerySchema)
      .output(figureResultSchema),
    explain: call
      .route({ method: 'POST', path: '/figures/explain', summary: 'A figure with its formula and the cells behind it' })
      .input(figureQuerySchema.extend({ limit: z.number().int().min(1).max(100_000).default(1000) }))
      .output(figureExplanationSchema),
  },
  ledger: {
    enterprise: call
      .route({ method: 'POST', path: '/ledger/enterprise', summary: 'One enterprise, each value with its origin' })
      .input(timesSchema.extend({ id: z.string() }))
      .output(enterprisePageSchema),
    names: call
      .route({
        method: 'POST',
        path: '/ledger/names',
        summary: 'Names, aliases and credit codes of enterprises and units',
      })
      .input(timesSchema)
      .output(z.array(recordNameSchema)),
    correct: call
      .route({ method: 'POST', path: '/ledger/correct', summary: 'Supersede one value, with actor and reason' })
      .input(correctionSchema)
      .output(z.object({ revision: z.number().int() })),
  },
  imports: {
    presets: call
      .route({ method: 'GET', path: '/imports/presets', summary: 'Known layouts, bundled and saved' })
      .output(z.array(z.object({ mapping: mappingSchema, bundled: z.boolean() }))),
    savePreset: call
      .route({ method: 'POST', path: '/imports/presets', summary: 'Keep a mapping under its name' })
      .input(mappingSchema)
      .output(z.object({ name: z.string() })),
    inspect: call
      .route({
        method: 'POST',
        path: '/imports/inspect',
        summary: 'Sheets, columns, sample rows and a guessed mapping',
      })
      .input(z.object({ path: z.string(), name: z.string().optional() }))
      .output(inspectionSchema),
    run: call
      .route({ method: 'POST', path: '/imports/run', summary: 'Import files, or try it; progress, then the report' })
      .input(importRequestSchema)
      .output(eventIterator(importProgressSchema)),
    list: call
      .route({ method: 'GET', path: '/imports', summary: 'Imports so far, newest first' })
      .output(z.array(importRecordSchema)),
    report: call
      .route({ method: 'POST', path: '/imports/report', summary: 'The report of one import' })
      .input(z.object({ id: z.number().int() }))
      .output(importReportSchema),
  },
  world: {
    snapshot: call
      .route({ method: 'POST', path: '/world', summary: 'All enterprises at one revision and two times' })
      .input(timesSchema)
      .output(worldSnapshotSchema),
    changes: call
      .route({ method: 'GET', path: '/world/changes', summary: 'world.changed, numbered, from now on' })
      .output(eventIterator(worldChangeSchema)),
  },
};
export type Contract = typeof contract;
