// The legend: what each mark means and how many there are; its entries show and hide what they stand for.

import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { recordFlags } from '../../../contract/ledger.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { neutralMark } from '../../map/marks.ts';
import { toggleOnly, toggleShown } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useFigureWhere } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { MarkIcon } from './mark-icon.tsx';
import { useMarks } from './use-marks.ts';

export function MapLegend({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const marks = useMarks();
  const { filters, setFilters, language } = useView();
  // Every industry of the ledger stays in the legend, so that what is hidden can be shown again.
  const all = useFigure({ id: 'enterprise-count', by: ['industry'] });
  const narrowed = useFigure({ id: 'enterprise-count', by: ['industry'], where: useFigureWhere(shown, 'industry') });
  const places = useFigure({ id: 'enterprise-count', by: ['place'], where: useFigureWhere(shown, 'place') });

  const counts = new Map(narrowed.value?.rows.map((row) => [String(row.keys.industry), row.value]));
  const keys = (all.value?.rows ?? []).map((row) => String(row.keys.industry));
  const elsewhere = (places.value?.rows ?? []).filter((row) => row.keys.place !== 'inside');
  const onlyDoubts = filters.flags.length > 0;

  return (
    <section className="map-legend" aria-label={words.map.legend}>
      {(all.value?.rows ?? []).map((row) => {
        const key = String(row.keys.industry);
        const name = key === 'null' ? words.map.unclassified : (row.labels.industry?.[language] ?? key);
        return (
          <button
            key={key}
            type="button"
            aria-pressed={filters.keys.industry?.includes(key) ?? true}
            title={words.map.toggle(name)}
            onClick={() => setFilters((last) => toggleShown(last, 'industry', key, keys))}
          >
            <MarkIcon mark={marks.get(key) ?? neutralMark} />
            <span className="legend-name">{name}</span>
            <span className="legend-count">{numberText(counts.get(key) ?? 0, language)}</span>
          </button>
        );
      })}
      <button
        type="button"
        className="legend-other"
        aria-pressed={onlyDoubts}
        title={words.map.doubtHint}
        onClick={() => setFilters((last) => ({ ...last, flags: onlyDoubts ? [] : [...recordFlags] }))}
      >
        <span className="doubt-ring" aria-hidden="true" />
        <span className="legend-name">{words.map.doubt}</span>
      </button>
      {elsewhere.map((row) => {
        const place = row.keys.place as keyof typeof words.place;
        const name = words.place[place];
        return (
          <button
            key={place}
            type="button"
            className="legend-other"
            aria-pressed={filters.keys.place?.includes(place) ?? false}
            title={words.map.only(name)}
            onClick={() => setFilters((last) => toggleOnly(last, 'place', place))}
          >
            <span className="legend-name">{name}</span>
            <span className="legend-count">{numberText(row.value ?? 0, language)}</span>
          </button>
        );
      })}
    </section>
  );
}
