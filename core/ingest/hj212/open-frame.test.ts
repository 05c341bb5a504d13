// Encryption of HJ 212-2025, check-value dialects of single devices, and texts that are not UTF-8.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CrcDialect, modbusCrc } from './crc-rules.ts';
import { encodeFrame, frameOf, segmentText } from './encode-frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import type { FrameTrust } from './open-frame.ts';

const mn = '010000A8900016F000169DC0';
const fields = { qn: '20260101000000000', st: '31', cn: '2011', pw: '123456', mn, flag: 9 };
const keys = ['00112233445566778899aabbccddeeff', 'ffeeddccbbaa99887766554433221100'].map((hex) =>
  Buffer.from(hex, 'hex'),
);
const [newest, older] = keys as [Buffer, Buffer];
const trusting = (trust: Partial<FrameTrust>) => (asked: string) =>
  asked === mn ? { crc: 'hj212' as CrcDialect, sm4Keys: [], ...trust } : undefined;

it('encrypted data of any length come out in plain; length and check value are those of the plain segment', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-z=;,.-]{0,90}$/), fc.constantFrom(newest, older), (cp, key) => {
      const sent = encodeFrame({ ...fields, cp }, key);
      const inPlain = encodeFrame({ ...fields, cp });
      expect([sent.length, sent.subarray(-6)]).toEqual([inPlain.length, inPlain.subarray(-6)]);
      const decoder = new FrameDecoder(trusting({ sm4Keys: [newest, older] }));
      const [frame] = decoder.push(sent);
      expect(frame?.segment.text).toBe(segmentText({ ...fields, cp }));
      expect(frame?.bytes.equals(sent.subarray(0, -2))).toBe(true);
      expect(frame?.key).toEqual(cp.length < 16 ? null : key);
    }),
    { numRuns: 100 },
  );
});

it('encrypted data whose check value happens to hold as they are, one in 256, are read with the key all the same', () => {
  const decoder = () => new FrameDecoder(trusting({ sm4Keys: [newest] }));
  let chanceHits = 0;
  for (let at = 0; at < 2000; at++) {
    const cp = `DataTime=20260101000000;a34013-Rtd=${at}.5,a34013-Flag=N`;
    const sent = encodeFrame({ ...fields, cp }, newest);
    // Without a key it is read only where the check value holds by chance.
    if (new FrameDecoder(trusting({})).push(sent).length > 0) chanceHits++;
    expect(decoder().push(sent)[0]?.segment.text).toBe(segmentText({ ...fields, cp }));
  }
  expect(chanceHits).toBeGreaterThan(0);
});

it('without its key an encrypted frame is not read, and answers are never encrypted', () => {
  const cp = 'DataTime=20260101000000;a34013-Rtd=1';
  expect(new FrameDecoder(trusting({})).push(encodeFrame({ ...fields, cp }, newest))).toEqual([]);
  const answer = { ...fields, cn: '9014', cp };
  expect(encodeFrame(answer, newest)).toEqual(encodeFrame(answer));
});

it('a device that computes MODBUS is read where its registry entry says so, and this is told', () => {
  const segment = Buffer.from(segmentText({ ...fields, cp: '' }));
  const swapped = Buffer.alloc(2);
  swapped.writeUInt16LE(modbusCrc(segment));
  const frame = frameOf(segment);
  frame.write(swapped.toString('hex'), frame.length - 6);
  for (const crc of ['hj212', 'modbus'] as const) expect(new FrameDecoder(trusting({ crc })).push(frame)).toEqual([]);
  const [read] = new FrameDecoder(trusting({ crc: 'modbus-swapped' })).push(frame);
  expect(read?.issues.map(({ code }) => code)).toContain('crc-modbus-swapped');
  const [unchecked] = new FrameDecoder(trusting({ crc: 'off' })).push(frame);
  expect(unchecked?.issues.map(({ code }) => code)).toContain('crc-off');
  expect(new FrameDecoder(() => undefined).push(frame)).toEqual([]);
});

it('logs in UTF-8 count bytes; those in GB 18030 are read and told', () => {
  const utf8 = frameOf(Buffer.from(segmentText({ ...fields, cp: 'i11001-Info=//清洗管路//' })));
  expect(new FrameDecoder().push(utf8)[0]).toMatchObject({
    segment: { text: expect.stringContaining('清洗') },
    issues: [],
  });
  const [before, after] = segmentText({ ...fields, cp: 'i11001-Info=//|//' }).split('|') as [string, string];
  const gb = frameOf(Buffer.concat([Buffer.from(before), Buffer.from('c7e5cfb4', 'hex'), Buffer.from(after)]));
  expect(new FrameDecoder().push(gb)[0]).toMatchObject({
    segment: { text: expect.stringContaining('//清洗//') },
    issues: [{ code: 'text-not-utf8' }],
  });
});
