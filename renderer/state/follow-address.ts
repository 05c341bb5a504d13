// Keeps the page's address and the reader's view the same: opens what a link says, writes what the reader does, makes links to copy.
import { create } from 'zustand';
import type { About } from '../../contract/about.ts';
import { places, recordFlags } from '../../contract/ledger.ts';
import type { Camera } from './camera.ts';
import { useCore } from './core-store.ts';
import { decodeLink, encodeLink, isLinkable, type LinkedView } from './deep-link.ts';
import type { FilterDimension, Filters } from './filters.ts';
import { useView, type View } from './view-store.ts';

/** What there is to tell about links; the newest alone. */
export type LinkNews =
  | { readonly kind: 'ignored'; readonly parts: readonly string[] }
  /** `withData`: both times are pinned, so that the numbers stay. */
  | { readonly kind: 'copied'; readonly withData: boolean; readonly withoutPage: boolean }
  /** The clipboard is closed to this page: the reader copies by hand. */
  | { readonly kind: 'by-hand'; readonly link: string; readonly withData: boolean; readonly withoutPage: boolean }
  /** The core could not be asked for its data's version. */
  | { readonly kind: 'failed' };

export const useLinkNews = create<{ readonly news: LinkNews | null }>()(() => ({ news: null }));

const tell = (news: LinkNews | null): void => useLinkNews.setState({ news });

/** How often the address is written at most; browsers refuse a page that does so all the time. */
const writePauseMs = 250;

const ownBase = (): string => `${location.origin}${location.pathname}`;
let base: () => string = ownBase;

/** Where links lead, without '#': this page's address unless the shell has one of its own, such as a desktop's scheme. */
export function setLinkBase(address: string): void {
  base = () => address;
}

/** Where the camera is on its way to; null once it rests. */
let destination: Camera | null = null;

/** The view as a link holds it. A camera on its way counts as there. */
function linkedView({
  camera,
  desk,
  monitoring,
  duty,
  filters,
  times,
  page,
  selected,
  layers,
  table,
}: View): LinkedView {
  return {
    camera: destination ?? camera,
    ...{ desk, monitoring, duty, filters, times, page, selected, layers, table },
  };
}

/** Filters freed of keys that the core would refuse, and the names of the parts of a link that held them. Pure. */
export function acceptedFilters(
  filters: Filters,
  about: Pick<About, 'cities' | 'counties' | 'industries' | 'statuses'>,
): { readonly filters: Filters; readonly ignored: readonly string[] } {
  const accepted: Partial<Record<FilterDimension, ReadonlySet<string>>> = {
    city: new Set(about.cities.map(({ code }) => String(code))),
    county: new Set(about.counties.map(({ code }) => String(code))),
    industry: new Set(about.industries.map(({ id }) => id)),
    status: new Set(about.statuses.map(({ id }) => id)),
    place: new Set(places),
    flag: new Set(recordFlags),
  };
  const ignored: string[] = [];
  const keys = Object.entries(filters.keys).flatMap(([dimension, asked]) => {
    const known = accepted[dimension as FilterDimension];
    const kept = asked.filter((key) => key === 'null' || known?.has(key) !== false);
    if (kept.length < asked.length) ignored.push(`f.${dimension}`);
    return kept.length === 0 ? [] : [[dimension, kept.length === asked.length ? asked : kept] as const];
  });
  return ignored.length === 0
    ? { filters, ignored }
    : { filters: { ...filters, keys: Object.fromEntries(keys) }, ignored };
}

