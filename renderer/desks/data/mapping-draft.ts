// A layout while it is being made: what each column of the chosen sheets is, and the mapping that comes of it. Pure.
import type { FieldSource, Fields, ImportField, Inspection, Mapping, SheetMapping } from '../../../contract/imports.ts';

export type SourceDraft =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'constant'; readonly text: string };

/** Fields whose words stand for entries of a catalogue. */
export const wordFields = ['status', 'industry', 'product'] as const satisfies readonly ImportField[];
export type WordField = (typeof wordFields)[number];

export interface SheetDraft {
  readonly name: string;
  readonly columns: readonly string[];
  readonly sample: readonly { readonly row: number; readonly cells: readonly string[] }[];
  readonly used: boolean;
  readonly sources: Readonly<Partial<Record<ImportField, SourceDraft>>>;
  readonly order: 'lat-lon' | 'lon-lat';
  /** Word of the file → id of the catalogue, by field. */
  readonly words: Readonly<Partial<Record<WordField, Readonly<Record<string, string>>>>>;
}

export interface MappingDraft {
  readonly name: string;
  readonly title: string;
  readonly sheets: readonly SheetDraft[];
}

function sourceFrom(guess: FieldSource): SourceDraft | null {
  if (typeof guess === 'string') return { kind: 'column', column: guess };
  const column = guess.column ?? guess.columns?.[0] ?? guess.join?.[0];
  if (column !== undefined) return { kind: 'column', column };
  return guess.constant === undefined ? null : { kind: 'constant', text: guess.constant };
}

function sourcesFrom(guess: Fields): SheetDraft['sources'] {
  const entries = Object.entries(guess) as [ImportField, FieldSource][];
  return Object.fromEntries(
    entries.flatMap(([field, source]) => {
      const draft = sourceFrom(source);
      return draft === null ? [] : [[field, draft]];
    }),
  );
}

/** A draft from first looks into files; sheets with the same headers share one entry, known ones are left out. */
export function draftFrom(inspections: readonly Inspection[]): MappingDraft {
  const sheets = new Map<string, SheetDraft>();
  for (const sheet of inspections.flatMap((inspection) => inspection.sheets)) {
    const key = JSON.stringify(sheet.columns);
    if (sheet.preset !== null || sheet.columns.length === 0 || sheets.has(key)) continue;
    const { name, columns, sample, guess } = sheet;
    sheets.set(key, { name, columns, sample, used: true, sources: sourcesFrom(guess), order: 'lat-lon', words: {} });
  }
  return { name: '', title: '', sheets: [...sheets.values()] };
}

/** The draft with one sheet changed. */
export function withSheet(draft: MappingDraft, index: number, change: Partial<SheetDraft>): MappingDraft {
  return { ...draft, sheets: draft.sheets.map((sheet, each) => (each === index ? { ...sheet, ...change } : sheet)) };
}

/** The sheet with the source of one field exchanged; null = not read. */
export function withSource(sheet: SheetDraft, field: ImportField, source: SourceDraft | null): SheetDraft {
  const { [field]: _dropped, ...rest } = sheet.sources;
  return { ...sheet, sources: source === null ? rest : { ...rest, [field]: source } };
}

export type DraftProblem = 'nameInvalid' | 'needName';

function fieldsFrom({ sources, words }: SheetDraft): Fields {
  const fields: Fields = {};
  for (const [field, source] of Object.entries(sources) as [ImportField, SourceDraft][]) {
    const values = words[field as WordField];
    if (source.kind === 'constant') fields[field] = { constant: source.text };
    else
      fields[field] =
        values === undefined || Object.keys(values).length === 0 ? source.column : { column: source.column, values };
  }
  return fields;
}

function sheetFrom(sheet: SheetDraft): SheetMapping {
  const fields = fieldsFrom(sheet);
  return fields.coordinates === undefined ? { fields } : { fields, coordinateOrder: sheet.order };
}

/** The mapping that the draft describes, or what is still wrong with it. */
export function mappingFrom(draft: MappingDraft): Mapping | DraftProblem {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(draft.name)) return 'nameInvalid';
  const used = draft.sheets.filter((sheet) => sheet.used && Object.keys(sheet.sources).length > 0);
  const identified = (sheet: SheetDraft): boolean =>
    sheet.sources.enterpriseName !== undefined || sheet.sources.enterpriseKey !== undefined;
  if (used.length === 0 || !used.every(identified)) return 'needName';
  return {
    name: draft.name,
    ...(draft.title.trim() === '' ? {} : { title: draft.title.trim() }),
    sheets: used.map(sheetFrom),
  };
}

/** Words that the file uses for a field: those of the sample, then those that a trial did not understand. */
export function wordsOf(
  sheet: SheetDraft,
  field: WordField,
  notUnderstood: readonly { column: string; value: string }[],
): string[] {
  const source = sheet.sources[field];
  if (source?.kind !== 'column') return [];
  const at = sheet.columns.indexOf(source.column);
  const sampled = sheet.sample.map(({ cells }) => cells[at] ?? '');
  const met = notUnderstood.filter(({ column }) => column === source.column).map(({ value }) => value);
  return [...new Set([...sampled, ...met])].filter((word) => word.trim() !== '');
}
