// What the reader does to the screen: filters, selection, times, camera, layers, theme, language. Shared with nobody.
import { create } from 'zustand';
import type { FigureQuery } from '../../contract/figures.ts';
import type { Language } from '../../contract/reasons.ts';
import type { ThemeName } from '../theme/themes.ts';
import type { Camera, CameraWish } from './camera.ts';
import { type DutyView, plainDuty } from './duty-view.ts';
import { type Filters, isFiltered, noFilters } from './filters.ts';
import type { LayerSettings } from './layer-settings.ts';
import { type MonitoringView, plainMonitoring } from './monitoring-view.ts';
import { remember, remembered } from './remember.ts';

/** Ms since the epoch; undefined = now, and moving with it. */
export interface Times {
  readonly asOf: number | undefined;
  readonly knownAt: number | undefined;
}

/** One kind of work; each fills the screen. */
export type Desk = 'atlas' | 'monitoring' | 'duty';

/** The page beside the table: an enterprise (and the unit in question), an area, where a figure comes from, a channel, an alarm. */
export type OpenPage =
  | { readonly kind: 'enterprise'; readonly id: string; readonly unitId?: string }
  | { readonly kind: 'area'; readonly level: 'city' | 'county'; readonly code: number }
  | { readonly kind: 'explanation'; readonly query: FigureQuery }
  | { readonly kind: 'document'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'alarm'; readonly id: number }
  | null;

/** The desk that a page stands on; null = no page. */
export function deskOf(page: OpenPage): Desk | null {
  if (page === null) return null;
  return page.kind === 'channel' ? 'monitoring' : page.kind === 'alarm' ? 'duty' : 'atlas';
}

/** What the reader points out on the map: its card stays open beside it. */
export type Selection =
  | { readonly kind: 'enterprise'; readonly id: string }
  | { readonly kind: 'area'; readonly level: 'city' | 'county'; readonly code: number }
  | null;

export type OpenDialog = 'import' | 'about-data' | 'keys' | 'palette' | null;

/** What a press on the map does: select, draw a lasso, or measure. */
export type Tool = 'select' | 'lasso' | 'distance' | 'area';

/** What one step back restores. */
export interface Step {
  readonly desk: Desk;
  readonly monitoring: MonitoringView;
  readonly duty: DutyView;
  readonly filters: Filters;
  readonly page: OpenPage;
  readonly camera: Camera | null;
}

export interface View {
  readonly desk: Desk;
  readonly monitoring: MonitoringView;
  readonly duty: DutyView;
  readonly filters: Filters;
  readonly times: Times;
  readonly page: OpenPage;
  readonly selected: Selection;
  readonly dialog: OpenDialog;
  readonly tool: Tool;
  /** Where the camera rests; null before the map is there. */
  readonly camera: Camera | null;
  /** What the camera is asked to do; a new object for each wish. */
  readonly wish: CameraWish | null;
  /** null = as the registry has them. */
  readonly layers: LayerSettings | null;
  /** The layer whose table is open beside the map; 'enterprises' at first. */
  readonly table: string;
  readonly theme: ThemeName;
  readonly language: Language;
  /** Oldest first. */
  readonly past: readonly Step[];
  /** To another desk, or another tab of the monitoring desk; its page closes. */
  goTo(desk: Desk, tab?: MonitoringView['tab']): void;
  setMonitoring(change: Partial<MonitoringView>): void;
  setDuty(change: Partial<DutyView>): void;
  setFilters(change: (filters: Filters) => Filters): void;
  setTimes(times: Times): void;
  /** On the desk that the page belongs to. */
  openPage(page: OpenPage): void;
  select(selected: Selection): void;
  openDialog(dialog: OpenDialog): void;
  setTool(tool: Tool): void;
  setLayers(layers: LayerSettings | null): void;
  openTable(layer: string): void;
  setTheme(theme: ThemeName): void;
  setLanguage(language: Language): void;
  /** The map tells where its camera came to rest. */
  cameraRested(camera: Camera): void;
  moveCamera(wish: CameraWish): void;
  /** Narrows to an area, opens a page or both, and moves the camera: one step, however much it changes. */
  drillTo(to: { filters?: (filters: Filters) => Filters; page?: OpenPage; wish?: CameraWish }): void;
  /** Filters, page and camera as they were before the last change. */
  stepBack(): void;
  /** Out of what is innermost: the tool, the selection, the page, then the filters. */
  leave(): void;
}

const mostSteps = 100;

type Kept = Pick<View, 'desk' | 'monitoring' | 'duty' | 'filters' | 'page' | 'camera' | 'past'>;

