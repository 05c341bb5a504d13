// What a reader typed as a correction, turned into the value that is recorded. Pure.

/** Attributes that hold numbers; all others hold text. */
const numeric: ReadonlySet<string> = new Set(['capacity', 'longitude', 'latitude', 'value']);

export const isNumeric = (attribute: string): boolean => numeric.has(attribute);

export type CorrectedValue =
  | { readonly kind: 'value'; readonly value: string | number | null }
  | { readonly kind: 'problem'; readonly problem: 'needNumber' | 'needText' };

/** `text` as typed; `unknown` wins over it. Digits of either width and grouping commas are understood; blank is never 0. */
export function correctedValue(attribute: string, text: string, unknown: boolean): CorrectedValue {
  if (unknown) return { kind: 'value', value: null };
  const plain = text.normalize('NFKC').trim();
  if (!isNumeric(attribute)) {
    return plain === '' ? { kind: 'problem', problem: 'needText' } : { kind: 'value', value: text.trim() };
  }
  const digits = plain.replaceAll(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(digits)) return { kind: 'problem', problem: 'needNumber' };
  return { kind: 'value', value: Number(digits) };
}
