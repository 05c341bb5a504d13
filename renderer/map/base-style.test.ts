import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { themes } from '../theme/themes.ts';
import { aboveGround, aboveNames, baseStyle, type Ground, noFeatures } from './base-style.ts';

const ground: Ground = {
  files: {},
  labels: [
    { position: [117, 36.6], text: '济南', level: 'city' },
    { position: [117.1, 36.7], text: '历下', level: 'county' },
  ],
  themeName: 'dark',
  colors: themes.dark.map,
  accent: themes.dark.accent,
  scale: 1,
};
const drawn = { obstacles: noFeatures, counts: noFeatures };

describe('the base style', () => {
  it.each(['dark', 'light'] as const)('is a valid MapLibre style in the %s theme', (theme) => {
    expect(validateStyleMin(baseStyle({ ...ground, themeName: theme, colors: themes[theme].map }, drawn))).toEqual([]);
  });

  it('asks for nothing from anywhere: no glyphs, no pictures, no tiles', () => {
    const style = baseStyle(ground, drawn);
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    for (const source of Object.values(style.sources)) {
      expect(source).toMatchObject({ type: 'geojson', data: { type: 'FeatureCollection' } });
    }
  });

  it('always names cities, and counties only from zoom 8 where there is room', () => {
    const { layers } = baseStyle(ground, drawn);
    const cities = layers.find(({ id }) => id === 'city-labels');
    const counties = layers.find(({ id }) => id === 'county-labels');
    expect(cities).not.toHaveProperty('minzoom');
    expect(cities).toMatchObject({ layout: { 'text-overlap': 'always' } });
    expect(counties).toMatchObject({ minzoom: 8, layout: { 'text-overlap': 'never' } });
  });

  it('has the places below which our own layers go', () => {
    const ids = baseStyle(ground, drawn).layers.map(({ id }) => id);
    expect(ids.indexOf(aboveGround)).toBe(0);
    expect(ids.indexOf(aboveNames)).toBeGreaterThan(ids.indexOf('city-labels'));
  });
});