/** The past with the present added, unless only the text is being typed on: a word is one step, not one a letter. */
function stepped(view: Kept, next: Filters = view.filters): readonly Step[] {
  const { desk, monitoring, duty, filters, page, camera, past } = view;
  const typing = filters.text !== '' && next.text !== '' && filters.text !== next.text;
  return typing ? past : [...past, { desk, monitoring, duty, filters, page, camera }].slice(-mostSteps);
}

/** What else changes with the desk: a map that is made anew opens where the last one rested. */
function arriving(view: Pick<View, 'desk' | 'camera'>, desk: Desk): Partial<View> {
  if (desk === view.desk) return {};
  const { camera } = view;
  return {
    desk,
    tool: 'select',
    ...(desk !== 'monitoring' && camera !== null ? { wish: { kind: 'camera', camera } } : {}),
  };
}

export const useView = create<View>()((set) => ({
  desk: 'atlas',
  monitoring: plainMonitoring,
  duty: plainDuty,
  filters: noFilters,
  times: { asOf: undefined, knownAt: undefined },
  page: null,
  selected: null,
  dialog: null,
  tool: 'select',
  camera: null,
  wish: null,
  layers: null,
  table: 'enterprises',
  theme: remembered('theme') === 'light' ? 'light' : 'dark',
  language: remembered('language') === 'en' ? 'en' : 'zh',
  past: [],
  goTo: (desk, tab) =>
    set((view) => {
      const monitoring = tab === undefined ? view.monitoring : { ...view.monitoring, tab };
      if (desk === view.desk && monitoring.tab === view.monitoring.tab) return {};
      // What one list is narrowed to says nothing in another.
      const text = monitoring.tab === view.monitoring.tab ? monitoring.text : '';
      return { ...arriving(view, desk), monitoring: { ...monitoring, text }, page: null, past: stepped(view) };
    }),
  setMonitoring: (change) => set((view) => ({ monitoring: { ...view.monitoring, ...change } })),
  setDuty: (change) => set((view) => ({ duty: { ...view.duty, ...change } })),
  setFilters: (change) =>
    set((view) => {
      const filters = change(view.filters);
      return filters === view.filters ? {} : { filters, past: stepped(view, filters) };
    }),
  setTimes: (times) => set({ times }),
  openPage: (page) =>
    set((view) => ({
      ...arriving(view, deskOf(page) ?? view.desk),
      ...(page?.kind === 'alarm' ? { duty: { ...view.duty, tab: 'watch' } } : {}),
      page,
      past: stepped(view),
    })),
  select: (selected) => set({ selected }),
  openDialog: (dialog) => set({ dialog }),
  setTool: (tool) => set({ tool }),
  setLayers: (layers) => set({ layers }),
  openTable: (table) => set({ table }),
  setTheme: (theme) => {
    remember('theme', theme);
    set({ theme });
  },
  setLanguage: (language) => {
    remember('language', language);
    set({ language });
  },
  cameraRested: (camera) => set({ camera }),
  moveCamera: (wish) => set({ wish: { ...wish } }),
  drillTo: ({ filters, page, wish }) =>
    set((view) => ({
      ...(page === undefined ? {} : arriving(view, deskOf(page) ?? view.desk)),
      past: stepped(view),
      ...(filters === undefined ? {} : { filters: filters(view.filters) }),
      ...(page === undefined ? {} : { page }),
      ...(wish === undefined ? {} : { wish: { ...wish } }),
    })),
  stepBack: () =>
    set((view) => {
      const { past, camera } = view;
      const step = past.at(-1);
      if (step === undefined) return {};
      const { desk, monitoring, duty, filters, page } = step;
      const back =
        step.camera === null || step.camera === camera
          ? {}
          : { wish: { kind: 'camera' as const, camera: step.camera } };
      return { ...arriving(view, desk), monitoring, duty, filters, page, past: past.slice(0, -1), ...back };
    }),
  leave: () =>
    set((view) => {
      if (view.desk === 'duty') {
        if (view.page !== null) return { page: null };
        return view.duty.text === '' ? {} : { duty: { ...view.duty, text: '' }, past: stepped(view) };
      }
      if (view.desk === 'monitoring') {
        if (view.page !== null) return { page: null, past: stepped(view) };
        return view.monitoring.text === '' ? {} : { monitoring: { ...view.monitoring, text: '' }, past: stepped(view) };
      }
      if (view.tool !== 'select') return { tool: 'select' };
      if (view.selected !== null) return { selected: null };
      if (view.page !== null) return { page: null, past: stepped(view) };
      return isFiltered(view.filters) ? { filters: noFilters, past: stepped(view) } : {};
    }),
}));
