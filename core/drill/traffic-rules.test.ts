import { beforeAll, expect, it } from 'vitest';
import { FrameDecoder } from '../ingest/hj212/frame-decoder.ts';
import { ReadingExtractor } from '../ingest/hj212/reading-extractor.ts';
import { DEAD_GATEWAY } from './channel-plan-rules.ts';
import { makeDrill } from './drill-fixture.ts';
import type { Drill } from './drill-rules.ts';
import { bundles, frames, mqttPayload, ndjson, sourceMessage } from './drill-wire.ts';
import { HOUR, type PlantedCase } from './plan-facts-rules.ts';
import { drillSecret } from './secret-rules.ts';
import { readingsOf, type Sent, type SentFrame, type SentValues, TICK, Traffic } from './traffic-rules.ts';

let drill: Drill;
let traffic: Traffic;
beforeAll(async () => {
  drill = await makeDrill();
  traffic = new Traffic(drill);
});

const between = (from: number, to: number): Sent[] => {
  const sent: Sent[] = [];
  for (let tick = from; tick < to; tick += TICK) sent.push(...traffic.at(tick));
  return sent;
};
const planted = (kind: string, lookAlike = false): PlantedCase => {
  const found = drill.cases.find((each) => each.kind === kind && each.lookAlike === lookAlike);
  if (!found) throw new Error(kind);
  return found;
};
const isFrame = (sent: Sent): sent is SentFrame => sent.protocol === 'hj212';

it('sends each channel at its interval, and nothing twice', () => {
  const { start } = drill.plan.spec;
  const seen = new Map<string, number>();
  for (const each of between(start, start + 2 * HOUR)) {
    const names = isFrame(each)
      ? each.factors.map(({ code }) => `${each.command}/${code}`)
      : each.values.map(([name]) => name);
    const time = isFrame(each) ? each.dataTime : each.time;
    for (const name of names) {
      const key = `${each.device.id} ${name} ${time}`;
      expect(seen.has(key)).toBe(false);
      seen.set(key, time);
    }
  }
  for (const { device, address, intervalMs, signal } of drill.plan.channels) {
    const name = signal.of === 'stack' || signal.of === 'discharge' ? `2011/${address}` : address;
    const count = [...seen.keys()].filter((key) => key.startsWith(`${device} ${name} `)).length;
    // An amount is told when its hour is over.
    expect(count).toBe(signal.of === 'output' || intervalMs === HOUR ? 1 : (2 * HOUR) / intervalMs);
  }
});

it('puts the means of the minutes that were sent into the hour', () => {
  const { start } = drill.plan.spec;
  const sent = between(start, start + HOUR + TICK).filter(isFrame);
  const hour = sent.find(({ command }) => command === '2061') as SentFrame;
  const minutes = sent.filter(
    ({ command, device, dataTime }) => command === '2011' && device === hour.device && dataTime < start + HOUR,
  );
  expect(hour.dataTime).toBe(start);
  expect(minutes).toHaveLength(60);
  for (const { code, values } of hour.factors) {
    const rtd = minutes.map(({ factors }) => Number(factors.find((each) => each.code === code)?.values[0]?.[1]));
    const said = new Map(values);
    const mean = rtd.reduce((sum, value) => sum + value, 0) / rtd.length;
    expect(Number(said.get('Avg'))).toBeCloseTo(mean, 1);
    if (said.has('Max')) expect(Number(said.get('Max'))).toBe(Math.max(...rtd));
    if (said.has('Min')) expect(Number(said.get('Min'))).toBe(Math.min(...rtd));
  }
  // HJ 212-2017 (33): kg = mg/m³ × m³ × 1e-6.
  const factor = (quantity: string) => {
    const code = hour.device.channels.find((channel) => channel.quantity === quantity)?.address;
    return new Map(hour.factors.find((each) => each.code === code)?.values);
  };
  const mass = (Number(factor('so2').get('Avg')) * Number(factor('flow').get('Cou'))) / 1e6;
  expect(Math.abs(mass / Number(factor('so2').get('Cou')) - 1)).toBeLessThan(0.05);
});

