// figure.list, figure.get and figure.explain: names in, numbers with their origin out.
import type {
  FigureDefinition,
  FigureDimension,
  FigureExplanation,
  FigureKey,
  FigureResult,
  FigureRow,
} from '../../contract/figures.ts';
import { AppError } from '../app-error.ts';
import type { Db } from '../db/open.ts';
import { OriginMaps, readOrigins } from '../db/origins.ts';
import type { AskedTimes, LedgerReader, LedgerView } from '../ledger/ledger-reader.ts';
import { type LedgerSlice, placeOfEnterprise, type SliceOutput, type SliceUnit } from '../ledger/slice.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { type Figure, figures } from './catalogue.ts';
import { compareKeys, keyFor, labelOf } from './figure-keys.ts';
import { type Condition, type Group, InputColumns, type Rows } from './input-columns.ts';
import { COUNT, type FigureInput, inProductUnit } from './rules.ts';

export interface FigureAsk extends AskedTimes {
  readonly id: string;
  readonly by: readonly FigureDimension[];
  readonly where: Readonly<Partial<Record<FigureDimension, readonly string[]>>>;
}

/** An input that remembers the record it was made from. */
interface TracedInput extends FigureInput {
  readonly record: SliceUnit | SliceOutput | null;
  readonly enterpriseName: string;
}

interface Inputs {
  readonly units: InputColumns<TracedInput>;
  /** The units, and the enterprises without any: these count as enterprises, and as nothing else. */
  readonly enterprises: InputColumns<TracedInput>;
  readonly outputs: InputColumns<TracedInput>;
}

/** Answers kept for one slice of the ledger. */
const MOST_RESULTS = 2_000;

const definitionOf = ({ id, title, formula, unit, dimensions, rule }: Figure): FigureDefinition => ({
  id,
  title,
  formula,
  unit,
  dimensions,
  rule,
});

export class Figures {
  readonly #db: Db;
  readonly #reader: LedgerReader;
  readonly #boundaries: Boundaries;
  /** Inputs and results live as long as the slice that they were made from. */
  readonly #inputs = new WeakMap<LedgerSlice, Inputs>();
  readonly #results = new WeakMap<LedgerSlice, Map<string, Omit<FigureResult, 'asOf' | 'knownAt' | 'revision'>>>();

  constructor(db: Db, reader: LedgerReader, boundaries: Boundaries) {
    this.#db = db;
    this.#reader = reader;
    this.#boundaries = boundaries;
  }

  list(): FigureDefinition[] {
    return figures.map(definitionOf);
  }

  /** Throws AppError for an unknown figure, dimension or key. */
  async get(ask: FigureAsk): Promise<FigureResult> {
    const figure = this.#find(ask);
    return this.#result(figure, ask, await this.#reader.read(ask));
  }

  /** The figure with its formula and the first `limit` records behind it, each down to its cell. */
  async explain(ask: FigureAsk, limit: number): Promise<FigureExplanation> {
    const figure = this.#find(ask);
    const view = await this.#reader.read(ask);
    const { columns, rows } = this.#select(figure, ask, view.slice);
    const shown = Array.from(rows.subarray(0, limit), (row) => columns.inputs[row] as TracedInput);
    const maps = await OriginMaps.load(this.#db.sql);
    // What a count rests on is that the record is there at all: the cell that names it.
    const attribute = figure.of === 'outputs' ? 'value' : figure.measure === 'amount' ? 'capacity' : 'name';
    const refs = shown.map(({ record }) => {
      if (!record) return null;
      const origins = maps.originsOf(record.version);
      return origins.get(attribute) ?? origins.get('capacity') ?? [...origins.values()][0] ?? null;
    });
    const originOf = await readOrigins(
      this.#db.sql,
      refs.filter((ref) => ref !== null),
    );
    return {
      definition: definitionOf(figure),
      result: this.#result(figure, ask, view),
      inputs: shown.map((input, index) => {
        const ref = refs[index];
        const stated =
          figure.measure === 'amount'
            ? inProductUnit(input.keys.product as string | null, input.amount, input.amountUnit)
            : { amount: 1, unit: COUNT };
        return {
          enterpriseId: input.enterpriseId,
          enterpriseName: input.enterpriseName,
          recordId: input.recordId,
          recordName: (input.record?.version.values.name ?? null) as string | null,
          keys: input.keys,
          value: stated.amount,
          unit: stated.unit,
          origin: ref ? originOf(ref) : null,
        };
      }),
      inputCount: rows.length,
    };
  }

  #find(ask: FigureAsk): Figure {
    const figure = figures.find((each) => each.id === ask.id);
    if (!figure)
      throw new AppError('unknown-figure', { id: ask.id, accepted: figures.map((each) => each.id).join(', ') });
    for (const dimension of [...ask.by, ...(Object.keys(ask.where) as FigureDimension[])]) {
      if (!figure.dimensions.includes(dimension)) {
        throw new AppError('unknown-dimension', { id: figure.id, dimension, accepted: figure.dimensions.join(', ') });
      }
    }
    return figure;
  }

