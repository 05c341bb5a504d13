import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawsSame, moveLayer, readLayerSettings, settledLayers, withLayer } from './layer-settings.ts';

const layer = (id: string, shown = true, opacity = 1, options = {}) => ({ id, shown, opacity, options });
const defaults = ['density', 'areas', 'enterprises'].map((id) => layer(id, id === 'enterprises'));
const ids = (settings: readonly { id: string }[]) => settings.map(({ id }) => id);

describe('layer settings', () => {
  it('change one layer and no other', () => {
    const changed = withLayer(defaults, 'areas', { shown: true, opacity: 0.4 });
    expect(changed[1]).toEqual(layer('areas', true, 0.4));
    expect(changed[0]).toBe(defaults[0]);
    expect(withLayer(defaults, 'no such layer', { shown: true })).toEqual(defaults);
  });

  it('move a layer up and down, never out', () => {
    expect(ids(moveLayer(defaults, 'density', 1))).toEqual(['areas', 'density', 'enterprises']);
    expect(ids(moveLayer(defaults, 'density', 99))).toEqual(['areas', 'enterprises', 'density']);
    expect(ids(moveLayer(defaults, 'enterprises', -5))).toEqual(['enterprises', 'density', 'areas']);
    fc.assert(
      fc.property(fc.constantFrom('density', 'areas', 'enterprises'), fc.integer(), (id, index) => {
        expect(ids(moveLayer(defaults, id, index)).sort()).toEqual(ids(defaults).sort());
      }),
    );
  });

  it('of an older or newer program are completed by hidden layers and freed of unknown ones', () => {
    expect(settledLayers(null, defaults)).toBe(defaults);
    const saved = [layer('enterprises'), layer('gone')];
    expect(settledLayers(saved, defaults)).toEqual([
      layer('enterprises'),
      layer('density', false),
      layer('areas', false),
    ]);
  });

  it('draw the same whatever is hidden and however options are ordered', () => {
    const one = [layer('areas', true, 1, { level: 'city', figure: 'capacity' }), layer('density', false)];
    const other = [layer('density', false, 0.5), layer('areas', true, 1, { figure: 'capacity', level: 'city' })];
    expect(drawsSame(one, other)).toBe(true);
    expect(drawsSame(one, withLayer(other, 'areas', { opacity: 0.5 }))).toBe(false);
    expect(drawsSame(one, withLayer(other, 'density', { shown: true }))).toBe(false);
  });

  it('come back from JSON as they went', () => {
    const settings = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1 }),
        shown: fc.boolean(),
        opacity: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
        options: fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(settings, (value) => {
        expect(readLayerSettings(JSON.parse(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('are refused whole where anything in them is wrong', () => {
    const good = layer('areas');
    for (const bad of [
      null,
      'areas',
      {},
      [null],
      [{ ...good, opacity: 2 }],
      [{ ...good, opacity: Number.NaN }],
      [{ ...good, shown: 'yes' }],
      [{ ...good, options: { level: 3 } }],
      [{ ...good, id: '' }],
      [good, good],
    ])
      expect(readLayerSettings(bad)).toBeNull();
    fc.assert(fc.property(fc.anything(), (value) => void readLayerSettings(value)));
  });
});
