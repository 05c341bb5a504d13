// The text of a value beside the value: most texts are the number written with some decimals, so that their number is enough.

/** More digits than these a double does not hold for sure. */
const SURE_DIGITS = 15;
const ZERO = 48;
const NINE = 57;

const powersOfTen = Array.from({ length: SURE_DIGITS + 1 }, (_, power) => 10 ** power);

/** d where `text` is `value.toFixed(d)` and reading it gives `value` again; -1 where the text has to be kept. */
export function decimalsOf(text: string, value: number): number {
  const length = text.length;
  const start = text.charCodeAt(0) === 45 ? 1 : 0;
  let whole = 0;
  let point = -1;
  for (let index = start; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) whole = whole * 10 + (code - ZERO);
    else if (code === 46 && point < 0 && index > start && index < length - 1) point = index;
    else return -1;
  }
  const digits = length - start - (point < 0 ? 0 : 1);
  if (digits < 1 || digits > SURE_DIGITS) return -1;
  // 007 and -0.0 are written otherwise by toFixed.
  if (text.charCodeAt(start) === ZERO && digits > 1 && point !== start + 1) return -1;
  if (start === 1 && whole === 0) return -1;
  const decimals = point < 0 ? 0 : length - 1 - point;
  // Both exact, so that the quotient is the double nearest to the text.
  const read = whole / (powersOfTen[decimals] as number);
  return (start === 1 ? -read : read) === value ? decimals : -1;
}

/** The text again. */
export function textOf(value: number | null, digits: number | string): string {
  return typeof digits === 'string' ? digits : (value ?? Number.NaN).toFixed(digits);
}