/** Shows what a fragment says; false where it is no link of ours. */
function open(fragment: string, start: boolean): boolean {
  const read = decodeLink(fragment);
  if (read === null) return false;
  const { camera, desk, monitoring, duty, times, layers, table, filters, page, selected } = read.view;
  const { about } = useCore.getState();
  const settled = about === null ? { filters, ignored: [] } : acceptedFilters(filters, about);
  const wish = camera === null ? null : ({ kind: 'camera', camera } as const);
  if (start) {
    // Before the first map there is nothing to step back to.
    destination = camera;
    useView.setState({ desk, monitoring, duty, filters: settled.filters, page, selected, times, layers, table, wish });
  } else {
    const view = useView.getState();
    view.setTimes(times);
    view.setLayers(layers);
    view.openTable(table);
    view.drillTo({ filters: () => settled.filters, page, wish: wish ?? { kind: 'home' } });
    useView.setState({ desk, ...(desk === 'monitoring' ? { monitoring } : desk === 'duty' ? { duty } : {}) });
    view.select(selected);
  }
  const ignored = [...read.ignored, ...settled.ignored];
  if (ignored.length > 0) tell({ kind: 'ignored', parts: ignored });
  return true;
}

/** Call before the first map is made. The answer ends it. */
export function followAddress(): () => void {
  open(location.hash, true);
  let written = location.hash;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    timer = undefined;
    const fragment = `#${encodeLink(linkedView(useView.getState()))}`;
    if (fragment === location.hash) return;
    written = fragment;
    // Without the query: a start token must neither stay in the address nor travel with a link.
    history.replaceState(history.state, '', `${location.pathname}${fragment}`);
  }

  const stopView = useView.subscribe((view, last) => {
    if (view.wish !== last.wish) destination = view.wish?.kind === 'camera' ? view.wish.camera : null;
    else if (view.camera !== last.camera) destination = null;
    const same =
      view.desk === last.desk &&
      view.monitoring === last.monitoring &&
      view.duty === last.duty &&
      view.filters === last.filters &&
      view.times === last.times &&
      view.page === last.page &&
      view.selected === last.selected &&
      view.camera === last.camera &&
      view.layers === last.layers &&
      view.table === last.table;
    if (!same) timer ??= setTimeout(write, writePauseMs);
  });
  // A link may come before the names that its keys are checked by.
  const stopCore = useCore.subscribe(({ about }, last) => {
    if (about === null || last.about !== null) return;
    const { filters, ignored } = acceptedFilters(useView.getState().filters, about);
    if (ignored.length === 0) return;
    useView.setState({ filters });
    const { news } = useLinkNews.getState();
    tell({ kind: 'ignored', parts: [...(news?.kind === 'ignored' ? news.parts : []), ...ignored] });
  });
  function onHashChange(): void {
    if (location.hash === written) return;
    written = location.hash;
    clearTimeout(timer);
    timer = undefined;
    tell(null);
    // What is no link of ours is taken for a slip: the address says again what the screen shows.
    if (!open(location.hash, false)) write();
  }
  addEventListener('hashchange', onHashChange);
  return () => {
    removeEventListener('hashchange', onHashChange);
    stopView();
    stopCore();
    clearTimeout(timer);
  };
}

/**
 * Copies a link to what the screen shows and says so in the news. `withData` pins both times to the moments that the
 * core's figures speak of now, so that whoever opens the link later sees the same numbers.
 */
export async function copyLink({ withData = false }: { withData?: boolean } = {}): Promise<void> {
  const view = linkedView(useView.getState());
  let { times } = view;
  if (withData) {
    const { backend } = useCore.getState();
    try {
      if (backend === null) throw new TypeError('There is no wire to the core.');
      const { asOf, knownAt } = await backend.figure.get({
        id: 'enterprise-count',
        ...(times.asOf === undefined ? {} : { asOf: times.asOf }),
        ...(times.knownAt === undefined ? {} : { knownAt: times.knownAt }),
      });
      times = { asOf, knownAt };
    } catch {
      return tell({ kind: 'failed' });
    }
  }
  const link = `${base()}#${encodeLink({ ...view, times })}`;
  const withoutPage = !isLinkable(view.page);
  const fixed = times.asOf !== undefined && times.knownAt !== undefined;
  try {
    await navigator.clipboard.writeText(link);
    tell({ kind: 'copied', withData: fixed, withoutPage });
  } catch {
    tell({ kind: 'by-hand', link, withData: fixed, withoutPage });
  }
}
