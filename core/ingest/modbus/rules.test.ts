import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ByteOrder,
  decodeRegister,
  MAX_WORDS,
  planBlocks,
  type Register,
  type RegisterType,
  slotOf,
  wordsOf,
} from './rules.ts';

const plain = { function: 3 as const, scale: 1, offset: 0, name: 'r' };

function decode(type: RegisterType, order: ByteOrder, bytes: number[], more: Partial<Register> = {}) {
  const register: Register = { ...plain, address: 10, type, order, ...more };
  const block = { function: 3 as const, address: 10, count: bytes.length / 2, registers: [register] };
  return decodeRegister(register, block, new Uint8Array(bytes));
}

it.each<[RegisterType, ByteOrder, number[], number, string]>([
  ['int16', 'ABCD', [0xff, 0xfe], -2, '-2'],
  ['uint16', 'BADC', [0x01, 0x00], 1, '1'],
  ['uint32', 'ABCD', [0x00, 0x01, 0x00, 0x02], 65_538, '65538'],
  ['uint32', 'CDAB', [0x00, 0x02, 0x00, 0x01], 65_538, '65538'],
  ['uint32', 'BADC', [0x01, 0x00, 0x02, 0x00], 65_538, '65538'],
  ['uint32', 'DCBA', [0x02, 0x00, 0x01, 0x00], 65_538, '65538'],
  ['int32', 'ABCD', [0xff, 0xff, 0xff, 0xff], -1, '-1'],
  ['float32', 'ABCD', [0x41, 0xbb, 0x99, 0x9a], 23.45, '23.45'],
  ['uint64', 'ABCD', [0, 0x20, 0, 0, 0, 0, 0, 1], 9_007_199_254_740_992, '9007199254740993'],
  ['uint64', 'CDAB', [0, 1, 0, 0, 0, 0, 0, 0x20], 9_007_199_254_740_992, '9007199254740993'],
  ['int64', 'ABCD', [255, 255, 255, 255, 255, 255, 255, 255], -1, '-1'],
  ['float64', 'DCBA', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], 1.5, '1.5'],
])('reads %s %s %j', (type, order, bytes, value, text) => {
  expect(decode(type, order, bytes)).toEqual({ value, text });
});

it('scales without the noise of binary fractions, and knows what is no number', () => {
  expect(decode('uint16', 'ABCD', [0, 3], { scale: 0.1 })).toEqual({ value: 0.3, text: '0.3' });
  expect(decode('uint16', 'ABCD', [0, 3], { scale: 2, offset: -10 })).toEqual({ value: -4, text: '-4' });
  expect(decode('float32', 'ABCD', [0x7f, 0xc0, 0, 0])).toEqual({ value: null, text: 'NaN' });
  expect(decode('float32', 'ABCD', [0x7f, 0x80, 0, 0], { scale: 2 })).toEqual({ value: null, text: 'Infinity' });
});

const anOrder = fc.constantFrom<ByteOrder>('ABCD', 'CDAB', 'BADC', 'DCBA');

/** Lays the bytes of a number out as a station of that order would. */
function laidOut(bigEndian: Uint8Array, order: ByteOrder): number[] {
  const words = Array.from({ length: bigEndian.length / 2 }, (_, index) => [
    bigEndian[index * 2] ?? 0,
    bigEndian[index * 2 + 1] ?? 0,
  ]);
  if (order === 'CDAB' || order === 'DCBA') words.reverse();
  return words.flatMap((word) => (order === 'BADC' || order === 'DCBA' ? word.toReversed() : word));
}

it('reads back every number in every order', () => {
  const view = new DataView(new ArrayBuffer(8));
  const bytes = (length: number) => new Uint8Array(view.buffer.slice(0, length));
  fc.assert(
    fc.property(
      anOrder,
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (order, big, float, double) => {
        view.setBigUint64(0, big);
        expect(decode('uint64', order, laidOut(bytes(8), order)).text).toBe(String(big));
        view.setFloat32(0, float);
        expect(Math.fround(decode('float32', order, laidOut(bytes(4), order)).value ?? Number.NaN)).toBe(
          float === 0 ? decode('float32', order, laidOut(bytes(4), order)).value : float,
        );
        view.setFloat64(0, double);
        expect(decode('float64', order, laidOut(bytes(8), order)).value).toBe(double);
      },
    ),
  );
});

const aRegister = fc.record({
  address: fc.nat(600),
  function: fc.constantFrom<3 | 4>(3, 4),
  type: fc.constantFrom<RegisterType>('int16', 'uint32', 'float64'),
});

it('plans blocks in which every register lies once and whole, none longer than allowed', () => {
  fc.assert(
    fc.property(
      fc.array(aRegister, { maxLength: 80 }),
      fc.nat(20),
      fc.integer({ min: 4, max: MAX_WORDS }),
      (given, gap, maxWords) => {
        const registers = given.map(
          (register, index): Register => ({ ...plain, order: 'ABCD', ...register, name: String(index) }),
        );
        const blocks = planBlocks(registers, gap, maxWords);
        expect(blocks.flatMap((block) => block.registers.map(({ name }) => name)).sort()).toEqual(
          registers.map(({ name }) => name).sort(),
        );
        for (const block of blocks) {
          expect(block.count).toBeLessThanOrEqual(maxWords);
          for (const register of block.registers) {
            expect(register.function).toBe(block.function);
            expect(register.address).toBeGreaterThanOrEqual(block.address);
            expect(register.address + wordsOf(register.type)).toBeLessThanOrEqual(block.address + block.count);
          }
        }
      },
    ),
  );
});

it('reads neighbours with one request, and nothing across a gap that is too wide', () => {
  const at = (address: number, name: string): Register => ({ ...plain, order: 'ABCD', type: 'uint16', address, name });
  const ranges = (gap: number) =>
    planBlocks([at(5, 'c'), at(0, 'a'), at(1, 'b')], gap).map(({ address, count }) => [address, count]);
  expect(ranges(3)).toEqual([[0, 6]]);
  expect(ranges(2)).toEqual([
    [0, 2],
    [5, 1],
  ]);
});

it('cuts time into slots', () => {
  expect([slotOf(120_000, 60_000), slotOf(119_999, 60_000), slotOf(120_001, 60_000)]).toEqual([
    120_000, 60_000, 120_000,
  ]);
});