  #result(figure: Figure, ask: FigureAsk, { slice, times, revision }: LedgerView): FigureResult {
    const results = this.#results.get(slice) ?? new Map();
    this.#results.set(slice, results);
    const key = JSON.stringify([ask.id, ask.by, ask.where]);
    let result = results.get(key);
    if (!result) {
      result = this.#compute(figure, ask, this.#select(figure, ask, slice));
      // A screen asks for some dozens; more than this is somebody trying every filter.
      if (results.size >= MOST_RESULTS) results.clear();
      results.set(key, result);
    }
    return { ...result, ...times, revision };
  }

  /** The columns that a figure is made from, and the rows of them that are meant. */
  #select(figure: Figure, ask: FigureAsk, slice: LedgerSlice): { columns: InputColumns<TracedInput>; rows: Rows } {
    const all = this.#inputsOf(slice);
    const columns =
      figure.of === 'outputs' ? all.outputs : figure.measure === 'enterprises' ? all.enterprises : all.units;
    const conditions = (Object.entries(ask.where) as [FigureDimension, readonly string[]][]).map(
      ([dimension, texts]): Condition => {
        const accepted = new Set(texts.map((text) => keyFor(dimension, text, this.#boundaries)));
        return [dimension, (key) => accepted.has(key)];
      },
    );
    const asksForPlace = ask.where.place !== undefined || ask.by.includes('place');
    if (!asksForPlace) conditions.push(['place', (key) => key !== 'outside']);
    return { columns, rows: columns.select(conditions) };
  }

  #compute(
    figure: Figure,
    ask: FigureAsk,
    { columns, rows }: { columns: InputColumns<TracedInput>; rows: Rows },
  ): Omit<FigureResult, 'asOf' | 'knownAt' | 'revision'> {
    // Output is output of a year: adding years would say nothing.
    const by = figure.of === 'outputs' && !ask.by.includes('year') ? [...ask.by, 'year' as const] : [...ask.by];
    const groups = columns.group(rows, by, figure.measure);
    const manyYears = figure.of === 'outputs' && columns.group(rows, ['year'], 'records').length > 1;
    const totals = manyYears ? [] : columns.group(rows, [], figure.measure);
    const datasets = columns.group(rows, ['dataset'], 'records').map((each) => String(each.keys.dataset));
    const [only] = totals;
    const stated = rows.length - totals.reduce((sum, total) => sum + total.missing, 0);
    return {
      id: figure.id,
      unit: totals.length === 1 && only ? only.unit : figure.unit,
      rows: groups.map((each) => this.#row(each)).sort((a, b) => compareRows(a, b, by)),
      // Of nothing there are none; but an amount of which nothing is stated is unknown.
      total: totals.length === 1 && only ? only.value : figure.measure !== 'amount' ? 0 : null,
      totals: totals
        .map(({ product, unit, value, inputs: count, missing }) => ({ product, unit, value, inputs: count, missing }))
        .sort((a, b) => compareKeys('product', a.product, b.product) || (a.unit < b.unit ? -1 : 1)),
      completeness: rows.length === 0 || manyYears ? null : stated / rows.length,
      rule: figure.rule,
      boundaries: this.#boundaries.sha256,
      datasets: datasets.sort(),
    };
  }

  #row({ keys, value, unit, inputs, missing }: Group): FigureRow {
    const labels: FigureRow['labels'] = {};
    for (const [dimension, key] of Object.entries(keys) as [FigureDimension, FigureKey][])
      labels[dimension] = labelOf(dimension, key, this.#boundaries);
    return { keys, labels, value, unit, inputs, missing };
  }

  #inputsOf(slice: LedgerSlice): Inputs {
    const known = this.#inputs.get(slice);
    if (known) return known;
    const units = slice.units.map(
      (unit): TracedInput => ({
        enterpriseId: unit.enterprise.id,
        enterpriseName: unit.enterprise.name,
        recordId: unit.id,
        record: unit,
        amount: unit.capacity,
        amountUnit: unit.capacityUnit ?? '',
        keys: {
          city: unit.cityCode,
          county: unit.countyCode,
          industry: unit.industry,
          product: unit.product,
          status: unit.status,
          captive: unit.captive,
          ownerGroup: unit.ownerGroup,
          place: unit.place,
          dataset: unit.dataset,
          enterprise: unit.enterprise.id,
          year: null,
        },
      }),
    );
    const bareKeys = { industry: null, product: null, status: null, captive: null, year: null };
    const bare: TracedInput[] = [];
    for (const enterprise of slice.enterprises.values()) {
      if (enterprise.units.length > 0) continue;
      const { place, cityCode, countyCode } = placeOfEnterprise(enterprise);
      bare.push({
        enterpriseId: enterprise.id,
        enterpriseName: enterprise.name,
        recordId: enterprise.id,
        record: null,
        amount: null,
        amountUnit: '',
        keys: {
          ...bareKeys,
          city: cityCode,
          county: countyCode,
          place,
          ownerGroup: enterprise.version.values.ownerGroup as string | null,
          dataset: enterprise.dataset,
          enterprise: enterprise.id,
        },
      });
    }
    const outputs = slice.outputs.map((output): TracedInput => {
      const { place, cityCode, countyCode } = placeOfEnterprise(output.enterprise);
      const { values } = output.version;
      return {
        enterpriseId: output.enterprise.id,
        enterpriseName: output.enterprise.name,
        recordId: output.id,
        record: output,
        amount: values.value as number | null,
        amountUnit: String(values.valueUnit ?? ''),
        keys: {
          ...bareKeys,
          city: cityCode,
          county: countyCode,
          place,
          product: values.product as string,
          year: values.year as number,
          ownerGroup: output.enterprise.version.values.ownerGroup as string | null,
          dataset: output.dataset,
          enterprise: output.enterprise.id,
        },
      };
    });
    const inputs = {
      units: new InputColumns(units),
      enterprises: new InputColumns([...units, ...bare]),
      outputs: new InputColumns(outputs),
    };
    this.#inputs.set(slice, inputs);
    return inputs;
  }
}

function compareRows(a: FigureRow, b: FigureRow, by: readonly FigureDimension[]): number {
  for (const dimension of [...by, 'product' as const]) {
    const order = compareKeys(dimension, a.keys[dimension] ?? null, b.keys[dimension] ?? null);
    if (order !== 0) return order;
  }
  return a.unit < b.unit ? -1 : 1;
}
