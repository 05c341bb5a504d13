// The duty desk: whom to send, what was promised, what a shift hands over, what cannot be seen, and how it was before.
import { z } from 'zod';
import { alarmActionSchema, alarmListSchema, alarmPrioritySchema, alarmSchema, alarmStateSchema } from './alarms.ts';
import { bilingualSchema } from './figures.ts';

const positionSchema = z.tuple([z.number(), z.number()]).nullable();
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const keySchema = z.string().min(1).max(200);

/** Somebody who can be sent to a place. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string().nullable(),
  department: z.string().nullable(),
  /** Division code of the city that the person covers; null = bound to none: the whole province. */
  city: z.number().int().nullable(),
  position: positionSchema,
  phone: z.string().nullable(),
  /** Codes of policy/dispatch-rules.json. */
  skills: z.array(z.string()),
  onDuty: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

export const dispatchProposalSchema = z.object({
  alarm: z.number().int(),
  /** Of policy/dispatch-rules.json. */
  ruleVersion: z.string(),
  /** The nearest first; those whose distance is unknown last. `open` = alarms that they have been sent to and that stand so. */
  proposed: z.array(z.object({ person: personSchema, distanceKm: z.number().nullable(), open: z.number().int() })),
  out: z.array(
    z.object({
      person: personSchema,
      /** Every one of them, not the first alone. `code` is the rule's id. */
      reasons: z.array(z.object({ code: z.string(), sentence: bilingualSchema })),
    }),
  ),
  /** Rules that have a name and are not in force, with the reason. */
  notInForce: z.array(z.object({ code: z.string(), sentence: bilingualSchema })),
});
export type DispatchProposal = z.infer<typeof dispatchProposalSchema>;

/** Somebody has promised to be called, or to call, at a time. */
export const callBackSchema = z.object({
  id: z.number().int(),
  alarm: z.number().int(),
  dueAt: z.number().int(),
  what: z.string(),
  /** Who promised it: a person or an enterprise's contact. */
  promisedBy: z.string(),
  actor: z.string(),
  recordedAt: z.number().int(),
  doneAt: z.number().int().nullable(),
  doneBy: z.string().nullable(),
  doneNote: z.string().nullable(),
});
export type CallBack = z.infer<typeof callBackSchema>;

export const callBackPromiseSchema = z.object({
  alarm: z.number().int(),
  dueAt: z.number().int(),
  what: z.string().min(1),
  promisedBy: z.string().min(1),
  actor: z.string().min(1),
  /** The same key again does nothing. */
  key: keySchema.optional(),
});
export type CallBackPromise = z.infer<typeof callBackPromiseSchema>;

export const callBackDoneSchema = z.object({
  id: z.number().int(),
  actor: z.string().min(1),
  note: z.string().optional(),
  key: keySchema.optional(),
});
export type CallBackDone = z.infer<typeof callBackDoneSchema>;

/** An open alarm as a handover lists it. */
const handoverAlarmSchema = z.object({
  alarm: z.number().int(),
  priority: alarmPrioritySchema,
  state: alarmStateSchema,
  rule: z.string(),
  subjectName: z.string(),
  city: z.number().int().nullable(),
  sentence: bilingualSchema,
  raisedAt: z.number().int(),
  clearedAt: z.number().int().nullable(),
  owner: z.string().nullable(),
  verifyBy: z.number().int().nullable(),
  escalation: z.number().int(),
  /** Open alarms that it stands for: they are handed over with it. */
  children: z.array(z.number().int()),
});

const handoverShelfSchema = z.object({
  alarm: z.number().int(),
  /** null = until somebody returns it to service. */
  until: z.number().int().nullable(),
  owner: z.string(),
  reason: z.string(),
});

