// What an exported file says about itself: content, formulas, both times, versions, sources and filters. Pure.
import type { About } from '../../contract/about.ts';
import type { FigureDefinition, FigureResult } from '../../contract/figures.ts';
import type { Language } from '../../contract/reasons.ts';
import { numberText } from '../format/quantity-text.ts';
import { wallClock } from '../format/zoned-time.ts';
import type { Words } from '../i18n/zh.ts';
import type { Fact } from './exported-table.ts';

export interface FactSources {
  readonly title: string;
  readonly about: About;
  /** Figures that the content rests on, and the definitions of all figures. */
  readonly figures: readonly FigureResult[];
  readonly definitions: readonly FigureDefinition[];
  /** Used where the content rests on no figure: ms since the epoch, and the revision of the world on the screen. */
  readonly asOf: number;
  readonly knownAt: number;
  readonly revision: number;
  /** Where the facts come from, in words. */
  readonly source: string;
  /** What the reader chose about the layers, in words. */
  readonly options: readonly string[];
  /** Each filter in words; the desk's first, then those of the table. */
  readonly filters: readonly string[];
  readonly rowCount: number | null;
  readonly language: Language;
  readonly words: Words;
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

export function exportedFacts(from: FactSources): Fact[] {
  const { about, figures, language, words } = from;
  const { facts: names } = words.twin;
  const { timeZone, attributionLine } = about.profile;
  const first = figures[0];
  const datasetName = (id: string): string => about.datasets.find((each) => each.id === id)?.name[language] ?? id;
  const formulas = distinct(figures.map(({ id }) => id)).flatMap((id) => {
    const definition = from.definitions.find((each) => each.id === id);
    return definition === undefined
      ? []
      : [words.twin.factLine(definition.title[language], definition.formula[language])];
  });
  const datasets = distinct(figures.flatMap((figure) => figure.datasets)).map(datasetName);
  const join = (list: readonly string[]): string => list.join(words.filters.join);
  const entries: [id: string, name: string, value: string | number | null][] = [
    ['title', names.title, from.title],
    ['options', names.options, from.options.length === 0 ? null : from.options.join(' · ')],
    ['formula', names.formula, formulas.length === 0 ? null : formulas.join('\n')],
    ['asOf', names.asOf, wallClock(first?.asOf ?? from.asOf, timeZone)],
    ['knownAt', names.knownAt, wallClock(first?.knownAt ?? from.knownAt, timeZone)],
    ['timeZone', names.zone, timeZone],
    ['filters', names.filters, from.filters.length === 0 ? names.noFilters : from.filters.join(' · ')],
    ['rows', names.rows, from.rowCount],
    ['revision', names.revision, first?.revision ?? from.revision],
    ['rule', names.rule, first === undefined ? null : join(distinct(figures.map(({ rule }) => rule)))],
    ['datasets', names.datasets, datasets.length === 0 ? null : join(datasets)],
    ['source', names.source, from.source],
    ['attribution', names.attribution, attributionLine],
    ['boundaries', names.boundaries, about.boundaries],
    ['datum', names.datum, words.twin.datumText],
    ['program', names.program, `${words.product} ${about.version}`],
  ];
  return entries.flatMap(([id, name, value]) => (value === null || value === '' ? [] : [{ id, name, value }]));
}

/** The facts that stand under a picture, as lines: times and filters first, then sources. */
export function pictureLines(
  facts: readonly Fact[],
  { words, language }: Pick<FactSources, 'words' | 'language'>,
): string[] {
  const line = (...ids: string[]): string =>
    ids
      .flatMap((id) => facts.find((fact) => fact.id === id) ?? [])
      .map(({ name, value }) =>
        words.twin.factLine(name, typeof value === 'number' ? numberText(value, language) : value),
      )
      .join(' · ');
  return [
    line('asOf', 'knownAt', 'timeZone'),
    line('filters'),
    line('datasets', 'source'),
    line('attribution'),
    line('revision', 'rule', 'datum', 'program'),
  ].filter((text) => text !== '');
}
