// What a drill province consists of: enterprises, units, stacks, instruments and planted cases, as plain data. Types and sizes.
import type { DrillProduct } from './product-rules.ts';

export const drillScales = ['small', 'medium', 'province', 'stress'] as const;
export type DrillScale = (typeof drillScales)[number];

/** All that a drill is made from; everything else follows. */
export interface DrillSpec {
  readonly seed: number;
  readonly scale: DrillScale;
  /** Days in which cases are planted; instruments go on after them. */
  readonly days: number;
  /** Beginning of a day in Asia/Shanghai, ms since the epoch. */
  readonly start: number;
}

export interface ScaleSize {
  readonly enterprises: number;
  readonly units: number;
  readonly channels: number;
  /** Stacks with continuous monitoring, and monitored discharges of waste water. */
  readonly stacks: number;
  readonly discharges: number;
  readonly metersPerGateway: number;
  /** Meters behind the gateway that is to fail. */
  readonly deadMeters: number;
  readonly meterIntervalMs: number;
  /** Of each kind, and as many look-alikes. */
  readonly cases: number;
}

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A stack's values, one a minute; a discharge's, one in ten minutes; what enterprises push, one an hour. */
export const STACK_INTERVAL = MINUTE;
export const DISCHARGE_INTERVAL = 10 * MINUTE;
export const PUSH_INTERVAL = 60 * MINUTE;

const province: ScaleSize = {
  ...{ enterprises: 2000, units: 6000, channels: 20_000, stacks: 300, discharges: 100 },
  ...{ metersPerGateway: 400, deadMeters: 412, meterIntervalMs: MINUTE, cases: 10 },
};

export const scaleSizes: Readonly<Record<DrillScale, ScaleSize>> = {
  small: {
    ...{ enterprises: 16, units: 60, channels: 300, stacks: 10, discharges: 2 },
    ...{ metersPerGateway: 20, deadMeters: 22, meterIntervalMs: 5 * MINUTE, cases: 1 },
  },
  // A tenth of the province in everything, its cases included.
  medium: {
    ...{ enterprises: 200, units: 600, channels: 2000, stacks: 30, discharges: 10 },
    ...{ metersPerGateway: 40, deadMeters: 42, meterIntervalMs: MINUTE, cases: 1 },
  },
  province,
  stress: { ...province, channels: 10 * province.channels },
};

/** Where an enterprise stands. */
export interface DrillPlace {
  readonly cityCode: number;
  readonly city: string;
  readonly county: string;
  readonly longitude: number;
  readonly latitude: number;
}

/** What a plan has to know of the ground: as many places as it asks for, in the cities' order, the same every time. */
export interface DrillGround {
  readonly cities: readonly { readonly code: number; readonly name: string }[];
  /** `ordinal` counts an enterprise's number within its city. */
  place(city: number, ordinal: number): DrillPlace;
}

export interface DrillEnterprise {
  readonly index: number;
  readonly name: string;
  readonly creditCode: string;
  /** As the ledger will know it. */
  readonly id: string;
  readonly product: DrillProduct;
  readonly place: DrillPlace;
  readonly units: readonly DrillUnit[];
  /** Lost between the main meter and its sub-meters, as a share of these. */
  readonly loss: number;
}

export interface DrillUnit {
  readonly index: number;
  readonly enterprise: number;
  /** Within its enterprise, from 1. */
  readonly number: number;
  readonly name: string;
  readonly id: string;
  readonly product: DrillProduct;
  /** In the ledger's unit of measure. */
  readonly capacity: number;
  /** Output an hour at full load. */
  readonly ratedOutput: number;
  /** kWh and kg of coal for one of the output. */
  readonly electricity: number;
  readonly coal: number;
  /** kW at full load. */
  readonly ratedPower: number;
  /** Planned and declared. */
  readonly stops: readonly Span[];
  readonly stack: DrillStack | null;
  /** Of its noise. */
  readonly key: number;
}

export interface DrillStack {
  readonly index: number;
  /** m². */
  readonly area: number;
  /** Of the limit, when all is well: dust, SO2, NOx. */
  readonly usual: readonly [number, number, number];
  /** kW of the treatment at full load. */
  readonly treatmentPower: number;
  readonly device: string;
}

/** [from, to), ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const isDuring = ({ from, to }: Span, time: number): boolean => from <= time && time < to;

/** What a channel shows of the model. */
export type Signal =
  | { readonly of: 'energy' | 'power'; readonly at: 'unit' | 'treatment' }
  | { readonly of: 'energy'; readonly at: 'main' }
  | { readonly of: 'energy'; readonly at: 'feeder'; readonly share: number }
  | { readonly of: 'energy'; readonly at: 'site'; readonly power: number }
  | { readonly of: 'output' | 'coal' | 'water' | 'carbon' }
  | { readonly of: 'stack' | 'discharge'; readonly factor: number };

