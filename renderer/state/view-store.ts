// What the reader does to the screen: filters, selection, times, theme, language, and which page is open. Shared with nobody.
import { create } from 'zustand';
import type { FigureQuery } from '../../contract/figures.ts';
import type { Language } from '../../contract/reasons.ts';
import type { ThemeName } from '../theme/themes.ts';
import { type Filters, isFiltered, noFilters } from './filters.ts';
import { remember, remembered } from './remember.ts';

/** Ms since the epoch; undefined = now, and moving with it. */
export interface Times {
  readonly asOf: number | undefined;
  readonly knownAt: number | undefined;
}

/** The page beside the table: an enterprise, or where a figure comes from. */
export type OpenPage =
  | { readonly kind: 'enterprise'; readonly id: string }
  | { readonly kind: 'explanation'; readonly query: FigureQuery }
  | null;

export type OpenDialog = 'import' | 'about-data' | 'keys' | null;

export interface View {
  readonly filters: Filters;
  readonly times: Times;
  readonly page: OpenPage;
  readonly dialog: OpenDialog;
  readonly theme: ThemeName;
  readonly language: Language;
  setFilters(change: (filters: Filters) => Filters): void;
  setTimes(times: Times): void;
  openPage(page: OpenPage): void;
  openDialog(dialog: OpenDialog): void;
  setTheme(theme: ThemeName): void;
  setLanguage(language: Language): void;
  /** One step back: closes the page, then lifts the filters. */
  stepBack(): void;
}

export const useView = create<View>()((set) => ({
  filters: noFilters,
  times: { asOf: undefined, knownAt: undefined },
  page: null,
  dialog: null,
  theme: remembered('theme') === 'light' ? 'light' : 'dark',
  language: remembered('language') === 'en' ? 'en' : 'zh',
  setFilters: (change) => set(({ filters }) => ({ filters: change(filters) })),
  setTimes: (times) => set({ times }),
  openPage: (page) => set({ page }),
  openDialog: (dialog) => set({ dialog }),
  setTheme: (theme) => {
    remember('theme', theme);
    set({ theme });
  },
  setLanguage: (language) => {
    remember('language', language);
    set({ language });
  },
  stepBack: () =>
    set(({ page, filters }) => {
      if (page !== null) return { page: null };
      return isFiltered(filters) ? { filters: noFilters } : {};
    }),
}));
