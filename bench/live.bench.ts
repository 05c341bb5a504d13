// A province’s instruments at their own pace: what they cost the host, and how soon a screen sees a frame and an alarm.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type HostProcess, listening, startHost } from './host-process.ts';
import { CHANNELS, channelId, createInstrumentsWorkspace, DEVICES, factors, MINUTE } from './invented-instruments.ts';
import { type BenchOptions, number, percentile, type Section } from './measure.ts';
import { cpuMilliseconds } from './process-cpu.ts';
import { hj212Frame } from './reading-messages.ts';

/** Loggers that share a connection. */
const LOGGERS_A_LINE = 10;
/** The factor that is given too great a value now and then, and that value: over the limit of a single reading. */
const ALARMING = { code: 'w01018', text: '75.00' } as const;
const alarmingFactor = factors.findIndex(({ code }) => code === ALARMING.code);
const ALARM_EVERY_MS = 1_000;

interface Seen {
  readonly frames: number;
  /** Share of one core, 0…1. */
  readonly core: number;
  readonly answered: number[];
  readonly arrived: number[];
  readonly alarmed: number[];
}

/** When each frame was sent, by what it is looked for with. */
type SentAt = Map<string, number>;

const sinceOf = (sentAt: SentAt, key: string, into: number[]): void => {
  const at = sentAt.get(key);
  if (at === undefined) return;
  sentAt.delete(key);
  into.push(performance.now() - at);
};

class Loggers {
  readonly #sockets: Socket[] = [];
  readonly #sentAt: SentAt[] = [];
  readonly answered: number[] = [];

