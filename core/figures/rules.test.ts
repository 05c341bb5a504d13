// How figures are counted and added: nothing is lost by a split, and nothing is added that does not belong together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerDimension } from '../../contract/figures.ts';
import { products } from '../../policy/products.ts';
import { convert, findUnitOfMeasure, unitsOfMeasure } from '../../policy/units-of-measure.ts';
import { type Group, InputColumns } from './input-columns.ts';
import {
  classEnd,
  classOf,
  exactSum,
  type FigureInput,
  inProductUnit,
  type Measure,
  type StatedDimension,
} from './rules.ts';

const group = (inputs: readonly FigureInput[], by: readonly LedgerDimension[], measure: Measure): Group[] => {
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
      ...{ ownerGroup: null, place: 'inside', dataset: 'd', year: null, flag: null, commissioned: null, retired: null },
    },
    amount,
    amountUnit: unit,
  }));

const splits: LedgerDimension[][] = [['city'], ['status'], ['city', 'status'], ['enterprise'], ['product']];

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

describe('columns made from those before', () => {
  it('say what columns made anew say', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 19 }), inputArbitrary, fc.constantFrom(['offshore'], null)), {
      maxLength: 6,
    });
    const before = fc.array(inputArbitrary, { minLength: 20, maxLength: 20 });
    const measures: Measure[] = ['records', 'amount', 'enterprises'];
    const by: LedgerDimension[] = ['city', 'flag', 'product', 'capacityClass'];
    fc.assert(
      fc.property(before, changes, fc.boolean(), (inputs, changed, grow) => {
        const columns = new InputColumns(inputs);
        // Made, so that there is something to go on from.
        for (const measure of measures) columns.group(columns.select([], [['capacity', 1, null]]), by, measure);
        const after = [...inputs];
        for (const [at, input, flag] of changed) after[at] = { ...input, keys: { ...input.keys, flag } };
        const [first] = inputs;
        if (grow && first) after.push(first);
        const [next, anew] = [new InputColumns(after, columns), new InputColumns(after)];
        for (const measure of measures) {
          const [left, right] = [next, anew].map((each) =>
            each.group(each.select([['city', (key) => key !== null]], [['capacity', 1, null]]), by, measure),
          );
          expect(left).toEqual(right);
        }
      }),
    );
  });
});

describe('keys that a record has several of', () => {
  const flagLists = [['nearBoundary'], ['offshore', 'blankCapacity'], ['blankCapacity'], []];
  const flagged = fc
    .tuple(inputArbitrary, fc.constantFrom(...flagLists, null))
    .map(([input, flag]) => ({ ...input, keys: { ...input.keys, flag } }));
  const has = ({ keys: { flag } }: FigureInput, key: unknown): boolean =>
    Array.isArray(flag) ? flag.includes(key) : flag === key;

  it('count it once under each, and once in the total', () => {
    fc.assert(
      fc.property(
        fc.array(flagged, { maxLength: 30 }),
        fc.constantFrom<LedgerDimension[][]>(['flag'], ['city', 'flag']),
        (inputs, by) => {
          const rows = group(inputs, by, 'records');
          for (const row of rows)
            expect(row.value).toBe(
              inputs.filter(
                (input) => has(input, row.keys.flag) && (by.length === 1 || input.keys.city === row.keys.city),
              ).length,
            );
          const expected = inputs.flatMap(({ keys: { flag } }) => flag ?? [null]);
          expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBe(expected.length);
          expect(group(inputs, [], 'records')[0]?.value ?? 0).toBe(inputs.length);
        },
      ),
    );
  });

  it('are shown only so far as they were asked for', () => {
    fc.assert(
      fc.property(fc.array(flagged), (inputs) => {
        const columns = new InputColumns(inputs);
        const selection = columns.select([['flag', (key) => key === 'blankCapacity']]);
        const rows = columns.group(selection, ['flag'], 'records');
        const count = inputs.filter((input) => has(input, 'blankCapacity')).length;
        expect(rows.map((row) => [row.keys.flag, row.value])).toEqual(count === 0 ? [] : [['blankCapacity', count]]);
      }),
    );
  });
});

