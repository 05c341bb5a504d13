// A sheet mapping made ready for the columns of one sheet: which cell each field is read from, and how. Pure.
import type { FieldSource, Fields, ImportField, SheetMapping } from '../../contract/imports.ts';
import { largestShare } from './cell-rules.ts';

/** Column of a value that the mapping states itself. */
export const CONSTANT = -1;

/** Text of a field in a row, and the column that it came from. */
export type ReadCell = (cells: readonly string[]) => { text: string; column: number };
export type Readers = Partial<Record<ImportField, ReadCell>>;

/** A sheet mapping made ready for the columns of one sheet. */
export interface CompiledSheet {
  readonly mapping: SheetMapping;
  readonly readers: Readers;
  readonly units: readonly { readonly readers: Readers; readonly absentWhen: ReadonlySet<string> | null }[];
  readonly years: readonly { readonly year: number; readonly column: number }[];
  /** Columns that the mapping reads, so that a formula elsewhere harms nobody. */
  readonly used: ReadonlySet<number>;
  readonly unknownWords: ReadonlySet<string>;
}

const headerKey = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');

function columnsOf(source: FieldSource): readonly string[] {
  if (typeof source === 'string') return [source];
  return [...(source.column === undefined ? [] : [source.column]), ...(source.columns ?? []), ...(source.join ?? [])];
}

/** Headers that must be there for the mapping to apply: those it says, or else every column that its fields name. */
export function requiredColumns(mapping: SheetMapping): readonly string[] {
  if (mapping.match) return mapping.match;
  const sources = [mapping.fields, ...(mapping.units ?? []).map((unit) => unit.fields)].flatMap((fields) =>
    Object.values(fields),
  );
  return [...new Set(sources.flatMap(columnsOf))];
}

/** The required headers that `columns` lacks; none = the mapping applies. */
export function missingColumns(mapping: SheetMapping, columns: readonly string[]): readonly string[] {
  const present = new Set(columns.map(headerKey));
  return requiredColumns(mapping).filter((column) => !present.has(headerKey(column)));
}

/** Joined parts that identify a record are worth nothing when one is blank; elsewhere blanks are left out. */
const IDENTIFYING: ReadonlySet<ImportField> = new Set(['unitKey', 'siteKey', 'enterpriseKey']);

function compileReader(
  field: ImportField,
  source: FieldSource,
  indexOf: (column: string) => number | undefined,
  used: Set<number>,
): ReadCell | undefined {
  const spec = typeof source === 'string' ? { column: source } : source;
  const indexes = columnsOf(spec).flatMap((column) => indexOf(column) ?? []);
  for (const index of indexes) used.add(index);
  const { values } = spec;
  const translate = (text: string): string => {
    if (!values) return text;
    if (Object.hasOwn(values, text)) return values[text] ?? '';
    return text !== '' && Object.hasOwn(values, '*') ? (values['*'] ?? '') : text;
  };
  const pick = spec.pick === 'largest-share' ? largestShare : (text: string) => text;
  const { constant, join } = spec;
  if (join) {
    if (indexes.length < join.length && IDENTIFYING.has(field)) return undefined;
    return (cells) => {
      const parts = indexes.map((index) => (cells[index] ?? '').trim());
      const whole = IDENTIFYING.has(field) && parts.includes('') ? '' : parts.filter((part) => part !== '').join('/');
      return { text: translate(whole), column: indexes.at(-1) ?? CONSTANT };
    };
  }
  if (indexes.length === 0) return constant === undefined ? undefined : () => ({ text: constant, column: CONSTANT });
  return (cells) => {
    for (const index of indexes) {
      const text = (cells[index] ?? '').trim();
      if (text !== '') return { text: pick(translate(text)), column: index };
    }
    const blank = translate('');
    return { text: blank === '' ? (constant ?? '') : blank, column: indexes[0] ?? CONSTANT };
  };
}

/** Makes a mapping ready for a sheet whose headers are `columns`; the caller has checked `missingColumns`. */
export function compileSheet(
  mapping: SheetMapping,
  columns: readonly string[],
  unknownWords: readonly string[] = [],
): CompiledSheet {
  const byKey = new Map(columns.map((column, index) => [headerKey(column), index]));
  // Two headers may differ in case alone: then the mapping's own spelling decides.
  const indexOf = (column: string): number | undefined => {
    const exact = columns.indexOf(column);
    return exact >= 0 ? exact : byKey.get(headerKey(column));
  };
  const used = new Set<number>();
  const compile = (fields: Fields): Readers => {
    const readers: Readers = {};
    for (const [field, source] of Object.entries(fields) as [ImportField, FieldSource][]) {
      const reader = compileReader(field, source, indexOf, used);
      if (reader) readers[field] = reader;
    }
    return readers;
  };
  const readers = compile(mapping.fields);
  const units = (mapping.units ?? []).map((unit) => ({
    readers: { ...readers, ...compile(unit.fields) },
    absentWhen: unit.absentWhen ? new Set(unit.absentWhen.map((text) => text.toLowerCase())) : null,
  }));
  const years: { year: number; column: number }[] = [];
  if (mapping.outputs) {
    const pattern = new RegExp(mapping.outputs.yearColumns);
    columns.forEach((column, index) => {
      if (pattern.test(column))
        years.push({ year: Number(column.replaceAll(/[^0-9]/g, '').slice(0, 4)), column: index });
    });
    for (const source of columnsOf(mapping.outputs.product)) {
      const index = indexOf(source);
      if (index !== undefined) used.add(index);
    }
    for (const { column } of years) used.add(column);
    const product = compileReader('product', mapping.outputs.product, indexOf, used);
    if (product) readers.product = product;
  }
  return {
    mapping,
    readers,
    units,
    years,
    used,
    unknownWords: new Set(unknownWords.map((word) => word.toLowerCase())),
  };
}
