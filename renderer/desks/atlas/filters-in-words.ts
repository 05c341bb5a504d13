// The reader's filters as sentences, for what leaves the screen: files and pictures. Pure.
import type { FigureMeasure } from '../../../contract/figures.ts';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { Names } from '../../i18n/use-words.ts';
import type { Words } from '../../i18n/zh.ts';
import type { TwinColumn } from '../../map/layers/layer-definition.ts';
import { type Filters, filterDimensions, type Range } from '../../state/filters.ts';
import { keyName } from './filter-bar.tsx';
import { rangeText } from './range-text.ts';
import { type ColumnFilter, isOpen } from './twin-rows.ts';

interface Speech {
  readonly words: Words;
  readonly names: Names;
  readonly language: Language;
}

const boundText = (value: number | null, { words, language }: Speech): string =>
  value === null ? words.twin.open : numberText(value, language);

/** One sentence for each filter of the desk; every key is named, however many there are. */
export function filtersInWords(filters: Filters, speech: Speech): string[] {
  const { words, names, language } = speech;
  const keys = filterDimensions.flatMap((dimension) => {
    const chosen = filters.keys[dimension];
    if (chosen === undefined) return [];
    const list = chosen.map((key) => keyName(dimension, key, names, words)).join(words.filters.join);
    return [words.twin.keyFilter(words.filters[dimension], list)];
  });
  const ranges = (Object.entries(filters.between) as [FigureMeasure, Range][]).map(([measure, range]) =>
    // The product's filter beside it says in which unit.
    words.twin.keyFilter(words.attribute[measure], rangeText(range, { measure, unit: '', language, words })),
  );
  return [
    ...(filters.text === '' ? [] : [words.twin.textFilter(filters.text)]),
    ...keys,
    ...ranges,
    ...(filters.lasso === null ? [] : [words.twin.lasso]),
  ];
}

/** One sentence for each column of a table that lets only some rows through. */
export function columnFiltersInWords(
  columns: readonly TwinColumn[],
  filters: Readonly<Record<string, ColumnFilter>>,
  speech: Speech,
): string[] {
  const { words } = speech;
  return columns.flatMap(({ key, title }) => {
    const filter = filters[key];
    if (filter === undefined || isOpen(filter)) return [];
    return [
      filter.kind === 'text'
        ? words.twin.containsText(title, filter.text.trim())
        : words.twin.rangeText(title, boundText(filter.least, speech), boundText(filter.greatest, speech)),
    ];
  });
}
