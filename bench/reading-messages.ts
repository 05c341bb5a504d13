// The same readings as each protocol sends them: HJ 212 frames, MQTT publications, HTTP bodies, and the lines of the peers.
import { DEVICES, deviceId, factors, GATEWAYS, MINUTE, password, readingText } from './invented-instruments.ts';

export interface Message {
  readonly bytes: Buffer;
  readonly readings: number;
}

/** Every channel has a reading a minute: `minutes` of them from a time on. */
export interface Span {
  readonly from: number;
  readonly minutes: number;
}

export const timesOf = ({ from, minutes }: Span): number[] =>
  Array.from({ length: minutes }, (_, index) => from + index * MINUTE);

/** Asia/Shanghai: UTC+8 without summer time. */
const local = (time: number): string => new Date(time + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '').slice(0, 17);

const shifts = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  return register;
});

/** HJ 212-2017 Appendix A. */
function checkValue(bytes: Buffer): string {
  let register = 0xffff;
  for (const byte of bytes) register = shifts[(register >> 8) ^ byte] as number;
  return register.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * Real-time values of every factor of a device with their marks, HJ 212-2017, to be answered. `instead`: texts by code, for
 * values that are not to be what the device reads.
 */
export function hj212Frame(device: number, at: number, instead: Readonly<Record<string, string>> = {}): Message {
  const items = factors.map(
    ({ code }, factor) => `${code}-Rtd=${instead[code] ?? readingText(device, factor, at)},${code}-Flag=N`,
  );
  const time = local(at);
  const qn = `${time.slice(0, 14)}${String(device % 1000).padStart(3, '0')}`;
  const head = `QN=${qn};ST=31;CN=2011;PW=${password};MN=${deviceId(device)};Flag=5;`;
  const segment = Buffer.from(`${head}CP=&&DataTime=${time.slice(0, 14)};${items.join(';')}&&`, 'latin1');
  const length = String(segment.length).padStart(4, '0');
  const bytes = Buffer.concat([Buffer.from(`##${length}`), segment, Buffer.from(`${checkValue(segment)}\r\n`)]);
  return { bytes, readings: factors.length };
}

/** `{device, t, values}`: all factors of a device. */
function moment(device: number, time: number): string {
  const values = factors.map(({ code }, factor) => `"${code}":${readingText(device, factor, time)}`);
  return `{"device":"${deviceId(device)}","t":${time},"values":{${values.join(',')}}}`;
}

/** What `devices` read at a time, as one publication. */
export function mqttPayload(devices: readonly number[], time: number): Message {
  const items = devices.map((device) => moment(device, time));
  return { bytes: Buffer.from(`[${items.join(',')}]`), readings: devices.length * factors.length };
}

/** A line a reading. */
export function ndjsonBody(devices: readonly number[], times: readonly number[]): Message {
  const lines: string[] = [];
  for (const time of times)
    for (const device of devices)
      for (const [factor, { code }] of factors.entries())
        lines.push(
          `{"device":"${deviceId(device)}","t":${time},"name":"${code}","v":${readingText(device, factor, time)}}\n`,
        );
  return { bytes: Buffer.from(lines.join('')), readings: lines.length };
}

/** A line a device: `{device, t: [], names: [], v: [[]]}`. */
export function columnarBody(devices: readonly number[], times: readonly number[]): Message {
  const names = JSON.stringify(factors.map(({ code }) => code));
  const moments = JSON.stringify(times);
  const lines = devices.map((device) => {
    const rows = times.map((time) => `[${factors.map((_, factor) => readingText(device, factor, time)).join(',')}]`);
    return `{"device":"${deviceId(device)}","t":${moments},"names":${names},"v":[${rows.join(',')}]}\n`;
  });
  return { bytes: Buffer.from(lines.join('')), readings: devices.length * times.length * factors.length };
}

/** InfluxDB's line protocol, a line a reading: one measurement, the channel as its tag, ms. */
export function lineProtocolBody(devices: readonly number[], times: readonly number[]): Message {
  const lines: string[] = [];
  for (const time of times)
    for (const device of devices)
      for (let factor = 0; factor < factors.length; factor += 1)
        lines.push(
          `reading,channel=${device * factors.length + factor} value=${readingText(device, factor, time)},flag=78i ${time}\n`,
        );
  return { bytes: Buffer.from(lines.join('')), readings: lines.length };
}

/** Lines of COPY: channel, time, value, flag. */
export function copyLines(devices: readonly number[], times: readonly number[]): Message {
  const lines: string[] = [];
  for (const time of times)
    for (const device of devices)
      for (let factor = 0; factor < factors.length; factor += 1)
        lines.push(`${device * factors.length + factor}\t${time}\t${readingText(device, factor, time)}\t78\n`);
  return { bytes: Buffer.from(lines.join('')), readings: lines.length };
}

export const allDevices: readonly number[] = Array.from({ length: DEVICES }, (_, device) => device);
export const devicesOf = (gateway: number): number[] => allDevices.filter((device) => device % GATEWAYS === gateway);

/** Lists of `size`, the last one shorter. */
export function inGroups<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
