// The contract: every call that a screen or another client can make. A list; no logic here.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { aboutSchema, catalogueEntrySchema } from './about.ts';
import {
  alarmDetailSchema,
  alarmFilterSchema,
  alarmKpisSchema,
  alarmListSchema,
  alarmSchema,
  alarmsChangeSchema,
  alarmTransitionRequestSchema,
  shelfEntrySchema,
} from './alarms.ts';
import { cameraSchema, stillSchema } from './cameras.ts';
import {
  alarmBulkRequestSchema,
  alarmBulkResultSchema,
  alarmReplaySchema,
  alarmReportSchema,
  alarmUndoRequestSchema,
  callBackDoneSchema,
  callBackPromiseSchema,
  callBackSchema,
  crossCheckSchema,
  dispatchProposalSchema,
  handoverEntrySchema,
  handoverSchema,
  handoverSignSchema,
  personSchema,
  readingCorrectionResultSchema,
  readingCorrectionSchema,
  silentListSchema,
  similarAlarmSchema,
} from './duty.ts';
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
import {
  adoptionSchema,
  channelCompletenessSchema,
  channelFilterSchema,
  channelSchema,
  deviceSchema,
  monitoringStatusSchema,
  quarantineEntrySchema,
  readingOriginSchema,
  readingRowSchema,
  readingSeriesSchema,
  readingStepSchema,
  readingsArrivedSchema,
} from './monitoring.ts';

/** Errors that a call can answer with; `message` is a sentence for people, in the product's two languages. */
const call = oc.errors({
  REFUSED: { status: 422, data: z.object({ code: z.string(), zh: z.string(), en: z.string() }) },
  NOT_FOUND: { status: 404, data: z.object({ code: z.string(), zh: z.string(), en: z.string() }) },
});

const timesSchema = z.object({ asOf: z.number().int().optional(), knownAt: z.number().int().optional() });

