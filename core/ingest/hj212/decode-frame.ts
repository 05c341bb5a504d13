// One frame by itself, judged as the standard has it: what its parts say, or why it is none. For the command line and evidence.
import { type CrcDialect, crcHolds, hexFour } from './crc-rules.ts';
import { CRC_BYTES, HEADER_BYTES, openFrame, SEGMENT_LIMIT, type TrustLookup } from './open-frame.ts';
import { ReadingExtractor } from './reading-extractor.ts';
import { cpItems, type FlagBits, flagBits, headerFields, type Segment, splitName } from './segment.ts';

export type Factors = Record<string, Record<string, string>>;

export type FrameReason =
  | 'no_header'
  | 'length_mismatch'
  | 'crc_mismatch'
  | 'crc_modbus_variant'
  | 'crc_modbus_variant_swapped'
  | 'segment_form'
  | 'tail_missing';

export interface DecodedFrame {
  readonly valid: boolean;
  /** Why it is not valid; only then. `crc_modbus_…`: the check value is right in a dialect that its device does not have. */
  readonly reason?: FrameReason;
  /** The four of these stand together: absent where the segment cannot be trusted. */
  readonly header?: Readonly<Record<string, string>>;
  /** null = the header has no Flag, or none that is a number of 0…255. */
  readonly flag?: FlagBits | null;
  readonly cp_params?: Readonly<Record<string, string>>;
  readonly factors?: Factors;
  /** Departures that do not stop reception, as docs/spec/hj212.md names them. */
  readonly issues?: readonly string[];
  readonly segment?: Segment;
}

/** What a device of whatever name is taken to compute. */
export const anyDevice = (crc: CrcDialect): TrustLookup => {
  const trust = { crc, sm4Keys: [] };
  return () => trust;
};

/** Parameters and factors of the data, values as sent; of a name that came twice the last. */
export function dataOf(segment: Segment): { cp_params: Record<string, string>; factors: Factors } {
  const params = new Map<string, string>();
  const factors = new Map<string, Map<string, string>>();
  for (const { name, value } of cpItems(segment)) {
    const series = splitName(name);
    if (series === null) params.set(name, value);
    else factors.set(series.code, (factors.get(series.code) ?? new Map()).set(series.attribute, value));
  }
  // fromEntries defines, so that a factor named __proto__ is one like others.
  const plain = [...factors].map(([code, attributes]) => [code, Object.fromEntries(attributes)] as const);
  return { cp_params: Object.fromEntries(params), factors: Object.fromEntries(plain) };
}

/** The frame that `bytes` begin with, and what is wrong with its length, the `##` before it or the CR LF behind. */
function measure(bytes: Buffer): { readonly frame: Buffer; readonly fault: FrameReason | null } {
  const header = /^##(\d{4})/.exec(bytes.toString('latin1', 0, HEADER_BYTES));
  if (header === null) return { frame: bytes, fault: 'no_header' };
  const length = Number(header[1]);
  const end = HEADER_BYTES + length + CRC_BYTES;
  const frame = bytes.subarray(0, end);
  if (length > SEGMENT_LIMIT || bytes.length < end) return { frame, fault: 'length_mismatch' };
  const tail = bytes.toString('latin1', end);
  if (tail === '\r\n') return { frame, fault: null };
  return { frame, fault: /^[\r\n]*$/.test(tail) ? 'tail_missing' : 'length_mismatch' };
}

function crcFault(frame: Buffer): FrameReason {
  const to = frame.length - CRC_BYTES;
  const printed = hexFour(frame, to);
  if (crcHolds('modbus', printed, frame, HEADER_BYTES, to)) return 'crc_modbus_variant';
  return crcHolds('modbus-swapped', printed, frame, HEADER_BYTES, to) ? 'crc_modbus_variant_swapped' : 'crc_mismatch';
}

/** `bytes` are one frame with its CR LF. A frame that lacks only these is not valid, but what it says is given all the same. */
export function decodeFrame(bytes: Buffer, trust: TrustLookup): DecodedFrame {
  const { frame, fault } = measure(bytes);
  if (fault !== null && fault !== 'tail_missing') return { valid: false, reason: fault };
  const opened = openFrame(frame, trust);
  if (opened === null) return { valid: false, reason: fault === null ? crcFault(frame) : 'length_mismatch' };
  const { segment } = opened;
  if (segment.dataFrom === -1) return { valid: false, reason: 'segment_form' };
  const { issues } = new ReadingExtractor().read(segment, 0);
  return {
    valid: fault === null,
    ...(fault === null ? {} : { reason: fault }),
    header: headerFields(segment),
    flag: segment.flag === null ? null : flagBits(segment.flag),
    ...dataOf(segment),
    issues: [...opened.issues, ...segment.issues, ...issues].map(({ code }) => code),
    segment,
  };
}
