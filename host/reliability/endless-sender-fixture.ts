// For tests: instruments that send one reading a minute of their own time without end, and know what has been answered for.
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type Database from 'better-sqlite3';
import mqtt, { type MqttClient } from 'mqtt';
import { type ChannelDraft, plainChannel, registerChannel, registerDevice } from '../../core/devices/registry.ts';
import { encodeFrame } from '../../core/ingest/hj212/encode-frame.ts';
import { localDigits } from '../../core/ingest/hj212/local-time-rules.ts';
import type { RunningDesk } from './desk-fixture.ts';

export type SenderProtocol = 'hj212' | 'mqtt' | 'http';

export const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const CHINA_OFFSET = 480 * MINUTE;
/** What is sent first: of a midnight in Shanghai long ago, so that all of it is a backlog, and our clock says nothing of it. */
export const BEGINNING = Math.floor((Date.now() + CHINA_OFFSET) / DAY - 400) * DAY - CHINA_OFFSET;
export const timeOf = (no: number): number => BEGINNING + no * MINUTE;

const PASSWORD = '123456';
export const tokenOf = (device: string): string => createHash('sha256').update(device).digest('hex').slice(0, 24);

interface SentChannel {
  readonly address: string;
  readonly kind: ChannelDraft['kind'];
  readonly limitHigh?: number;
}

/** A register shows less than this. */
export const REGISTER_MAX = 10_000;
/** What a register grows by in a minute. */
export const REGISTER_STEP = 7;
const LIMIT = 150;
/** Every so many minutes a channel with a limit is over it. */
const OVER_EVERY = 60;

const channelsOf: Readonly<Record<SenderProtocol, readonly SentChannel[]>> = {
  hj212: [
    ...['a21002', 'a21026', 'a34013', 'a01012', 'e00001'].map((address) => ({ address, kind: 'level' as const })),
    { address: 'w01018', kind: 'level', limitHigh: LIMIT },
  ],
  mqtt: [
    { address: 'P1', kind: 'level' },
    { address: 'E1', kind: 'amount' },
    { address: 'R1', kind: 'register' },
  ],
  http: [
    { address: 'A1', kind: 'amount' },
    { address: 'T1', kind: 'level' },
  ],
};

/** What stands in the message of number `no`, as text. The same number always says the same. */
export function textOf(channel: SentChannel, no: number): string {
  if (channel.kind === 'register') return String((no * REGISTER_STEP) % REGISTER_MAX);
  if (channel.limitHigh !== undefined && no % OVER_EVERY === OVER_EVERY - 1) return '200.00';
  const own = channel.address.charCodeAt(1) * 31 + channel.address.charCodeAt(channel.address.length - 1);
  return (60 + 15 * Math.sin(no / (200 + own)) + ((no * 7_919 + own) % 1_000) / 200).toFixed(2);
}

/** Messages that may be on their way at once. */
const OUT_AT_ONCE = 32;

export interface ExpectedChannel extends SentChannel {
  readonly id: string;
}

/** One device: what it has sent, what was answered for, and what it has to send again. */
export abstract class EndlessSender {
  readonly device: string;
  readonly protocol: SenderProtocol;
  /** Numbers from 0 on that were sent at least once. */
  sent = 0;
  readonly answered = new Set<number>();
  readonly #out = new Set<number>();
  #again: number[] = [];

  constructor(device: string, protocol: SenderProtocol) {
    this.device = device;
    this.protocol = protocol;
  }

  get channels(): readonly ExpectedChannel[] {
    return channelsOf[this.protocol].map((channel) => ({ ...channel, id: `${this.device}/${channel.address}` }));
  }

  /** In a transaction. */
  register(db: Database.Database): void {
    const nowhere = { gateway: null, enterprise: null, longitude: null, latitude: null };
    const secret =
      this.protocol === 'hj212'
        ? { password: PASSWORD }
        : { tokenSha256: createHash('sha256').update(tokenOf(this.device)).digest('hex') };
    const device = { id: this.device, protocol: this.protocol, name: this.device, settings: {}, ...nowhere };
    registerDevice(db, device, 0, secret);
    for (const { id, address, kind, limitHigh } of this.channels) {
      const draft: ChannelDraft = {
        ...plainChannel,
        ...{ id, name: id, device: this.device, address, kind, quantity: address, unitOfMeasure: '1' },
        ...{ intervalMs: MINUTE, registerMax: kind === 'register' ? REGISTER_MAX : null },
        ...(limitHigh === undefined ? {} : { limitHigh, limitPeriod: 'reading' }),
      };
      registerChannel(db, draft, 0);
    }
  }

  abstract open(ports: RunningDesk['ports']): Promise<void>;
  /** Sends what it can; called again and again. */
  abstract pump(): void;
  protected abstract cut(): void;

  /** The host is gone: what was on its way is sent again under the next one. */
  lose(): void {
    this.cut();
    this.#again = [...this.#out, ...this.#again].sort((a, b) => a - b);
    this.#out.clear();
  }

