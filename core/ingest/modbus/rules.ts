// Modbus: which registers are read together, and what their words mean.

export type RegisterType = 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'int64' | 'uint64' | 'float64';

/**
 * How the bytes of a value lie in its words. ABCD: most significant first. CDAB: words swapped. BADC: bytes swapped in
 * each word. DCBA: both. Values of 64 bits go by the same names (ABCDEFGH, GHEFCDAB, BADCFEHG, HGFEDCBA).
 */
export type ByteOrder = 'ABCD' | 'CDAB' | 'BADC' | 'DCBA';

export interface Register {
  /** As in the frame: from 0. 40001 in a manual is function 3, address 0. */
  readonly address: number;
  /** 3 holding registers, 4 input registers. */
  readonly function: 3 | 4;
  readonly type: RegisterType;
  readonly order: ByteOrder;
  /** value = number × scale + offset. */
  readonly scale: number;
  readonly offset: number;
  /** What the channel is called within the device. */
  readonly name: string;
}

/** Registers that are read with one request. */
export interface RegisterBlock {
  readonly function: 3 | 4;
  readonly address: number;
  /** Words of 16 bits. */
  readonly count: number;
  readonly registers: readonly Register[];
}

/** The standard allows 125 words a request (Modbus Application Protocol V1.1b3, 6.3). */
export const MAX_WORDS = 125;

const words: Record<RegisterType, number> = {
  ...{ int16: 1, uint16: 1, int32: 2, uint32: 2, float32: 2, int64: 4, uint64: 4, float64: 4 },
};

export function wordsOf(type: RegisterType): number {
  return words[type];
}

/**
 * As few requests as there can be: neighbours are read together, and up to `maxGap` words between them that nobody
 * asked for. Each register lies in one block, whole.
 */
export function planBlocks(
  registers: readonly Register[],
  maxGap: number,
  maxWords: number = MAX_WORDS,
): RegisterBlock[] {
  const sorted = [...registers].sort((a, b) => a.function - b.function || a.address - b.address);
  const blocks: { function: 3 | 4; address: number; count: number; registers: Register[] }[] = [];
  for (const register of sorted) {
    const end = register.address + wordsOf(register.type);
    const last = blocks.at(-1);
    const fits =
      last !== undefined &&
      last.function === register.function &&
      register.address - (last.address + last.count) <= maxGap &&
      end - last.address <= maxWords;
    if (fits) {
      last.count = Math.max(last.count, end - last.address);
      last.registers.push(register);
    } else {
      blocks.push({
        function: register.function,
        address: register.address,
        count: end - register.address,
        registers: [register],
      });
    }
  }
  return blocks;
}

/**
 * The value of a register in the bytes of its block, words most significant byte first as Modbus sends them. `text` has
 * all digits of a 64-bit number, which `value` may have to round; null = the float is no number.
 */
export function decodeRegister(
  register: Register,
  block: RegisterBlock,
  bytes: Uint8Array,
): { value: number | null; text: string } {
  const at = (register.address - block.address) * 2;
  const length = wordsOf(register.type) * 2;
  const view = ordered(bytes.subarray(at, at + length), register.order);
  const raw = read(view, register.type);
  if (register.scale === 1 && register.offset === 0) {
    const value = Number(raw);
    return { value: Number.isFinite(value) ? value : null, text: String(raw) };
  }
  const scaled = Number(raw) * register.scale + register.offset;
  if (!Number.isFinite(scaled)) return { value: null, text: String(raw) };
  // 15 digits: 3 × 0.1 is 0.3.
  const value = Number(scaled.toPrecision(15));
  return { value, text: String(value) };
}

function read(view: DataView, type: RegisterType): number | bigint {
  switch (type) {
    case 'int16':
      return view.getInt16(0);
    case 'uint16':
      return view.getUint16(0);
    case 'int32':
      return view.getInt32(0);
    case 'uint32':
      return view.getUint32(0);
    case 'float32':
      return shortest(view.getFloat32(0));
    case 'int64':
      return view.getBigInt64(0);
    case 'uint64':
      return view.getBigUint64(0);
    case 'float64':
      return view.getFloat64(0);
  }
}

/** The shortest decimal number that is the same float32: 23.45, not 23.450000762939453. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

/** The bytes of one value, most significant first. */
function ordered(bytes: Uint8Array, order: ByteOrder): DataView {
  const out = new Uint8Array(bytes.length);
  const swapsWords = order === 'CDAB' || order === 'DCBA';
  const swapsBytes = order === 'BADC' || order === 'DCBA';
  const last = bytes.length / 2 - 1;
  for (let word = 0; word <= last; word++) {
    const from = (swapsWords ? last - word : word) * 2;
    out[word * 2] = bytes[from + (swapsBytes ? 1 : 0)] ?? 0;
    out[word * 2 + 1] = bytes[from + (swapsBytes ? 0 : 1)] ?? 0;
  }
  return new DataView(out.buffer);
}

/** Start of the interval that a moment lies in: the time of a poll, so that readings of all stations line up. */
export function slotOf(time: number, intervalMs: number): number {
  return Math.floor(time / intervalMs) * intervalMs;
}
