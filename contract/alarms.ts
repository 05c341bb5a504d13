// Findings and alarms: what the rules saw, and what people make of it.
import { z } from 'zod';
import { bilingualSchema } from './figures.ts';

/** P1 is the most urgent. Not to be confused with warning levels of targets (一级 is the worst there, too). */
export const alarmPriorities = ['P1', 'P2', 'P3'] as const;
export const alarmPrioritySchema = z.enum(alarmPriorities);
export type AlarmPriority = z.infer<typeof alarmPrioritySchema>;

export const subjectKinds = ['channel', 'device', 'gateway', 'unit', 'enterprise'] as const;
export const subjectSchema = z.object({ kind: z.enum(subjectKinds), id: z.string() });
export type Subject = z.infer<typeof subjectSchema>;

/** One number that a rule looked at, with where it can be read again. */
export const evidenceInputSchema = z.object({
  /** What it is, as in the rule's formula: `mean`, `limit`, `expected` … */
  name: z.string(),
  value: z.union([z.number(), z.string(), z.null()]),
  unitOfMeasure: z.string().nullable(),
  /** Channel id, where it is read from one. */
  channel: z.string().nullable(),
});
export type EvidenceInput = z.infer<typeof evidenceInputSchema>;

/** What a rule saw: evidence, not a verdict. */
export const findingSchema = z.object({
  id: z.number().int(),
  /** Id of the rule in policy/alarm-rules.json. */
  rule: z.string(),
  ruleVersion: z.string(),
  subject: subjectSchema,
  /** The window, ms since the epoch; `to` = end of what has been seen of it so far. */
  from: z.number().int(),
  to: z.number().int(),
  /** null = it goes on. */
  clearedAt: z.number().int().nullable(),
  /** Later data has shown that it does not hold; left out or null = it stands. */
  withdrawnAt: z.number().int().nullable().optional(),
  priority: alarmPrioritySchema,
  inputs: z.array(evidenceInputSchema),
  /** With the names of the inputs: `mean > limit`. */
  formula: z.string(),
  threshold: z.string(),
  /** One sentence with the numbers in it. */
  sentence: bilingualSchema,
});
export type Finding = z.infer<typeof findingSchema>;

export const alarmStates = ['new', 'acknowledged', 'verifying', 'dispatched', 'resolved', 'closed'] as const;
export const alarmStateSchema = z.enum(alarmStates);
export type AlarmState = z.infer<typeof alarmStateSchema>;

export const alarmActions = [
  ...['acknowledge', 'verify', 'dispatch', 'resolve', 'close', 'reopen'],
  ...['shelve', 'unshelve', 'take-out-of-service', 'return-to-service', 'note', 'assign'],
] as const;
export const alarmActionSchema = z.enum(alarmActions as unknown as [string, ...string[]]);

export const alarmSchema = z.object({
  id: z.number().int(),
  rule: z.string(),
  priority: alarmPrioritySchema,
  subject: subjectSchema,
  subjectName: z.string(),
  enterprise: z.string().nullable(),
  city: z.number().int().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  sentence: bilingualSchema,
  state: alarmStateSchema,
  /** The condition's own time. */
  raisedAt: z.number().int(),
  recordedAt: z.number().int(),
  /** The condition has gone; null = it holds. */
  clearedAt: z.number().int().nullable(),
  /** Gone before anybody acknowledged it. */
  returnedUnacknowledged: z.boolean(),
  owner: z.string().nullable(),
  shelved: z.object({ until: z.number().int(), owner: z.string(), reason: z.string() }).nullable(),
  outOfService: z.object({ until: z.number().int().nullable(), owner: z.string(), reason: z.string() }).nullable(),
  /** Until when it has to be verified; null once it is. */
  verifyBy: z.number().int().nullable(),
  /** 0 = nobody yet, 1 班长, 2 市专班, 3 省. */
  escalation: z.number().int(),
  /** The alarm that stands for this one (a dead gateway's, for its meters). */
  parent: z.number().int().nullable(),
  children: z.number().int(),
  finding: z.number().int().nullable(),
  /** SHA-256 of the evidence as it was when the alarm was raised. */
  evidence: z.string().nullable(),
  /** Times that the condition has begun; more than one where it went and came back at once. */
  raises: z.number().int(),
  /** It comes and goes: kept as this one alarm. */
  chattering: z.boolean(),
  /** Why it makes no sound; null = it may. A flood keeps none of P1 quiet. */
  quiet: z.enum(['group', 'shelf', 'out-of-service', 'flood']).nullable(),
  /** Later data took its ground away; the alarm stays until people close it. */
  withdrawn: z.boolean(),
  /** Cause code that it was closed with. */
  cause: z.string().nullable(),
  /** Day of the follow-up, as ISO date. */
  followUp: z.string().nullable(),
  /** Numbered with every transition: what a screen has seen. */
  version: z.number().int(),
});
export type Alarm = z.infer<typeof alarmSchema>;