const ofAlarm = z.object({ alarm: z.number().int() });
const period = z.object({ from: z.number().int(), to: z.number().int() });

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
  monitoring: {
    status: call
      .route({ method: 'GET', path: '/monitoring', summary: 'Instruments as a whole' })
      .output(monitoringStatusSchema),
    devices: call
      .route({ method: 'GET', path: '/monitoring/devices', summary: 'Devices with their data quality' })
      .output(z.array(deviceSchema)),
    channels: call
      .route({ method: 'POST', path: '/monitoring/channels', summary: 'Channels with their newest reading' })
      .input(channelFilterSchema)
      .output(z.array(channelSchema)),
    rows: call
      .route({ method: 'POST', path: '/monitoring/rows', summary: 'A channel by steps, completeness beside each' })
      .input(z.object({ channel: z.string(), from: z.number().int(), to: z.number().int(), step: readingStepSchema }))
      .output(z.array(readingRowSchema)),
    completeness: call
      .route({
        method: 'POST',
        path: '/monitoring/completeness',
        summary: 'Of many channels at once: what has come of what was due',
      })
      .input(
        z.object({
          channels: z.array(z.string()).max(1000),
          from: z.number().int(),
          to: z.number().int(),
        }),
      )
      .output(z.array(channelCompletenessSchema)),
    series: call
      .route({
        method: 'POST',
        path: '/monitoring/series',
        summary: 'Channels for a chart: minima and maxima are kept',
      })
      .input(
        z.object({
          channels: z.array(z.string()).min(1).max(32),
          from: z.number().int(),
          to: z.number().int(),
          points: z.number().int().min(10).max(20_000).default(1000),
        }),
      )
      .output(z.array(readingSeriesSchema)),
    origin: call
      .route({ method: 'POST', path: '/monitoring/origin', summary: 'One reading, down to the frame it came in' })
      .input(z.object({ channel: z.string(), time: z.number().int() }))
      .output(readingOriginSchema),
    quarantine: call
      .route({ method: 'GET', path: '/monitoring/quarantine', summary: 'What unknown devices and addresses have sent' })
      .output(z.array(quarantineEntrySchema)),
    adopt: call
      .route({ method: 'POST', path: '/monitoring/adopt', summary: 'Register what is in quarantine, backlog included' })
      .input(adoptionSchema)
      .output(z.object({ channel: z.string().nullable(), readings: z.number().int() })),
    correct: call
      .route({
        method: 'POST',
        path: '/monitoring/correct',
        summary: 'Mark the readings of a span; both versions stay',
      })
      .input(readingCorrectionSchema)
      .output(readingCorrectionResultSchema),
    arrivals: call
      .route({ method: 'GET', path: '/monitoring/arrivals', summary: 'readings.arrived: newest values, from now on' })
      .output(eventIterator(readingsArrivedSchema)),
  },
  alarms: {
    list: call
      .route({ method: 'POST', path: '/alarms', summary: 'Alarms, the most urgent first' })
      .input(alarmFilterSchema)
      .output(alarmListSchema),
    show: call
      .route({ method: 'POST', path: '/alarms/show', summary: 'One alarm with its evidence and all that was done' })
      .input(z.object({ id: z.number().int() }))
      .output(alarmDetailSchema),
    transition: call
      .route({ method: 'POST', path: '/alarms/transition', summary: 'Acknowledge, verify, shelve, close …' })
      .input(alarmTransitionRequestSchema)
      .output(alarmSchema),
    bulk: call
      .route({ method: 'POST', path: '/alarms/bulk', summary: 'One action on many alarms of one priority, or try it' })
      .input(alarmBulkRequestSchema)
      .output(alarmBulkResultSchema),
    undo: call
      .route({ method: 'POST', path: '/alarms/undo', summary: 'Take back what was done with a key, within 10 s' })
      .input(alarmUndoRequestSchema)
      .output(z.array(alarmSchema)),
    kpis: call
      .route({ method: 'POST', path: '/alarms/kpis', summary: 'How alarms were handled in a period' })
      .input(z.object({ from: z.number().int(), to: z.number().int() }))
      .output(alarmKpisSchema),
    shelves: call
      .route({ method: 'POST', path: '/alarms/shelves', summary: 'Shelves in force at some time of a period' })
      .input(z.object({ from: z.number().int(), to: z.number().int() }))
      .output(z.array(shelfEntrySchema)),
    changes: call
      .route({ method: 'GET', path: '/alarms/changes', summary: 'alarms.changed, numbered, from now on' })
      .output(eventIterator(alarmsChangeSchema)),
  },
  duty: {
    people: call
      .route({ method: 'GET', path: '/duty/people', summary: 'Who can be sent' })
      .output(z.array(personSchema)),
    proposal: call
      .route({ method: 'POST', path: '/duty/proposal', summary: 'The nearest eligible people, and why others are out' })
      .input(ofAlarm)
      .output(dispatchProposalSchema),
    callBacks: call
      .route({ method: 'POST', path: '/duty/call-backs', summary: 'Promised call-backs, those due first' })
      .input(z.object({ open: z.boolean().optional(), alarm: z.number().int().optional() }))
      .output(z.array(callBackSchema)),
    promise: call
      .route({ method: 'POST', path: '/duty/promise', summary: 'Record a promised call-back' })
      .input(callBackPromiseSchema)
      .output(callBackSchema),
    done: call
      .route({ method: 'POST', path: '/duty/done', summary: 'A promised call-back has come' })
      .input(callBackDoneSchema)
      .output(callBackSchema),
    handover: call
      .route({ method: 'POST', path: '/duty/handover', summary: 'What a shift hands over, composed from its events' })
      .input(period)
      .output(handoverSchema),
    sign: call
      .route({ method: 'POST', path: '/duty/sign', summary: 'Sign a handover for one side' })
      .input(handoverSignSchema)
      .output(handoverSchema),
    handovers: call
      .route({ method: 'GET', path: '/duty/handovers', summary: 'Signed handovers, the newest first' })
      .output(z.array(handoverEntrySchema)),
    handoverShow: call
      .route({ method: 'POST', path: '/duty/handovers/show', summary: 'A signed handover as it was signed' })
      .input(z.object({ id: z.number().int() }))
      .output(handoverSchema),
    silent: call
      .route({ method: 'GET', path: '/duty/silent', summary: 'What cannot be seen now' })
      .output(silentListSchema),
    crossChecks: call
      .route({ method: 'POST', path: '/duty/cross-checks', summary: 'One source against another around an alarm' })
      .input(ofAlarm)
      .output(z.array(crossCheckSchema)),
    similar: call
      .route({ method: 'POST', path: '/duty/similar', summary: 'Closed alarms of the same rule nearby' })
      .input(ofAlarm)
      .output(z.array(similarAlarmSchema)),
    replay: call
      .route({ method: 'POST', path: '/duty/replay', summary: 'Open alarms as the desk knew them at a time' })
      .input(z.object({ at: z.number().int(), parent: z.number().int().optional() }))
      .output(alarmReplaySchema),
    replaySteps: call
      .route({ method: 'POST', path: '/duty/replay/steps', summary: 'When the list changed, in a period' })
      .input(period)
      .output(z.array(z.number().int())),
    report: call
      .route({ method: 'POST', path: '/duty/report', summary: 'The closing report of an alarm as PDF' })
      .input(ofAlarm.extend({ language: z.enum(['zh', 'en']).default('zh') }))
      .output(alarmReportSchema),
  },
  cameras: {
    list: call.route({ method: 'GET', path: '/cameras', summary: 'Registered cameras' }).output(z.array(cameraSchema)),
    stills: call
      .route({ method: 'POST', path: '/cameras/stills', summary: 'Stills of an alarm or a camera, the newest first' })
      .input(z.object({ camera: z.string().optional(), alarm: z.number().int().optional() }))
      .output(z.array(stillSchema)),
    snapshot: call
      .route({ method: 'POST', path: '/cameras/snapshot', summary: 'Take a still now, into the evidence store' })
      .input(z.object({ camera: z.string(), alarm: z.number().int().optional() }))
      .output(stillSchema),
    picture: call
      .route({ method: 'POST', path: '/cameras/picture', summary: 'A still by its SHA-256, checked against it' })
      .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .output(z.object({ contentType: z.string(), base64: z.string() })),
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
