// One logger of the drill: a TCP connection, frames out, 9014 in; what is not answered is sent again.
import { connect, type Socket } from 'node:net';
import type { FrameToSend } from '../../core/drill/drill-wire.ts';
import { encodeFrame } from '../../core/ingest/hj212/encode-frame.ts';
import { localDigits } from '../../core/ingest/hj212/local-time-rules.ts';
import type { SendCounts } from './send-counts.ts';

/** HJ 212-2017 6.5: sent again after ten seconds without an answer; a drill then begins anew on a new connection. */
const ANSWER_MS = 10_000;
const TRIES_A_CONNECTION = 3;
const RECONNECT_MS = 1_000;
/** Frames on their way at once. */
const WINDOW = 32;

interface Waiting {
  readonly frame: FrameToSend;
  readonly done: () => void;
  sentAt: number;
  tries: number;
}

export interface Hj212SenderOptions {
  readonly host: string;
  readonly port: number;
  readonly mn: string;
  readonly password: string;
  readonly counts: SendCounts;
}

export class Hj212Sender {
  readonly #options: Hj212SenderOptions;
  readonly #queue: Waiting[] = [];
  /** By QN, in the order in which they were sent. */
  readonly #unanswered = new Map<string, Waiting>();
  #socket: Socket | null = null;
  #isOpen = false;
  #isClosed = false;
  #heard = '';
  #written = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(options: Hj212SenderOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#resend(), 1_000);
  }

  /** Resolves once the platform has answered with 9014. */
  send(frame: FrameToSend): Promise<void> {
    return new Promise((done) => {
      this.#queue.push({ frame, done, sentAt: 0, tries: 0 });
      this.#pump();
    });
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#socket?.end();
    this.#socket?.unref();
  }

  #connect(): void {
    if (this.#socket !== null || this.#isClosed) return;
    const socket = connect(this.#options.port, this.#options.host);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('connect', () => {
      this.#isOpen = true;
      // A new connection knows nothing of what the old one had on its way.
      for (const waiting of this.#unanswered.values()) {
        if (waiting.tries > 0) this.#options.counts.resent += 1;
        waiting.tries = 0;
        this.#write(waiting);
      }
      this.#pump();
    });
    socket.on('data', (bytes) => this.#hear(bytes.toString('latin1')));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#socket = null;
      this.#isOpen = false;
      this.#heard = '';
      if (!this.#isClosed) setTimeout(() => this.#connect(), RECONNECT_MS);
    });
  }

  #pump(): void {
    if (!this.#isOpen) {
      this.#connect();
      return;
    }
    // What is sent together goes out together: frames stick to one another.
    this.#socket?.cork();
    while (this.#queue.length > 0 && this.#unanswered.size < WINDOW) {
      const waiting = this.#queue.shift() as Waiting;
      this.#unanswered.set(waiting.frame.qn, waiting);
      this.#write(waiting);
    }
    this.#socket?.uncork();
  }

  #write(waiting: Waiting): void {
    const { bytes } = waiting.frame;
    waiting.sentAt = Date.now();
    waiting.tries += 1;
    this.#written += 1;
    // One in fifty is cut somewhere inside, as slow links do.
    if (this.#written % 50 === 0) {
      const cut = 1 + (this.#written % (bytes.length - 1));
      this.#socket?.write(bytes.subarray(0, cut));
      this.#socket?.uncork();
      this.#socket?.write(bytes.subarray(cut));
    } else this.#socket?.write(bytes);
  }

  #resend(): void {
    if (!this.#isOpen) return;
    const now = Date.now();
    for (const waiting of this.#unanswered.values()) {
      if (now - waiting.sentAt < ANSWER_MS) continue;
      if (waiting.tries >= TRIES_A_CONNECTION) {
        this.#socket?.destroy();
        return;
      }
      this.#options.counts.resent += 1;
      this.#write(waiting);
    }
  }

  /** Answers are short and plain; a frame is looked for by its beginning, its end and its fields. */
  #hear(text: string): void {
    this.#heard += text;
    let end = this.#heard.indexOf('\r\n');
    while (end >= 0) {
      this.#take(this.#heard.slice(0, end));
      this.#heard = this.#heard.slice(end + 2);
      end = this.#heard.indexOf('\r\n');
    }
    // Nothing that the platform sends is as long.
    if (this.#heard.length > 65_536) this.#heard = '';
  }

  #take(frame: string): void {
    const cn = /;CN=(\d{4});/.exec(frame)?.[1] ?? '';
    const qn = /QN=(\d{17})/.exec(frame)?.[1] ?? '';
    if (cn === '9014') {
      const waiting = this.#unanswered.get(qn);
      if (!waiting) return;
      this.#unanswered.delete(qn);
      this.#options.counts.acknowledged += 1;
      waiting.done();
      this.#pump();
      return;
    }
    if (cn.startsWith('9')) return;
    // A request: taken, and done, since a drill has nothing to set.
    for (const [command, result] of [
      ['9011', 'QnRtn=1'],
      ['9012', 'ExeRtn=1'],
    ] as const)
      this.#socket?.write(this.#answer(command, qn, result));
  }

  #answer(cn: string, qn: string, cp: string): Buffer {
    const { mn, password } = this.#options;
    return encodeFrame({ qn: qn || localDigits(Date.now()), st: '91', cn, pw: password, mn, flag: 4, cp });
  }
}
