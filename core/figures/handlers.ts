// figure.list, figure.get and figure.explain: names in, numbers with their origin out.
import type {
  FigureDefinition,
  FigureDimension,
  FigureExplanation,
  FigureKey,
  FigureMeasure,
  FigureResult,
  FigureRow,
  LedgerDimension,
} from '../../contract/figures.ts';
import { AppError } from '../app-error.ts';
import type { Db } from '../db/open.ts';
import { OriginMaps, readOrigins } from '../db/origins.ts';
import type { LedgerReader, LedgerView } from '../ledger/ledger-reader.ts';
import type { LedgerSlice } from '../ledger/slice.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { type Figure, figures, rangedFigures } from './catalogue.ts';
import type { FigureAsk } from './figure-ask.ts';
import { keysOf, type TracedInput } from './figure-inputs.ts';
import { compareKeys, keyFor, labelOf } from './figure-keys.ts';
import type { Condition, Group, InputColumns, Range, Selection } from './input-columns.ts';
import { monitoringFigures } from './monitoring-catalogue.ts';
import type { MonitoringFigures } from './monitoring-figures.ts';
import { COUNT, inProductUnit } from './rules.ts';
import { SliceColumns } from './slice-columns.ts';

/** The rows of a figure's columns that a question is about. */
interface Selected {
  readonly columns: InputColumns<TracedInput>;
  readonly selection: Selection;
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
  readonly #monitored: MonitoringFigures;
  /** Columns and results live as long as the slice that they were made from. */
  readonly #columns = new WeakMap<LedgerSlice, SliceColumns>();
  #latest: SliceColumns | null = null;
  readonly #results = new WeakMap<LedgerSlice, Map<string, Omit<FigureResult, 'asOf' | 'knownAt' | 'revision'>>>();

  constructor(db: Db, reader: LedgerReader, boundaries: Boundaries, monitored: MonitoringFigures) {
    this.#db = db;
    this.#reader = reader;
    this.#boundaries = boundaries;
    this.#monitored = monitored;
  }

  list(): FigureDefinition[] {
    return [...figures.map(definitionOf), ...monitoringFigures];
  }

  /** Throws AppError for an unknown figure, dimension or key. */
  async get(ask: FigureAsk): Promise<FigureResult> {
    const monitored = this.#monitored.find(ask.id);
    if (monitored) return this.#monitored.get(monitored, ask, Date.now());
    const figure = this.#find(ask);
    return this.#result(figure, ask, await this.#reader.read(ask));
  }