/** A channel as core/devices registers it, and where its values come from. */
export interface DrillChannel {
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly address: string;
  /** Indexes into the plan; null = of the whole enterprise, of nobody on the list. */
  readonly enterprise: number | null;
  readonly unit: number | null;
  readonly quantity: string;
  readonly role: 'main' | 'sub' | 'production' | 'treatment' | null;
  readonly parent: string | null;
  readonly kind: 'level' | 'amount' | 'register';
  readonly unitOfMeasure: string;
  readonly intervalMs: number;
  readonly limitHigh: number | null;
  readonly limitPeriod: 'hour' | 'day' | null;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  readonly registerMax: number | null;
  readonly rated: number | null;
  readonly decimals: number;
  readonly signal: Signal;
  readonly key: number;
}

export type Dialect = '2005' | '2017' | '2025';

export interface DrillDevice {
  readonly id: string;
  readonly protocol: 'hj212' | 'mqtt' | 'http';
  readonly name: string;
  readonly gateway: string | null;
  readonly enterprise: number | null;
  readonly place: DrillPlace;
  /** HJ 212 alone. */
  readonly dialect: Dialect | null;
  /** HJ 212: system code of what it reports. */
  readonly system: string | null;
  readonly intervalMs: number;
  /** In the order of their addresses in a message. */
  readonly channels: readonly DrillChannel[];
  readonly key: number;
}

/** What somebody has stated; the shape of core/devices' declarations. */
export interface DrillDeclaration {
  readonly kind: 'stop' | 'maintenance' | 'annual-control' | 'meter-event';
  readonly enterprise: string | null;
  readonly unit: string | null;
  readonly channel: string | null;
  readonly from: number;
  readonly to: number;
  readonly value: number | null;
  readonly unitOfMeasure: string | null;
  readonly source: string;
}

/** Something done to the model; times are whole hours. */
export type Effect = Span &
  (
    | {
        readonly on: 'unit';
        readonly unit: number;
        /** Times the load. */
        readonly load?: number;
        /** Times the electricity; times the output that is reported. */
        readonly electricity?: number;
        readonly output?: number;
        readonly treatment?: 'off';
        /** Share of the stack's gas that is air let in; the converted values are reported as if it were not there. */
        readonly air?: number;
        /** Mark of all values of the stack. */
        readonly flag?: string;
      }
    | {
        readonly on: 'main';
        readonly enterprise: number;
        /** Drawn behind the main meter and past all sub-meters, as a share of these. */
        readonly extra: number;
      }
    | {
        readonly on: 'channel';
        readonly channel: string;
        readonly shape:
          | { readonly kind: 'freeze' }
          | { readonly kind: 'scale'; readonly by: number }
          /** Evenly between two multiples of the limit; the first minutes of each hour alone, if so stated. */
          | { readonly kind: 'of-limit'; readonly low: number; readonly high: number; readonly minutes?: number }
          | { readonly kind: 'set'; readonly value: number }
          /** The register begins at 0; from then on for good. */
          | { readonly kind: 'reset' }
          /** The register is full at `from`. */
          | { readonly kind: 'rollover' }
          /** The mean of the hour that is sent, not the values it is made of. */
          | { readonly kind: 'hour-mean'; readonly by: number }
          | { readonly kind: 'mark' };
        /** Mark of the values, in this share of the hours (all, if left out). */
        readonly flag?: string;
        readonly hours?: number;
      }
    | {
        readonly on: 'device' | 'gateway';
        readonly id: string;
        /** `late`: kept and sent when it is over. `lost`: this share of what a logger tells once. */
        readonly delivery: 'silent' | 'late' | { readonly lost: number } | { readonly delayMs: number };
      }
    | { readonly on: 'clock'; readonly id: string; readonly byMs: number }
  );

export interface PlantedCase {
  readonly id: string;
  readonly kind: string;
  /** Nothing is wrong here, though it looks like the kind. */
  readonly lookAlike: boolean;
  /** Rules of which any finds it; of a look-alike: those it tempts. */
  readonly rules: readonly string[];
  /** Rules that are right to speak up besides. */
  readonly besides: readonly string[];
  readonly subject: { readonly kind: 'channel' | 'device' | 'gateway' | 'unit' | 'enterprise'; readonly id: string };
  /** `kind:id` of all subjects on which a finding speaks of this case. */
  readonly covers: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Findings that it takes to have found it; 1, but for a flood. */
  readonly least: number;
  readonly effects: readonly Effect[];
  readonly declarations: readonly DrillDeclaration[];
}

export interface DrillPlan {
  readonly spec: DrillSpec;
  readonly size: ScaleSize;
  readonly enterprises: readonly DrillEnterprise[];
  readonly units: readonly DrillUnit[];
  readonly devices: readonly DrillDevice[];
  readonly channels: readonly DrillChannel[];
}
