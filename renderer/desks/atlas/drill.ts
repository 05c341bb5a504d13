// The way down from the province to a unit and up again: what each step narrows, opens and looks at.
import type { Region } from '../../../contract/about.ts';
import { useCore } from '../../state/core-store.ts';
import { narrowedTo } from '../../state/scope.ts';
import { useView } from '../../state/view-store.ts';

/** Into a city or a county; null = up to the whole province. */
export function drillToRegion(region: Region | null, level: 'city' | 'county'): void {
  useView.getState().drillTo({
    filters: (filters) => narrowedTo(filters, region, level),
    page: null,
    wish: region === null ? { kind: 'home' } : { kind: 'fit', bounds: region.bbox },
  });
  useView.getState().select(null);
}

export function drillToArea(level: 'city' | 'county', code: number): void {
  const { about } = useCore.getState();
  const regions = level === 'city' ? about?.cities : about?.counties;
  const region = regions?.find((each) => each.code === code);
  if (region !== undefined) drillToRegion(region, level);
}

/** Opens the page of an enterprise, at one of its units if said, and brings it into view. */
export function drillToEnterprise(id: string, unitId?: string): void {
  const position = useCore.getState().world.byId.get(id)?.position ?? null;
  useView.getState().drillTo({
    page: { kind: 'enterprise', id, ...(unitId === undefined ? {} : { unitId }) },
    ...(position === null ? {} : { wish: { kind: 'fly', position } }),
  });
}
