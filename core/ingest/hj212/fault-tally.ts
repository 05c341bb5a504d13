// Counts what cannot be stored as a message each: bad frames, noise, refused senders. Told at most once a minute for each.
import type { SourceMessage } from '../source-message.ts';

const TELL_EVERY_MS = 60_000;
/** Names of senders are anybody's invention: past these, all others are told as one. */
const SENDERS = 1_000;
const SAMPLE_BYTES = 256;

interface Tally {
  readonly device: string | null;
  readonly code: string;
  readonly from: string;
  count: number;
  sample: Uint8Array;
  toldAt: number;
}

/** A frame for people's eyes and for keeping what was refused: its password is not in it. */
export function withoutPassword(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString('latin1');
  return Buffer.from(text.replace(/PW=[^;]*/g, 'PW=***'), 'latin1');
}

export class FaultTally {
  readonly #tallies = new Map<string, Tally>();

  /**
   * `device`: a registered one, else null; `from`: the address that it came from; `bytes`: a part of it is kept as an example,
   * without its password.
   */
  add(device: string | null, code: string, from: string, bytes: Uint8Array, count = 1): void {
    const name = JSON.stringify([device ?? from, code]);
    const key = this.#tallies.has(name) || this.#tallies.size < SENDERS ? name : JSON.stringify([null, code]);
    const known = this.#tallies.get(key);
    if (known === undefined) {
      const isOther = key !== name;
      const tally = { device: isOther ? null : device, code, from: isOther ? '*' : from };
      this.#tallies.set(key, { ...tally, count, sample: sampleOf(bytes), toldAt: Number.NEGATIVE_INFINITY });
      return;
    }
    if (known.count === 0) known.sample = sampleOf(bytes);
    known.count += count;
  }

  /** What is to be told now, as messages without readings; with `all`, also what was told less than a minute ago. */
  due(now: number, all = false): SourceMessage[] {
    const messages: SourceMessage[] = [];
    for (const [key, tally] of this.#tallies) {
      // Also where the clock was set back.
      const isQuiet = now >= tally.toldAt && now - tally.toldAt < TELL_EVERY_MS;
      if (isQuiet && !all) continue;
      if (tally.count === 0) {
        this.#tallies.delete(key);
        continue;
      }
      const { device, code, from, count, sample } = tally;
      const issues = [{ code, detail: from, count }];
      messages.push({ protocol: 'hj212', device, receivedAt: now, bytes: sample, readings: [], issues });
      tally.count = 0;
      tally.sample = new Uint8Array(0);
      tally.toldAt = now;
    }
    return messages;
  }
}

const sampleOf = (bytes: Uint8Array): Uint8Array => withoutPassword(bytes.subarray(0, SAMPLE_BYTES));
