// One logger's connection: bytes in, messages to the store, answers back once they are on the disk.
import type { Socket } from 'node:net';
import type { DeviceProfile } from '../../core/ingest/hj212/device-profile.ts';
import {
  type Command,
  type FrameFields,
  type Reaction,
  react,
  type Standing,
  versionOf,
} from '../../core/ingest/hj212/dialogue-rules.ts';
import { encodeFrame } from '../../core/ingest/hj212/encode-frame.ts';
import type { FaultTally } from '../../core/ingest/hj212/fault-tally.ts';
import { FrameDecoder, type FrameFault } from '../../core/ingest/hj212/frame-decoder.ts';
import { localDigits } from '../../core/ingest/hj212/local-time-rules.ts';
import { isEncrypted, type OpenedFrame } from '../../core/ingest/hj212/open-frame.ts';
import type { PartWatch } from '../../core/ingest/hj212/part-watch.ts';
import type { ReadingExtractor } from '../../core/ingest/hj212/reading-extractor.ts';
import { RequestBook, type RequestOutcome, type RequestTimes } from '../../core/ingest/hj212/request-book.ts';
import { cpItems, type Segment } from '../../core/ingest/hj212/segment.ts';
import type { Ingest, MessageIssue } from '../../core/ingest/source-message.ts';

/** What all connections of the server share. */
export interface Hj212Desk {
  readonly ingest: Ingest;
  readonly now: () => number;
  readonly extractor: ReadingExtractor;
  readonly tally: FaultTally;
  readonly parts: PartWatch;
  readonly requestTimes: RequestTimes;
  /** null = not registered. */
  profile(mn: string): DeviceProfile | null;
  standing(mn: string): Standing;
  /** MN registered for a logger's hardware number. */
  mnOfHardware(hardware: string): string | null;
  /** Messages that one connection may have on their way to the disk; less where many are connected. */
  inFlightShare(): number;
  /** A device has been heard on a connection. */
  heard(mn: string, connection: Hj212Connection): void;
  /** A message could not be stored. */
  notStored(error: unknown): void;
}

/** How a device speaks, as it was last heard: requests to it are written alike. */
interface Manner {
  readonly st: string;
  readonly pw: string;
  readonly version: number;
  readonly key: Buffer | null;
}

export interface Hj212ConnectionFacts {
  readonly from: string;
  /** ms since the epoch. */
  readonly openedAt: number;
  /** When a frame was last heard; null = none yet. */
  readonly heardAt: number | null;
  readonly devices: readonly string[];
  readonly frames: number;
  readonly badFrames: number;
  readonly noiseBytes: number;
  readonly readings: number;
  /** Messages on their way to the disk. */
  readonly inFlight: number;
}

/** Devices behind one gateway. */
const DEVICES_LIMIT = 1_000;
/** Answers that a logger has not read. */
const UNREAD_LIMIT = 1 << 20;
/** Noise after which a connection is no logger's. */
const NOISE_LIMIT = 64 * 1024;

export class Hj212Connection {
  readonly #socket: Socket;
  readonly #desk: Hj212Desk;
  readonly #decoder: FrameDecoder;
  readonly #requests: RequestBook;
  readonly #manners = new Map<string, Manner>();
  readonly #openedAt: number;
  readonly from: string;
  /** By a clock that nobody sets. */
  readonly openedAtMonotonic = performance.now();
  #heardAt: number | null = null;
  #frames = 0;
  #badFrames = 0;
  #readings = 0;
  #inFlight = 0;
  #noiseAtGoodFrame = 0;
  #ended = false;
  #whenIdle: (() => void) | null = null;

