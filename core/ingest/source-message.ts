// What a protocol hands on: one message as it came, and the readings that were found in it. No database, no registry.

import type { ReadingTable } from './reading-table-rules.ts';

export const protocols = ['hj212', 'mqtt', 'http', 'modbus', 'file'] as const;
export type Protocol = (typeof protocols)[number];

/** One value of a message, before the registry says whose it is. */
export interface SourceReading {
  /** MN, MQTT device, credential's device, Modbus station or file channel. */
  readonly device: string;
  /** Within the device: `2011/w01018-Rtd` (HJ 212: command/code-attribute), the name of a JSON payload, a register, a column. */
  readonly address: string;
  /** The moment of an instantaneous value, the START of an interval otherwise; ms since the epoch, UTC. */
  readonly time: number;
  /** null = the text is no number; it is kept all the same. */
  readonly value: number | null;
  /** Digits as sent. */
  readonly text: string;
  /** Quality mark as sent (`N`, `D`, `good`…); null = none. */
  readonly flag: string | null;
}

/** What was wrong with a message that was taken all the same; counted for each device (its data quality). */
export interface MessageIssue {
  /** A short code in kebab-case, such as `segment-too-long`; unknown ones are shown as they are. */
  readonly code: string;
  readonly detail?: string;
  /** How often the message has it; once unless said. */
  readonly count?: number;
}

export interface SourceMessage {
  readonly protocol: Protocol;
  /** Who sent it, as far as it says; null = it does not. */
  readonly device: string | null;
  /** ms since the epoch, by this machine's clock. */
  readonly receivedAt: number;
  /** The message as it came: kept, compressed, as the origin of its readings. */
  readonly bytes: Uint8Array;
  /** A list, or columns where there may be very many. */
  readonly readings: readonly SourceReading[] | ReadingTable;
  readonly issues: readonly MessageIssue[];
  /** The sender says that it sends this again (HJ 212-2025: RF=1). */
  readonly resent?: boolean;
  /** The sender wants to hear of each reading: `Receipt.outcomes`. */
  readonly isItemised?: boolean;
}

/** What becomes of a reading, in the order of the numbers of `Receipt.outcomes`. */
export const readingOutcomes = ['accepted', 'repeated', 'revised', 'quarantined'] as const;

/** What became of a message's readings, once all of it is on the disk. */
export interface Receipt {
  /** New readings. */
  readonly accepted: number;
  /** The same value for the same channel and time was there already. */
  readonly repeated: number;
  /** Another value for the same channel and time: kept as a revision. */
  readonly revised: number;
  /** Of a device or address that the registry does not know: kept in quarantine. */
  readonly quarantined: number;
  /** Of each reading in its order, where the message is itemised: place in `readingOutcomes`. */
  readonly outcomes?: Uint8Array;
}

/** Where all protocols lead. */
export interface Ingest {
  /** Resolves after the commit; rejects with AppError (such as `disk-full`) where nothing of the message was kept. */
  take(message: SourceMessage): Promise<Receipt>;
}
