// From a frame's bytes to its segment: check value in the device's dialect, SM4 where the data are encrypted, text.
import { isUtf8 } from 'node:buffer';
import type { MessageIssue } from '../source-message.ts';
import { type CrcDialect, crcHolds, hexFour } from './crc-rules.ts';
import { parseSegment, type Segment } from './segment.ts';
import { sm4Ecb } from './sm4.ts';

/** Bytes before the segment (`##` and four digits), and the digits of the check value behind it. */
export const HEADER_BYTES = 6;
export const CRC_BYTES = 4;
/** The standard's limit is 1024; loggers send up to 1623. */
export const SEGMENT_LIMIT = 4096;
const SEGMENT_STANDARD = 1024;

/** What is known of a device before its frame can be read. */
export interface FrameTrust {
  readonly crc: CrcDialect;
  /** SM4 keys of 16 bytes, the newest first. */
  readonly sm4Keys: readonly Buffer[];
}

/** By MN; undefined = nothing is known of it. */
export type TrustLookup = (mn: string) => FrameTrust | undefined;

export interface OpenedFrame {
  /** `##` to the check value, as it came: encrypted data stay encrypted. A view into what was received. */
  readonly bytes: Buffer;
  readonly segment: Segment;
  /** The key that its data were encrypted with; null = they were not. */
  readonly key: Buffer | null;
  readonly issues: readonly MessageIssue[];
}

/** Commands whose data HJ 212-2025 encrypts. */
export const isEncrypted = (cn: string): boolean => /^2\d{3}$/.test(cn) || cn === '1014' || cn === '3020';

const legacyText = new TextDecoder('gb18030');

/** UTF-8, else GB 18030: old loggers write their logs in it. */
function textOf(frame: Buffer, from: number, to: number): { text: string; issues: MessageIssue[] } {
  const text = frame.toString('utf8', from, to);
  if (text.length === to - from || !text.includes('\uFFFD')) return { text, issues: [] };
  return { text: legacyText.decode(frame.subarray(from, to)), issues: [{ code: 'text-not-utf8' }] };
}

/** What stands between `CP=&&` and the last `&&` of a segment that may be encrypted; null = it has no such place. */
function dataPlace(segment: Buffer): { readonly from: number; readonly to: number; readonly head: Segment } | null {
  const cp = segment.indexOf('CP=&&', 0, 'latin1');
  const to = segment.lastIndexOf('&&', undefined, 'latin1');
  if (cp === -1 || to < cp + 5) return null;
  return { from: cp + 5, to, head: parseSegment(`${segment.toString('latin1', 0, cp)}CP=&&&&`) };
}

/**
 * The segment with its data in plain, or with them encrypted: whole blocks of 16 bytes, the rest stays as it is (HJ 212-2025;
 * ECB without padding, so the length stays).
 */
function recoded(way: 'encrypt' | 'decrypt', segment: Buffer, from: number, to: number, key: Buffer): Buffer {
  const whole = from + ((to - from) & ~15);
  return Buffer.concat([
    segment.subarray(0, from),
    sm4Ecb(way, key, segment.subarray(from, whole)),
    segment.subarray(whole),
  ]);
}

/** The segment as it goes out to a device that has a key. */
export function encryptSegment(segment: Buffer, key: Buffer): Buffer {
  const place = dataPlace(segment);
  return place === null ? segment : recoded('encrypt', segment, place.from, place.to, key);
}

function opened(frame: Buffer, segment: Buffer, from: number, to: number, key: Buffer | null = null): OpenedFrame {
  const { text, issues } = textOf(segment, from, to);
  if (to - from > SEGMENT_STANDARD) issues.push({ code: 'segment-over-1024' });
  for (let i = frame.length - CRC_BYTES; i < frame.length; i++)
    if ((frame[i] as number) > 0x60) {
      issues.push({ code: 'crc-lowercase' });
      break;
    }
  return { bytes: frame, segment: parseSegment(text), key, issues };
}

/** Whether bytes can be a segment as it was written: no control characters, and ASCII, UTF-8 or GB 18030. */
function isText(bytes: Buffer, from: number, to: number): boolean {
  let isAscii = true;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x20 || byte === 0x7f) return false;
    if (byte > 0x7f) isAscii = false;
  }
  return isAscii || isUtf8(bytes.subarray(from, to)) || isGb18030(bytes.subarray(from, to));
}

const strictLegacy = new TextDecoder('gb18030', { fatal: true });

function isGb18030(bytes: Buffer): boolean {
  try {
    strictLegacy.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens `frame`, which is `##`, length, as many bytes and four more. null = its check value does not hold: not by the
 * standard, not in the dialect of the device that it names, not after decryption with a key of that device.
 */
export function openFrame(frame: Buffer, trust: TrustLookup): OpenedFrame | null {
  const [from, to] = [HEADER_BYTES, frame.length - CRC_BYTES];
  const printed = hexFour(frame, to);
  const inPlain = printed !== -1 && crcHolds('hj212', printed, frame, from, to) ? opened(frame, frame, from, to) : null;
  // The check value keeps eight bits from byte to byte: one cipher in 256 passes as plain, but it is no text.
  if (inPlain && (!isEncrypted(inPlain.segment.cn) || isText(frame, from, to))) return inPlain;

  const segment = frame.subarray(from, to);
  const place = dataPlace(segment);
  if (place === null) return inPlain;
  const known = trust(place.head.mn);
  if (known === undefined) return inPlain;
  if (printed !== -1 && isEncrypted(place.head.cn)) {
    for (const key of known.sm4Keys) {
      const plain = recoded('decrypt', segment, place.from, place.to, key);
      if (crcHolds('hj212', printed, plain, 0, plain.length) && isText(plain, 0, plain.length))
        return opened(frame, plain, 0, plain.length, key);
    }
  }
  if (inPlain) return inPlain;
  const dialect = known.crc;
  if (dialect === 'hj212' || (dialect !== 'off' && printed === -1)) return null;
  if (!crcHolds(dialect, printed, frame, from, to)) return null;
  const frameOfDialect = opened(frame, frame, from, to);
  return { ...frameOfDialect, issues: [...frameOfDialect.issues, { code: `crc-${dialect}` }] };
}
