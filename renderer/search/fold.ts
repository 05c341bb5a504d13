// How letters are made alike before they are compared (half width, lower case, no tone marks), and what counts as one. Pure.

const letterOrDigit = /[\p{L}\p{N}\p{Cs}]/u;
const han = /\p{Script=Han}/u;

const isHanBit = 1 << 16;
const isSeparatorBit = 1 << 17;
const isKnownBit = 1 << 18;

/** By UTF-16 unit: the folded unit and the bits above; filled as units are met. */
const units = new Uint32Array(0x1_0000);

function learn(unit: number): number {
  const character = String.fromCharCode(unit);
  const plain = character.normalize('NFKC').toLowerCase();
  const bare = plain.normalize('NFD')[0] ?? plain;
  // Whatever would become several units stays as it is, so that positions keep their meaning.
  const folded = plain.length === 1 ? (/[a-z]/.test(bare) ? bare : plain) : character;
  const learned =
    folded.charCodeAt(0) |
    (han.test(character) ? isHanBit : 0) |
    // Halves of rare characters are letters.
    (letterOrDigit.test(character) ? 0 : isSeparatorBit) |
    isKnownBit;
  units[unit] = learned;
  return learned;
}

const about = (unit: number): number => units[unit] || learn(unit);

/** The unit that `unit` is compared as. */
export const foldedUnit = (unit: number): number => about(unit) & 0xffff;

/** Spaces, brackets and other marks, which searching passes over. */
export const isSeparator = (unit: number): boolean => (about(unit) & isSeparatorBit) !== 0;

export const isHan = (unit: number): boolean => (about(unit) & isHanBit) !== 0;

/** One bit for each of a–z; 0 for anything else. */
export const letterBit = (unit: number): number => (unit >= 0x61 && unit <= 0x7a ? 1 << (unit - 0x61) : 0);

/** One of 31 bits for whatever is not a–z: symbols that share one can't be told apart by it. */
export const otherBit = (unit: number): number => (letterBit(unit) === 0 ? 1 << (unit % 31) : 0);
