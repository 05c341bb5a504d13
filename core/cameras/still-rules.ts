// What an image is and when it was taken, from its bytes: nothing else that a camera says is believed.

export type ImageType = 'image/jpeg' | 'image/png';

/** By the bytes that it begins with; null = no image that is kept. */
export function imageType(bytes: Uint8Array): ImageType | null {
  const begins = (...start: number[]) => bytes.length > 64 && start.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ? 'image/png' : null;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const EXIF_POINTER = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const ASCII = 2;

/**
 * DateTimeOriginal of a JPEG's EXIF (CIPA DC-008), ms since the epoch; `exif-local` = it names no offset and was read as
 * China Standard Time. null = there is none.
 */
export function exifTime(bytes: Uint8Array): { readonly time: number; readonly from: 'exif' | 'exif-local' } | null {
  const tiff = exifSegment(bytes);
  if (tiff === null) return null;
  const isLittle = tiff.getUint16(0) === 0x4949;
  const pointer = entries(tiff, safeUint32(tiff, 4, isLittle), isLittle).find(({ tag }) => tag === EXIF_POINTER);
  if (pointer === undefined) return null;
  const exif = entries(tiff, pointer.value, isLittle);
  const text = (tag: number) =>
    ascii(
      tiff,
      exif.find((entry) => entry.tag === tag),
    );
  const [, year, month, day, hour, minute, second] =
    /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(text(DATE_TIME_ORIGINAL)) ?? [];
  if (year === undefined) return null;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // A camera that was never set says 0000 or 1970.
  if (Number(year) < 2000 || Number(month) > 12 || Number(day) > 31 || Number(hour) > 23) return null;
  const [, sign, offsetHours, offsetMinutes] = /^([+-])(\d\d):(\d\d)/.exec(text(OFFSET_TIME_ORIGINAL)) ?? [];
  if (sign === undefined) return { time: local - CHINA_OFFSET_MS, from: 'exif-local' };
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return { time: local - (sign === '-' ? -offset : offset), from: 'exif' };
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: number;
  /** Where the four bytes of the value stand. */
  readonly at: number;
}

/** The TIFF inside of the APP1 segment that begins with `Exif`. */
function exifSegment(bytes: Uint8Array): DataView | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    // Start of scan: what follows is the picture.
    if (marker === 0xda || length < 2) return null;
    const isExif =
      marker === 0xe1 && [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, index) => bytes[at + 4 + index] === byte);
    const end = at + 2 + length;
    if (isExif && end <= bytes.length && length >= 16) {
      return new DataView(bytes.buffer, bytes.byteOffset + at + 10, end - at - 10);
    }
    at = end;
  }
  return null;
}

/** Entries of an image file directory; none where it does not lie inside. */
function entries(tiff: DataView, at: number, isLittle: boolean): Entry[] {
  if (at + 2 > tiff.byteLength) return [];
  const count = tiff.getUint16(at, isLittle);
  const found: Entry[] = [];
  for (let entry = at + 2; found.length < count && entry + 12 <= tiff.byteLength; entry += 12) {
    found.push({
      tag: tiff.getUint16(entry, isLittle),
      type: tiff.getUint16(entry + 2, isLittle),
      count: tiff.getUint32(entry + 4, isLittle),
      value: tiff.getUint32(entry + 8, isLittle),
      at: entry + 8,
    });
  }
  return found;
}

function ascii(tiff: DataView, entry: Entry | undefined): string {
  if (entry === undefined || entry.type !== ASCII || entry.count > 64) return '';
  const at = entry.count <= 4 ? entry.at : entry.value;
  if (at + entry.count > tiff.byteLength) return '';
  return Array.from({ length: entry.count }, (_, index) => String.fromCharCode(tiff.getUint8(at + index))).join('');
}

function safeUint32(view: DataView, at: number, isLittle: boolean): number {
  return at + 4 <= view.byteLength ? view.getUint32(at, isLittle) : view.byteLength;
}
