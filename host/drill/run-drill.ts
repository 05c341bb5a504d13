// A drill on the wire: its instruments speak HJ 212, MQTT and HTTP to a host's sockets, at a multiple of real time or as fast as it answers.
import { setTimeout as wait } from 'node:timers/promises';
import { chanceAt } from '../../core/drill/chance-rules.ts';
import type { Drill } from '../../core/drill/drill-rules.ts';
import { bundles, frames, mqttPayload, ndjson, publisherOf } from '../../core/drill/drill-wire.ts';
import type { DrillDevice } from '../../core/drill/plan-facts-rules.ts';
import { drillSecret } from '../../core/drill/secret-rules.ts';
import {
  readingsOf,
  type Sent,
  type SentFrame,
  type SentValues,
  TICK,
  Traffic,
} from '../../core/drill/traffic-rules.ts';
import { Hj212Sender } from './hj212-sender.ts';
import { HttpSender } from './http-sender.ts';
import { MqttSender } from './mqtt-sender.ts';
import { noCounts, type SendCounts } from './send-counts.ts';

export interface DrillPorts {
  readonly hj212: number;
  readonly mqtt: number;
  readonly http: number;
}

export interface RunOptions {
  readonly host: string;
  readonly ports: DrillPorts;
  /** Multiple of real time; null = as fast as it is acknowledged. */
  readonly speed: number | null;
  /** [from, to) of the drill's own time, ms since the epoch; to null = until it is stopped. */
  readonly from: number;
  readonly to: number | null;
  readonly signal: AbortSignal;
  /** Twice a second: the drill's time, before which everything has been acknowledged. */
  readonly onProgress: (next: number, counts: Readonly<SendCounts>) => void;
}

export interface RunEnd extends SendCounts {
  /** Everything before it has been acknowledged: where to go on. */
  readonly next: number;
  readonly seconds: number;
}

/**
 * How far one instrument may be ahead of another: the readings are the clock of a drill, and who runs minutes ahead of the
 * rest has a wrong one. It also keeps the host's memory from being filled.
 */
const AHEAD_MS = 3 * TICK;
const PROGRESS_MS = 500;
/** How long a run that is stopped waits for answers that are still out. */
const FINISH_MS = 5_000;
/** Of the frames of loggers of 2017, so many are cut in two. */
const SPLIT_SHARE = 0.025;

/** Ends when `to` is reached and acknowledged, or when `signal` is aborted. */
export async function runDrill(drill: Drill, options: RunOptions): Promise<RunEnd> {
  const { host, ports, speed, from, signal } = options;
  const { seed } = drill.plan.spec;
  const counts = noCounts();
  const ended = new AbortController();
  const loggers = new Map<string, Hj212Sender>();
  const gateways = new Map<string, MqttSender>();
  const http = new HttpSender({ host, port: ports.http, counts, signal: ended.signal });
  const traffic = new Traffic(drill);
  /** Messages of a tick that are still out. */
  const out = new Map<number, number>();
  let inFlight = 0;
  let next = from;
  let freed = (): void => undefined;

  const logger = (device: DrillDevice): Hj212Sender => {
    const { password } = drillSecret(seed, device);
    return kept(
      loggers,
      device.id,
      () => new Hj212Sender({ host, port: ports.hj212, mn: device.id, password, counts }),
    );
  };
  const gateway = (id: string): MqttSender =>
    kept(gateways, id, () => {
      const { token } = drillSecret(seed, { id });
      return new MqttSender({ host, port: ports.mqtt, device: id, token, counts });
    });

  const track = (tick: number, readings: number, sending: Promise<void>): void => {
    counts.sent += 1;
    inFlight += 1;
    out.set(tick, (out.get(tick) ?? 0) + 1);
    const settle = (isDone: boolean): void => {
      inFlight -= 1;
      if (isDone) {
        counts.readings += readings;
        const left = (out.get(tick) ?? 1) - 1;
        if (left === 0) out.delete(tick);
        else out.set(tick, left);
      }
      freed();
    };
    // What ended without an acknowledgement stays out: the next run begins before it.
    sending.then(
      () => settle(!ended.signal.aborted),
      () => settle(false),
    );
  };

  const sendFrame = (tick: number, sent: SentFrame): void => {
    const isSplit = sent.device.dialect === '2017' && chanceAt(sent.device.key, tick / TICK) < SPLIT_SHARE;
    const readings = readingsOf(sent);
    for (const [i, frame] of frames(sent, seed, isSplit ? 2 : 1).entries())
      track(tick, i === 0 ? readings : 0, logger(sent.device).send(frame));
  };
  const sendValues = (tick: number, sent: readonly SentValues[]): void => {
    const [first] = sent as readonly [SentValues, ...SentValues[]];
    const id = publisherOf(first);
    const readings = sent.reduce((sum, each) => sum + readingsOf(each), 0);
    if (first.protocol === 'mqtt') {
      track(tick, readings, gateway(id).send(mqttPayload(sent)));
      return;
    }
    const { token } = drillSecret(seed, { id });
    const key = `drill-${seed}-${id}-${first.at}-${first.time}`;
    track(tick, readings, http.send({ device: id, token, key, body: ndjson(sent) }));
  };
  const send = (tick: number, sent: readonly Sent[]): void => {
    for (const bundle of bundles(sent)) {
      if (Array.isArray(bundle)) sendValues(tick, bundle);
      else sendFrame(tick, bundle);
    }
  };
  const reached = (): number => (out.size > 0 ? Math.min(...out.keys()) : next);
  const until = async (isEnough: () => boolean, orAfterMs = Number.POSITIVE_INFINITY): Promise<void> => {
    const deadline = performance.now() + orAfterMs;
    while (!isEnough() && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        freed = resolve;
        setTimeout(resolve, 100);
      });
    }
  };

  const began = performance.now();
  const progress = setInterval(() => options.onProgress(reached(), counts), PROGRESS_MS);
  try {
    for (let tick = Math.ceil(from / TICK) * TICK; options.to === null || tick < options.to; tick += TICK) {
      if (signal.aborted) break;
      if (speed !== null) {
        const due = (tick - from) / speed - (performance.now() - began);
        if (due > 0) await wait(due, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) break;
      }
      send(tick, traffic.at(tick));
      next = tick + TICK;
      await until(() => next - reached() < AHEAD_MS || signal.aborted);
      // Answers are read between ticks.
      if (speed === null) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => inFlight === 0 || signal.aborted);
    if (signal.aborted) await until(() => inFlight === 0, FINISH_MS);
  } finally {
    clearInterval(progress);
    ended.abort();
    for (const each of [...loggers.values(), ...gateways.values(), http]) each.close();
  }
  return { ...counts, next: reached(), seconds: (performance.now() - began) / 1000 };
}

function kept<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