  /** The figure with its formula and the first `limit` records behind it, each down to its cell. */
  async explain(ask: FigureAsk, limit: number): Promise<FigureExplanation> {
    const monitored = this.#monitored.find(ask.id);
    if (monitored) {
      const { enterprises } = await this.#reader.slice({});
      const nameOf = (id: string): string => enterprises.get(id)?.name ?? id;
      return this.#monitored.explain(monitored, ask, { limit, now: Date.now(), nameOf });
    }
    const figure = this.#find(ask);
    const view = await this.#reader.read(ask);
    const { columns, selection } = this.#select(figure, ask, view);
    const shown = Array.from(selection.rows.subarray(0, limit), (row) => columns.inputs[row] as TracedInput);
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
          keys: keysOf(input, figure.dimensions, selection.conditions),
          value: stated.amount,
          unit: stated.unit,
          origin: ref ? originOf(ref) : null,
          flags: [...input.flags],
        };
      }),
      inputCount: selection.rows.length,
    };
  }

  #find(ask: FigureAsk): Figure {
    const figure = figures.find((each) => each.id === ask.id);
    if (!figure)
      throw new AppError('unknown-figure', {
        id: ask.id,
        accepted: this.list()
          .map((each) => each.id)
          .join(', '),
      });
    for (const dimension of [...ask.by, ...(Object.keys(ask.where) as FigureDimension[])]) {
      if (!(figure.dimensions as FigureDimension[]).includes(dimension)) {
        throw new AppError('unknown-dimension', { id: figure.id, dimension, accepted: figure.dimensions.join(', ') });
      }
    }
    const asksForClass = ask.by.includes('capacityClass') || ask.where.capacityClass !== undefined;
    if (asksForClass && !ask.by.includes('product') && ask.where.product?.length !== 1)
      throw new AppError('class-needs-product');
    for (const [measure, [least, greatest]] of rangesOf(ask)) {
      if (!rangedFigures.includes(figure.id))
        throw new AppError('unknown-measure', { id: figure.id, measure, figures: rangedFigures.join(', ') });
      if (least !== null && greatest !== null && least > greatest)
        throw new AppError('bad-range', { measure, range: `${least}..${greatest}` });
    }
    return figure;
  }

  #result(figure: Figure, ask: FigureAsk, view: LedgerView): FigureResult {
    const { slice, times, revision } = view;
    const results = this.#results.get(slice) ?? new Map();
    this.#results.set(slice, results);
    const key = JSON.stringify([
      ...[ask.id, ask.by, ask.where, ask.between ?? {}],
      figure.of === 'lives' ? lastYearAt(times.asOf) : null,
    ]);
    let result = results.get(key);
    if (!result) {
      result = this.#compute(figure, ask, this.#select(figure, ask, view));
      // A screen asks for some dozens; more than this is somebody trying every filter.
      if (results.size >= MOST_RESULTS) results.clear();
      results.set(key, result);
    }
    return { ...result, ...times, revision };
  }

  /** The columns that a figure is made from, and the rows of them that are meant. */
  #select(figure: Figure, ask: FigureAsk, view: LedgerView): Selected {
    const columns = this.#columnsOf(figure, view);
    const conditions = (Object.entries(ask.where) as [LedgerDimension, readonly string[]][]).map(
      ([dimension, texts]): Condition => {
        const accepted = new Set(texts.map((text) => keyFor(dimension, text, this.#boundaries)));
        return [dimension, (key) => accepted.has(key)];
      },
    );
    const asksForPlace = ask.where.place !== undefined || ask.by.includes('place');
    if (!asksForPlace) conditions.push(['place', (key) => key !== 'outside']);
    const ranges = rangesOf(ask).map(([measure, [least, greatest]]): Range => [measure, least, greatest]);
    return { columns, selection: columns.select(conditions, ranges) };
  }

  #compute(
    figure: Figure,
    ask: FigureAsk,
    { columns, selection }: Selected,
  ): Omit<FigureResult, 'asOf' | 'knownAt' | 'revision'> {
    const { rows } = selection;
    // What is so in a year, or at its end, is not added to that of another.
    const isYearly = figure.dimensions.includes('year');
    const asked = ask.by as readonly LedgerDimension[];
    const by = isYearly && !asked.includes('year') ? [...asked, 'year' as const] : [...asked];
    const groups = columns.group(selection, by, figure.measure);
    const manyYears = isYearly && columns.group(selection, ['year'], 'records').length > 1;
    const totals = manyYears ? [] : columns.group(selection, [], figure.measure);
    const datasets = columns.group(selection, ['dataset'], 'records').map((each) => String(each.keys.dataset));
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

  #row({ keys, value, unit, classUnit, inputs, missing }: Group): FigureRow {
    const labels: FigureRow['labels'] = {};
    for (const [dimension, key] of Object.entries(keys) as [FigureDimension, FigureKey][])
      labels[dimension] = labelOf(dimension, key, this.#boundaries, classUnit);
    return { keys, labels, value, unit, inputs, missing };
  }

  #columnsOf(figure: Figure, { slice, times }: LedgerView): InputColumns<TracedInput> {
    let columns = this.#columns.get(slice);
    if (!columns) {
      columns = new SliceColumns(slice, this.#latest);
      this.#columns.set(slice, columns);
      this.#latest = columns;
    }
    return columns.of(figure, lastYearAt(times.asOf));
  }
}

/** No date of a ledger is later (`parseDate`). */
const LATEST_YEAR = 2200;
const CHINA_STANDARD_TIME = 8 * 3_600_000;

/** The calendar year that it is at a valid time, in China. */
function lastYearAt(asOf: number): number {
  const year = new Date(asOf + CHINA_STANDARD_TIME).getUTCFullYear();
  return year <= LATEST_YEAR ? year : asOf > 0 ? LATEST_YEAR : 0;
}

function compareRows(a: FigureRow, b: FigureRow, by: readonly FigureDimension[]): number {
  for (const dimension of [...by, 'product' as const]) {
    const order = compareKeys(dimension, a.keys[dimension] ?? null, b.keys[dimension] ?? null);
    if (order !== 0) return order;
  }
  const [left, right] = [a, b].map((row) => `${row.unit} ${row.labels.capacityClass?.zh}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

const rangesOf = ({ between }: FigureAsk): [FigureMeasure, readonly [number | null, number | null]][] =>
  Object.entries(between ?? {}) as [FigureMeasure, readonly [number | null, number | null]][];