/** What a shift hands to the next, composed from what was recorded up to `asOf` alone: the same again has the same hash. */
export const handoverContentSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  /** Known at this time: `to`, or when it was composed where that was earlier. */
  asOf: z.number().int(),
  /** Of the list of alarms at that time. */
  revision: z.number().int(),
  /** Every alarm that is not closed is here, or among the `children` of one that is. The most urgent first. */
  open: z.array(handoverAlarmSchema),
  shelved: z.array(handoverShelfSchema),
  outOfService: z.array(handoverShelfSchema),
  /** Open alarms whose verification is overdue. */
  overdue: z.array(z.object({ alarm: z.number().int(), verifyBy: z.number().int(), escalation: z.number().int() })),
  /** Promised and not done; `overdue` = the time has passed. */
  callBacks: z.array(callBackSchema.extend({ overdue: z.boolean() })),
  /** Instruments that an open alarm calls silent. `members` = how many alarms it stands for. */
  silent: z.array(
    z.object({
      alarm: z.number().int(),
      kind: z.enum(['channel', 'device', 'gateway']),
      id: z.string(),
      name: z.string(),
      since: z.number().int(),
      members: z.number().int(),
    }),
  ),
  /** Floods of the shift; endedAt null = it goes on. */
  floods: z.array(
    z.object({ beganAt: z.number().int(), endedAt: z.number().int().nullable(), alarms: z.array(z.number().int()) }),
  ),
  /** Of the shift, up to `asOf`: alarms put before the desk, closed, escalated; and what stands at its end. */
  counts: z.object({
    raised: z.number().int(),
    closed: z.number().int(),
    escalated: z.number().int(),
    open: z.number().int(),
    unacknowledged: z.number().int(),
    suppressed: z.number().int(),
  }),
});
export type HandoverContent = z.infer<typeof handoverContentSchema>;

export const handoverSides = ['outgoing', 'incoming'] as const;
const handoverSignatureSchema = z.object({
  side: z.enum(handoverSides),
  actor: z.string(),
  note: z.string().nullable(),
  at: z.number().int(),
});
export type HandoverSignature = z.infer<typeof handoverSignatureSchema>;

export const handoverSchema = handoverContentSchema.extend({
  /** null = nobody has signed it. */
  id: z.number().int().nullable(),
  /** Of the content's canonical JSON (RFC 8785): without id, signatures and this itself. */
  sha256: sha256Schema,
  signatures: z.array(handoverSignatureSchema),
});
export type Handover = z.infer<typeof handoverSchema>;

export const handoverSignSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  /** Of the handover that the person has before them. */
  asOf: z.number().int(),
  sha256: sha256Schema,
  side: z.enum(handoverSides),
  actor: z.string().min(1),
  note: z.string().optional(),
  key: keySchema.optional(),
});
export type HandoverSign = z.infer<typeof handoverSignSchema>;

/** A signed handover in the list of all. Kept for good once both sides have signed. */
export const handoverEntrySchema = z.object({
  id: z.number().int(),
  from: z.number().int(),
  to: z.number().int(),
  asOf: z.number().int(),
  sha256: sha256Schema,
  signatures: z.array(handoverSignatureSchema),
  open: z.number().int(),
});
export type HandoverEntry = z.infer<typeof handoverEntrySchema>;

/** What we cannot see now. */
export const silentListSchema = z.object({
  /** The feed time that rules go by; null = no reading yet: only what an alarm calls silent is. */
  feedTime: z.number().nullable(),
  /** Each silent channel, each device all of whose channels are silent, each gateway all of whose devices are. */
  items: z.array(
    z.object({
      kind: z.enum(['channel', 'device', 'gateway']),
      id: z.string(),
      name: z.string(),
      enterprise: z.string().nullable(),
      city: z.number().int().nullable(),
      position: positionSchema,
      /** Last reading of a channel; of a device or gateway the last of any channel behind it. null = never. */
      since: z.number().nullable(),
      gateway: z.string().nullable(),
      /** The highest silent thing that it is behind; null = itself is the highest: a list shows these. */
      within: z.object({ kind: z.enum(['device', 'gateway']), id: z.string() }).nullable(),
      /** Silent channels behind it, itself included where it is one. */
      channels: z.number().int(),
      /** The open alarm about it. */
      alarm: z.number().int().nullable(),
    }),
  ),
  /** Silent channels, of all those that are expected to report. */
  silent: z.number().int(),
  of: z.number().int(),
});
export type SilentList = z.infer<typeof silentListSchema>;
export type SilentItem = SilentList['items'][number];