describe('classes of capacity', () => {
  it('go from one edge to the next, each 1, 2 or 5 times a power of ten', () => {
    fc.assert(
      fc.property(fc.oneof(amountArbitrary, fc.double({ min: 1e-6, max: 1e9, noNaN: true })), (amount) => {
        const edge = classOf(amount);
        expect(classOf(edge)).toBe(edge);
        if (amount === 0) expect(edge).toBe(0);
        else {
          expect(edge).toBeLessThanOrEqual(amount);
          expect(classEnd(edge)).toBeGreaterThan(amount);
          expect(edge.toExponential()).toMatch(/^[125]e/);
          expect(classOf(classEnd(edge))).toBe(classEnd(edge));
        }
      }),
      { numRuns: 500 },
    );
    expect([0, 0.3, 199.9, 200, 350, 499, 500, 1000].map(classOf)).toEqual([0, 0.2, 100, 200, 200, 200, 500, 1000]);
  });

  it('of different units of measure are never one row, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary), (inputs) => {
        const rows = group(inputs, ['product', 'capacityClass'], 'records');
        expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBe(inputs.length);
        for (const { keys, classUnit, value } of rows) {
          const members = inputs.filter((input) => {
            const { amount, unit } = inProductUnit(input.keys.product as string | null, input.amount, input.amountUnit);
            if (input.keys.product !== keys.product) return false;
            return amount === null
              ? keys.capacityClass === null
              : classOf(amount) === keys.capacityClass && unit === classUnit;
          });
          expect(value).toBe(members.length);
        }
      }),
    );
  });
});

describe('a range', () => {
  it('takes in both of its ends, and nothing that states no value in the unit of its product', () => {
    const bound = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
    const small = inputArbitrary.map((input) => ({
      ...input,
      amount: input.amount === null ? null : input.amount % 120,
    }));
    fc.assert(
      fc.property(fc.array(small), bound, bound, (inputs, least, greatest) => {
        const { rows } = new InputColumns(inputs).select([], [['capacity', least, greatest]]);
        const expected = inputs.flatMap(({ keys, amount, amountUnit }, at) => {
          const product = products.find((each) => each.id === keys.product);
          const stated = inProductUnit(keys.product as string | null, amount, amountUnit);
          if (stated.amount === null || (product && stated.unit !== product.unit)) return [];
          return stated.amount >= (least ?? -1) && stated.amount <= (greatest ?? 1e12) ? [at] : [];
        });
        expect([...rows]).toEqual(expected);
      }),
    );
  });

  it('of years is that of the stated date, and is met by one and the same record as the conditions', () => {
    const [first] = fc.sample(inputArbitrary, 1);
    if (!first) throw new Error('nothing sampled');
    const unit = (city: number, commissioned: number | null): FigureInput => ({
      ...first,
      keys: { ...first.keys, city, commissioned },
    });
    const columns = new InputColumns([unit(370100, 2003), unit(370200, 2010), unit(370100, null)]);
    const rows = (least: number | null, greatest: number | null, city: number) => [
      ...columns.select([['city', (key) => key === city]], [['commissioned', least, greatest]]).rows,
    ];
    expect(rows(2003, 2010, 370100)).toEqual([0]);
    expect(rows(2004, null, 370100)).toEqual([]);
    expect(rows(null, null, 370100)).toEqual([0]);
    expect(rows(2010, 2010, 370200)).toEqual([1]);
  });
});

describe('amounts', () => {
  it('of different products or quantities never meet in a row', () => {
    fc.assert(
      fc.property(fc.array(inputArbitrary), fc.constantFrom(...splits), (inputs, by) => {
        for (const row of group(inputs, by, 'amount')) {
          const quantities = inputs
            .filter((input) =>
              by.every((dimension) => input.keys[dimension as StatedDimension] === row.keys[dimension]),
            )
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
    expect(inProductUnit('crude-steel', 0.07, 'Mt/a')).toEqual({ amount: 70, unit: 'kt/a' });
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
