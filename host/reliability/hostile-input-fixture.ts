// For tests: bytes that no instrument would send, and some that one nearly would, to every port that instruments use.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { encodeFrame, frameOf } from '../../core/ingest/hj212/encode-frame.ts';

/** One try: what is sent over one connection, in these pieces. */
type Pieces = readonly Buffer[];

const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: 1, maxLength }).map((array) => Buffer.from(array));

/** Cut anywhere, so that what belongs together comes apart. */
const cut = (whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Pieces> =>
  fc.tuple(whole, fc.array(fc.nat(), { maxLength: 4 })).map(([buffer, places]) => {
    const ends = [...new Set(places.map((place) => place % (buffer.length + 1)))].sort((a, b) => a - b);
    return [0, ...ends].map((from, index) => buffer.subarray(from, ends[index] ?? buffer.length));
  });

/** Some bytes of `whole` are others. */
const damaged = (whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc.tuple(whole, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 })).map(([buffer, changes]) => {
    const other = Buffer.from(buffer);
    for (const [at, value] of changes) if (other.length > 0) other[at % other.length] = value;
    return other;
  });

const word = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('Rtd', 'Flag', 'a21002', 'DataTime', 'PolId', ''));
const number = fc.oneof(fc.double().map(String), fc.constantFrom('-', '1e999', '-99', '0x10', '９', 'NaN', ''));
const item = fc
  .array(fc.tuple(word, word, number), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.map(([code, attribute, value]) => `${code}-${attribute}=${value}`).join(','));
const dataTime = fc.oneof(
  fc.constantFrom('20260101000000', '20261301256199', '99999999999999', '00000000000000', ''),
  fc.string({ maxLength: 17 }),
);
const commands = [
  '2011',
  '2051',
  '2061',
  '2031',
  '1001',
  '1013',
  '1014',
  '9011',
  '9012',
  '9014',
  '9015',
  '9021',
  '3020',
  '0000',
];

/** A frame whose check value holds; what it says may be anything. */
const soundFrame = fc
  .record({
    cn: fc.oneof(fc.constantFrom(...commands), fc.string({ maxLength: 6 })),
    mn: fc.oneof(fc.constantFrom('88000000000000', 'unknown-device', ''), fc.string({ maxLength: 30 })),
    flag: fc.nat(300),
    time: dataTime,
    items: fc.array(item, { maxLength: 30 }),
    part: fc.option(fc.record({ no: fc.nat(99_999), of: fc.nat(99_999) }), { nil: undefined }),
    tail: fc.constantFrom('', '&&', ';;;', 'CP=&&'),
  })
  .map(({ cn, mn, flag, time, items, part, tail }) => {
    const fields = { qn: '20260101000000000', st: '31', cn, pw: '123456', mn, flag };
    const cp = [`DataTime=${time}`, ...items].join(';') + tail;
    try {
      return encodeFrame({ ...fields, cp, ...(part && { part }) });
    } catch {
      // Longer than a frame can be.
      return Buffer.from(cp);
    }
  });

const hj212Bytes = fc.oneof(
  bytes(2_000),
  damaged(soundFrame),
  soundFrame,
  fc.array(soundFrame, { minLength: 2, maxLength: 20 }).map((frames) => Buffer.concat(frames)),
  bytes(600).map((segment) => frameOf(segment)),
  fc
    .constantFrom('##9999', '##0000', '##', '####', '##0101##0101', '##-001', '\r\n')
    .map((text) => Buffer.from(text.repeat(50))),
  fc.constant(Buffer.concat([Buffer.from('##9999'), Buffer.alloc(9_990, 0x23)])),
);

