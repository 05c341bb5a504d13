import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PacketSizes } from './packet-size-limit.ts';

/** A packet of a type whose remaining length is `size`. */
function packet(type: number, size: number): number[] {
  const length: number[] = [];
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) | 0x80);
    if (rest < 128) break;
  }
  return [type << 4, ...length, ...new Array<number>(size).fill(0xff)];
}

/** False = not all were accepted. */
function accepts(bytes: readonly number[], cuts: readonly number[], max: number): boolean {
  const sizes = new PacketSizes(() => max);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).every((end, index) => sizes.accepts(new Uint8Array(bytes.slice(at[index], end))));
}

it('accepts packets up to the limit and none beyond, wherever the stream is cut', () => {
  const aStream = fc.array(fc.nat(400), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(aStream, fc.array(fc.nat(4000), { maxLength: 20 }), fc.nat(400), (lengths, cuts, max) => {
      const bytes = lengths.flatMap((size, index) => packet((index % 14) + 1, size));
      expect(accepts(bytes, cuts, max)).toBe(lengths.every((size) => size <= max));
    }),
  );
});

it('has a limit for each type', () => {
  const sizes = new PacketSizes((type) => (type === 3 ? 300 : 10));
  expect(sizes.accepts(new Uint8Array([...packet(3, 300), ...packet(12, 0), ...packet(1, 10)]))).toBe(true);
  expect(sizes.accepts(new Uint8Array(packet(1, 11)))).toBe(false);
});

it('refuses a length without end', () => {
  expect(new PacketSizes(() => 2 ** 40).accepts(new Uint8Array([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(false);
});
