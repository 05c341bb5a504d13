import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { themes } from '../theme/themes.ts';
import { areaLayer, areaSource, baseStyle } from './base-style.ts';

const layers = ['context', 'cities', 'borders', 'hydro', 'neighbourCities'];
const ground = {
  files: Object.fromEntries(layers.map((layer) => [layer, `/geodata/boundaries/test.${layer}.geojson`])),
  labels: [{ position: [117, 36.6] as const, text: '济南' }],
  colors: themes.dark.map,
  accent: themes.dark.accent,
  scale: 1,
};

describe('the base style', () => {
  it.each(['dark', 'light'] as const)('is a valid MapLibre style in the %s theme', (theme) => {
    expect(validateStyleMin(baseStyle({ ...ground, colors: themes[theme].map }))).toEqual([]);
  });

  it('asks for nothing but the given files', () => {
    const style = baseStyle(ground);
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    for (const source of Object.values(style.sources)) {
      if (source.type === 'geojson' && typeof source.data === 'string')
        expect(Object.values(ground.files)).toContain(source.data);
      else expect(source).toMatchObject({ type: 'geojson', data: { type: 'FeatureCollection' } });
    }
  });

  it('never simplifies adjacent polygons and never hides the dash line', () => {
    const style = baseStyle(ground);
    for (const layer of layers) expect(style.sources[layer]).toMatchObject({ tolerance: 0 });
    const dashLine = style.layers.find(({ id }) => id === 'dash-line');
    expect(dashLine).toBeDefined();
    expect(dashLine).not.toHaveProperty('minzoom');
    expect(dashLine).not.toHaveProperty('maxzoom');
  });

  it('leaves out what has no file, and still can be picked', () => {
    const style = baseStyle({ ...ground, files: { cities: '/geodata/boundaries/a.geojson' } });
    expect(validateStyleMin(style)).toEqual([]);
    expect(style.layers.find(({ id }) => id === areaLayer)).toMatchObject({ source: areaSource });
  });
});
