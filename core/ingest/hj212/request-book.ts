// The platform's own requests: what was asked, what came back, when to ask again. No clock: the time is passed in.
import { downwardNotices } from './code-tables-rules.ts';
import type { FrameFields } from './dialogue-rules.ts';
import { localDigits } from './local-time-rules.ts';
import type { Segment } from './segment.ts';

/** Whom a request goes to, and how its frames are written. */
export interface RequestEnvelope {
  readonly st: string;
  readonly pw: string;
  readonly mn: string;
  /** Version bits: 0 = 2005, 1 = 2017, 2 = 2025. */
  readonly version: number;
}

export interface RequestOutcome {
  /**
   * `done`: 9012 with ExeRtn 1, or 9013; `refused`: 9011 with another QnRtn than 1; `failed`: another ExeRtn; `unanswered`:
   * nothing came, however often it was sent; `unfinished`: it was accepted, but no result came.
   */
  readonly outcome: 'done' | 'refused' | 'failed' | 'unanswered' | 'unfinished';
  /** QnRtn or ExeRtn as sent, HJ 212-2017 tables 6 and 7; null = none came. */
  readonly code: string | null;
  /** Data that came for it: segments with its CN, in order. */
  readonly data: readonly Segment[];
}

export interface RequestTimes {
  /** 10 s; 5 s on wires. */
  readonly answerMs: number;
  /** How often it is sent again. */
  readonly resends: number;
  /** From acceptance or the last data to the result. */
  readonly resultMs: number;
}

export const requestTimes: RequestTimes = { answerMs: 10_000, resends: 3, resultMs: 60_000 };

interface Request {
  readonly fields: FrameFields;
  readonly settle: (outcome: RequestOutcome) => void;
  readonly data: Segment[];
  sent: number;
  accepted: boolean;
  dueAt: number;
}

/** Data that one answer may bring; a year of minutes would be a flood. */
const DATA_LIMIT = 10_000;

/** Of one connection. */
export class RequestBook {
  readonly #times: RequestTimes;
  readonly #open = new Map<string, Request>();
  #lastQn = 0;

  constructor(times: RequestTimes = requestTimes) {
    this.#times = times;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Enters a request; what is returned is to be sent. `settle` is called once, when it has ended. */
  ask(
    to: RequestEnvelope,
    command: { readonly cn: string; readonly cp: string },
    now: number,
    settle: (outcome: RequestOutcome) => void,
  ): FrameFields {
    // A QN is a millisecond, and names one request.
    this.#lastQn = Math.max(now, this.#lastQn + 1);
    const qn = localDigits(this.#lastQn);
    const { st, pw, mn, version } = to;
    const fields: FrameFields = { qn, st, cn: command.cn, pw, mn, flag: (version << 2) | 1, cp: command.cp };
    const dueAt = now + this.#times.answerMs;
    this.#open.set(qn, { fields, settle, data: [], sent: 1, accepted: false, dueAt });
    return fields;
  }

  /** 9011, 9012 or 9013 with the QN of a request and what its data say; false = it belongs to none. */
  answered(cn: string, qn: string, params: Readonly<Record<string, string>>, now: number): boolean {
    const request = this.#open.get(qn);
    if (request === undefined) return false;
    if (cn === '9011' && params['QnRtn']?.trim() === '1') this.#accept(request, now);
    else if (cn === '9011') this.#end(request, 'refused', params['QnRtn'] ?? null);
    else if (cn === '9012') {
      const code = params['ExeRtn'] ?? null;
      this.#end(request, code?.trim() === '1' ? 'done' : 'failed', code);
    } else if (downwardNotices.has(request.fields.cn)) this.#end(request, 'done', null);
    else this.#accept(request, now);
    return true;
  }

  /** Data of the logger: they belong to the oldest request for them, whatever QN they carry. */
  data(segment: Segment, now: number): void {
    for (const request of this.#open.values()) {
      const { fields, data } = request;
      if (fields.cn !== segment.cn || fields.mn !== segment.mn) continue;
      // A reading that the logger sends of itself is no answer before the request was accepted, unless it says so by its QN.
      if (!request.accepted && segment.qn !== fields.qn) continue;
      this.#accept(request, now);
      if (data.length < DATA_LIMIT) data.push(segment);
      return;
    }
  }

  /** Requests to send again now; those whose time is over are ended. */
  due(now: number): FrameFields[] {
    const again: FrameFields[] = [];
    for (const request of this.#open.values()) {
      if (now < request.dueAt) {
        // The clock was set back: nothing waits longer than it would have.
        request.dueAt = Math.min(request.dueAt, now + Math.max(this.#times.answerMs, this.#times.resultMs));
      } else if (request.accepted) this.#end(request, 'unfinished', null);
      else if (request.sent > this.#times.resends) this.#end(request, 'unanswered', null);
      else {
        request.sent++;
        request.dueAt = now + this.#times.answerMs;
        again.push(request.fields);
      }
    }
    return again;
  }

  /** The connection is gone. */
  endAll(): void {
    for (const request of this.#open.values()) this.#end(request, request.accepted ? 'unfinished' : 'unanswered', null);
  }

  #accept(request: Request, now: number): void {
    request.accepted = true;
    request.dueAt = now + this.#times.resultMs;
  }

  #end(request: Request, outcome: RequestOutcome['outcome'], code: string | null): void {
    this.#open.delete(request.fields.qn);
    request.settle({ outcome, code, data: request.data });
  }
}
