// Commands that the registry of layers and the map themes bring with them: each layer on and off, its table, each theme.
import { defaultLayers, layerDefinitions } from '../map/layers/registry.ts';
import { settledLayers, withLayer } from '../state/layer-settings.ts';
import { bundledThemes, type SavedTheme, themeLayers } from '../state/map-themes.ts';
import type { View } from '../state/view-store.ts';
import type { Command } from './command.ts';

const isShown = ({ layers }: View, id: string): boolean =>
  settledLayers(layers, defaultLayers).some((layer) => layer.id === id && layer.shown);

const set = (view: View, id: string, shown: boolean): void =>
  view.setLayers(withLayer(settledLayers(view.layers, defaultLayers), id, { shown }));

/** Topmost layer first, as the panel lists them. */
export const layerCommands: readonly Command[] = layerDefinitions.toReversed().flatMap(({ id, name }): Command[] => [
  {
    id: `layer-show-${id}`,
    group: 'layers',
    desk: 'atlas',
    name: { zh: `显示图层：${name.zh}`, en: `Show layer: ${name.en}` },
    enabled: (view) => !isShown(view, id),
    run: (view) => set(view, id, true),
  },
  {
    id: `layer-hide-${id}`,
    group: 'layers',
    desk: 'atlas',
    name: { zh: `隐藏图层：${name.zh}`, en: `Hide layer: ${name.en}` },
    enabled: (view) => isShown(view, id),
    run: (view) => set(view, id, false),
  },
  {
    id: `layer-table-${id}`,
    group: 'layers',
    desk: 'atlas',
    name: { zh: `打开表格：${name.zh}`, en: `Open table: ${name.en}` },
    enabled: ({ table }) => table !== id,
    run: (view) => view.openTable(id),
  },
]);

/** Bundled themes and those that the reader saved. */
export function themeCommands(saved: readonly SavedTheme[]): readonly Command[] {
  const offered = [...bundledThemes, ...saved.map(({ id, name }) => ({ id, name: { zh: name, en: name } }))];
  return offered.map(({ id, name }) => ({
    id: `map-theme-${id}`,
    group: 'layers',
    desk: 'atlas',
    name: { zh: `图层组合：${name.zh}`, en: `Map theme: ${name.en}` },
    run: (view) => {
      const layers = themeLayers(id, saved, defaultLayers);
      if (layers !== null) view.setLayers(layers);
    },
  }));
}
