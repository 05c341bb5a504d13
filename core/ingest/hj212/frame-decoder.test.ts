// The stream decoder: bytes cut anywhere, with anything between them, give the same good frames.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, frameOf } from './encode-frame.ts';
import { FrameDecoder, type FrameFault } from './frame-decoder.ts';
import { SEGMENT_LIMIT } from './open-frame.ts';
import { cpItems } from './segment.ts';

const plain = { st: '31', cn: '2011', pw: '123456', mn: '010000A8900016F000169DC0', flag: 5 };
const frame = (qn: string, cp = 'a34013-Rtd=1.5,a34013-Flag=N') => encodeFrame({ ...plain, qn, cp });

function decodeAll(chunks: readonly Buffer[]): string[] {
  const decoder = new FrameDecoder();
  return chunks.flatMap((chunk) => decoder.push(chunk)).map(({ bytes }) => bytes.toString('latin1'));
}

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [...new Set([0, ...at.map((place) => place % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((to, i) => bytes.subarray(places[i], to));
};

/** Bytes that look like frames now and then, and are none. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(
      fc.constantFrom(
        '#',
        '##',
        '###',
        '##0099',
        '##4096',
        '##9999',
        '##0010QN=1;MN=A',
        '\r\n',
        '&&',
        'GET / HTTP/1.1',
      ),
      {
        maxLength: 8,
      },
    )
    .map((pieces) => Buffer.from(pieces.join(''))),
  fc.nat(110).map((length) => frame('20240101000000000').subarray(0, length)),
);
const cp = fc
  .array(
    fc.tuple(
      fc.constantFrom('a34013-Rtd', 'w01018-Avg', 'i11001-Info'),
      fc.constantFrom('1', '-99', '//清洗管路//', '##0012'),
    ),
  )
  .map((items) => items.map(([name, value]) => `${name}=${value}`).join(';'));

describe('properties', () => {
  it('good frames come out whole, in order, whatever stands between them and however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(garbage, cp), { maxLength: 6 }),
        garbage,
        fc.array(fc.nat()),
        (pieces, end, places) => {
          const good = pieces.map(([, data], i) => frame(`2024010100000000${i}`, data));
          const bytes = Buffer.concat([...pieces.flatMap(([noise], i) => [noise, good[i] as Buffer]), end]);
          const expected = good.map((bytes) => bytes.subarray(0, -2).toString('latin1'));
          expect(decodeAll(cut(bytes, places))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any bytes at all: nothing is thrown, and never more is kept than one frame', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(garbage, fc.uint8Array({ maxLength: 300 })), { maxLength: 40 }), (chunks) => {
        const decoder = new FrameDecoder();
        for (const chunk of chunks) {
          decoder.push(Buffer.from(chunk));
          expect(decoder.waiting).toBeLessThanOrEqual(SEGMENT_LIMIT + 10);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('what is encoded is decoded', () => {
    const text = fc.stringMatching(/^[0-9A-Za-z_]{1,20}$/);
    fc.assert(
      fc.property(text, text, fc.nat(255), fc.array(fc.tuple(text, text)), (mn, pw, flag, items) => {
        const sent = { qn: '20240101000000000', st: '91', cn: '9012', pw, mn, flag };
        const [decoded] = new FrameDecoder().push(
          encodeFrame({ ...sent, cp: items.map(([name, value]) => `${name}=${value}`).join(';') }),
        );
        expect(decoded?.segment).toMatchObject(sent);
        expect(decoded && cpItems(decoded.segment)).toEqual(items.map(([name, value]) => ({ name, value })));
      }),
      { numRuns: 100 },
    );
  });
});

describe('resynchronisation', () => {
  const good = frame('20240101000000000');
  const text = good.subarray(0, -2).toString();

  it('a header that lies about its length delays nothing', () => {
    const decoder = new FrameDecoder();
    expect(decoder.push(Buffer.from('##4000QN=1;'))).toHaveLength(0);
    expect(decoder.push(good).map(({ bytes }) => bytes.toString())).toEqual([text]);
  });

  it('LF alone, no tail, a doubled tail, and a single # before the frame do no harm', () => {
    const bare = good.subarray(0, -2);
    const bytes = Buffer.concat([bare, Buffer.from('\n'), bare, bare, Buffer.from('\r\n\r\n#'), bare]);
    expect(decodeAll([bytes])).toEqual([text, text, text, text]);
    expect(decodeAll([...bytes].map((byte) => Buffer.of(byte)))).toEqual([text, text, text, text]);
  });

  it('bad frames are told: wrong check value, cut off; noise is counted', () => {
    const faults: FrameFault[] = [];
    const decoder = new FrameDecoder(undefined, (fault) => faults.push(fault));
    const wrong = Buffer.from(good);
    wrong[20] = (wrong[20] as number) ^ 1;
    const long = frame('20240101000000000', 'x'.repeat(200));
    const frames = decoder.push(Buffer.concat([wrong, long.subarray(0, 70), good, Buffer.from('noise\r\n')]));
    expect(frames).toHaveLength(1);
    expect(faults.map(({ code, bytes }) => [code, bytes.length])).toEqual([
      ['crc-mismatch', good.length - 2],
      ['cut-off', 70],
    ]);
    expect(decoder.noiseBytes).toBe(good.length - 2 + 70 + 'noise'.length);
  });

  it('takes segments of 4096 bytes, and takes a longer header for noise', () => {
    const segment = (length: number) => Buffer.from(`CP=&&${'x'.repeat(length - 7)}&&`);
    const longest = frameOf(segment(SEGMENT_LIMIT));
    expect(decodeAll([frameOf(segment(SEGMENT_LIMIT + 1)), longest])).toEqual([longest.subarray(0, -2).toString()]);
  });
});
