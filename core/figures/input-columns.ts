// The inputs of figures by column: what a figure filters, groups and adds, without touching the records themselves. Pure.
import type { FigureKey, FigureMeasure, LedgerDimension } from '../../contract/figures.ts';
import { type CodedColumn, encode, gather, revise } from './coded-column.ts';
import { COUNT, classOf, exactSum, type FigureInput, inProductUnit, isInProductUnit, type Measure } from './rules.ts';

export interface Group {
  readonly keys: Partial<Record<LedgerDimension, FigureKey>>;
  readonly product: string | null;
  readonly unit: string;
  /** Unit of measure of the group's class of capacity, where that was asked for and is known. */
  readonly classUnit: string | null;
  readonly value: number | null;
  readonly inputs: number;
  readonly missing: number;
}

/** What a condition on a dimension accepts. */
export type Condition = readonly [dimension: LedgerDimension, accepts: (key: FigureKey) => boolean];

/** Least and greatest value, both included; null = open. */
export type Range = readonly [measure: FigureMeasure, least: number | null, greatest: number | null];

/** Rows by their place in the list of inputs. */
export type Rows = Int32Array;

/** Rows that fulfil conditions; a row of several keys is grouped under those alone that the conditions accept. */
export interface Selection {
  readonly rows: Rows;
  readonly conditions: readonly Condition[];
}

/** Above this many changed rows, columns are made anew. */
const MOST_REVISED = 1_000;

/**
 * Columns are made when a figure first asks for them and serve every later one: a province's 60,000 units are grouped in
 * a few milliseconds where a text key for each record would take ten times as long.
 */
export class InputColumns<T extends FigureInput> {
  readonly inputs: readonly T[];
  readonly #all: Rows;
  readonly #dimensions = new Map<LedgerDimension, CodedColumn>();
  readonly #measures = new Map<FigureMeasure, Float64Array>();
  /** Amounts in their product's unit; NaN = not stated. */
  #amounts: { readonly values: Float64Array; readonly units: CodedColumn } | null = null;
  /** The unit of measure of each class of capacity, beside its keys: 200 MW and 200 t/d are two classes. */
  #classUnits: readonly (string | null)[] = [];

  /** With `before` of the same length, columns that it has are revised where inputs differ. */
  constructor(inputs: readonly T[], before: InputColumns<T> | null = null) {
    this.inputs = inputs;
    this.#all = Int32Array.from(inputs.keys());
    if (before?.inputs.length !== inputs.length) return;
    const changed: number[] = [];
    for (let row = 0; row < inputs.length && changed.length <= MOST_REVISED; row += 1)
      if (inputs[row] !== before.inputs[row]) changed.push(row);
    if (changed.length > MOST_REVISED) return;
    for (const [dimension, column] of before.#dimensions) {
      if (dimension !== 'capacityClass')
        this.#dimensions.set(
          dimension,
          revise(column, inputs, changed, ({ keys }) => keys[dimension]),
        );
    }
    if (!before.#amounts) return;
    const values = before.#amounts.values.slice();
    for (const row of changed) values[row] = statedOf(inputs[row] as T).amount ?? Number.NaN;
    this.#amounts = { values, units: revise(before.#amounts.units, inputs, changed, (input) => statedOf(input).unit) };
  }

  /** The rows that fulfil every condition and lie in every range, in order. */
  select(conditions: readonly Condition[], ranges: readonly Range[] = []): Selection {
    let rows: Rows = this.#all;
    for (const [dimension, accepts] of conditions) {
      const { codes, lists, values } = this.#dimension(dimension);
      const keys = values.map(accepts);
      const accepted = lists ? lists.map((list) => list.some((code) => keys[code])) : keys;
      rows = rows.filter((row) => accepted[codes[row] as number]);
    }
    for (const [measure, least, greatest] of ranges) {
      const values = this.#measure(measure);
      const [from, to] = [least ?? Number.NEGATIVE_INFINITY, greatest ?? Number.POSITIVE_INFINITY];
      rows = rows.filter((row) => {
        const value = values[row] as number;
        return value >= from && value <= to;
      });
    }
    return { rows, conditions };
  }

