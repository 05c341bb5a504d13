// Makes visible who is turned away or does not answer: the last of them for screens, and an issue in the device's data quality.
import type { Ingest, Protocol } from '../../core/ingest/source-message.ts';

export interface SourceTrouble {
  readonly protocol: Protocol;
  /** What it calls itself, cut to 64 characters; null = it did not say. */
  readonly device: string | null;
  /** Short code in kebab-case: `unknown-device`, `wrong-token`, `topic-not-yours`, `no-answer` … */
  readonly code: string;
  readonly detail: string;
  /** When it was last so, and how often in this run; ms since the epoch. */
  readonly lastAt: number;
  readonly count: number;
}

/** One that tries all day is written down once a minute. Names are anybody's invention, so that only so many are known at a time. */
const QUIET_MS = 60_000;
const KNOWN = 200;
/** Of devices that nobody has registered, so many are written down a minute. */
const STRANGERS = 10;

export class SourceTroubles {
  readonly #ingest: Ingest;
  readonly #log: (entry: string) => void;
  readonly #now: () => number;
  readonly #isRegistered: (device: string) => boolean;
  readonly #known = new Map<string, SourceTrouble & { readonly writtenAt: number }>();
  #strangers = { since: 0, written: 0 };

  constructor(options: {
    readonly ingest: Ingest;
    readonly isRegistered: (device: string) => boolean;
    readonly log: (entry: string) => void;
    readonly now: () => number;
  }) {
    this.#ingest = options.ingest;
    this.#isRegistered = options.isRegistered;
    this.#log = options.log;
    this.#now = options.now;
  }

  note(protocol: Protocol, sent: string | null, code: string, detailSent = ''): void {
    const device = sent === null ? null : plain(sent, 64);
    const detail = plain(detailSent, 200);
    const key = JSON.stringify([protocol, device, code]);
    const now = this.#now();
    const known = this.#known.get(key);
    // Also where the clock was set back.
    const isQuiet = known !== undefined && Math.abs(now - known.writtenAt) < QUIET_MS;
    const count = (known?.count ?? 0) + 1;
    // The last used goes to the end; the longest unused is given up.
    this.#known.delete(key);
    this.#known.set(key, {
      protocol,
      device,
      code,
      detail,
      lastAt: now,
      count,
      writtenAt: isQuiet ? known.writtenAt : now,
    });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN && oldest !== undefined) this.#known.delete(oldest);
    if (!isQuiet && this.#mayWrite(device, now)) this.#write(protocol, device, code, detail, now);
  }

  /** The last first. */
  list(): SourceTrouble[] {
    return Array.from(this.#known.values(), ({ writtenAt: _, ...trouble }) => trouble).reverse();
  }

  #mayWrite(device: string | null, now: number): boolean {
    if (device !== null && this.#isRegistered(device)) return true;
    if (Math.abs(now - this.#strangers.since) >= QUIET_MS) this.#strangers = { since: now, written: 0 };
    return ++this.#strangers.written <= STRANGERS;
  }

  #write(protocol: Protocol, device: string | null, code: string, detail: string, receivedAt: number): void {
    this.#log(`${protocol}: ${device ?? '?'}: ${code}${detail && ` (${detail})`}`);
    const issues = [detail === '' ? { code } : { code, detail }];
    this.#ingest
      .take({ protocol, device, receivedAt, bytes: new Uint8Array(0), readings: [], issues })
      .catch((error: unknown) => this.#log(`${protocol}: ${String(error)}`));
  }
}

function plain(text: string, length: number): string {
  return text
    .slice(0, 1000)
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, length);
}
