// The inputs of figures by column: what a figure filters, groups and adds, without touching the records themselves. Pure.
import type { FigureDimension, FigureKey } from '../../contract/figures.ts';
import { COUNT, exactSum, type FigureInput, inProductUnit, type Measure } from './rules.ts';

export interface Group {
  readonly keys: Partial<Record<FigureDimension, FigureKey>>;
  readonly product: string | null;
  readonly unit: string;
  readonly value: number | null;
  readonly inputs: number;
  readonly missing: number;
}

/** One value a row, as indexes into the distinct values. */
interface Coded {
  readonly codes: Int32Array;
  readonly values: readonly FigureKey[];
}

/** What a condition on a dimension accepts. */
export type Condition = readonly [dimension: FigureDimension, accepts: (key: FigureKey) => boolean];

/** Rows by their place in the list of inputs. */
export type Rows = Int32Array;

/**
 * Columns are made when a figure first asks for them and serve every later one: a province's 60,000 units are grouped in
 * a few milliseconds where a text key for each record would take ten times as long.
 */
export class InputColumns<T extends FigureInput> {
  readonly inputs: readonly T[];
  readonly #all: Rows;
  readonly #dimensions = new Map<FigureDimension, Coded>();
  #enterprises: Coded | null = null;
  /** Amounts in their product's unit; NaN = not stated. */
  #amounts: { readonly values: Float64Array; readonly units: Coded } | null = null;

  constructor(inputs: readonly T[]) {
    this.inputs = inputs;
    this.#all = Int32Array.from(inputs.keys());
  }

  /** The rows that fulfil every condition, in order. */
  select(conditions: readonly Condition[]): Rows {
    let rows: Rows = this.#all;
    for (const [dimension, accepts] of conditions) {
      const { codes, values } = this.#dimension(dimension);
      const accepted = values.map(accepts);
      rows = rows.filter((row) => accepted[codes[row] as number]);
    }
    return rows;
  }

  /**
   * Groups rows by the dimensions asked for. Amounts are never added across products or units of measure: for them every
   * group is also split by these two.
   */
  group(rows: Rows, by: readonly FigureDimension[], measure: Measure): Group[] {
    const amounts = measure === 'amount' ? this.#stated() : null;
    const split = by.map((dimension) => this.#dimension(dimension));
    if (amounts) split.push(this.#dimension('product'), amounts.units);
    const { groupOf, firsts } = partition(rows, split);
    const tallies = firsts.map(() => ({
      inputs: 0,
      missing: 0,
      amounts: [] as number[],
      enterprises: new Set<number>(),
    }));
    const enterprises = measure === 'enterprises' ? this.#enterprise().codes : null;
    rows.forEach((row, at) => {
      const tally = tallies[groupOf[at] as number];
      if (!tally) return;
      tally.inputs += 1;
      if (enterprises) tally.enterprises.add(enterprises[row] as number);
      if (!amounts) return;
      const amount = amounts.values[row] as number;
      if (Number.isNaN(amount)) tally.missing += 1;
      else tally.amounts.push(amount);
    });
    return tallies.map((tally, index) => {
      const first = firsts[index] as number;
      const keys: Group['keys'] = {};
      for (const dimension of by) keys[dimension] = valueAt(this.#dimension(dimension), first);
      const product = amounts ? (valueAt(this.#dimension('product'), first) as string | null) : null;
      if (amounts) keys.product = product;
      const { inputs, missing } = tally;
      const counted = measure === 'enterprises' ? tally.enterprises.size : inputs;
      const sum = tally.amounts.length === 0 ? null : exactSum(tally.amounts);
      return {
        keys,
        product,
        unit: amounts ? String(valueAt(amounts.units, first)) : COUNT,
        value: amounts ? sum : counted,
        inputs: counted,
        missing,
      };
    });
  }

  #dimension(dimension: FigureDimension): Coded {
    let coded = this.#dimensions.get(dimension);
    if (!coded) {
      coded = encode(this.inputs, (input) => input.keys[dimension]);
      this.#dimensions.set(dimension, coded);
    }
    return coded;
  }

  #enterprise(): Coded {
    this.#enterprises ??= encode(this.inputs, (input) => input.enterpriseId);
    return this.#enterprises;
  }

  #stated(): { readonly values: Float64Array; readonly units: Coded } {
    if (this.#amounts) return this.#amounts;
    const stated = this.inputs.map(({ keys, amount, amountUnit }) =>
      inProductUnit(keys.product as string | null, amount, amountUnit),
    );
    this.#amounts = {
      values: Float64Array.from(stated, ({ amount }) => amount ?? Number.NaN),
      units: encode(stated, ({ unit }) => unit),
    };
    return this.#amounts;
  }
}

const valueAt = ({ codes, values }: Coded, row: number): FigureKey => values[codes[row] as number] ?? null;

function encode<T>(inputs: readonly T[], keyOf: (input: T) => FigureKey): Coded {
  const codeOf = new Map<FigureKey, number>();
  const codes = Int32Array.from(inputs, (input) => {
    const key = keyOf(input);
    const known = codeOf.get(key);
    if (known !== undefined) return known;
    codeOf.set(key, codeOf.size);
    return codeOf.size - 1;
  });
  return { codes, values: [...codeOf.keys()] };
}

/** Numbers the groups in the order in which they first occur; `firsts` = the first row of each. */
function partition(rows: Rows, split: readonly Coded[]): { groupOf: Int32Array; firsts: number[] } {
  let groupOf = new Int32Array(rows.length);
  let firsts = rows.length > 0 ? [rows[0] as number] : [];
  for (const { codes, values } of split) {
    const numberOf = new Map<number, number>();
    const next = new Int32Array(rows.length);
    firsts = [];
    // Plain indexes: an iterator would cost more than all that is done here.
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as number;
      const id = (groupOf[at] as number) * values.length + (codes[row] as number);
      let number = numberOf.get(id);
      if (number === undefined) {
        number = firsts.length;
        numberOf.set(id, number);
        firsts.push(row);
      }
      next[at] = number;
    }
    groupOf = next;
  }
  return { groupOf, firsts };
}
