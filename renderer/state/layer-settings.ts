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

/** Whether both draw the same: what is hidden may stand anywhere and in any way. */
export function drawsSame(one: LayerSettings, other: LayerSettings): boolean {
  const seen = (settings: LayerSettings): string =>
    JSON.stringify(
      settings
        .filter(({ shown }) => shown)
        .map(({ id, opacity, options }) => [
          id,
          opacity,
          Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1)),
        ]),
    );
  return seen(one) === seen(other);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readSetting(value: unknown): LayerSetting | null {
  if (!isRecord(value)) return null;
  const { id, shown, opacity, options } = value;
  if (typeof id !== 'string' || id === '' || typeof shown !== 'boolean') return null;
  if (typeof opacity !== 'number' || !(opacity >= 0 && opacity <= 1)) return null;
  if (!isRecord(options) || !Object.values(options).every((choice) => typeof choice === 'string')) return null;
  return { id, shown, opacity, options: options as Record<string, string> };
}

/** Settings from what was stored or sent as JSON; null where it is anything else, so that bad input changes nothing. */
export function readLayerSettings(value: unknown): LayerSettings | null {
  if (!Array.isArray(value)) return null;
  const settings = value.map(readSetting).filter((setting) => setting !== null);
  const ids = new Set(settings.map(({ id }) => id));
  return settings.length === value.length && ids.size === settings.length ? settings : null;
}
