// The change feed: what a screen holds and how it is kept up to date.
import { z } from 'zod';
import { enterpriseSummarySchema } from './ledger.ts';

/** Everything a screen holds of the world, at one revision. */
export const worldSnapshotSchema = z.object({
  revision: z.number().int(),
  enterprises: z.array(enterpriseSummarySchema),
});
export type WorldSnapshot = z.infer<typeof worldSnapshotSchema>;

/**
 * world.changed: turns revision `from` into `revision`. A screen at any other revision has missed something and asks
 * for a snapshot; so does one that is sent `reset` (more changed than is worth sending).
 */
export const worldChangeSchema = z.object({
  from: z.number().int(),
  revision: z.number().int(),
  reset: z.boolean(),
  put: z.array(enterpriseSummarySchema),
  removed: z.array(z.string()),
});
export type WorldChange = z.infer<typeof worldChangeSchema>;