export const alarmTransitionSchema = z.object({
  alarm: z.number().int(),
  version: z.number().int(),
  action: z.string(),
  from: alarmStateSchema,
  to: alarmStateSchema,
  at: z.number().int(),
  actor: z.string(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  /** When it was due, where a clock did it; `at` is when that was noticed. */
  dueAt: z.number().int().nullable(),
  owner: z.string().nullable(),
  until: z.number().int().nullable(),
  followUp: z.string().nullable(),
  evidence: z.string().nullable(),
});
export type AlarmTransition = z.infer<typeof alarmTransitionSchema>;

/** alarms.changed: from the version of the list that a screen holds to the next. */
export const alarmsChangeSchema = z.object({
  from: z.number().int(),
  revision: z.number().int(),
  reset: z.boolean(),
  put: z.array(alarmSchema),
});
export type AlarmsChange = z.infer<typeof alarmsChangeSchema>;

export const alarmFilterSchema = z.object({
  states: z.array(alarmStateSchema).optional(),
  priorities: z.array(alarmPrioritySchema).optional(),
  /** Open = not closed. */
  open: z.boolean().optional(),
  enterprise: z.string().optional(),
  city: z.number().int().optional(),
  /** Alarms that a group alarm stands for, which the list else leaves out. */
  parent: z.number().int().optional(),
  limit: z.number().int().min(1).max(20_000).default(1000),
});
export type AlarmFilter = z.input<typeof alarmFilterSchema>;

export const alarmListSchema = z.object({
  revision: z.number().int(),
  alarms: z.array(alarmSchema),
  /** Of all open alarms, whatever the filter. */
  counts: z.object({
    open: z.number().int(),
    unacknowledged: z.number().int(),
    shelved: z.number().int(),
    overdue: z.number().int(),
    /** Raised while their place was shelved or out of service. */
    suppressed: z.number().int(),
  }),
  flood: z.object({ active: z.boolean(), since: z.number().nullable(), lastTenMinutes: z.number().int() }),
});
export type AlarmList = z.infer<typeof alarmListSchema>;

export const alarmDetailSchema = z.object({
  alarm: alarmSchema,
  transitions: z.array(alarmTransitionSchema),
  finding: findingSchema.nullable(),
  /** The rule as it stood: title, document, clause, what it means, what to do. */
  rule: z
    .object({
      id: z.string(),
      version: z.string(),
      title: bilingualSchema,
      document: z.string().nullable(),
      clause: z.string().nullable(),
      cause: bilingualSchema.nullable(),
      consequence: bilingualSchema.nullable(),
      action: bilingualSchema.nullable(),
    })
    .nullable(),
  /** The frozen evidence and what has changed since. */
  evidence: z
    .object({
      sha256: z.string(),
      frozenAt: z.number(),
      readings: z.array(
        z.object({ channel: z.string(), time: z.number(), value: z.number().nullable(), flag: z.string().nullable() }),
      ),
      difference: z.array(
        z.object({
          channel: z.string(),
          time: z.number(),
          before: z.number().nullable(),
          after: z.number().nullable(),
          /** The mark that it has now, where it had another one or none: a correction excludes it under such a mark. */
          mark: z.string().optional(),
        }),
      ),
      /** More readings differ than are listed. */
      more: z.number().int(),
      /** Inputs of the finding that have another value now. */
      inputs: z.array(
        z.object({
          name: z.string(),
          before: z.union([z.number(), z.string(), z.null()]),
          after: z.union([z.number(), z.string(), z.null()]),
        }),
      ),
    })
    .nullable(),
  /** Every condition that this alarm stands for, the newest first. */
  findings: z.array(findingSchema),
  children: z.array(alarmSchema),
});
export type AlarmDetail = z.infer<typeof alarmDetailSchema>;

export const alarmTransitionRequestSchema = z.object({
  alarm: z.number().int(),
  action: alarmActionSchema,
  actor: z.string().min(1),
  reason: z.string().optional(),
  note: z.string().optional(),
  until: z.number().int().optional(),
  owner: z.string().optional(),
  followUp: z.string().optional(),
  /** Where further evidence is kept: hash, file or letter. */
  evidence: z.string().optional(),
  /** The version that the actor saw; another one is refused. */
  expectedVersion: z.number().int().optional(),
  /** The same key again does nothing: for actions that were queued while the wire was down. */
  key: z.string().optional(),
});
export type AlarmTransitionRequest = z.infer<typeof alarmTransitionRequestSchema>;

/** A line of the register of shelves. */
export const shelfEntrySchema = z.object({
  id: z.number().int(),
  kind: z.enum(['shelf', 'out-of-service']),
  alarm: z.number().int(),
  subjectName: z.string(),
  rule: z.string(),
  subject: subjectSchema,
  since: z.number(),
  /** null = until somebody returns it to service. */
  until: z.number().nullable(),
  owner: z.string(),
  actor: z.string(),
  reason: z.string(),
  note: z.string().nullable(),
  /** Alarms that it kept quiet. */
  suppressed: z.number().int(),
  endedAt: z.number().nullable(),
  /** A person's name, or `system` where its time ran out. */
  endedBy: z.string().nullable(),
});
export type ShelfEntry = z.infer<typeof shelfEntrySchema>;

/** Figures of the alarm page, after ISA-18.2, for any period. Times in ms; null = nothing to measure. */
export const alarmKpisSchema = z.object({
  from: z.number(),
  to: z.number(),
  raised: z.number().int(),
  perTenMinutes: z.object({ average: z.number(), max: z.number().int() }),
  floodShare: z.number(),
  acknowledgeMs: z.object({ median: z.number().nullable(), p95: z.number().nullable() }),
  verifyMs: z.object({ median: z.number().nullable(), p95: z.number().nullable(), inTime: z.number().nullable() }),
  closeMs: z.object({ median: z.number().nullable(), p95: z.number().nullable() }),
  topSources: z.array(
    z.object({ subject: subjectSchema, name: z.string(), alarms: z.number().int(), share: z.number() }),
  ),
  chattering: z.number().int(),
  stale: z.number().int(),
  /** Shelves in force at some time of the period, and how long they have been. */
  shelved: z.number().int(),
  shelfMs: z.object({ median: z.number().nullable(), p95: z.number().nullable() }),
  suppressed: z.number().int(),
  /** Alarms that another one stood for from the start. */
  folded: z.number().int(),
  priorities: z.record(alarmPrioritySchema, z.number().int()),
  /** Share of alarms about readings that did not come. */
  gapShare: z.number().nullable(),
  handledRate: z.number().nullable(),
  falseAlarmRate: z.number().nullable(),
  perHundredChannelsADay: z.number().nullable(),
});
export type AlarmKpis = z.infer<typeof alarmKpisSchema>;
