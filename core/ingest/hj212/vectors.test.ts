// Every vector, and a real session: what the standard prints and what loggers in the field send is read as it has to be.
import { describe, expect, it } from 'vitest';
import { crcDialects } from './crc-rules.ts';
import { anyDevice, decodeFrame } from './decode-frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { mergeParts } from './merge-parts.ts';
import { ReadingExtractor } from './reading-extractor.ts';
import { cpItems, type Segment } from './segment.ts';
import { sm4Ecb, sm4EcbByDefinition } from './sm4.ts';
import { replay, vectorsOf } from './vector-fixture.ts';

const strict = anyDevice('hj212');
const decode = (frame: string) => decodeFrame(Buffer.from(frame), strict);

function segmentOf(frame: string): Segment {
  const { segment } = decode(frame);
  if (segment === undefined) throw new Error(`not read: ${frame}`);
  return segment;
}

describe('frames', () => {
  it.each(vectorsOf('frame'))('$id: $source', ({ frame, valid, reason, expected, strict_issues: issues = [] }) => {
    const decoded = decode(frame);
    expect(decoded.valid).toBe(valid);
    if (expected === undefined) {
      expect(decoded).toEqual({ valid: false, reason });
      return;
    }
    const { header, flag, cp_params, factors, segment } = decoded;
    const items = cpItems(segment as Segment).map(({ name, value }) => [name, value]);
    expect({ header, flag, cp_params, factors, cp_items: items }).toEqual(expected);
    expect(decoded.issues?.map((code) => code.replaceAll('-', '_')).sort()).toEqual(issues);
  });

  it('with a check value of MODBUS are read where the device is known to send it, and only there', () => {
    const wrong = vectorsOf('frame').filter(({ reason }) => reason?.startsWith('crc_modbus'));
    expect(wrong).toHaveLength(11);
    for (const { frame, reason } of wrong) {
      const right = crcDialects.filter((dialect) => decodeFrame(Buffer.from(frame), anyDevice(dialect)).valid);
      expect(right).toEqual([reason === 'crc_modbus_variant' ? 'modbus' : 'modbus-swapped', 'off']);
    }
  });
});

describe('streams, split messages, cipher', () => {
  it.each(vectorsOf('stream'))('$id', ({ chunks_b64: chunks, expected_frames: expected }) => {
    const decoder = new FrameDecoder();
    const frames = chunks.flatMap((chunk) => decoder.push(Buffer.from(chunk, 'base64')));
    expect(frames.map(({ bytes }) => bytes.toString())).toEqual(expected);
  });

  it.each(vectorsOf('multipart'))('$id', ({ frames, expected }) => {
    expect(mergeParts(frames.map(segmentOf))).toEqual([{ ...expected, of: expected.parts }]);
  });

  it('a part that came twice counts once, a missing one is told', () => {
    for (const { frames, expected } of vectorsOf('multipart')) {
      const [first = ''] = frames;
      expect(mergeParts([first, first].map(segmentOf))).toMatchObject([{ parts: 1, of: expected.parts }]);
      expect(mergeParts([first, ...frames].map(segmentOf))).toEqual([{ ...expected, of: expected.parts }]);
    }
  });

  it.each(vectorsOf('crypto'))('$id', ({ key_hex, plain_hex, cipher_hex }) => {
    const [key, plain] = [Buffer.from(key_hex, 'hex'), Buffer.from(plain_hex, 'hex')];
    for (const cipher of [sm4Ecb, sm4EcbByDefinition]) {
      expect(cipher('encrypt', key, plain).toString('hex')).toBe(cipher_hex);
      expect(cipher('decrypt', key, Buffer.from(cipher_hex, 'hex')).toString('hex')).toBe(plain_hex);
    }
  });
});

it('a real session is read whole: readings of the logger at the minute that it names', () => {
  const extractor = new ReadingExtractor();
  expect(replay.every(({ frame }) => decode(frame).valid)).toBe(true);
  const fromLogger = replay.filter(({ from }) => from === 'logger').map(({ frame }) => segmentOf(frame));
  const readings = fromLogger.flatMap((segment) => extractor.read(segment, 0).readings);
  expect(readings).toHaveLength(fromLogger.filter(({ cn }) => cn === '2011').length * 5);
  expect(readings[0]).toEqual({
    device: 'DXCBZ000000005',
    address: '2011/w01018-Rtd',
    time: Date.parse('2021-04-09T17:32:00+08:00'),
    value: 233.918763639973,
    text: '233.918763639973',
    flag: 'N',
  });
});
