// The enterprises that pass the reader's filters, one list for map, table and figures.
import { useDeferredValue, useMemo } from 'react';
import type { About } from '../../contract/about.ts';
import type { FigureMeasure } from '../../contract/figures.ts';
import type { EnterpriseSummary } from '../../contract/ledger.ts';
import { useCore } from './core-store.ts';
import { cutEnterprises, type FilterDimension, figureNarrowing, type Narrowing, narrowingOf } from './filters.ts';
import { useFigure } from './use-figure.ts';
import { useView } from './view-store.ts';

/** Names of cities and counties by code, as the text filter searches them. */
export function placeNamesOf(about: About | null): ReadonlyMap<number, string> {
  return new Map(
    [...(about?.cities ?? []), ...(about?.counties ?? [])].map(({ code, name, nameEn }) => [code, `${name} ${nameEn}`]),
  );
}

/**
 * Membership is the core's decision, with or without filters: those on units (industry, status …) must hold for one
 * and the same unit, and records outside the province count only where they are asked for. So the list, the map and
 * the figures speak of the same enterprises. Empty until the core has answered.
 */
export function useShown(): readonly EnterpriseSummary[] {
  const enterprises = useCore((core) => core.world.enterprises);
  const about = useCore((core) => core.about);
  const filters = useDeferredValue(useView((view) => view.filters));
  const { value } = useFigure({ id: 'enterprise-count', by: ['enterprise'], ...narrowingOf(filters) });
  const matching = useMemo(() => new Set((value?.rows ?? []).map((row) => String(row.keys.enterprise))), [value]);
  const placeNames = useMemo(() => placeNamesOf(about), [about]);
  return useMemo(
    () => cutEnterprises(enterprises, filters, matching, placeNames),
    [enterprises, filters, matching, placeNames],
  );
}

/** What every figure on the desk is narrowed by. */
export function useNarrowing(shown: readonly EnterpriseSummary[], except?: FilterDimension | FigureMeasure): Narrowing {
  const filters = useDeferredValue(useView((view) => view.filters));
  return useMemo(() => figureNarrowing(filters, shown, except), [filters, shown, except]);
}
