// Split packets that have not come whole: each part is stored as it comes, here it is only seen which are missing.

import { partKey } from './merge-parts.ts';
import type { Segment } from './segment.ts';

export const PART_WAIT_MS = 60_000;
/** A logger sends one split message after the other; more open ones at once than this is noise. */
const OPEN_LIMIT = 10_000;

export interface MissingParts {
  readonly device: string;
  readonly cn: string;
  readonly dataTime: string;
  readonly missing: readonly number[];
  readonly of: number;
}

interface OpenSet {
  readonly device: string;
  readonly cn: string;
  readonly dataTime: string;
  readonly numbers: Set<number>;
  of: number;
  dueAt: number;
}

export class PartWatch {
  readonly #open = new Map<string, OpenSet>();

  get size(): number {
    return this.#open.size;
  }

  /** A part has come; `dataTime` is its DataTime as sent. */
  heard(segment: Segment, dataTime: string, now: number): void {
    const { part } = segment;
    if (part === null) return;
    const key = partKey(segment, dataTime);
    const { mn: device, cn } = segment;
    const set = this.#open.get(key) ?? { device, cn, dataTime, numbers: new Set(), of: part.of, dueAt: 0 };
    set.numbers.add(part.no);
    set.of = Math.max(set.of, part.of);
    set.dueAt = now + PART_WAIT_MS;
    if (set.numbers.size >= set.of) this.#open.delete(key);
    else if (this.#open.has(key) || this.#open.size < OPEN_LIMIT) this.#open.set(key, set);
  }

  /** Those that have waited too long; each is told once. */
  due(now: number): MissingParts[] {
    const due: MissingParts[] = [];
    for (const [key, { device, cn, dataTime, numbers, of, dueAt }] of this.#open) {
      // Also where the clock was set back.
      if (now < dueAt && dueAt - now <= PART_WAIT_MS) continue;
      this.#open.delete(key);
      const missing = Array.from({ length: of }, (_, i) => i + 1).filter((no) => !numbers.has(no));
      due.push({ device, cn, dataTime, missing, of });
    }
    return due;
  }
}
