// Instruments and readings, as screens and other clients see them.
import { z } from 'zod';

export const readingSteps = ['15m', '1h', '1d', '1mo'] as const;
export const readingStepSchema = z.enum(readingSteps);
export type ReadingStep = z.infer<typeof readingStepSchema>;

/** One step of a channel. What has no reading has null values: a gap is not zero. */
export const readingRowSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  sum: z.number().nullable(),
  avg: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Readings with a number and a good mark. */
  count: z.number().int(),
  /** Readings due by the channel's interval; null = none is expected of it. */
  expected: z.number().int().nullable(),
  /** count / expected, at most 1. */
  completeness: z.number().nullable(),
});
export type ReadingRow = z.infer<typeof readingRowSchema>;

/** How much of what was due has come from a channel. */
export const channelCompletenessSchema = z.object({
  channel: z.string(),
  count: z.number().int(),
  expected: z.number().int().nullable(),
  completeness: z.number().nullable(),
});
export type ChannelCompleteness = z.infer<typeof channelCompletenessSchema>;

export const channelSchema = z.object({
  id: z.string(),
  name: z.string(),
  device: z.string(),
  address: z.string(),
  enterprise: z.string().nullable(),
  unit: z.string().nullable(),
  city: z.number().int().nullable(),
  industry: z.string().nullable(),
  quantity: z.string(),
  role: z.string().nullable(),
  parent: z.string().nullable(),
  series: z.string(),
  kind: z.enum(['level', 'amount', 'register']),
  unitOfMeasure: z.string(),
  intervalMs: z.number().nullable(),
  limitHigh: z.number().nullable(),
  limitLow: z.number().nullable(),
  limitPeriod: z.enum(['reading', 'hour', 'day']).nullable(),
  rangeLow: z.number().nullable(),
  rangeHigh: z.number().nullable(),
  calibrationDue: z.number().nullable(),
  latest: z.object({ time: z.number(), value: z.number().nullable(), flag: z.string().nullable() }).nullable(),
});
export type ChannelRecord = z.infer<typeof channelSchema>;

export const deviceSchema = z.object({
  id: z.string(),
  protocol: z.enum(['hj212', 'mqtt', 'http', 'modbus', 'file']),
  name: z.string(),
  gateway: z.string().nullable(),
  enterprise: z.string().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  channels: z.number().int(),
  /** When a message of it was last received; null = never. */
  heardAt: z.number().nullable(),
  messages: z.number().int(),
  /** Departures from the protocol, by code: the device's data quality. */
  issues: z.record(z.string(), z.number().int()),
});
export type DeviceRecord = z.infer<typeof deviceSchema>;

export const quarantineEntrySchema = z.object({
  protocol: z.string(),
  device: z.string(),
  address: z.string(),
  readings: z.number().int(),
  firstTime: z.number(),
  lastTime: z.number(),
  lastText: z.string(),
  /** `device`: nobody has registered the device; `address`: the device is known, this of it is not. */
  unknown: z.enum(['device', 'address']),
});
export type QuarantineEntry = z.infer<typeof quarantineEntrySchema>;

/** What a screen shows of the instruments as a whole. */
export const monitoringStatusSchema = z.object({
  /** A fictional province: every screen and export says so. */
  drill: z.object({ seed: z.number(), scale: z.string() }).nullable(),
  devices: z.number().int(),
  channels: z.number().int(),
  /** Newest event time of all channels; null = no reading yet. */
  feedTime: z.number().nullable(),
  /** Channels that have missed their readings or whose silence is an open alarm, as in `duty.silent`. */
  silentChannels: z.number().int(),
  /** Those that are expected to report: live, and with an interval. */
  watchedChannels: z.number().int(),
  quarantinedReadings: z.number().int(),
  /** Where instruments can connect; null = not listening. `refused` says why, in both languages. */
  sources: z.array(
    z.object({
      protocol: z.enum(['hj212', 'mqtt', 'http', 'modbus']),
      host: z.string().nullable(),
      port: z.number().int().nullable(),
      connections: z.number().int(),
      refused: z.object({ zh: z.string(), en: z.string() }).nullable(),
    }),
  ),
});
export type MonitoringStatus = z.infer<typeof monitoringStatusSchema>;

/** Narrows a list of channels; all of them must hold. */
export const channelFilterSchema = z.object({
  enterprise: z.string().optional(),
  device: z.string().optional(),
  ids: z.array(z.string()).max(1000).optional(),
  /** Part of a channel's id or name. */
  text: z.string().optional(),
  limit: z.number().int().min(1).max(25_000).default(500),
});

export const readingSeriesSchema = z.object({
  channel: z.string(),
  unitOfMeasure: z.string(),
  /** Raw readings, or buckets that keep the smallest and the greatest of what they stand for. */
  of: z.enum(['readings', 'buckets']),
  points: z.array(
    z.object({
      time: z.number(),
      value: z.number().nullable(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      flag: z.string().nullable(),
      /** Of a bucket: readings with a mark that is not good, or without a number. */
      flagged: z.number().int().optional(),
      /** Of a bucket: readings that were due and did not come; left out where none is expected. */
      missing: z.number().int().optional(),
    }),
  ),
});
export type ReadingSeries = z.infer<typeof readingSeriesSchema>;

/** Where one reading comes from: every value that was ever known for the channel and time, the newest first. */
export const readingOriginSchema = z.object({
  channel: z.string(),
  time: z.number(),
  versions: z.array(
    z.object({
      value: z.number().nullable(),
      text: z.string().nullable(),
      flag: z.string().nullable(),
      receivedAt: z.number(),
      device: z.string().nullable(),
      protocol: z.string(),
      /** Number of the message. */
      message: z.number().int(),
      /** The message as it came, where it is text; else in Base64. */
      frame: z.string(),
      frameEncoding: z.enum(['text', 'base64']),
      /** Who marked the reading, or gave it back (mark null); null = its sender said so. */
      correction: z
        .object({
          actor: z.string(),
          reason: z.string(),
          mark: z.string().nullable(),
          alarm: z.number().int().nullable(),
        })
        .nullable(),
    }),
  ),
});
export type ReadingOrigin = z.infer<typeof readingOriginSchema>;

/** readings.arrived: the newest value of each channel that had one since the last message. */
export const readingsArrivedSchema = z.object({
  at: z.number(),
  feedTime: z.number().nullable(),
  readings: z.array(
    z.object({ channel: z.string(), time: z.number(), value: z.number().nullable(), flag: z.string().nullable() }),
  ),
});
export type ReadingsArrived = z.infer<typeof readingsArrivedSchema>;

/** Registers an address of the quarantine as a channel; its backlog moves in. */
export const adoptionSchema = z.object({
  device: z.string(),
  /** Left out = every address of the device that a registered channel now covers. */
  address: z.string().optional(),
  /** What a device that nobody has registered is to be called; left out = by its own id. */
  deviceName: z.string().optional(),
  enterprise: z.string().nullable().optional(),
  channel: z
    .object({
      id: z.string(),
      name: z.string(),
      quantity: z.string(),
      kind: z.enum(['level', 'amount', 'register']),
      unitOfMeasure: z.string(),
      intervalMs: z.number().int().positive().nullable(),
    })
    .optional(),
  actor: z.string().default('operator'),
});
export type Adoption = z.input<typeof adoptionSchema>;
