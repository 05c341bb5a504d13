// How deep the reader stands between the province and a unit, as filters and the open page say it. Pure.
import type { Region } from '../../contract/about.ts';
import { type Filters, withKeys } from './filters.ts';
import type { OpenPage } from './view-store.ts';

export interface Scope {
  readonly city: Region | null;
  readonly county: Region | null;
  readonly enterpriseId: string | null;
  readonly unitId: string | null;
}

/** One key alone narrows to a place; several, or 'null' = not assigned, do not. */
function onlyRegion(keys: readonly string[] | undefined, regions: readonly Region[]): Region | null {
  return keys?.length === 1 ? (regions.find(({ code }) => String(code) === keys[0]) ?? null) : null;
}

export function scopeOf(
  filters: Filters,
  page: OpenPage,
  about: { readonly cities: readonly Region[]; readonly counties: readonly Region[] },
): Scope {
  const county = onlyRegion(filters.keys.county, about.counties);
  const city =
    county === null
      ? onlyRegion(filters.keys.city, about.cities)
      : (about.cities.find(({ code }) => code === county.parent) ?? null);
  const enterprise = page?.kind === 'enterprise' ? page : null;
  return { city, county, enterpriseId: enterprise?.id ?? null, unitId: enterprise?.unitId ?? null };
}

/** The filters narrowed to the whole province (null), a city or a county; other filters stay. */
export function narrowedTo(filters: Filters, region: Region | null, level: 'city' | 'county'): Filters {
  const city = region === null ? [] : [String(level === 'city' ? region.code : region.parent)];
  const county = region === null || level === 'city' ? [] : [String(region.code)];
  return withKeys(withKeys(filters, 'city', city), 'county', county);
}
