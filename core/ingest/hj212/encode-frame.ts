// Frames as the platform sends them: segment, length, check value, tail; data encrypted where the device has a key.
import { hj212Crc } from './crc-rules.ts';
import type { FrameFields } from './dialogue-rules.ts';
import { encryptSegment, isEncrypted } from './open-frame.ts';

export function segmentText({ qn, st, cn, pw, mn, flag, part, cp }: FrameFields): string {
  const parts = part === undefined ? '' : `PNUM=${part.of};PNO=${part.no};`;
  return `${qn === '' ? '' : `QN=${qn};`}ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${flag};${parts}CP=&&${cp}&&`;
}

/**
 * The bytes of a frame with this segment. Length and check value are those of the plain segment, also where `key` (16 bytes)
 * encrypts its data. Throws RangeError where the segment has more than 9999 bytes.
 */
export function frameOf(segment: Buffer, key?: Buffer): Buffer {
  if (segment.length > 9999) throw new RangeError(`A segment of ${segment.length} bytes has no length in four digits.`);
  const crc = hj212Crc(segment).toString(16).toUpperCase().padStart(4, '0');
  const sent = key === undefined ? segment : encryptSegment(segment, key);
  return Buffer.concat([Buffer.from(`##${String(segment.length).padStart(4, '0')}`), sent, Buffer.from(`${crc}\r\n`)]);
}

/** `key`: of a device of HJ 212-2025; only the commands that are encrypted are. */
export function encodeFrame(fields: FrameFields, key?: Buffer): Buffer {
  return frameOf(Buffer.from(segmentText(fields)), isEncrypted(fields.cn) ? key : undefined);
}
