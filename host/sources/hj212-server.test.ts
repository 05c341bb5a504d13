// Loggers on real sockets: what is answered and when, what is stored, who is turned away, and that nobody starves the others.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { deviceSecret, loadRegistry, type Registry } from '../../core/devices/registry.ts';
import { encodeFrame } from '../../core/ingest/hj212/encode-frame.ts';
import { FrameDecoder } from '../../core/ingest/hj212/frame-decoder.ts';
import { localTime } from '../../core/ingest/hj212/local-time-rules.ts';
import { cpItems, parseSegment } from '../../core/ingest/hj212/segment.ts';
import { replay, vectorsOf } from '../../core/ingest/hj212/vector-fixture.ts';
import { type Hj212Limits, type Hj212Server, hj212Limits, startHj212Server } from './hj212-server.ts';
import { type SourceBench, startSourceBench } from './source-fixture.ts';

const MN = '010000A8900016F000169DC0';
const fields = { qn: '20240501093000123', st: '31', cn: '2011', pw: '123456', mn: MN, flag: 5 };
const DATA = 'DataTime=20240501093000;a34013-Rtd=1.5,a34013-Flag=N';

/** A logger as far as a socket goes. */
class Logger {
  readonly socket: Socket;
  readonly #received: string[] = [];
  #arrived: () => void = () => undefined;
  closed = false;

  constructor(port: number, key?: Buffer) {
    this.socket = connect(port, '127.0.0.1');
    const decoder = new FrameDecoder(() => ({ crc: 'hj212', sm4Keys: key ? [key] : [] }));
    this.socket.on('data', (chunk) => {
      for (const { segment } of decoder.push(chunk)) this.#received.push(segment.text);
      this.#arrived();
    });
    this.socket.on('error', () => undefined);
    this.socket.once('close', () => {
      this.closed = true;
      this.#arrived();
    });
  }

  send(...frames: readonly (string | Buffer | Partial<Parameters<typeof encodeFrame>[0]>)[]): void {
    for (const frame of frames)
      this.socket.write(
        typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : encodeFrame({ ...fields, cp: DATA, ...frame }),
      );
  }

