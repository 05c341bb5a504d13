// About how wide a short text is drawn, for columns whose headers must not be cut. Pure.

/** Width in rem: characters of full width take one, all others a little more than half. */
export function textWidthRem(text: string): number {
  let width = 0;
  for (const sign of text)
    width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60]/.test(sign) ? 1 : 0.58;
  return width;
}

/** Width of a column that holds its header with sort and filter signs beside it, and at least `leastRem`. */
export function columnWidthRem(header: string, leastRem: number): number {
  return Math.max(leastRem, textWidthRem(header) + 3);
}
