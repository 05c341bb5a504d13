// What the registry knows of devices and channels, as the writer, the rules and the sources see it. Types only.
import type { Protocol } from '../ingest/source-message.ts';

/** How values of a channel add up. */
export type ChannelKind =
  /** A level: averaged over time (mg/m³, kW, °C). */
  | 'level'
  /** An amount of an interval: added (kWh in 15 minutes, tonnes in an hour). */
  | 'amount'
  /** A register that counts up: its differences are amounts; it may roll over or be exchanged. */
  | 'register';

/** What a channel measures. Open: an office may write others; rules that need one of these name it. */
export const quantities = [
  ...['electricity', 'power', 'coal', 'gas', 'steam', 'water', 'output', 'co2-flow'],
  ...['dust', 'so2', 'nox', 'co', 'cod', 'ammonia', 'oxygen'],
  ...['temperature', 'velocity', 'pressure', 'humidity', 'flow'],
] as const;
export type Quantity = (typeof quantities)[number] | (string & {});

/** What a channel stands for within its unit or enterprise. */
export type ChannelRole = 'main' | 'sub' | 'production' | 'treatment';

export type LimitPeriod = 'reading' | 'hour' | 'day';

export interface Device {
  /** MN, MQTT client, HTTP device: what the sender calls itself. Unique over all protocols. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly name: string;
  /** What it reaches us through; a dead gateway is one alarm. */
  readonly gateway: string | null;
  /** Enterprise of the ledger; null = on no list, or not known yet. */
  readonly enterprise: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  /** Of the protocol: dialect, CRC dialect, Modbus host and registers … */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Channel {
  /** Small number for the store. */
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly device: string;
  /** Of a registered HJ 212 channel: the factor code alone; its other series are channels made of it (`<id>/2051-Avg`). */
  readonly address: string;
  readonly enterprise: string | null;
  readonly unit: string | null;
  /** Division code of the enterprise's place; null = unknown. */
  readonly city: number | null;
  readonly industry: string | null;
  readonly quantity: Quantity;
  readonly role: ChannelRole | null;
  /** The main meter of a sub-meter, or the channel that this one is a series of: a channel's id. */
  readonly parent: string | null;
  /** `''`, or the series of an HJ 212 factor: `2051-Avg`. */
  readonly series: string;
  readonly kind: ChannelKind;
  /** As stored: value = sent × factor + shift. */
  readonly unitOfMeasure: string;
  readonly factor: number;
  readonly shift: number;
  /** Expected distance of readings; null = none (energies filled in by hand). */
  readonly intervalMs: number | null;
  readonly limitHigh: number | null;
  readonly limitLow: number | null;
  readonly limitPeriod: LimitPeriod | null;
  /** Outside of these the instrument cannot be right. */
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  /** Smallest step that the instrument tells apart. */
  readonly resolution: number | null;
  /** A register shows values below this and then begins at 0. */
  readonly registerMax: number | null;
  /** Greatest possible level or amount an interval, by name plate. */
  readonly rated: number | null;
  /** Verification or calibration is due at this time. */
  readonly calibrationDue: number | null;
}

/** What somebody has stated of an enterprise or unit for a time, against which readings are held. */
export interface Declaration {
  readonly id: number;
  readonly kind: 'stop' | 'maintenance' | 'annual-control' | 'meter-event' | 'output';
  readonly enterprise: string | null;
  readonly unit: string | null;
  readonly channel: string | null;
  readonly from: number;
  readonly to: number;
  readonly value: number | null;
  readonly unitOfMeasure: string | null;
  /** Who stated it, where. */
  readonly source: string;
}
