// How figures are counted and added: nothing is lost by a split, and nothing is added that does not belong together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureDimension } from '../../contract/figures.ts';
import { products } from '../../policy/products.ts';
import { convert, findUnitOfMeasure, unitsOfMeasure } from '../../policy/units-of-measure.ts';
import { type Group, InputColumns } from './input-columns.ts';
import { exactSum, type FigureInput, inProductUnit, type Measure } from './rules.ts';

const group = (inputs: readonly FigureInput[], by: readonly FigureDimension[], measure: Measure): Group[] => {
  const columns = new InputColumns(inputs);
  return columns.group(columns.select([]), by, measure);
};

/** Amounts as ledgers write them: at most three decimals. */
const amountArbitrary = fc.integer({ min: 0, max: 1_000_000_000 }).map((thousandths) => thousandths / 1000);

const inputArbitrary: fc.Arbitrary<FigureInput> = fc
  .record({
    enterprise: fc.integer({ min: 1, max: 6 }),
    city: fc.constantFrom(370100, 370200, null),
    status: fc.constantFrom('operating', 'retired', null),
    product: fc.constantFrom('crude-steel', 'cement', 'coal-fired-power', '蜂蜜', null),
    unit: fc.constantFrom('kt/a', 'Mt/a', '万吨/年', 'MW', '罐/年', ''),
    amount: fc.option(amountArbitrary, { nil: null }),
  })
  .map(({ enterprise, city, status, product, unit, amount }) => ({
    enterpriseId: `E${enterprise}`,
    recordId: `${enterprise}`,
    keys: {
      ...{ city, status, product, enterprise: `E${enterprise}`, county: null, industry: null, captive: null },
      ...{ ownerGroup: null, place: 'inside', dataset: 'd', year: null },
    },
    amount,
    amountUnit: unit,
  }));

const splits: FigureDimension[][] = [['city'], ['status'], ['city', 'status'], ['enterprise'], ['product']];

describe('a split', () => {
  it('of units adds up to the total', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary), fc.constantFrom(...splits), (inputs, by) => {
        const rows = group(inputs, by, 'records');
        expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBe(inputs.length);
      }),
    );
  });

  it('of amounts adds up to the total of each product and unit, and so do the missing ones', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary, { maxLength: 40 }), fc.constantFrom(...splits), (inputs, by) => {
        const rows = group(inputs, by, 'amount');
        const totals = group(inputs, [], 'amount');
        for (const total of totals) {
          const parts = rows.filter((row) => row.product === total.product && row.unit === total.unit);
          expect(parts.reduce((sum, row) => sum + row.inputs, 0)).toBe(total.inputs);
          expect(parts.reduce((sum, row) => sum + row.missing, 0)).toBe(total.missing);
          const stated = parts.flatMap((row) => row.value ?? []);
          if (stated.length === 0) expect(total.value).toBeNull();
          else expect(exactSum(stated)).toBe(total.value);
        }
        expect(totals.reduce((sum, total) => sum + total.inputs, 0)).toBe(inputs.length);
      }),
    );
  });

  it('of enterprises adds up to the total or more: one with units in two cities counts in both', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary), fc.constantFrom(...splits), (inputs, by) => {
        const [total] = group(inputs, [], 'enterprises');
        const rows = group(inputs, by, 'enterprises');
        expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBeGreaterThanOrEqual(total?.value ?? 0);
        expect(total?.value ?? 0).toBe(new Set(inputs.map((input) => input.enterpriseId)).size);
      }),
    );
  });
});

describe('amounts', () => {
  it('of different products or quantities never meet in a row', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary), fc.constantFrom(...splits), (inputs, by) => {
        for (const row of group(inputs, by, 'amount')) {
          const quantities = inputs
            .filter((input) => by.every((dimension) => input.keys[dimension] === row.keys[dimension]))
            .filter((input) => input.keys.product === row.product)
            .filter((input) => inProductUnit(row.product, input.amount, input.amountUnit).unit === row.unit)
            .filter((input) => input.amountUnit !== '')
            .map((input) => findUnitOfMeasure(input.amountUnit)?.quantity ?? input.amountUnit);
          expect(new Set(quantities).size).toBeLessThanOrEqual(1);
          // Each row names its product, whether that was asked for or not.
          expect(row.keys.product).toBe(row.product);
        }
      }),
    );
  });

  it('that are all unknown are unknown, not zero', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary, { minLength: 1 }), (inputs) => {
        const blank = inputs.map((input) => ({ ...input, amount: null }));
        for (const row of group(blank, ['city'], 'amount'))
          expect(row).toMatchObject({ value: null, missing: row.inputs });
      }),
    );
  });

  it('are given in the unit of their product, exactly', () => {
    expect(inProductUnit('crude-steel', 4.61, 'Mt/a')).toEqual({ amount: 4610, unit: 'kt/a' });
    expect(inProductUnit('crude-steel', 150, '万吨/年')).toEqual({ amount: 1500, unit: 'kt/a' });
    expect(inProductUnit('cement', 433300, '吨/年')).toEqual({ amount: 0.4333, unit: 'Mt/a' });
    expect(inProductUnit('coal-fired-power', 35, '万千瓦')).toEqual({ amount: 350, unit: 'MW' });
    // Days of running are a statement of their own: t/d stays what it is.
    expect(inProductUnit('cement', 5000, 't/d')).toEqual({ amount: 5000, unit: 't/d' });
    expect(inProductUnit('蜂蜜', 5, '罐/年')).toEqual({ amount: 5, unit: '罐/年' });
    expect(inProductUnit(null, 5, '')).toEqual({ amount: 5, unit: '?' });
    expect(inProductUnit('clinker', null, '')).toEqual({ amount: null, unit: 't/d' });
  });

  it('of every product can be converted from every unit of its quantity and back', () => {
    for (const product of products) {
      const own = findUnitOfMeasure(product.unit);
      expect(own, product.id).not.toBeNull();
      for (const other of unitsOfMeasure) {
        if (!own || other.quantity !== own.quantity) continue;
        const { amount, unit } = inProductUnit(product.id, 123.456, other.id);
        expect(unit).toBe(own.id);
        expect(convert(amount ?? Number.NaN, own, other)).toBeCloseTo(123.456, 9);
      }
    }
  });
});

describe('exactSum', () => {
  it('has no binary noise: it is the sum that a person would write', () => {
    expect(exactSum([0.1, 0.2])).toBe(0.3);
    expect(exactSum([1.41, 1.85])).toBe(3.26);
    expect(exactSum([])).toBe(0);
    expect(exactSum([1e9, 0.001, -1e9])).toBe(0.001);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { maxLength: 300 }), (thousandths) => {
        const whole = thousandths.reduce((sum, amount) => sum + BigInt(amount), 0n);
        expect(exactSum(thousandths.map((amount) => amount / 1000))).toBe(Number(whole) / 1000);
      }),
    );
  });

  it('is the same in every order', () => {
    const anyAmount = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(anyAmount, { maxLength: 50 }), fc.infiniteStream(fc.nat()), (amounts, order) => {
        const shuffled = amounts
          .map((amount) => ({ amount, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ amount }) => amount);
        expect(exactSum(shuffled)).toBe(exactSum(amounts));
        expect(exactSum(amounts.toReversed())).toBe(exactSum(amounts));
      }),
      { numRuns: 500 },
    );
  });
});