const anyJson = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.record({ t: fc.anything(), name: fc.anything(), v: fc.anything(), q: fc.anything() }).map(asText),
  fc
    .record({ t: fc.array(fc.anything()), names: fc.array(fc.anything()), v: fc.array(fc.array(fc.anything())) })
    .map(asText),
  fc
    .record({ device: fc.anything(), t: fc.constant('2026-01-01'), values: fc.dictionary(fc.string(), fc.anything()) })
    .map(asText),
  fc.nat(200_000).map((depth) => '['.repeat(depth)),
  fc.nat(20_000).map((depth) => `${'{"values":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.constantFrom('{"__proto__":{"t":1}}', '{"t":1e400,"name":"a","v":1}', '"\ud800"', '', '\n\n\n', 'nullnull'),
  fc.constant(`{"t":1767225600000,"values":{${'"a":1,'.repeat(50_000)}"b":2}}`),
);

function asText(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? String(each) : each)) ?? 'null';
  } catch {
    return 'null';
  }
}

const httpBody = fc.oneof(
  anyJson.map((text) => Buffer.from(text)),
  fc.array(anyJson, { maxLength: 30 }).map((lines) => Buffer.from(lines.join('\n'))),
  bytes(5_000),
  fc.constant(gzipSync(Buffer.alloc(64 * 1_048_576, 0x20))),
);
const httpHeaders = fc.record({
  'content-type': fc.constantFrom(
    'application/json',
    'application/x-ndjson',
    'text/plain',
    'application/json; charset=x',
  ),
  'content-encoding': fc.constantFrom('identity', 'gzip', 'gzip', 'br'),
  'idempotency-key': fc.constantFrom('a', 'b', 'c', ' ', 'x'.repeat(500)),
});

function field(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([content.length >> 8, content.length & 0xff]), content]);
}

function packet(type: number, body: Buffer): Buffer {
  const size: number[] = [];
  for (let left = body.length; left > 0 || size.length === 0; left >>= 7)
    size.push((left & 0x7f) | (left > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([type, ...size]), body]);
}

const mqttBytes = (device: string, token: string): fc.Arbitrary<Buffer> => {
  const [id, secret] = [field(Buffer.from(device)), field(Buffer.from(token))];
  const greeting = packet(
    0x10,
    Buffer.concat([field(Buffer.from('MQTT')), Buffer.from([4, 0b1100_0010, 0, 60]), id, id, secret]),
  );
  const topic = fc.oneof(
    fc.constantFrom(
      `lianggao/v1/${device}/readings`,
      `lianggao/v1/${device}/P1`,
      'lianggao/v1/other/readings',
      '$SYS/x',
      '#',
      '',
    ),
    fc.string({ maxLength: 40 }),
  );
  const publication = fc
    .tuple(topic, anyJson, fc.nat(65_535), fc.constantFrom(0x30, 0x32, 0x34, 0x36, 0x33, 0x3b))
    .map(([name, text, no, type]) =>
      packet(type, Buffer.concat([field(Buffer.from(name)), Buffer.from([no >> 8, no & 0xff]), Buffer.from(text)])),
    );
  return fc.oneof(
    bytes(500),
    damaged(fc.constant(greeting)),
    fc.array(publication, { minLength: 1, maxLength: 8 }).map((each) => Buffer.concat([greeting, ...each])),
    damaged(publication).map((each) => Buffer.concat([greeting, each])),
    bytes(500).map((rest) => Buffer.concat([greeting, rest])),
    fc.constant(Buffer.concat([greeting, Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f])])),
  );
};

export interface HostileTarget {
  readonly ports: { readonly hj212: number; readonly mqtt: number; readonly http: number };
  /** A registered sender of MQTT, and one of HTTP: half of what is sent gets past the door. */
  readonly mqtt: { readonly device: string; readonly token: string };
  readonly http: { readonly device: string; readonly token: string };
}

const ANSWER_MS = 2_000;

/** Sends the pieces and hangs up soon after; what is answered is read and forgotten. */
function throwAt(port: number, pieces: Pieces): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.resume();
    for (const piece of pieces) socket.write(piece);
    setTimeout(() => socket.destroySoon(), 20);
  });
}

function post(
  { ports, http }: HostileTarget,
  body: Buffer,
  headers: Record<string, string>,
  agent: Agent,
): Promise<void> {
  return new Promise((resolve) => {
    const sent = { ...headers, authorization: `Bearer ${http.token}`, 'x-device': http.device };
    const posting = request(
      {
        host: '127.0.0.1',
        port: ports.http,
        method: 'POST',
        path: '/ingest/v1/readings',
        headers: sent,
        agent,
        timeout: ANSWER_MS,
      },
      (response) => {
        response.resume();
        response.on('close', () => resolve());
      },
    );
    posting.on('timeout', () => posting.destroy());
    posting.on('error', () => resolve());
    posting.on('close', () => resolve());
    posting.end(body);
  });
}

/** Goes on until `isOver`; returns how many tries there were. The same seed sends the same. */
export async function hostileInput(target: HostileTarget, seed: number, isOver: () => boolean): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { device, token } = target.mqtt;
  const each = fc.oneof(
    cut(hj212Bytes).map((pieces) => () => throwAt(target.ports.hj212, pieces)),
    cut(mqttBytes(device, token)).map((pieces) => () => throwAt(target.ports.mqtt, pieces)),
    fc.tuple(httpBody, httpHeaders).map(
      ([body, headers]) =>
        () =>
          post(target, body, headers, agent),
    ),
    cut(bytes(3_000)).map((pieces) => () => throwAt(target.ports.http, pieces)),
  );
  let tries = 0;
  for (let batch = 0; !isOver(); batch += 1) {
    const some = fc.sample(each, { seed: seed + batch, numRuns: 40 });
    await Promise.all(some.map((run) => run()));
    tries += some.length;
  }
  agent.destroy();
  return tries;
}
