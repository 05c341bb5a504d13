// What became of the rows of a request, as its sender is told.
import type { Bilingual } from '../../contract/figures.ts';
import type { Receipt, SourceReading } from '../../core/ingest/source-message.ts';
import type { LiveRegistry } from './live-registry.ts';

/** Rows that are named in an answer; the rest are counted. */
const NAMED_ROWS = 1000;

export interface RowAnswer {
  /** From 1: line of NDJSON, element of an array, index of `t` in a table. */
  readonly row: number;
  /** `doubtful`: taken all the same. */
  readonly outcome: 'rejected' | 'quarantined' | 'doubtful';
  readonly code: string;
  readonly zh: string;
  readonly en: string;
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
  committed(receipt: Receipt, readings: readonly SourceReading[], rows: readonly number[], live: LiveRegistry): void {
    this.#accepted += receipt.accepted;
    this.#repeated += receipt.repeated;
    this.#revised += receipt.revised;
    this.#quarantined += receipt.quarantined;
    if (receipt.quarantined > 0) this.#nameStrangers(readings, rows, live);
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

  /** The first row of each device or address that nobody has registered. */
  #nameStrangers(readings: readonly SourceReading[], rows: readonly number[], live: LiveRegistry): void {
    const registry = live.current;
    for (const [index, { device, address }] of readings.entries()) {
      if (registry.at(device, address) !== undefined) continue;
      const key = JSON.stringify([device, address]);
      if (this.#strangers.has(key) || this.#strangers.size >= NAMED_ROWS) continue;
      this.#strangers.add(key);
      const code = registry.devices.has(device) ? 'unknown-channel' : 'unknown-device';
      this.#name(rows[index] ?? 0, 'quarantined', code, () => ({
        zh: `设备 ${device} 的 ${address} 尚未登记：监测值已进入隔离区，登记后自动补入。`,
        en: `${address} of the device ${device} is not registered: its readings are in quarantine, and move in once it is.`,
      }));
    }
  }

  #name(row: number, outcome: RowAnswer['outcome'], code: string, reason: () => Bilingual): void {
    if (this.#rows.length < NAMED_ROWS) this.#rows.push({ row, outcome, code, ...reason() });
    else this.#leftOut++;
  }
}
