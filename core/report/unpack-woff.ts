// A WOFF 1.0 file as the font that is packed in it: unpacked once, every later look at its tables is quick. W3C WOFF 1.0, §4 and §5.
import { inflateSync } from 'node:zlib';

const WOFF_HEAD = 44;
const WOFF_ENTRY = 20;
const FONT_HEAD = 12;
const FONT_ENTRY = 16;

/** Throws where it is no WOFF 1.0 file. */
export function unpackWoff(bytes: Uint8Array): Buffer {
  const woff = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF 1.0 file');
  const count = woff.readUInt16BE(12);
  const directory = Buffer.alloc(FONT_HEAD + count * FONT_ENTRY);
  const power = Math.floor(Math.log2(count));
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(2 ** power * FONT_ENTRY, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE((count - 2 ** power) * FONT_ENTRY, 10);
  const parts: Buffer[] = [directory];
  let at = directory.length;
  for (let index = 0; index < count; index++) {
    const entry = WOFF_HEAD + index * WOFF_ENTRY;
    const [offset, packed, size] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field)) as [
      number,
      number,
      number,
    ];
    const stored = woff.subarray(offset, offset + packed);
    const table = packed < size ? inflateSync(stored) : stored;
    const place = FONT_HEAD + index * FONT_ENTRY;
    woff.copy(directory, place, entry, entry + 4);
    woff.copy(directory, place + 4, entry + 16, entry + 20);
    directory.writeUInt32BE(at, place + 8);
    directory.writeUInt32BE(size, place + 12);
    // Tables begin at multiples of four.
    const room = Buffer.alloc((4 - (size % 4)) % 4);
    parts.push(table, room);
    at += size + room.length;
  }
  return Buffer.concat(parts);
}
