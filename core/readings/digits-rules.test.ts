// Texts come back digit for digit.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalsOf, textOf } from './digits-rules.ts';

it('a text that is left out is written again as it was', () => {
  const digit = fc.constantFrom(...'0123456789');
  const text = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        fc.string({ unit: digit, maxLength: 17 }),
        fc.constantFrom('', '.'),
        fc.string({ unit: digit, maxLength: 17 }),
      )
      .map((parts) => parts.join('')),
    fc.double().map(String),
    fc.string(),
  );
  fc.assert(
    fc.property(text, fc.boolean(), (sent, isOther) => {
      const value = Number(sent) + (isOther ? 1 : 0);
      const decimals = decimalsOf(sent, value + 0);
      if (decimals >= 0) expect(textOf(value + 0, decimals)).toBe(sent);
    }),
    { numRuns: 2_000 },
  );
});

it('most texts are left out', () => {
  const plain = ['0', '7', '12.50', '-3.1', '0.001', '100000', '123456789.01234', '0.0'];
  expect(plain.map((text) => decimalsOf(text, Number(text)))).toEqual([0, 0, 2, 1, 3, 0, 5, 1]);
  const kept = ['', '-', '.5', '5.', '007', '-0', '1e3', '+1', ' 1', '12,5', '1234567890123456', 'NaN'];
  expect(kept.map((text) => decimalsOf(text, Number(text)))).toEqual(kept.map(() => -1));
  // The text of another number: a register as it was read beside the value that was made of it.
  expect(decimalsOf('1234', 12.34)).toBe(-1);
});