  /**
   * Groups rows by the dimensions asked for. Amounts are never added across products or units of measure: for them every
   * group is also split by these two.
   */
  group(selection: Selection, by: readonly LedgerDimension[], measure: Measure): Group[] {
    const amounts = measure === 'amount' ? this.#stated() : null;
    const { rows, split } = this.#expand(selection, by);
    const classes = split[by.indexOf('capacityClass')];
    if (amounts) {
      const product = this.#dimension('product');
      split.push({ values: product.values, codes: gather(product.codes, rows) });
      split.push({ values: amounts.units.values, codes: gather(amounts.units.codes, rows) });
    }
    const { groupOf, firsts } = partition(rows.length, split);
    const tallies = firsts.map(() => ({
      inputs: 0,
      missing: 0,
      amounts: [] as number[],
      enterprises: new Set<number>(),
    }));
    const enterprises = measure === 'enterprises' ? this.#dimension('enterprise').codes : null;
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
      const keyAt = (column: Split | undefined): FigureKey => column?.values[column.codes[first] as number] ?? null;
      const keys: Group['keys'] = {};
      for (const [at, dimension] of by.entries()) keys[dimension] = keyAt(split[at]);
      const product = amounts ? (keyAt(split.at(-2)) as string | null) : null;
      if (amounts) keys.product = product;
      const { inputs, missing } = tally;
      const counted = measure === 'enterprises' ? tally.enterprises.size : inputs;
      const sum = tally.amounts.length === 0 ? null : exactSum(tally.amounts);
      return {
        keys,
        product,
        unit: amounts ? String(keyAt(split.at(-1))) : COUNT,
        classUnit: classes ? (this.#classUnits[classes.codes[first] as number] ?? null) : null,
        value: amounts ? sum : counted,
        inputs: counted,
        missing,
      };
    });
  }

  /** The rows once for each combination of their keys, and the code of each in every dimension asked for. */
  #expand({ rows, conditions }: Selection, by: readonly LedgerDimension[]): { rows: Rows; split: Split[] } {
    let expanded = rows;
    let chosen = new Map<LedgerDimension, Int32Array>();
    for (const dimension of new Set(by)) {
      const { codes, lists, values } = this.#dimension(dimension);
      if (!lists) continue;
      const isAccepted = acceptedCodes(dimension, values, conditions);
      const accepted = lists.map((list) => list.filter(isAccepted));
      const counts = accepted.map((list) => list.length);
      let length = 0;
      for (const row of expanded) length += counts[codes[row] as number] as number;
      const from = new Int32Array(length);
      const keys = new Int32Array(length);
      let at = 0;
      for (const [place, row] of expanded.entries()) {
        for (const code of accepted[codes[row] as number] as readonly number[]) {
          from[at] = place;
          keys[at] = code;
          at += 1;
        }
      }
      chosen = new Map([...chosen].map(([other, column]) => [other, gather(column, from)]));
      chosen.set(dimension, keys);
      expanded = gather(expanded, from);
    }
    const split = by.map((dimension): Split => {
      const { codes, values } = this.#dimension(dimension);
      return { values, codes: chosen.get(dimension) ?? gather(codes, expanded) };
    });
    return { rows: expanded, split };
  }

  #dimension(dimension: LedgerDimension): CodedColumn {
    let coded = this.#dimensions.get(dimension);
    if (!coded) {
      coded = dimension === 'capacityClass' ? this.#classes() : encode(this.inputs, (input) => input.keys[dimension]);
      this.#dimensions.set(dimension, coded);
    }
    return coded;
  }

  #measure(measure: FigureMeasure): Float64Array {
    const known = this.#measures.get(measure);
    if (known) return known;
    const { values: amounts, units } = this.#stated();
    const values = Float64Array.from(this.inputs, ({ keys }, row) => {
      if (measure !== 'capacity') return typeof keys[measure] === 'number' ? keys[measure] : Number.NaN;
      const unit = String(units.values[units.codes[row] as number]);
      return isInProductUnit(keys.product as string | null, unit) ? (amounts[row] as number) : Number.NaN;
    });
    this.#measures.set(measure, values);
    return values;
  }

  #classes(): CodedColumn {
    const { values: amounts, units } = this.#stated();
    const { codes, entries } = encode(this.inputs, (_input, row) => {
      const amount = amounts[row] as number;
      return Number.isNaN(amount) ? null : `${classOf(amount)} ${units.values[units.codes[row] as number]}`;
    });
    const parts = entries.map((entry) => (entry === null ? null : /^(\S+) (.*)$/s.exec(String(entry))));
    this.#classUnits = parts.map((part) => part?.[2] ?? null);
    return { codes, entries, lists: null, values: parts.map((part) => (part ? Number(part[1]) : null)) };
  }

  #stated(): { readonly values: Float64Array; readonly units: CodedColumn } {
    if (this.#amounts) return this.#amounts;
    const stated = this.inputs.map(statedOf);
    this.#amounts = {
      values: Float64Array.from(stated, ({ amount }) => amount ?? Number.NaN),
      units: encode(stated, ({ unit }) => unit),
    };
    return this.#amounts;
  }
}

const statedOf = ({ keys, amount, amountUnit }: FigureInput): { amount: number | null; unit: string } =>
  inProductUnit(keys.product as string | null, amount, amountUnit);

/** A column to split by: for each place in a list of rows, which of the values. */
interface Split {
  readonly codes: Int32Array;
  readonly values: readonly FigureKey[];
}

function acceptedCodes(
  dimension: LedgerDimension,
  values: readonly FigureKey[],
  conditions: readonly Condition[],
): (code: number) => boolean {
  const own = conditions.filter(([of]) => of === dimension);
  const accepted = values.map((key) => own.every(([, accepts]) => accepts(key)));
  return (code) => accepted[code] === true;
}

/** Numbers the groups in the order in which they first occur; `firsts` = the first place of each. */
function partition(length: number, split: readonly Split[]): { groupOf: Int32Array; firsts: number[] } {
  let groupOf = new Int32Array(length);
  let firsts = length > 0 ? [0] : [];
  for (const { codes, values } of split) {
    const numberOf = new Map<number, number>();
    const next = new Int32Array(length);
    firsts = [];
    // Plain indexes: an iterator would cost more than all that is done here.
    for (let at = 0; at < length; at += 1) {
      const id = (groupOf[at] as number) * values.length + (codes[at] as number);
      let number = numberOf.get(id);
      if (number === undefined) {
        number = firsts.length;
        numberOf.set(id, number);
        firsts.push(at);
      }
      next[at] = number;
    }
    groupOf = next;
  }
  return { groupOf, firsts };
}