it('lets a dead gateway fall silent with all its meters, and no other', () => {
  const dead = planted('dead-gateway');
  const during = between(dead.from, dead.from + HOUR);
  const behind = (gateway: string) => during.filter(({ device }) => device.gateway === gateway).length;
  expect(behind(DEAD_GATEWAY)).toBe(0);
  expect(behind('drill-gw-002')).toBeGreaterThan(0);
  expect(between(dead.to, dead.to + HOUR).some(({ device }) => device.gateway === DEAD_GATEWAY)).toBe(true);
});

it('sends what a planned outage held back, once it is over', () => {
  const outage = planted('dead-gateway', true);
  const { id } = outage.subject;
  const of = (from: number, to: number) =>
    between(from, to).filter(({ device }) => device.gateway === id) as SentValues[];
  expect(of(outage.from, outage.to)).toEqual([]);
  const after = of(outage.to, outage.to + TICK);
  const times = new Set(after.map(({ time }) => time));
  expect(Math.min(...times)).toBe(outage.from);
  expect(times.size).toBe((outage.to - outage.from) / drill.plan.size.meterIntervalMs + 1);
});

it('stamps what a wrong clock sends with the wrong time, and loses what is lost', () => {
  const clock = planted('clock-fault');
  const wrong = between(clock.from, clock.from + TICK).filter(isFrame);
  const said = wrong.find(({ device, command }) => device.id === clock.subject.id && command === '2011');
  expect(said?.dataTime).toBe(clock.from - 45 * 60_000);
  const lost = planted('missing-data');
  const got = between(lost.from, lost.from + 10 * HOUR).filter(
    (each) => isFrame(each) && each.command === '2011' && each.device.id === lost.subject.id,
  );
  expect(got.length).toBeGreaterThan(200);
  expect(got.length).toBeLessThan(400);
  // An hour by a clock that is 45 minutes slow ends at a quarter to.
  const hours = between(clock.from + HOUR, clock.from + 2 * HOUR).filter(
    (each) => isFrame(each) && each.command === '2061' && each.device.id === clock.subject.id,
  ) as SentFrame[];
  expect(hours.map(({ dataTime }) => dataTime % HOUR)).toEqual([0]);
});

it('sends bytes that the decoders of the product read as the very readings', () => {
  const { seed, start } = drill.plan.spec;
  const devices = new Map(drill.plan.devices.map((device) => [device.id, device]));
  const decoder = new FrameDecoder((mn) => ({
    crc: 'hj212',
    sm4Keys: devices.get(mn)?.dialect === '2025' ? [Buffer.from(drillSecret(seed, { id: mn }).key, 'hex')] : [],
  }));
  const extractor = new ReadingExtractor();
  const hour = between(start + HOUR, start + HOUR + TICK).filter(isFrame);
  expect(new Set(hour.map(({ device }) => device.dialect)).size).toBe(3);
  for (const sent of hour) {
    const wanted = sourceMessage(sent, seed).readings;
    for (const parts of [1, 2]) {
      const read = frames(sent, seed, parts).flatMap(({ bytes }) => {
        const [opened] = [...decoder.push(bytes)];
        if (!opened) throw new Error(`${sent.device.dialect} was not read`);
        const { readings, issues } = extractor.read(opened.segment, 0);
        expect(issues).toEqual([]);
        return readings;
      });
      expect(read).toEqual(wanted);
    }
  }
});

it('sends JSON with the digits as they are kept', () => {
  const { seed, start } = drill.plan.spec;
  const sent = bundles(traffic.at(start + HOUR)).filter((bundle) => Array.isArray(bundle));
  const count = sent.flat().reduce((sum, each) => sum + readingsOf(each), 0);
  let read = 0;
  for (const bundle of sent) {
    const { readings, protocol } = sourceMessage(bundle, seed);
    const items =
      protocol === 'mqtt'
        ? (
            JSON.parse(mqttPayload(bundle).toString()) as {
              device: string;
              t: number;
              values: Record<string, number>;
            }[]
          ).flatMap(({ device, t, values }) => Object.entries(values).map(([name, v]) => ({ device, name, t, v })))
        : ndjson(bundle)
            .toString()
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { device: string; name: string; t: number; v: number });
    expect(items.map(({ device, name, t, v }) => [device, name, t, v])).toEqual(
      [...readings].map(({ device, address, time, value }) => [device, address, time, value]),
    );
    read += items.length;
  }
  expect(read).toBe(count);
});