  constructor(socket: Socket, desk: Hj212Desk) {
    this.#socket = socket;
    this.#desk = desk;
    this.#openedAt = desk.now();
    this.from = socket.remoteAddress ?? '?';
    this.#requests = new RequestBook(desk.requestTimes);
    this.#decoder = new FrameDecoder(
      (mn) => desk.profile(mn) ?? undefined,
      (fault) => this.#fault(fault),
    );
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#receive(chunk);
      } catch (error) {
        // A defect met by one logger is no matter of the others.
        desk.notStored(error);
        this.destroy();
      }
    });
    socket.once('end', () => void this.finish());
  }

  get hasSpoken(): boolean {
    return this.#frames > 0;
  }

  get facts(): Hj212ConnectionFacts {
    return {
      ...{ from: this.from, openedAt: this.#openedAt, heardAt: this.#heardAt, devices: [...this.#manners.keys()] },
      ...{ frames: this.#frames, badFrames: this.#badFrames, noiseBytes: this.#decoder.noiseBytes },
      ...{ readings: this.#readings, inFlight: this.#inFlight },
    };
  }

  /** Asks a device of this connection; settles when it has answered or will not. */
  request(mn: string, command: Command): Promise<RequestOutcome> {
    const profile = this.#desk.profile(mn);
    const manner = this.#manners.get(mn);
    const envelope = {
      mn,
      st: profile?.systemCode ?? manner?.st ?? '91',
      pw: profile?.password ?? manner?.pw ?? '',
      version: manner?.version ?? 1,
    };
    return new Promise((settle) => {
      this.#send(this.#requests.ask(envelope, command, this.#desk.now(), settle));
    });
  }

  /** Sends again what was not answered. */
  tick(now: number): void {
    for (const fields of this.#requests.due(now)) this.#send(fields);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** The socket has closed. */
  ended(): void {
    this.#ended = true;
    this.#requests.endAll();
  }

  /** Reads no more; resolves when all that was read is stored and answered. */
  async finish(): Promise<void> {
    this.#socket.pause();
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    await new Promise<void>((resolve) => {
      if (this.#ended || this.#socket.destroyed) resolve();
      else this.#socket.end(resolve);
    });
  }

  #receive(chunk: Buffer): void {
    const { noiseBytes: noiseBefore } = this.#decoder;
    const badBefore = this.#badFrames;
    const frames = this.#decoder.push(chunk);
    for (const frame of frames) this.#hear(frame);
    const noise = this.#decoder.noiseBytes - noiseBefore;
    if (noise > 0 && this.#badFrames === badBefore) this.#desk.tally.add(null, 'noise', this.from, chunk, noise);
    if (frames.length > 0) this.#noiseAtGoodFrame = this.#decoder.noiseBytes;
    if (this.#decoder.noiseBytes - this.#noiseAtGoodFrame > NOISE_LIMIT) this.destroy();
    if (this.#inFlight > this.#desk.inFlightShare()) this.#socket.pause();
  }

  #fault({ code, bytes }: FrameFault): void {
    this.#badFrames++;
    const claimed = /[#\d;]MN=([^;]*)/.exec(bytes.toString('latin1', 0, 256))?.[1] ?? '';
    const device = this.#desk.standing(claimed).device === 'known' ? claimed : null;
    this.#desk.tally.add(device, code, this.from, bytes);
  }

  #hear(frame: OpenedFrame): void {
    const { segment } = frame;
    const { mn } = segment;
    const now = this.#desk.now();
    this.#frames++;
    this.#heardAt = now;
    const standing = this.#desk.standing(mn);
    const reaction = react({ ...segment, hasForm: segment.dataFrom !== -1 }, standing);
    if (reaction.verdict === 'refuse' || (reaction.verdict === 'heard' && reaction.issue !== null)) {
      const device = standing.device === 'known' ? mn : null;
      this.#desk.tally.add(device, reaction.issue ?? 'refused', this.from, frame.bytes);
    }
    if (reaction.verdict === 'refuse') {
      if (reaction.answer !== null) this.#send(reaction.answer);
      return;
    }
    this.#learn(frame);
    this.#desk.heard(mn, this);
    if (reaction.verdict === 'keep') this.#keep(frame, reaction, now);
    else {
      if (reaction.verdict === 'reply') this.#reply(segment, now);
      if (reaction.answer !== null) this.#send(reaction.answer);
      if (reaction.followUp !== null) this.#followUp(reaction.followUp, segment);
    }
  }

  #learn({ segment, key }: OpenedFrame): void {
    const { mn, st, pw, flag } = segment;
    const known = this.#manners.get(mn);
    const version = flag === null ? (known?.version ?? 0) : versionOf(flag);
    // Answers carry 91, which is nobody's system.
    const system = st === '91' ? (known?.st ?? st) : st;
    if (known?.st === system && known.pw === pw && known.version === version && (key === null || key === known.key))
      return;
    if (known === undefined && this.#manners.size >= DEVICES_LIMIT) return;
    this.#manners.set(mn, { st: system, pw, version, key: key ?? known?.key ?? null });
  }

  #keep(frame: OpenedFrame, { issue, answer, followUp }: Reaction, now: number): void {
    const { segment, bytes } = frame;
    const { readings, issues: ofData } = this.#desk.extractor.read(segment, now);
    const issues: MessageIssue[] = [...frame.issues, ...segment.issues, ...ofData];
    if (issue !== null)
      issues.push({ code: issue, detail: segment.text.slice(segment.dataFrom, segment.dataTo).slice(0, 80) });
    if (this.#isPlainByMistake(frame)) issues.push({ code: 'not-encrypted' });
    this.#readings += readings.length;
    if (segment.part !== null) this.#desk.parts.heard(segment, paramsOf(segment)['DataTime'] ?? '', now);
    if (this.#requests.size > 0) this.#requests.data(segment, now);

    this.#inFlight++;
    const device = segment.mn === '' ? null : segment.mn;
    const { resent } = segment;
    this.#desk.ingest
      .take({ protocol: 'hj212', device, receivedAt: now, bytes, readings, issues, ...(resent && { resent }) })
      .then(() => {
        if (answer !== null) this.#send(answer);
        if (followUp !== null) this.#followUp(followUp, segment);
      })
      // No answer: the logger keeps its copy and sends it again.
      .catch((error: unknown) => this.#desk.notStored(error))
      .finally(() => this.#taken());
  }

  #taken(): void {
    this.#inFlight--;
    if (this.#inFlight === 0 && this.#whenIdle !== null) this.#whenIdle();
    else if (this.#whenIdle === null && this.#socket.isPaused() && this.#inFlight * 2 <= this.#desk.inFlightShare())
      this.#socket.resume();
  }

  /** Whether data came in plain that a device with a key has to encrypt (HJ 212-2025). */
  #isPlainByMistake({ segment, key }: OpenedFrame): boolean {
    if (key !== null || versionOf(segment.flag) < 2 || !isEncrypted(segment.cn)) return false;
    return segment.dataTo - segment.dataFrom >= 16 && (this.#desk.profile(segment.mn)?.sm4Keys.length ?? 0) > 0;
  }

  #reply(segment: Segment, now: number): void {
    const params = paramsOf(segment);
    // Loggers of 2005 name the request in the data.
    this.#requests.answered(segment.cn, params['QN']?.trim() ?? segment.qn, params, now);
  }

  #followUp(what: 'set-time' | 'give-mn', segment: Segment): void {
    const items = cpItems(segment);
    if (what === 'set-time') {
      const asked = items.find(({ name }) => name === 'PolId');
      const time = localDigits(this.#desk.now()).slice(0, 14);
      this.#ask(segment.mn, { cn: '1012', cp: `${asked ? `PolId=${asked.value};` : ''}SystemTime=${time}` });
      return;
    }
    for (const { name, value } of items) {
      const mn = this.#desk.mnOfHardware(value);
      if (mn === null) continue;
      this.#ask(mn, { cn: '1002', cp: `${name}=${value}` });
      return;
    }
  }

  #ask(mn: string, command: Command): void {
    this.request(mn, command).catch((error: unknown) => this.#desk.notStored(error));
  }

  #send(fields: FrameFields): void {
    if (this.#ended || !this.#socket.writable) return;
    const key = this.#manners.get(fields.mn)?.key ?? this.#desk.profile(fields.mn)?.sm4Keys[0];
    if (this.#socket.writableCorked === 0) {
      // A commit answers many frames at once: they go out in one packet.
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    this.#socket.write(encodeFrame(fields, versionOf(fields.flag) >= 2 ? key : undefined));
    // Who reads no answers gets no more of them, and no memory for them.
    if (this.#socket.writableLength > UNREAD_LIMIT) this.destroy();
  }
}

const paramsOf = (segment: Segment): Record<string, string> =>
  Object.fromEntries(cpItems(segment).map(({ name, value }) => [name, value]));