  static async open(port: number): Promise<Loggers> {
    const loggers = new Loggers();
    for (let line = 0; line < DEVICES / LOGGERS_A_LINE; line += 1) {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      await once(socket, 'connect');
      const sentAt: SentAt = new Map();
      let rest = '';
      socket.on('data', (chunk) => {
        const frames = (rest + chunk.toString('latin1')).split('\r\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) sinceOf(sentAt, /MN=(\d+)/.exec(frame)?.[1] ?? '', loggers.answered);
      });
      loggers.#sockets.push(socket);
      loggers.#sentAt.push(sentAt);
    }
    return loggers;
  }

  send(device: number, bytes: Buffer): void {
    const line = Math.floor(device / LOGGERS_A_LINE);
    const mn = /MN=(\d+)/.exec(bytes.toString('latin1', 0, 120))?.[1] ?? '';
    this.#sentAt[line]?.set(mn, performance.now());
    this.#sockets[line]?.write(bytes);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Every device sends a frame every `everyMs`, evenly spread; one of them too high a value once a second where `withAlarms`. */
async function play(host: HostProcess, everyMs: number, seconds: number, withAlarms: boolean): Promise<Seen> {
  const loggers = await Loggers.open(host.sources.hj212 ?? 0);
  const { client, close } = await host.connect();
  const sentAt: SentAt = new Map();
  const alarmAt: SentAt = new Map();
  const arrived: number[] = [];
  const alarmed: number[] = [];
  const stop = new AbortController();
  const listen = async (): Promise<void> => {
    for await (const { readings } of await client.monitoring.arrivals(undefined, { signal: stop.signal }))
      for (const { channel, time } of readings) sinceOf(sentAt, `${channel} ${time}`, arrived);
  };
  const listenToAlarms = async (): Promise<void> => {
    for await (const { put } of await client.alarms.changes(undefined, { signal: stop.signal }))
      for (const { subject } of put) sinceOf(alarmAt, subject.id, alarmed);
  };
  const listening = [listen(), listenToAlarms()].map((each) => each.catch(() => undefined));
  // The first frame of a device makes the host's acquaintance; the listeners have begun by then.
  await wait(1_000);
  const gapMs = everyMs / DEVICES;
  const startedAt = performance.now();
  const cpuBefore = cpuMilliseconds(host.pid);
  let frames = 0;
  let alarms = 0;
  while (performance.now() - startedAt < seconds * 1_000) {
    while (frames * gapMs <= performance.now() - startedAt) {
      const device = frames % DEVICES;
      const time = Math.floor(Date.now() / 1_000) * 1_000;
      const isAlarming = withAlarms && alarms * ALARM_EVERY_MS < performance.now() - startedAt;
      const { bytes } = hj212Frame(device, time, isAlarming ? { [ALARMING.code]: ALARMING.text } : {});
      const now = performance.now();
      sentAt.set(`${channelId(device, 0)} ${time}`, now);
      if (isAlarming) {
        alarms += 1;
        alarmAt.set(channelId(device, alarmingFactor), now);
      }
      loggers.send(device, bytes);
      frames += 1;
    }
    await wait(1);
  }
  const core = (cpuMilliseconds(host.pid) - cpuBefore) / (performance.now() - startedAt);
  await wait(2_000);
  stop.abort();
  // The host is told before the wire is cut.
  await wait(200);
  close();
  loggers.close();
  await Promise.all(listening);
  const missing = [frames - loggers.answered.length, frames - arrived.length, alarms - alarmed.length];
  if (missing.some((count) => count > 0))
    throw new Error(
      `Of ${frames} frames ${missing[0]} were not answered and ${missing[1]} not seen; of ${alarms} alarms ${missing[2]}.`,
    );
  return { frames, core, answered: loggers.answered, arrived, alarmed };
}

export async function liveBench({ quick, scratchDir }: BenchOptions): Promise<Section[]> {
  const workspaceDir = join(scratchDir, 'live');
  await createInstrumentsWorkspace(workspaceDir, 'hj212', scratchDir);
  const seconds = quick ? 20 : 60;
  const host = await startHost(workspaceDir, { more: listening });
  const rows: string[][] = [];
  try {
    const idle = await idleShare(host, quick ? 5 : 20);
    rows.push(['nothing sent', '0', share(idle), ...Array.from({ length: 6 }, () => '')]);
    // Code is compiled, and every channel has been heard once.
    await play(host, 4_000, 8, false);
    for (const [name, times, withAlarms] of [
      ['a province: every channel once a minute', 1, false],
      ['…, one new alarm a second', 1, true],
      ['ten provinces', 10, false],
      ['…, one new alarm a second', 10, true],
    ] as const) {
      const seen = await play(host, MINUTE / times, seconds, withAlarms);
      const cells = [seen.answered, seen.arrived, seen.alarmed].flatMap((list) =>
        list.length === 0 ? ['', ''] : [number(percentile(list, 0.5)), number(percentile(list, 0.99))],
      );
      rows.push([name, number((seen.frames * factors.length) / seconds), share(seen.core), ...cells]);
      process.stderr.write(`  ${rows.at(-1)?.join(' | ')}\n`);
    }
  } finally {
    await host.stop();
  }
  return [
    {
      title: 'A province live',
      notes: [
        `${CHANNELS.toLocaleString('en-US')} channels of ${DEVICES.toLocaleString('en-US')} HJ 212 loggers on ${DEVICES / LOGGERS_A_LINE} connections, at their own pace for ${seconds} s; one screen listens. Milliseconds from writing a frame to its 9014, to its newest value at the screen (sent at most ten times a second), and from the frame that is over a limit to its alarm at the screen. Share of one core by the host’s processor time, all rules and settling included.`,
      ],
      header: ['', 'readings/s', 'of a core', '9014 p50', 'p99', 'value p50', 'p99', 'alarm p50', 'p99'],
      rows,
    },
  ];
}

async function idleShare(host: HostProcess, seconds: number): Promise<number> {
  await wait(3_000);
  const before = cpuMilliseconds(host.pid);
  await wait(seconds * 1_000);
  return (cpuMilliseconds(host.pid) - before) / (seconds * 1_000);
}

const share = (of: number): string => `${number(100 * of)} %`;
