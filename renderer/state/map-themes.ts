// Map themes: named sets of layers, those that come with the program and those that the reader saved in this browser.
import { create } from 'zustand';
import type { Bilingual } from '../../contract/figures.ts';
import { type LayerSetting, type LayerSettings, readLayerSettings, settledLayers } from './layer-settings.ts';
import { remember, remembered } from './remember.ts';

/** A set that comes with the program: the layers it shows, bottom first; what is not said stands as by default. */
export interface BundledTheme {
  readonly id: string;
  readonly name: Bilingual;
  readonly layers: readonly ({ readonly id: string } & Partial<Pick<LayerSetting, 'opacity' | 'options'>>)[];
}

export const bundledThemes: readonly BundledTheme[] = [
  { id: 'overview', name: { zh: '企业分布', en: 'Enterprises' }, layers: [{ id: 'enterprises' }] },
  { id: 'capacity', name: { zh: '产能布局', en: 'Capacity' }, layers: [{ id: 'capacity-symbols' }] },
  { id: 'areas', name: { zh: '分市对比', en: 'Cities compared' }, layers: [{ id: 'area-figure' }] },
  { id: 'columns', name: { zh: '产能立体图', en: 'Capacity in 3-D' }, layers: [{ id: 'capacity-columns' }] },
  { id: 'status', name: { zh: '装置状态', en: 'Status of units' }, layers: [{ id: 'status' }] },
  { id: 'density', name: { zh: '企业密度', en: 'Density' }, layers: [{ id: 'density' }] },
  { id: 'quality', name: { zh: '数据质量', en: 'Data quality' }, layers: [{ id: 'quality' }] },
];

/** A set that the reader saved under a name. */
export interface SavedTheme {
  readonly id: string;
  readonly name: string;
  readonly layers: LayerSettings;
}

/** The layers of a bundled theme in full; hidden ones lie below, as the defaults have them. */
export function bundledLayers(theme: BundledTheme, defaults: LayerSettings): LayerSettings {
  const drawn = theme.layers.flatMap((asked) =>
    defaults.filter(({ id }) => id === asked.id).map((layer) => ({ ...layer, ...asked, shown: true })),
  );
  const hidden = defaults.filter(({ id }) => drawn.every((layer) => layer.id !== id));
  return [...hidden.map((layer) => ({ ...layer, shown: false })), ...drawn];
}

export const longestThemeName = 40;

/** A name that can be shown: its first line, trimmed and cut; null where nothing is left. */
export function themeName(text: string): string | null {
  const name = [...text.trim().replaceAll(/\s+/g, ' ')].slice(0, longestThemeName).join('');
  return name === '' ? null : name;
}

/** The saved themes in `text`; what can't be read is left out, and one bad theme costs no other. */
export function readSavedThemes(text: string | null): readonly SavedTheme[] {
  let stored: unknown = null;
  try {
    stored = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(stored)) return [];
  const themes = stored.flatMap((each: unknown): SavedTheme[] => {
    const { id, name, layers } = (each ?? {}) as Record<string, unknown>;
    const settings = readLayerSettings(layers);
    const shownName = typeof name === 'string' ? themeName(name) : null;
    return typeof id === 'string' && shownName !== null && settings !== null
      ? [{ id, name: shownName, layers: settings }]
      : [];
  });
  return themes.filter(({ id }, index) => themes.findIndex((other) => other.id === id) === index);
}

/** `themes` with `layers` saved under `name`, in place of what had that name; a fresh number tells new ones apart. */
export function withSaved(themes: readonly SavedTheme[], name: string, layers: LayerSettings): readonly SavedTheme[] {
  const same = themes.find((theme) => theme.name === name);
  if (same !== undefined) return themes.map((theme) => (theme === same ? { ...theme, layers } : theme));
  const numbers = themes.map(({ id }) => Number(id.replace('saved-', '')) || 0);
  return [...themes, { id: `saved-${Math.max(0, ...numbers) + 1}`, name, layers }];
}

/** `themes` with one renamed; unchanged where another has that name. */
export function withName(themes: readonly SavedTheme[], id: string, name: string): readonly SavedTheme[] {
  if (themes.some((theme) => theme.name === name && theme.id !== id)) return themes;
  return themes.map((theme) => (theme.id === id ? { ...theme, name } : theme));
}

export interface MapThemes {
  readonly saved: readonly SavedTheme[];
  change(change: (saved: readonly SavedTheme[]) => readonly SavedTheme[]): void;
}

const storageKey = 'map-themes';

export const useMapThemes = create<MapThemes>()((set) => ({
  saved: readSavedThemes(remembered(storageKey)),
  change: (change) =>
    set((themes) => {
      const saved = change(themes.saved);
      if (saved !== themes.saved) remember(storageKey, JSON.stringify(saved));
      return { saved };
    }),
}));

/** The layers that a theme, bundled or saved, asks for; null where there is no such theme. */
export function themeLayers(id: string, saved: readonly SavedTheme[], defaults: LayerSettings): LayerSettings | null {
  const bundled = bundledThemes.find((theme) => theme.id === id);
  if (bundled !== undefined) return bundledLayers(bundled, defaults);
  const own = saved.find((theme) => theme.id === id);
  return own === undefined ? null : settledLayers(own.layers, defaults);
}
