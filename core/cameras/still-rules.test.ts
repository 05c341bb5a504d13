import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exifTime, imageType } from './still-rules.ts';

/** A JPEG with the two EXIF fields, in either byte order. */
function jpegTaken(time: string, offset: string | null, isLittle: boolean): Uint8Array {
  const tiff = new DataView(new ArrayBuffer(140));
  const text = (at: number, value: string) => new Uint8Array(tiff.buffer).set(new TextEncoder().encode(value), at);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    tiff.setUint16(at, tag, isLittle);
    tiff.setUint16(at + 2, type, isLittle);
    tiff.setUint32(at + 4, count, isLittle);
    tiff.setUint32(at + 8, value, isLittle);
  };
  tiff.setUint16(0, isLittle ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, isLittle);
  tiff.setUint32(4, 8, isLittle);
  tiff.setUint16(8, 1, isLittle);
  entry(10, 0x8769, 4, 1, 30);
  tiff.setUint16(30, offset === null ? 1 : 2, isLittle);
  entry(32, 0x9003, 2, 20, 90);
  if (offset !== null) entry(44, 0x9011, 2, 7, 112);
  text(90, time);
  text(112, offset ?? '');
  const exif = [...'Exif\0\0'].map((char) => char.charCodeAt(0));
  const length = tiff.byteLength + exif.length + 2;
  const app0 = [0xff, 0xe0, 0, 4, 1, 2];
  const body = [...exif, ...new Uint8Array(tiff.buffer)];
  return new Uint8Array([
    0xff,
    0xd8,
    ...app0,
    0xff,
    0xe1,
    length >> 8,
    length & 255,
    ...body,
    0xff,
    0xda,
    0,
    2,
    ...new Uint8Array(80),
  ]);
}

it.each([true, false])('reads when a picture was taken (little-endian: %s)', (isLittle) => {
  const at = (offset: string | null) => exifTime(jpegTaken('2024:06:30 08:00:01', offset, isLittle));
  expect(at('+08:00')).toEqual({ time: Date.parse('2024-06-30T00:00:01Z'), from: 'exif' });
  expect(at('-03:30')).toEqual({ time: Date.parse('2024-06-30T11:30:01Z'), from: 'exif' });
  expect(at(null)).toEqual({ time: Date.parse('2024-06-30T00:00:01Z'), from: 'exif-local' });
});

it.each(['0000:00:00 00:00:00', '1970:01:01 00:00:00', '2024:13:30 08:00:01', '                   '])(
  'takes %s for no time',
  (time) => {
    expect(exifTime(jpegTaken(time, null, false))).toBeNull();
  },
);

it('tells images by their bytes', () => {
  expect(imageType(jpegTaken('2024:06:30 08:00:01', null, false))).toBe('image/jpeg');
  expect(imageType(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Uint8Array(99)]))).toBe(
    'image/png',
  );
  expect(imageType(new TextEncoder().encode('<html>'.padEnd(200)))).toBeNull();
  expect(imageType(new Uint8Array([0xff, 0xd8, 0xff]))).toBeNull();
});

it('reads any bytes without throwing', () => {
  const whole = jpegTaken('2024:06:30 08:00:01', '+08:00', false);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      (changes, length) => {
        const bytes = whole.slice(0, length);
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
        const found = exifTime(bytes);
        expect(found === null || Number.isFinite(found.time)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
