// What a histogram is narrowed by: the reader's filters with the range of its own measure left open, also where a text or a lasso cuts the list.
import { useDeferredValue, useMemo } from 'react';
import type { FigureMeasure } from '../../contract/figures.ts';
import type { EnterpriseSummary } from '../../contract/ledger.ts';
import { useCore } from './core-store.ts';
import { cutEnterprises, figureNarrowing, type Narrowing, narrowingOf } from './filters.ts';
import { useFigure } from './use-figure.ts';
import { placeNamesOf } from './use-shown.ts';
import { useView } from './view-store.ts';

/**
 * As `useNarrowing(shown, measure)`, but not narrowed through the list: with a text or a lasso, `shown` holds only what
 * passes the measure's own range, and the bars outside the brush would vanish.
 */
export function useOpenNarrowing(shown: readonly EnterpriseSummary[], measure: FigureMeasure): Narrowing {
  const filters = useDeferredValue(useView((view) => view.filters));
  const enterprises = useCore((core) => core.world.enterprises);
  const listed = filters.text !== '' || filters.lasso !== null;
  const about = useCore((core) => core.about);
  const apart = listed && filters.between[measure] !== undefined;
  const { value } = useFigure(
    apart ? { id: 'enterprise-count', by: ['enterprise'], ...narrowingOf(filters, measure) } : null,
  );
  return useMemo(() => {
    if (!apart || value === null) return figureNarrowing(filters, shown, measure);
    const matching = new Set(value.rows.map((row) => String(row.keys.enterprise)));
    return figureNarrowing(filters, cutEnterprises(enterprises, filters, matching, placeNamesOf(about)), measure);
  }, [apart, value, filters, shown, enterprises, about, measure]);
}