  /** Numbers below this one have all been answered for. */
  get settledTo(): number {
    return Math.min(this.sent, ...this.#out, ...this.#again);
  }

  /** Up to `most` numbers to be sent now: first those that were lost. */
  protected next(most: number): number[] {
    const free = Math.min(most, OUT_AT_ONCE - this.#out.size);
    const numbers = this.#again.splice(0, Math.max(0, free));
    while (numbers.length < free) numbers.push(this.sent++);
    for (const no of numbers) this.#out.add(no);
    return numbers;
  }

  protected isAnswered(no: number): void {
    if (this.#out.delete(no)) this.answered.add(no);
  }
}

/** A logger of HJ 212-2017; what it sends is answered by 9014. */
export class EndlessLogger extends EndlessSender {
  #socket: Socket | null = null;
  #heard = '';

  constructor(device: string) {
    super(device, 'hj212');
  }

  override open(ports: RunningDesk['ports']): Promise<void> {
    const socket = connect(ports.hj212, '127.0.0.1').setNoDelay(true);
    this.#socket = socket;
    this.#heard = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => this.#hear(chunk.toString('latin1')));
    return new Promise((resolve) => {
      socket.once('connect', resolve);
      socket.once('close', () => resolve());
    });
  }

  override pump(): void {
    if (this.#socket === null || this.#socket.destroyed) return;
    for (const no of this.next(4)) this.#socket.write(this.frame(no));
  }

  frame(no: number): Buffer {
    const time = localDigits(timeOf(no));
    const items = this.channels.map(
      (channel) => `${channel.address}-Rtd=${textOf(channel, no)},${channel.address}-Flag=N`,
    );
    const fields = { qn: time, st: '31', cn: '2011', pw: PASSWORD, mn: this.device, flag: 5 };
    return encodeFrame({ ...fields, cp: `DataTime=${time.slice(0, 14)};${items.join(';')}` });
  }

  #hear(text: string): void {
    const frames = (this.#heard + text).split('\r\n');
    this.#heard = frames.pop() ?? '';
    for (const frame of frames) {
      const [, qn = ''] = /QN=(\d{17});ST=91;CN=9014;/.exec(frame) ?? [];
      if (qn === '') continue;
      const [year, month, day, hour, minute] = [0, 4, 6, 8, 10].map((at) =>
        Number(qn.slice(at, at === 0 ? 4 : at + 2)),
      );
      const time = Date.UTC(year ?? 0, (month ?? 0) - 1, day, (hour ?? 0) - 8, minute);
      this.isAnswered((time - BEGINNING) / MINUTE);
    }
  }

  protected override cut(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }
}

const json = (sender: EndlessSender, no: number): string => {
  const values = sender.channels.map((channel) => `"${channel.address}":${textOf(channel, no)}`);
  return `{"t":${timeOf(no)},"values":{${values.join(',')}}}`;
};

/** Publishes with QoS 1; answered by PUBACK. */
export class EndlessPublisher extends EndlessSender {
  #client: MqttClient | null = null;

  constructor(device: string) {
    super(device, 'mqtt');
  }

  override open(ports: RunningDesk['ports']): Promise<void> {
    const client = mqtt.connect({
      ...{ host: '127.0.0.1', port: ports.mqtt, protocol: 'mqtt', clientId: this.device, reconnectPeriod: 0 },
      ...{ username: this.device, password: tokenOf(this.device), clean: true },
    });
    this.#client = client;
    client.on('error', () => undefined);
    return new Promise((resolve) => {
      client.once('connect', () => resolve());
      client.once('close', () => resolve());
    });
  }

  override pump(): void {
    const client = this.#client;
    if (client === null || !client.connected) return;
    for (const no of this.next(4))
      client.publish(`lianggao/v1/${this.device}/readings`, json(this, no), { qos: 1 }, (error) => {
        // Also called, with an error, for what a cut connection has not sent.
        if (!error && this.#client === client) this.isAnswered(no);
      });
  }

  protected override cut(): void {
    const client = this.#client;
    this.#client = null;
    client?.end(true);
  }
}

/** Posts NDJSON with a key under which it may be sent again; answered by 2xx. */
export class EndlessPoster extends EndlessSender {
  #agent: Agent | null = null;
  #port = 0;
  /** A post that was not answered is sent again as it was. */
  #post: { readonly numbers: readonly number[]; readonly key: string } | null = null;
  #isOut = false;

  constructor(device: string) {
    super(device, 'http');
  }

  override open(ports: RunningDesk['ports']): Promise<void> {
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.#port = ports.http;
    return Promise.resolve();
  }

  override pump(): void {
    const agent = this.#agent;
    if (agent === null || this.#isOut) return;
    const numbers = this.next(OUT_AT_ONCE);
    const isSame = this.#post?.numbers.every((no, index) => numbers[index] === no);
    if (!isSame) this.#post = { numbers, key: `${this.device}-${numbers[0]}-${numbers.length}` };
    const post = this.#post;
    if (post === null || numbers.length === 0) return;
    this.#isOut = true;
    const body = `${numbers.map((no) => json(this, no)).join('\n')}\n`;
    const headers = {
      ...{ authorization: `Bearer ${tokenOf(this.device)}`, 'x-device': this.device, 'idempotency-key': post.key },
      ...{ 'content-type': 'application/x-ndjson', 'content-length': Buffer.byteLength(body) },
    };
    const posting = request(
      { host: '127.0.0.1', port: this.#port, method: 'POST', path: '/ingest/v1/readings', agent, headers },
      (response) => {
        response.resume();
        response.on('error', () => undefined);
        response.on('end', () => {
          if (this.#agent !== agent) return;
          this.#isOut = false;
          if (response.statusCode === 200) for (const no of numbers) this.isAnswered(no);
        });
      },
    );
    posting.on('error', () => undefined);
    posting.end(body);
  }

  protected override cut(): void {
    this.#agent?.destroy();
    this.#agent = null;
    this.#isOut = false;
  }
}
