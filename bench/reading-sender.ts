// Sends readings to a host or a peer from a process of its own: everything is built first, then sent as fast as it is answered for.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { GATEWAYS, gatewayId, gatewayToken } from './invented-instruments.ts';
import {
  allDevices,
  columnarBody,
  devicesOf,
  hj212Frame,
  inGroups,
  lineProtocolBody,
  type Message,
  mqttPayload,
  ndjsonBody,
  type Span,
  timesOf,
} from './reading-messages.ts';

export type Way = 'hj212' | 'mqtt' | 'http-lines' | 'http-columns' | 'influx';

export interface SenderInput {
  readonly way: Way;
  readonly port: number;
  /** Sent one after another as they are asked for. */
  readonly spans: readonly Span[];
}

export interface Sent {
  readonly readings: number;
  readonly messages: number;
  readonly bytes: number;
  readonly milliseconds: number;
  /** Processor time of this program, its building beforehand left out. */
  readonly cpuMs: number;
}

/** Connections of HJ 212, each of several loggers behind one network. */
const LOGGER_LINES = 100;
/** Messages on their way on one connection. */
const FRAMES_OUT = 32;
const PUBLICATIONS_OUT = 50;
/** Devices whose minute a gateway publishes together. */
const DEVICES_A_PUBLICATION = 5;
/** Of all devices behind a gateway: 10,000 readings. */
const MINUTES_A_POST = 8;
const POSTS_OUT = 4;

interface Post extends Message {
  readonly gateway: number;
}

/** A connection: resolves once all of it has been answered for. */
type Line = (messages: readonly Message[]) => Promise<void>;

/** One list of messages for each connection. */
function build(way: Way, span: Span): Message[][] {
  const times = timesOf(span);
  if (way === 'hj212')
    return inGroups(allDevices, Math.ceil(allDevices.length / LOGGER_LINES)).map((devices) =>
      times.flatMap((time) => devices.map((device) => hj212Frame(device, time))),
    );
  if (way === 'mqtt')
    return Array.from({ length: GATEWAYS }, (_, gateway) =>
      times.flatMap((time) =>
        inGroups(devicesOf(gateway), DEVICES_A_PUBLICATION).map((devices) => mqttPayload(devices, time)),
      ),
    );
  const body = { 'http-lines': ndjsonBody, 'http-columns': columnarBody, influx: lineProtocolBody }[way];
  const lists = Array.from({ length: POSTS_OUT }, (): Post[] => []);
  for (const some of inGroups(times, MINUTES_A_POST))
    for (let gateway = 0; gateway < GATEWAYS; gateway += 1)
      lists[gateway % POSTS_OUT]?.push({ ...body(devicesOf(gateway), some), gateway });
  return lists;
}

/** Writes from one piece of memory, as many messages at once as may be on their way. */
async function keepOut(
  socket: Socket,
  messages: readonly Message[],
  most: number,
  answersIn: (chunk: Buffer) => number,
): Promise<void> {
  const whole = Buffer.concat(messages.map(({ bytes }) => bytes));
  const ends: number[] = [];
  let end = 0;
  for (const { bytes } of messages) {
    end += bytes.length;
    ends.push(end);
  }
  let sent = 0;
  let answered = 0;
  await new Promise<void>((resolve, reject) => {
    const send = (): void => {
      const until = Math.min(messages.length, answered + most);
      if (until > sent) socket.write(whole.subarray(ends[sent - 1] ?? 0, ends[until - 1]));
      sent = until;
    };
    const hear = (chunk: Buffer): void => {
      answered += answersIn(chunk);
      if (answered < messages.length) {
        // Few large writes: a quarter of what may be out is free.
        if (sent - answered <= most * 0.75) send();
        return;
      }
      socket.off('data', hear);
      socket.off('close', lost);
      resolve();
    };
    const lost = (): void => reject(new Error(`the connection ended with ${messages.length - answered} unanswered`));
    socket.on('data', hear);
    socket.once('close', lost);
    send();
  });
}

async function loggerLine(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  let rest = '';
  const answersIn = (chunk: Buffer): number => {
    const frames = (rest + chunk.toString('latin1')).split('\r\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) if (!frame.includes(';CN=9014;')) throw new Error(`an answer that is none: ${frame}`);
    return frames.length;
  };
  return (messages) => keepOut(socket, messages, FRAMES_OUT, answersIn);
}

/** A field of MQTT: its length in two bytes, then itself. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function packet(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size: number[] = [];
  for (let left = body.length; left > 0 || size.length === 0; left >>= 7)
    size.push((left & 0x7f) | (left > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([type, ...size]), body]);
}

/** QoS 1 in its bytes, so that the client costs as little as it can. */
async function gatewayLine(port: number, gateway: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  // Version 3.1.1, clean session, user name and password, no keep-alive asked for.
  const head = Buffer.concat([field('MQTT'), Buffer.from([4, 0b1100_0010, 0, 0])]);
  const id = gatewayId(gateway);
  socket.write(packet(0x10, head, field(id), field(id), field(gatewayToken(gateway))));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer[0] !== 0x20 || answer[3] !== 0) throw new Error(`the broker refused: ${answer.toString('hex')}`);
  let rest = 0;
  // A PUBACK has four bytes; nothing else comes.
  const answersIn = (chunk: Buffer): number => {
    const bytes = rest + chunk.length;
    rest = bytes % 4;
    return (bytes - rest) / 4;
  };
  const topic = field(`lianggao/v1/${id}/readings`);
  return (messages) =>
    keepOut(
      socket,
      messages.map(({ bytes, readings }, index) => {
        const number = 1 + (index % 65_535);
        return { bytes: packet(0x32, topic, Buffer.from([number >> 8, number & 0xff]), bytes), readings };
      }),
      PUBLICATIONS_OUT,
      answersIn,
    );
}

function postLine(port: number, way: Way): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const path = way === 'influx' ? '/write?db=bench&precision=ms' : '/ingest/v1/readings';
  const post = ({ bytes, gateway }: Post): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        ...{ 'content-type': way === 'influx' ? 'text/plain' : 'application/x-ndjson', 'content-length': bytes.length },
        ...(way === 'influx'
          ? {}
          : { authorization: `Bearer ${gatewayToken(gateway)}`, 'x-device': gatewayId(gateway) }),
      };
      const posting = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          if (response.statusCode === 200 || response.statusCode === 204) resolve();
          else reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      posting.on('error', reject);
      posting.end(bytes);
    });
  return async (messages) => {
    for (const message of messages) await post(message as Post);
  };
}

async function openLines(way: Way, port: number, count: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (let line = 0; line < count; line += 1) {
    if (way === 'hj212') lines.push(await loggerLine(port));
    else if (way === 'mqtt') lines.push(await gatewayLine(port, line));
    else lines.push(postLine(port, way));
  }
  return lines;
}

const { way, port, spans } = JSON.parse(process.argv[2] ?? '') as SenderInput;
const lists = spans.map((span) => build(way, span));
const lines = await openLines(way, port, lists[0]?.length ?? 0);
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
say('ready');
const asked = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
for (const list of lists) {
  await asked.next();
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  await Promise.all(lines.map((line, index) => line(list[index] as Message[])));
  const milliseconds = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  const all = list.flat();
  const sum = (of: (message: Message) => number): number => all.reduce((total, message) => total + of(message), 0);
  const sent: Sent = {
    readings: sum(({ readings }) => readings),
    messages: all.length,
    bytes: sum(({ bytes }) => bytes.length),
    milliseconds,
    cpuMs: (user + system) / 1000,
  };
  say(sent);
}
process.exit();
