// The columns of one slice, each made when a figure first asks for it, from those of the slice before where that is quicker.
import type { LedgerSlice } from '../ledger/slice.ts';
import type { Figure } from './catalogue.ts';
import { enterpriseInputs, lifeInputs, outputInputs, type TracedInput, unitInputs } from './figure-inputs.ts';
import { InputColumns } from './input-columns.ts';

type Columns = InputColumns<TracedInput>;

export class SliceColumns {
  readonly #slice: LedgerSlice;
  /** Made for an earlier slice; held until this one's are made. */
  #unitsBefore: Columns | null;
  #enterprisesBefore: Columns | null;
  #units: Columns | null = null;
  #enterprises: Columns | null = null;
  #outputs: Columns | null = null;
  #lives: { readonly lastYear: number; readonly columns: Columns } | null = null;

  constructor(slice: LedgerSlice, before: SliceColumns | null) {
    this.#slice = slice;
    this.#unitsBefore = before && (before.#units ?? before.#unitsBefore);
    this.#enterprisesBefore = before && (before.#enterprises ?? before.#enterprisesBefore);
  }

  /** What a figure is made from; `lastYear` is the last one at whose end units stand. */
  of({ of, measure }: Figure, lastYear: number): Columns {
    if (of === 'outputs') {
      this.#outputs ??= new InputColumns(outputInputs(this.#slice.outputs));
      return this.#outputs;
    }
    if (of === 'lives') {
      if (this.#lives?.lastYear !== lastYear)
        this.#lives = { lastYear, columns: new InputColumns(lifeInputs(this.#ofUnits().inputs, lastYear)) };
      return this.#lives.columns;
    }
    if (measure !== 'enterprises') return this.#ofUnits();
    if (!this.#enterprises) {
      const inputs = enterpriseInputs(this.#ofUnits().inputs, this.#slice);
      this.#enterprises = new InputColumns(inputs, this.#enterprisesBefore);
      this.#enterprisesBefore = null;
    }
    return this.#enterprises;
  }

  #ofUnits(): Columns {
    if (!this.#units) {
      this.#units = new InputColumns(unitInputs(this.#slice.units, this.#unitsBefore?.inputs), this.#unitsBefore);
      this.#unitsBefore = null;
    }
    return this.#units;
  }
}
