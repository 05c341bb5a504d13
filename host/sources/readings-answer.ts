// What became of the rows of a request, as its sender is told.
import type { Bilingual } from '../../contract/figures.ts';
import { type Receipt, readingOutcomes, type SourceMessage } from '../../core/ingest/source-message.ts';
import type { LiveRegistry } from './live-registry.ts';

/** Rows that are named in an answer, and readings where it is asked for each of them; the rest are counted. */
const NAMED_ROWS = 1000;
const NAMED_READINGS = 20_000;

interface RowReason {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** With its reason where there is something to do. */
export interface RowAnswer extends Partial<RowReason> {
  /** From 1: line of NDJSON, element of an array, index of `t` in a table. */
  readonly row: number;
  /** `doubtful`: taken all the same. */
  readonly outcome: (typeof readingOutcomes)[number] | 'rejected' | 'doubtful';
  /** Which of the row's readings, where it is asked for each of them; ms since the epoch. */
  readonly device?: string;
  readonly name?: string;
  readonly t?: number;
}

/** Numbers are of readings; `rejected` is of faults, each of which has cost a reading or a row. */
export interface ReadingsAnswer {
  readonly accepted: number;
  readonly repeated: number;
  readonly revised: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly rows: readonly RowAnswer[];
  /** Rows that had something to say and are not in `rows`. */
  readonly rowsLeftOut: number;
}

/** Adds up the messages of one request. */
export class AnswerTally {
  #accepted = 0;
  #repeated = 0;
  #revised = 0;
  #quarantined = 0;
  #rejected = 0;
  #leftOut = 0;
  readonly #rows: RowAnswer[] = [];
  readonly #strangers = new Set<string>();
  /** The answer names what became of every reading. */
  readonly isItemised: boolean;

  constructor(isItemised: boolean) {
    this.isItemised = isItemised;
  }

  get isAllRejected(): boolean {
    return this.#rejected > 0 && this.#accepted + this.#repeated + this.#revised + this.#quarantined === 0;
  }

  reject(row: number, code: string, reason: () => Bilingual): void {
    this.#rejected++;
    this.#name(row, 'rejected', code, reason);
  }

  doubt(row: number, code: string, reason: () => Bilingual): void {
    this.#name(row, 'doubtful', code, reason);
  }

  /** A message that is committed; `rows[i]` is where `readings[i]` stood. */
  committed(receipt: Receipt, readings: SourceMessage['readings'], rows: readonly number[], live: LiveRegistry): void {
    this.#accepted += receipt.accepted;
    this.#repeated += receipt.repeated;
    this.#revised += receipt.revised;
    this.#quarantined += receipt.quarantined;
    if (this.isItemised || receipt.quarantined > 0) this.#nameReadings(receipt, readings, rows, live);
  }

  answer(): ReadingsAnswer {
    return {
      accepted: this.#accepted,
      repeated: this.#repeated,
      revised: this.#revised,
      quarantined: this.#quarantined,
      rejected: this.#rejected,
      rows: this.#rows.toSorted((a, b) => a.row - b.row),
      rowsLeftOut: this.#leftOut,
    };
  }

  /** The first row of each device or address that nobody has registered; every reading where it is asked for. */
  #nameReadings(
    { outcomes }: Receipt,
    readings: SourceMessage['readings'],
    rows: readonly number[],
    { current: registry }: LiveRegistry,
  ): void {
    let index = -1;
    for (const { device, address, time } of readings) {
      index++;
      const row = rows[index] ?? 0;
      const reason = registry.at(device, address) === undefined ? this.#strangeness(device, address, registry) : null;
      if (this.isItemised) {
        const outcome = readingOutcomes[outcomes?.[index] ?? Number.NaN];
        if (outcome) this.#add({ row, outcome, device, name: address, t: time, ...reason });
        else this.#leftOut++;
      } else if (reason) this.#add({ row, outcome: 'quarantined', ...reason });
    }
  }

  /** null = it was said already. */
  #strangeness(device: string, address: string, registry: LiveRegistry['current']): RowReason | null {
    const key = JSON.stringify([device, address]);
    if (this.#strangers.has(key) || this.#strangers.size >= NAMED_ROWS) return null;
    this.#strangers.add(key);
    return {
      code: registry.devices.has(device) ? 'unknown-channel' : 'unknown-device',
      zh: `设备 ${device} 的 ${address} 尚未登记：监测值已进入隔离区，登记后自动补入。`,
      en: `${address} of the device ${device} is not registered: its readings are in quarantine, and move in once it is.`,
    };
  }

  #name(row: number, outcome: RowAnswer['outcome'], code: string, reason: () => Bilingual): void {
    this.#add({ row, outcome, code, ...reason() });
  }

  #add(row: RowAnswer): void {
    if (this.#rows.length < (this.isItemised ? NAMED_READINGS : NAMED_ROWS)) this.#rows.push(row);
    else this.#leftOut++;
  }
}
