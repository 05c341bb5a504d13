// Readings of a message as columns: where they come by the million, none is made an object of its own.
import { decimalsOf, textOf } from '../readings/digits-rules.ts';

/** A SourceReading of source-message.ts. */
export interface TableReading {
  readonly device: string;
  readonly address: string;
  readonly time: number;
  readonly value: number | null;
  readonly text: string;
  readonly flag: string | null;
}

/** Beyond, a number is not told by whole and decimals for sure. */
const SURE_WHOLE = 1e15;
const MOST_DECIMALS = 6;

/** Row i is one reading; read as a list of objects, or by its columns. */
export class ReadingTable implements Iterable<TableReading> {
  readonly device: string[] = [];
  readonly address: string[] = [];
  /** ms since the epoch, UTC. */
  readonly time: number[] = [];
  /** NaN = the text is no number. */
  readonly value: number[] = [];
  /** The text is the value with so many decimals; -1 = it stands in `texts`. */
  readonly decimals: number[] = [];
  readonly flag: (string | null)[] = [];
  readonly texts = new Map<number, string>();

  get length(): number {
    return this.time.length;
  }

  /** A value that is sent as a number. */
  pushNumber(device: string, address: string, time: number, value: number, flag: string | null): void {
    const decimals = decimalsOfNumber(value);
    if (decimals < 0) this.texts.set(this.length, String(value));
    this.#push(device, address, time, Number.isFinite(value) ? value : Number.NaN, decimals, flag);
  }

  /** A value that is sent as a text; null = the text is no number. */
  pushText(
    device: string,
    address: string,
    time: number,
    value: number | null,
    text: string,
    flag: string | null,
  ): void {
    const decimals = value === null ? -1 : decimalsOf(text, value);
    if (decimals < 0) this.texts.set(this.length, text);
    this.#push(device, address, time, value ?? Number.NaN, decimals, flag);
  }

  #push(device: string, address: string, time: number, value: number, decimals: number, flag: string | null): void {
    this.device.push(device);
    this.address.push(address);
    this.time.push(time);
    this.value.push(value);
    this.decimals.push(decimals);
    this.flag.push(flag);
  }

  *[Symbol.iterator](): Generator<TableReading> {
    for (let row = 0; row < this.length; row++) {
      const value = this.value[row] as number;
      yield {
        device: this.device[row] as string,
        address: this.address[row] as string,
        time: this.time[row] as number,
        value: Number.isNaN(value) ? null : value,
        text: this.texts.get(row) ?? textOf(value, this.decimals[row] as number),
        flag: this.flag[row] as string | null,
      };
    }
  }
}

/** The decimals that a number is written with, found without writing it; -1 = with an exponent, or it is none. */
function decimalsOfNumber(value: number): number {
  let power = 1;
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const whole = Math.round(value * power);
    if (!(Math.abs(whole) < SURE_WHOLE)) break;
    if (whole / power === value) return decimals;
    power *= 10;
  }
  return Number.isFinite(value) ? decimalsOf(String(value), value) : -1;
}
