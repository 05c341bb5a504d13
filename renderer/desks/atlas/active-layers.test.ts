import { describe, expect, it } from 'vitest';
import type { FigureResult } from '../../../contract/figures.ts';
import type { LayerDefinition } from '../../map/layers/layer-definition.ts';
import type { LayerSetting } from '../../state/layer-settings.ts';
import { createLayerMemory, type LayerSurroundings } from './active-layers.ts';

/** A layer that counts how often it is asked and drawn. */
function counting(id: string, choices: readonly string[] = []) {
  const calls = { figures: 0, draw: 0, legend: 0, table: 0 };
  const definition: LayerDefinition = {
    id,
    name: { zh: id, en: id },
    help: { zh: '', en: '' },
    source: { zh: '', en: '' },
    options: [
      {
        id: 'kind',
        name: { zh: '', en: '' },
        choices: () => choices.map((each) => ({ id: each, name: { zh: each, en: each } })),
      },
      {
        id: 'depends',
        name: { zh: '', en: '' },
        choices: ({ options }) => [{ id: `of ${options['kind']}`, name: { zh: '', en: '' } }],
      },
    ],
    figures: ({ options }) => {
      calls.figures += 1;
      return [{ id: 'unit-count', where: { product: [options['kind'] ?? ''] } }];
    },
    draw: () => {
      calls.draw += 1;
      return {};
    },
    legend: () => {
      calls.legend += 1;
      return { title: id, unit: null, entries: [] };
    },
    table: ({ figures }) => {
      calls.table += 1;
      return { columns: [], rows: (figures ?? []).map((_, index) => ({ key: String(index), cells: {} })) };
    },
  };
  return { definition, calls };
}

// What layers are given besides is theirs alone; the memory only hands it on.
const surroundings = (): LayerSurroundings => ({ shown: [] }) as unknown as LayerSurroundings;
const setting = (id: string, shown: boolean, options: Record<string, string> = {}): LayerSetting => ({
  id,
  shown,
  opacity: 1,
  options,
});
const answer = () => ({ figures: [{} as FigureResult], pending: false, error: null });

describe('layers', () => {
  it('cost nothing while hidden: nothing is asked, drawn or listed', () => {
    const { definition, calls } = counting('a', ['x']);
    const memory = createLayerMemory([definition]);
    const wanted = memory.wanted([setting('a', false)], surroundings(), 'none');
    const [layer] = memory.layers(wanted, new Map());
    expect(layer?.queries).toBeNull();
    expect(layer?.drawing).toBeNull();
    expect(layer?.legend).toBeNull();
    expect(calls).toEqual({ figures: 0, draw: 0, legend: 0, table: 0 });
  });

  it('whose table is open are asked, but not drawn while hidden', () => {
    const { definition, calls } = counting('a', ['x']);
    const memory = createLayerMemory([definition]);
    const wanted = memory.wanted([setting('a', false)], surroundings(), 'a');
    const [layer] = memory.layers(wanted, new Map([['a', answer()]]));
    expect(layer?.table().rows).toHaveLength(1);
    expect(layer?.drawing).toBeNull();
    expect(calls).toEqual({ figures: 1, draw: 0, legend: 0, table: 1 });
  });

  it('are the same objects while nothing changes, and are drawn once', () => {
    const [one, other] = [counting('a', ['x']), counting('b', ['x'])];
    const memory = createLayerMemory([one.definition, other.definition]);
    const around = surroundings();
    const settings = [setting('a', true), setting('b', true)];
    const answers = new Map([
      ['a', answer()],
      ['b', answer()],
    ]);
    const look = () => memory.layers(memory.wanted([...settings], around, 'none'), new Map(answers));
    const first = look();
    const drawings = first.map(({ drawing, legend }) => [drawing, legend]);
    expect(look()).toBe(first);
    expect(look().map(({ drawing, legend }) => [drawing, legend])).toEqual(drawings);
    expect(one.calls.draw).toBe(1);

    // One changes: the other stays what it was.
    settings[0] = setting('a', true, { kind: 'x' });
    const second = look();
    expect(second[1]).toBe(first[1]);
    expect(second[0]).not.toBe(first[0]);
    expect(second[1]?.drawing).toBe(drawings[1]?.[0]);
    answers.set('b', answer());
    expect(look()[1]).not.toBe(first[1]);
  });

  it('stand in the order of the settings; settings of unknown layers are left out', () => {
    const memory = createLayerMemory([counting('a').definition, counting('b').definition]);
    const wanted = memory.wanted([setting('b', false), setting('gone', true), setting('a', false)], surroundings(), '');
    expect(wanted.map(({ definition }) => definition.id)).toEqual(['b', 'a']);
  });

  it('have the default where nothing, or nothing that is still offered, is chosen', () => {
    const memory = createLayerMemory([counting('a', ['x', 'y']).definition]);
    const optionsOf = (options: Record<string, string>) =>
      memory.wanted([setting('a', true, options)], surroundings(), '')[0]?.input.options;
    expect(optionsOf({})).toEqual({ kind: 'x', depends: 'of x' });
    expect(optionsOf({ kind: 'y' })).toEqual({ kind: 'y', depends: 'of y' });
    expect(optionsOf({ kind: 'no more' })).toEqual({ kind: 'x', depends: 'of x' });
  });
});