  /** The next segment that the platform sends. */
  async next(): Promise<string> {
    while (this.#received.length === 0) {
      if (this.closed) throw new Error('the platform has hung up');
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    return this.#received.shift() as string;
  }

  /** That the platform has nothing more to say: the next it says answers a heartbeat. */
  async expectSilence(mn = MN): Promise<void> {
    this.send({ cn: '9015', qn: '20991231000000000', mn, cp: '' });
    expect(await this.next()).toContain('QN=20991231000000000;ST=91;CN=9013');
  }

  /** Until the platform has hung up. */
  async hungUp(): Promise<void> {
    while (!this.closed) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  end(): void {
    this.socket.destroy();
  }
}

let bench: SourceBench;
let server: Hj212Server;
let registry: Registry;
let time: number;
const loggers: Logger[] = [];

async function start(limits: Partial<Hj212Limits> = {}): Promise<void> {
  registry = loadRegistry(bench.db);
  server = await startHj212Server({
    port: 0,
    ingest: bench.ingest,
    registry: () => registry,
    secret: (device) => deviceSecret(bench.db, device),
    log: (entry) => bench.logged.push(entry),
    now: () => time,
    limits: { tickMs: 20, ...limits },
  });
}

function logger(key?: Buffer): Logger {
  const made = new Logger(server.port, key);
  loggers.push(made);
  return made;
}

beforeEach(() => {
  bench = startSourceBench();
  bench.register({ id: MN, protocol: 'hj212' }, { password: '123456' });
  time = Date.parse('2024-05-01T09:30:00+08:00');
});
afterEach(async () => {
  for (const each of loggers.splice(0)) each.end();
  await server.close();
  bench.close();
  expect(bench.logged.join('\n')).not.toContain('123456');
});

describe('exchanges of the standard, in order and direction', () => {
  it.each(vectorsOf('exchange'))('$id', async ({ messages }) => {
    const segments = messages.map(({ frame }) => parseSegment(frame.slice(6, -6)));
    const [first] = segments;
    time = localTime(first?.qn ?? '');
    await start();
    const client = logger();
    // It has to be met before it can be asked.
    client.send({ cn: '2081', flag: 4, st: first?.st ?? '', cp: 'DataTime=20160801085857' });
    await bench.ingest.until(() => bench.ingest.messages.length === 1);

    const asks = messages[0]?.from === 'platform';
    const cp = first?.text.slice(first.dataFrom, first.dataTo) ?? '';
    const asked = asks ? server.request(MN, first?.cn ?? '', cp) : null;
    for (const [i, { from, frame }] of messages.entries()) {
      if (from === 'logger') client.send(frame);
      else expect(await client.next()).toBe(segments[i]?.text);
    }
    const data = segments.filter(({ cn }, i) => messages[i]?.from === 'logger' && !cn.startsWith('9'));
    if (asked) {
      expect(await asked).toMatchObject({ outcome: 'done' });
      expect((await asked).data.map(({ text }) => text)).toEqual(data.map(({ text }) => text));
    }
    await client.expectSilence();
    expect(bench.ingest.messages.slice(1).map(({ bytes }) => Buffer.from(bytes).toString().slice(6, -4))).toEqual(
      data.map(({ text }) => text),
    );
  });
});

it('a real session: every upload is answered under its own QN, and the same data again is no new reading', async () => {
  bench.register({ id: 'DXCBZ000000005', protocol: 'hj212' });
  await start();
  const client = logger();
  const uploads = replay.filter(({ from }) => from === 'logger').map(({ frame }) => frame);
  for (const frame of [...uploads, ...uploads]) {
    client.send(frame);
    const qn = parseSegment(frame.slice(6, -6)).qn;
    expect(await client.next()).toBe(`QN=${qn};ST=91;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&`);
  }
  const { readings } = bench.ingest;
  expect(readings.slice(readings.length / 2)).toEqual(readings.slice(0, readings.length / 2));
  expect(readings.length).toBeGreaterThan(400);
  expect(server.connections()).toMatchObject([
    { frames: 2 * uploads.length, badFrames: 0, devices: ['DXCBZ000000005'] },
  ]);
});

describe('9014', () => {
  it('is sent after the commit, never before', async () => {
    await start();
    const client = logger();
    const release = bench.ingest.hold();
    client.send({});
    await bench.ingest.until(() => bench.ingest.messages.length === 1);
    await client.expectSilence();
    release();
    expect(await client.next()).toContain('CN=9014');
  });

  it('is not sent where nothing could be stored; the logger sends again', async () => {
    await start();
    const client = logger();
    bench.ingest.fail(new AppError('disk-full', { dir: 'd' }));
    client.send({});
    await client.expectSilence();
    bench.ingest.fail(null);
    client.send({});
    expect(await client.next()).toContain('CN=9014');
    expect(bench.ingest.messages).toHaveLength(1);
  });

  it('still comes to a logger that has ended its side, and to those whose data were read before the server closed', async () => {
    await start();
    const [ended, open] = [logger(), logger()];
    const release = bench.ingest.hold();
    open.send({});
    ended.send({});
    ended.socket.end();
    await bench.ingest.until(() => bench.ingest.messages.length === 2);
    const closing = server.close();
    release();
    expect([await ended.next(), await open.next()]).toEqual(Array(2).fill(expect.stringContaining('CN=9014')));
    await closing;
  });
});

describe('who may send', () => {
  it('a wrong password stores nothing, is not answered, and is counted for the device', async () => {
    await start();
    const client = logger();
    client.send({ pw: '654321' });
    await client.expectSilence();
    await bench.ingest.until(() => bench.ingest.messages.length === 1);
    expect(bench.ingest.messages).toMatchObject([{ device: MN, readings: [], issues: [{ code: 'wrong-password' }] }]);
    expect(Buffer.from(bench.ingest.messages[0]?.bytes ?? []).toString()).not.toContain('654321');
    client.send({});
    expect(await client.next()).toContain('CN=9014');
  });

  it('what a stranger sends is kept for the quarantine and acknowledged', async () => {
    await start();
    const client = logger();
    client.send({ mn: 'STRANGER', pw: '999999' });
    expect(await client.next()).toContain('CN=9014;PW=999999;MN=STRANGER');
    expect(bench.ingest.messages).toMatchObject([{ device: 'STRANGER', readings: [{ value: 1.5, flag: 'N' }] }]);
  });

  it('a registered device of another protocol cannot be spoken for', async () => {
    bench.register({ id: 'meter', protocol: 'mqtt' });
    await start();
    const client = logger();
    client.send({ mn: 'meter' });
    await client.expectSilence();
    expect(bench.ingest.readings).toEqual([]);
  });

  it('a change of the registry holds at once', async () => {
    await start();
    const client = logger();
    bench.register({ id: MN, protocol: 'hj212' }, { password: 'other1' });
    registry = loadRegistry(bench.db);
    client.send({}, { pw: 'other1', qn: '20240501093000124' });
    expect(await client.next()).toContain('QN=20240501093000124;ST=91;CN=9014;PW=other1');
  });
});

describe('bytes that are no frames', () => {
  it('a wrong check value is not executed, the next frame is; both departures and bad frames become issues', async () => {
    await start();
    const client = logger();
    const bad = encodeFrame({ ...fields, cp: DATA });
    bad.write('0000', bad.length - 6);
    client.send(bad, { cp: `${DATA};x-Rtd=-99` });
    expect(await client.next()).toContain('CN=9014');
    expect(bench.ingest.readings).toHaveLength(2);
    await bench.ingest.until(() => bench.ingest.issues.includes('crc-mismatch'));
    expect(bench.ingest.issues).toEqual(['sentinel-value', 'factor-code-shape', 'crc-mismatch']);
    expect(bench.ingest.messages.at(-1)).toMatchObject({ device: MN, readings: [] });
  });

  it('who sends nothing else is cut off; the others go on', async () => {
    await start();
    const [noisy, good] = [logger(), logger()];
    noisy.send(Buffer.alloc(300_000, 'GET / HTTP/1.1 '));
    await noisy.hungUp();
    good.send({});
    expect(await good.next()).toContain('CN=9014');
  });
});

describe('crowds', () => {
  it('a flood waits at its own socket while others are served, and loses nothing', async () => {
    await start({ inFlight: 64, inFlightEach: 32 });
    bench.register({ id: 'B', protocol: 'hj212' });
    registry = loadRegistry(bench.db);
    const [flooding, other] = [logger(), logger()];
    const release = bench.ingest.hold();
    const frames = Array.from({ length: 5_000 }, (_, i) => ({ qn: String(20240501093000000n + BigInt(i)) }));
    flooding.send(Buffer.concat(frames.map((each) => encodeFrame({ ...fields, ...each, cp: DATA }))));
    await bench.ingest.until(() => bench.ingest.messages.length > 32);
    other.send({ mn: 'B' });
    await bench.ingest.until(() => bench.ingest.messages.some(({ device }) => device === 'B'));
    // What one read brought in is taken; the rest stays in the socket.
    expect(bench.ingest.messages.length).toBeLessThan(1_500);
    release();
    for (const { qn } of frames) expect(await flooding.next()).toContain(`QN=${qn};`);
    expect(bench.ingest.messages).toHaveLength(5_001);
  });

  it('connections that never say anything end, and make room where the server is full', async () => {
    await start({ connections: 3, firstFrameMs: 0 });
    const silent = [logger(), logger(), logger()];
    await Promise.all(silent.map(({ socket }) => once(socket, 'connect')));
    const spoken = logger();
    spoken.send({});
    expect(await spoken.next()).toContain('CN=9014');
    await Promise.all(silent.map((each) => each.hungUp()));
    await spoken.expectSilence();
    expect(server.connections()).toHaveLength(1);
  });

  it('where all have spoken a newcomer is turned away, and that is told', async () => {
    await start({ connections: 1 });
    const first = logger();
    first.send({});
    await first.next();
    const second = logger();
    await second.hungUp();
    await bench.ingest.until(() => bench.ingest.issues.includes('too-many-connections'));
    await first.expectSilence();
  });
});

describe('what the platform does of itself', () => {
  it('asked for the time it gives it', async () => {
    await start();
    const client = logger();
    client.send({ cn: '1013', cp: 'PolId=w01018' });
    expect(await client.next()).toContain('CN=9013');
    expect(await client.next()).toContain(
      `ST=31;CN=1012;PW=123456;MN=${MN};Flag=5;CP=&&PolId=w01018;SystemTime=20240501093000&&`,
    );
  });

  it('a logger that registers with a known hardware number gets its MN', async () => {
    bench.register(
      { id: 'NEWMN', protocol: 'hj212', settings: { hardware: '6970000000001ABCDEFG1234' } },
      { password: 'pw' },
    );
    await start();
    const client = logger();
    client.send({ cn: '1001', mn: '', flag: 9, cp: 'i23005-Info=6970000000001ABCDEFG1234' });
    expect(await client.next()).toContain('CN=9014');
    expect(await client.next()).toContain('CN=1002;PW=pw;MN=NEWMN;');
    expect(bench.ingest.issues).toContain('registration');
  });

  it('first contact sends what the registry states, once', async () => {
    const firstContact = { overTime: { seconds: 5, reCount: 3 }, rtdIntervalSeconds: 60 };
    bench.register({ id: MN, protocol: 'hj212', settings: { firstContact } });
    await start();
    const client = logger();
    client.send({ flag: 4 });
    for (const [cn, cp] of [
      ['1000', 'OverTime=5;ReCount=3'],
      ['1062', 'RtdInterval=60'],
    ] as const) {
      const asked = parseSegment(await client.next());
      expect([asked.cn, asked.text.slice(asked.dataFrom, asked.dataTo)]).toEqual([cn, cp]);
      client.send({ st: '91', cn: '9012', qn: asked.qn, flag: 4, cp: 'ExeRtn=1' });
    }
    client.send({ flag: 4 });
    await client.expectSilence();
  });

  it('an encrypted conversation of 2025: data read with the device’s key, requests written with it', async () => {
    const hex = '00112233445566778899aabbccddeeff';
    const key = Buffer.from(hex, 'hex');
    bench.register(
      { id: MN, protocol: 'hj212' },
      { password: '123456', sm4Keys: ['ffeeddccbbaa99887766554433221100', hex] },
    );
    await start();
    const client = logger(key);
    client.send(encodeFrame({ ...fields, flag: 9, cp: DATA }, key), { flag: 9, qn: '20240501093000124' });
    expect([await client.next(), await client.next()]).toEqual([
      expect.stringContaining('Flag=8;CP=&&&&'),
      expect.stringContaining('CN=9014'),
    ]);
    expect(bench.ingest.readings.map(({ value }) => value)).toEqual([1.5, 1.5]);
    expect(bench.ingest.messages.map(({ issues }) => issues.map(({ code }) => code))).toEqual([[], ['not-encrypted']]);
    const asked = server.request(MN, '2051', 'BeginTime=20240501080000;EndTime=20240501090000');
    const request = parseSegment(await client.next());
    expect(cpItems(request)).toHaveLength(2);
    client.send({ st: '91', cn: '9011', flag: 8, qn: request.qn, cp: 'QnRtn=2' });
    expect(await asked).toMatchObject({ outcome: 'refused', code: '2' });
  });

  it('asks again, and gives up', async () => {
    await start({ requests: { ...hj212Limits.requests, answerMs: 0, resends: 2 } });
    const client = logger();
    client.send({});
    await client.next();
    const asked = server.request(MN, '1061', '');
    const times = [await client.next(), await client.next(), await client.next()];
    expect(new Set(times).size).toBe(1);
    expect(await asked).toEqual({ outcome: 'unanswered', code: null, data: [] });
    await expect(server.request('nobody', '1061', '')).rejects.toMatchObject({ code: 'device-not-connected' });
  });

  it('parts of a split message are stored as they come; after a minute it is told which are missing', async () => {
    await start();
    const client = logger();
    client.send({ cn: '2061', flag: 7, part: { no: 2, of: 3 } });
    expect(await client.next()).toContain('CN=9014');
    time += 61_000;
    await bench.ingest.until(() => bench.ingest.issues.includes('parts-missing'));
    expect(bench.ingest.messages.at(-1)).toMatchObject({
      device: MN,
      issues: [{ detail: '2061 20240501093000: 1, 3 / 3' }],
    });
  });
});
