// What the drill's instruments send, as the bytes of each protocol and as the readings that are found in them.

import type { FrameFields } from '../ingest/hj212/dialogue-rules.ts';
import { encodeFrame } from '../ingest/hj212/encode-frame.ts';
import { localDigits } from '../ingest/hj212/local-time-rules.ts';
import type { SourceMessage, SourceReading } from '../ingest/source-message.ts';
import { type Dialect, HOUR } from './plan-facts-rules.ts';
import { type DrillSecret, drillSecret } from './secret-rules.ts';
import type { Sent, SentFrame, SentValues } from './traffic-rules.ts';

/** Bit 0: an answer is wanted; bits 2 to 7: the edition. */
const flagOf: Readonly<Record<Dialect, number>> = { '2005': 1, '2017': 5, '2025': 9 };

export interface FrameToSend {
  readonly qn: string;
  readonly bytes: Buffer;
}

/** The hour's message is sent after the minute's, and parts one after the other: so many ms lie between their QNs. */
const AFTER_MINUTE_MS = 500;

/** One frame, or as many as `parts` says, cut between factors. The same message makes the same bytes, whenever it is sent. */
export function frames(sent: SentFrame, seed: number, parts = 1): FrameToSend[] {
  const { device, factors, command, dataTime } = sent;
  const secret = secretOf(seed, device.id);
  const size = Math.ceil(factors.length / parts);
  const count = Math.ceil(factors.length / size);
  // A QN is by the logger's own clock.
  const saidAt = command === '2011' ? dataTime : dataTime + HOUR + AFTER_MINUTE_MS;
  return Array.from({ length: count }, (_, part) => {
    const qn = localDigits(saidAt + part);
    const flag = flagOf[device.dialect ?? '2017'] | (count > 1 ? 2 : 0);
    const items = factors
      .slice(part * size, (part + 1) * size)
      .map(({ code, values, flag: mark }) =>
        [...values.map(([attribute, text]) => `${code}-${attribute}=${text}`), `${code}-Flag=${mark}`].join(','),
      );
    const fields: FrameFields = {
      ...{ qn, st: device.system ?? '31', cn: command, pw: secret.password, mn: device.id, flag },
      ...(count > 1 ? { part: { no: part + 1, of: count } } : {}),
      cp: [`DataTime=${localDigits(dataTime).slice(0, 14)}`, ...items].join(';'),
    };
    return { qn, bytes: encodeFrame(fields, device.dialect === '2025' ? Buffer.from(secret.key, 'hex') : undefined) };
  });
}

/** An item of a JSON payload; digits stay as they are written. */
const itemOf = ({ device, time, values }: SentValues): string =>
  `{"device":"${device.id}","t":${time},"values":{${values.map(([name, text]) => `"${name}":${text}`).join(',')}}}`;

/** What one gateway publishes at a time, for all meters behind it. */
export const mqttPayload = (sent: readonly SentValues[]): Buffer => Buffer.from(`[${sent.map(itemOf).join(',')}]`);

/** Who publishes it: the gateway, or the meter itself. */
export const publisherOf = ({ device }: SentValues): string => device.gateway ?? device.id;

/** What an enterprise posts: a line a reading. */
export const ndjson = (sent: readonly SentValues[]): Buffer =>
  Buffer.from(
    sent
      .flatMap(({ device, time, values }) =>
        values.map(([name, text]) => `{"device":"${device.id}","name":"${name}","t":${time},"v":${text}}\n`),
      )
      .join(''),
  );

/** Of one tick, what goes out together: a message a logger's frame, a gateway's publication, an enterprise's post. */
export function bundles(sent: readonly Sent[]): (SentFrame | SentValues[])[] {
  const frameList: SentFrame[] = [];
  const bySender = new Map<string, SentValues[]>();
  for (const each of sent) {
    if (each.protocol === 'hj212') {
      frameList.push(each);
      continue;
    }
    const sender = publisherOf(each);
    const list = bySender.get(sender);
    if (list) list.push(each);
    else bySender.set(sender, [each]);
  }
  return [...frameList, ...bySender.values()];
}

/** How long a message is on its way in a drill without sockets. */
const TRANSIT_MS = 1000;

/** A bundle as its protocol would hand it on; the bytes are those that would have been sent. */
export function sourceMessage(bundle: SentFrame | SentValues[], seed: number): SourceMessage {
  if (!Array.isArray(bundle)) {
    const [frame] = frames(bundle, seed);
    return {
      ...{ protocol: 'hj212', device: bundle.device.id, receivedAt: bundle.at + TRANSIT_MS, issues: [] },
      bytes: (frame as FrameToSend).bytes,
      readings: frameReadings(bundle),
    };
  }
  const [first] = bundle as [SentValues, ...SentValues[]];
  return {
    ...{ protocol: first.protocol, device: publisherOf(first), receivedAt: first.at + TRANSIT_MS, issues: [] },
    bytes: first.protocol === 'mqtt' ? mqttPayload(bundle) : ndjson(bundle),
    readings: bundle.flatMap(({ device, time, values }) =>
      values.map(([address, text]) => ({ device: device.id, address, time, value: Number(text), text, flag: null })),
    ),
  };
}

function frameReadings({ device, command, dataTime, factors }: SentFrame): SourceReading[] {
  const readings: SourceReading[] = [];
  for (const { code, values, flag } of factors)
    for (const [attribute, text] of values)
      readings.push({
        device: device.id,
        address: `${command}/${code}-${attribute}`,
        time: dataTime,
        value: Number(text),
        text,
        flag,
      });
  return readings;
}

const secrets = new Map<string, DrillSecret>();
function secretOf(seed: number, device: string): DrillSecret {
  const name = `${seed} ${device}`;
  const known = secrets.get(name);
  if (known) return known;
  const secret = drillSecret(seed, { id: device });
  secrets.set(name, secret);
  return secret;
}
