import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bundledLayers,
  bundledThemes,
  readSavedThemes,
  themeLayers,
  themeName,
  withName,
  withSaved,
} from './map-themes.ts';

const defaults = [
  'density',
  'area-figure',
  'capacity-columns',
  'capacity-symbols',
  'status',
  'quality',
  'enterprises',
].map((id) => ({ id, shown: id === 'enterprises', opacity: 1, options: {} }));
const shownIds = (layers: readonly { id: string; shown: boolean }[] | null) =>
  layers?.filter(({ shown }) => shown).map(({ id }) => id);

describe('map themes', () => {
  it('that are bundled show their layers, in their order, and hide all others', () => {
    for (const theme of bundledThemes) {
      const layers = bundledLayers(theme, defaults);
      expect(layers).toHaveLength(defaults.length);
      expect(shownIds(layers)).toEqual(theme.layers.map(({ id }) => id));
      for (const asked of theme.layers) expect(layers.find(({ id }) => id === asked.id)).toMatchObject(asked);
    }
  });

  it('are saved under a name, and saved again in its place', () => {
    const once = withSaved([], 'duty', defaults);
    const hidden = defaults.map((layer) => ({ ...layer, shown: false }));
    expect(withSaved(once, 'duty', hidden)).toEqual([{ ...once[0], layers: hidden }]);
    const two = withSaved(once, 'briefing', hidden);
    expect(new Set(two.map(({ id }) => id)).size).toBe(2);
    expect(shownIds(themeLayers(two[1]?.id ?? '', two, defaults))).toEqual([]);
    expect(themeLayers('no such theme', two, defaults)).toBeNull();
  });

  it('are renamed, but never to a name that another has', () => {
    const themes = withSaved(withSaved([], 'duty', defaults), 'briefing', defaults);
    const id = themes[1]?.id ?? '';
    expect(withName(themes, id, 'leaders').map(({ name }) => name)).toEqual(['duty', 'leaders']);
    expect(withName(themes, id, 'duty')).toBe(themes);
  });

  it('have names that can be shown', () => {
    expect(themeName('  值班 \n 图 ')).toBe('值班 图');
    expect(themeName(' \n ')).toBeNull();
    expect([...(themeName('图'.repeat(100)) ?? '')]).toHaveLength(40);
  });

  it('come back from the browser; what can not be read is left out and breaks nothing', () => {
    const themes = withSaved(withSaved([], 'duty', defaults), 'briefing', defaults);
    expect(readSavedThemes(JSON.stringify(themes))).toEqual(themes);
    expect(readSavedThemes(JSON.stringify([{ id: 'saved-9', name: 'x', layers: 'all' }, null, 7, ...themes]))).toEqual(
      themes,
    );
    expect(readSavedThemes(JSON.stringify([...themes, ...themes]))).toEqual(themes);
    for (const bad of [null, '', '{', '{}', '7', 'null']) expect(readSavedThemes(bad)).toEqual([]);
    fc.assert(fc.property(fc.string(), (text) => void readSavedThemes(text)));
    fc.assert(fc.property(fc.json(), (text) => void readSavedThemes(text)));
  });
});