/** One source held against another around an alarm: evidence, not a verdict on the enterprise. */
export const crossCheckSchema = z.object({
  /** Id in policy/cross-checks.json. */
  check: z.string(),
  /** Rule of policy/alarm-rules.json that looks at it; null = its source is not connected. */
  rule: z.string().nullable(),
  ruleVersion: z.string().nullable(),
  title: bilingualSchema,
  verdict: z.enum(['contradicts', 'agrees', 'not-checked']),
  sentence: bilingualSchema,
  /** Number of the finding that contradicts. */
  finding: z.number().int().nullable(),
  /** What would have to be there to check it; empty unless it is not checked. */
  missing: z.array(bilingualSchema),
});
export type CrossCheck = z.infer<typeof crossCheckSchema>;

/** A closed alarm of the same rule. */
export const similarAlarmSchema = z.object({
  alarm: alarmSchema,
  same: z.enum(['subject', 'enterprise', 'industry']),
  cause: z.string(),
  closedAt: z.number().int(),
});
export type SimilarAlarm = z.infer<typeof similarAlarmSchema>;

/** The list of open alarms as the desk had it. */
export const alarmReplaySchema = alarmListSchema.extend({
  at: z.number().int(),
  /** Since when all changes were kept; an earlier time shows nothing. null = no alarm yet. */
  knownFrom: z.number().int().nullable(),
});
export type AlarmReplay = z.infer<typeof alarmReplaySchema>;

/** The same action on many alarms of one priority. */
export const alarmBulkRequestSchema = z.object({
  action: alarmActionSchema,
  items: z
    .array(z.object({ alarm: z.number().int(), expectedVersion: z.number().int().optional() }))
    .min(1)
    .max(1000),
  actor: z.string().min(1),
  reason: z.string().optional(),
  note: z.string().optional(),
  until: z.number().int().optional(),
  owner: z.string().optional(),
  followUp: z.string().optional(),
  evidence: z.string().optional(),
  key: keySchema.optional(),
  /** What would come of it; nothing is written. */
  dryRun: z.boolean().optional(),
});
export type AlarmBulkRequest = z.infer<typeof alarmBulkRequestSchema>;

export const alarmBulkResultSchema = z.object({
  done: z.array(alarmSchema),
  refused: z.array(z.object({ alarm: z.number().int(), code: z.string(), zh: z.string(), en: z.string() })),
});
export type AlarmBulkResult = z.infer<typeof alarmBulkResultSchema>;

/** Takes back what was done with this key, within ten seconds. */
export const alarmUndoRequestSchema = z.object({ key: keySchema, actor: z.string().min(1) });
export type AlarmUndoRequest = z.infer<typeof alarmUndoRequestSchema>;

/** Marks the readings of a span; both versions are kept. */
export const readingCorrectionSchema = z.object({
  channel: z.string(),
  /** [from, to), ms since the epoch. */
  from: z.number().int(),
  to: z.number().int(),
  /** Word of the mark: 器具更换、未登记. */
  mark: z.string().min(1),
  /** `exclude` = no longer in sums, and completeness says so; `restore` = as it was before such a correction. */
  value: z.enum(['exclude', 'restore']).default('exclude'),
  reason: z.string().min(1),
  actor: z.string().min(1),
  /** The alarm that it came of. */
  alarm: z.number().int().optional(),
  key: keySchema.optional(),
});
export type ReadingCorrection = z.input<typeof readingCorrectionSchema>;

export const readingCorrectionResultSchema = z.object({
  /** Readings that have another version now. */
  readings: z.number().int(),
  revision: z.number().int(),
});
export type ReadingCorrectionResult = z.infer<typeof readingCorrectionResultSchema>;

/** 处置报告. Before the alarm is closed it is marked as a draft. */
export const alarmReportSchema = z.object({
  name: z.string(),
  contentType: z.literal('application/pdf'),
  base64: z.string(),
  sha256: sha256Schema,
});
export type AlarmReport = z.infer<typeof alarmReportSchema>;
