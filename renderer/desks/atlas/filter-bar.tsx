// What the screen is narrowed to, as chips that can be taken off, and how many of how many that leaves.
import { Button, Tag } from 'antd';
import { figureMeasures } from '../../../contract/figures.ts';
import { type EnterpriseSummary, places } from '../../../contract/ledger.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { type Names, useNames, useWords } from '../../i18n/use-words.ts';
import type { Words } from '../../i18n/zh.ts';
import { useCore } from '../../state/core-store.ts';
import {
  type FilterDimension,
  filterDimensions,
  isFiltered,
  noFilters,
  withKeys,
  withRange,
} from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useProductUnit } from '../../state/use-product-unit.ts';
import { useNarrowing } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { rangeText } from './range-text.ts';
import './filter-bar.css';

/** Name of a filter key, which may be 'null' = not stated. */
export function keyName(dimension: FilterDimension, key: string, names: Names, words: Words): string {
  if (key === 'null') return dimension === 'industry' ? words.map.unclassified : words.table.notStated;
  switch (dimension) {
    case 'city':
    case 'county':
      return names.region(Number(key));
    case 'flag':
      return words.flagShort[key as keyof Words['flagShort']] ?? key;
    case 'place':
      return words.place[key as keyof Words['place']] ?? key;
    default:
      return names[dimension](key);
  }
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  const words = useWords();
  return (
    <Tag
      className="filter-chip"
      closable={{ 'aria-label': words.filters.remove(text) }}
      onClose={(event) => {
        event.preventDefault();
        onRemove();
      }}
    >
      {text}
    </Tag>
  );
}

export function FilterBar({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const names = useNames();
  const { filters, setFilters, times, setTimes, language } = useView();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  // Records outside the province count only where places are asked for; then they belong to the whole, too.
  const whole = filters.keys.place === undefined ? {} : { place: [...places] };
  const all = useFigure({ id: 'enterprise-count', where: whole });
  const passing = useFigure({ id: 'enterprise-count', ...useNarrowing(shown) });
  const product = filters.keys.product?.length === 1 ? filters.keys.product[0] : undefined;
  const unit = useProductUnit(filters.between.capacity === undefined ? undefined : product);
  const clear = (): void => setFilters((last) => (isFiltered(last) ? noFilters : last));
  useKeys({ x: clear });
  const number = (value: number | null | undefined): string => (value == null ? '…' : numberText(value, language));

  return (
    <section className="filter-bar" aria-label={words.filters.bar}>
      <span className="filter-count" role="status">
        <strong data-testid="shown-count">
          {words.filters.count(number(passing.value?.total), number(all.value?.total))}
        </strong>{' '}
        {words.filters.countLabel}
      </span>
      <div className="filter-chips">
        {times.asOf !== undefined && (
          <Chip
            text={words.times.asOfChip(wallClockMinutes(times.asOf, timeZone))}
            onRemove={() => setTimes({ ...times, asOf: undefined })}
          />
        )}
        {times.knownAt !== undefined && (
          <Chip
            text={words.times.knownAtChip(wallClockMinutes(times.knownAt, timeZone))}
            onRemove={() => setTimes({ ...times, knownAt: undefined })}
          />
        )}
        {filters.text !== '' && (
          <Chip
            text={words.filters.text(filters.text)}
            onRemove={() => setFilters((last) => ({ ...last, text: '' }))}
          />
        )}
        {filterDimensions.map((dimension) => {
          const keys = filters.keys[dimension];
          if (keys === undefined) return null;
          const texts = keys.map((key) => keyName(dimension, key, names, words));
          const list =
            texts.length > 3 ? words.filters.many(texts[0] as string, texts.length) : texts.join(words.filters.join);
          return (
            <Chip
              key={dimension}
              text={`${words.filters[dimension]}: ${list}`}
              onRemove={() => setFilters((last) => withKeys(last, dimension, []))}
            />
          );
        })}
        {figureMeasures.map((measure) => {
          const range = filters.between[measure];
          return range === undefined ? null : (
            <Chip
              key={measure}
              text={`${measure === 'capacity' ? words.time.capacityPlain : words.time[measure]}: ${rangeText(range, { measure, unit, language, words })}`}
              onRemove={() => setFilters((last) => withRange(last, measure, null))}
            />
          );
        })}
        {filters.lasso !== null && (
          <Chip
            text={words.time.lasso(number(filters.lasso.length))}
            onRemove={() => setFilters((last) => ({ ...last, lasso: null }))}
          />
        )}
      </div>
      {isFiltered(filters) ? (
        <Button size="small" type="link" onClick={clear}>
          {words.filters.clear} <kbd>X</kbd>
        </Button>
      ) : (
        <span className="muted">{words.filters.none}</span>
      )}
    </section>
  );
}
