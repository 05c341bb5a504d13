import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadingTable } from './reading-table-rules.ts';

it('gives numbers back as JavaScript writes them', () => {
  const decimal = fc.tuple(fc.integer(), fc.nat({ max: 12 })).map(([whole, decimals]) => whole / 10 ** decimals);
  fc.assert(
    fc.property(
      fc.oneof(fc.double(), decimal, fc.constantFrom(1e21, 1e-7, 0.000001, 123456789012345680, 0.1 + 0.2)),
      (value) => {
        const table = new ReadingTable();
        table.pushNumber('d', 'a', 5, value, 'N');
        const isNumber = Number.isFinite(value);
        const text = String(value);
        expect([...table]).toEqual([
          { device: 'd', address: 'a', time: 5, value: isNumber ? value : null, text, flag: 'N' },
        ]);
      },
    ),
    { numRuns: 2000 },
  );
});

it('gives texts back as they were, whatever they mean', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.double().map(String), fc.stringMatching(/^-?0*\d{1,17}(\.\d{0,6})?$/)),
      (text) => {
        const value = text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text);
        const table = new ReadingTable();
        table.pushText('d', 'a', 5, value, text, null);
        table.pushText('d', 'b', 6, null, '--', null);
        expect(Array.from(table, (reading) => [reading.value, reading.text])).toEqual([
          [value, text],
          [null, '--'],
        ]);
      },
    ),
    { numRuns: 2000 },
  );
});
