// Which source is held against which around an alarm, as data; those whose source is not connected are named, too.
import { z } from 'zod';
import entries from './cross-checks.json' with { type: 'json' };

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });

const crossCheckRuleSchema = z.object({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  /** Alarm rule that holds them against each other; null = the source is not connected. */
  rule: z.string().nullable(),
  /** Whether the rule looks at whole days, once they are over, or at single readings. */
  by: z.enum(['day', 'reading']).nullable(),
  title: bilingual,
  /** What has to be there. */
  needs: bilingual,
});
export type CrossCheckRule = z.infer<typeof crossCheckRuleSchema>;

export const crossChecks: readonly CrossCheckRule[] = z.array(crossCheckRuleSchema).parse(entries);
