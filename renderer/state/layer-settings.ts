// Which layers the reader sees, in which order and how: plain values that a deep link or a saved map theme can hold. Pure.

export interface LayerSetting {
  readonly id: string;
  readonly shown: boolean;
  /** 0…1. */
  readonly opacity: number;
  /** Chosen options by the option's id; what is left out stands at its default. */
  readonly options: Readonly<Record<string, string>>;
}

/** Bottom layer first. */
export type LayerSettings = readonly LayerSetting[];

/** The settings with one layer changed; a layer that is not there stays away. */
export function withLayer(
  settings: LayerSettings,
  id: string,
  change: Partial<Omit<LayerSetting, 'id'>>,
): LayerSettings {
  return settings.map((setting) => (setting.id === id ? { ...setting, ...change } : setting));
}

/** The settings with layer `id` moved to `index`, counted from the bottom. */
export function moveLayer(settings: LayerSettings, id: string, index: number): LayerSettings {
  const moved = settings.find((setting) => setting.id === id);
  if (moved === undefined) return settings;
  const rest = settings.filter((setting) => setting !== moved);
  const place = Math.min(rest.length, Math.max(0, index));
  return [...rest.slice(0, place), moved, ...rest.slice(place)];
}

/** What is saved, completed by the layers that it does not know (hidden, above) and freed of those that are no more. */
export function settledLayers(saved: LayerSettings | null, defaults: LayerSettings): LayerSettings {
  if (saved === null) return defaults;
  const known = saved.filter(({ id }) => defaults.some((layer) => layer.id === id));
  const added = defaults.filter(({ id }) => !saved.some((layer) => layer.id === id));
  return [...known, ...added.map((layer) => ({ ...layer, shown: false }))];
}
