// What every layer owes its reader: words in both languages, and a table that says what the map shows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledThemes } from '../../state/map-themes.ts';
import type { LayerDefinition, LayerDrawing, TableTwin } from './layer-definition.ts';
import { answered, anySamples, type Sample, sampleInput } from './layer-fixture.ts';
import { defaultLayers, layerDefinitions } from './registry.ts';

const each = layerDefinitions.map((layer) => [layer.id, layer] as const);
const layerOf = (id: string) => layerDefinitions.find((layer) => layer.id === id) as LayerDefinition;
const han = /[\u4e00-\u9fff]/;

/** Layers whose marks are enterprises, one for each that has a position in the table. */
function drawnEnterprises({ sprites, counts, deck }: LayerDrawing): string[] {
  const columns = (deck ?? []).flatMap(({ props }) => props.data as unknown[]);
  const alone = [...(sprites?.objects ?? []), ...columns] as { id: string }[];
  return [...alone, ...(counts ?? []).flatMap(({ object }) => ('enterprises' in object ? object.enterprises : []))]
    .map(({ id }) => id)
    .toSorted();
}
const placedRows = ({ rows }: TableTwin) => rows.filter(({ position }) => position !== undefined);

describe('the registry', () => {
  it('holds the layers bottom first, each once, and shows the enterprises alone at first', () => {
    expect(layerDefinitions.map(({ id }) => id)).toEqual([
      'density',
      'area-figure',
      'capacity-columns',
      'capacity-symbols',
      'status',
      'quality',
      'enterprises',
      'silent',
      'alarms',
    ]);
    expect(defaultLayers.map(({ id }) => id)).toEqual(layerDefinitions.map(({ id }) => id));
    expect(defaultLayers.filter(({ shown }) => shown).map(({ id }) => id)).toEqual(['enterprises']);
  });

  it('has every layer that the bundled themes show', () => {
    for (const { layers } of bundledThemes) for (const { id } of layers) expect(layerOf(id), id).toBeDefined();
  });
});

describe.each(each)('layer %s', (_id, layer) => {
  it('is named, explained and sourced in Chinese and English', () => {
    const input = sampleInput([]);
    const choices = layer.options.flatMap((option) => [option.name, ...option.choices(input).map(({ name }) => name)]);
    for (const { zh, en } of [layer.name, layer.help, layer.source, ...choices]) {
      expect(zh).not.toBe('');
      expect(en).not.toBe('');
      expect(en).not.toMatch(han);
    }
    expect(layer.name.zh).toMatch(han);
    expect(layer.help.zh.length).toBeGreaterThan(40);
  });

  it('draws and lists something sensible over any ledger, in either language and theme', () => {
    fc.assert(
      fc.property(
        anySamples,
        fc.constantFrom('zh' as const, 'en' as const),
        fc.constantFrom('dark' as const, 'light' as const),
        (samples, language, themeName) => {
          const input = answered(layer, samples, sampleInput(samples, { language, themeName }));
          const legend = layer.legend(input);
          const { columns, rows } = layer.table(input);
          layer.draw(input);
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
          expect(legend.title).not.toBe('');
          expect(new Set(legend.entries.map(({ key }) => key)).size).toBe(legend.entries.length);
          expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
          for (const { cells } of rows) {
            expect(Object.keys(cells).every((key) => columns.some((column) => column.key === key))).toBe(true);
            for (const { key, numeric } of columns) {
              const cell = cells[key] ?? null;
              if (numeric) expect(cell === null || Number.isFinite(cell)).toBe(true);
              else expect(cell === null || (typeof cell === 'string' && cell !== '')).toBe(true);
            }
          }
          for (const { label, mark, color, radiusPixels, ring } of legend.entries) {
            expect(label).not.toBe('');
            const pictures = [mark, color, radiusPixels, ring].filter((picture) => picture !== undefined);
            expect(pictures.length).toBeLessThanOrEqual(1);
          }
          for (const title of columns.map((column) => column.title)) expect(title).not.toBe('');
          if (language === 'en' && legend.note !== undefined) expect(legend.note).not.toMatch(han);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('draws no value and promises no count while its figures are not there', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const input = { ...answered(layer, samples, sampleInput(samples)), figures: null };
        const drawing = layer.draw(input);
        expect(drawing.areas?.colors.size ?? 0).toBe(0);
        expect(drawing.deck?.flatMap(({ props }) => props.data as unknown[]) ?? []).toEqual([]);
        expect(layer.legend({ ...input, ledgerFigures: [], options: {} }).title).not.toBe('');
        for (const { count } of layer.legend(input).entries) expect(count ?? null).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});

describe('the table of each layer of enterprises', () => {
  it.each(['enterprises', 'status', 'quality', 'capacity-symbols'])(
    '%s has a row with a position for each mark',
    (id) => {
      const layer = layerOf(id);
      fc.assert(
        fc.property(
          anySamples,
          fc.constantFrom('auto', 'on', 'off'),
          fc.constantFrom(4, 7.5, 11),
          (samples, cluster, zoom) => {
            const input = answered(layer, samples, sampleInput(samples, { zoom }), { cluster });
            expect(drawnEnterprises(layer.draw(input))).toEqual(
              placedRows(layer.table(input))
                .map(({ key }) => key)
                .toSorted(),
            );
          },
        ),
      );
    },
  );

  it('capacity-columns has a column for each row with a position and a value', () => {
    const layer = layerOf('capacity-columns');
    fc.assert(
      fc.property(anySamples, (samples) => {
        const input = answered(layer, samples, sampleInput(samples));
        const rows = placedRows(layer.table(input)).filter(({ cells }) => cells['capacity'] !== null);
        expect(drawnEnterprises(layer.draw(input))).toEqual(rows.map(({ key }) => key).toSorted());
      }),
    );
  });
});

describe('the table of each layer of the ground', () => {
  it('density has a row for each cell, and the cells hold every placed enterprise once', () => {
    const layer = layerOf('density');
    fc.assert(
      fc.property(anySamples, fc.constantFrom('5', '10', '20'), (samples, side) => {
        const input = answered(layer, samples, sampleInput(samples), { side });
        const { rows } = layer.table(input);
        const cells = layer.draw(input).cells ?? [];
        expect(cells.map(({ id, ring }) => [id, ring])).toEqual(rows.map(({ key, ring }) => [key, ring]));
        expect(rows.reduce((sum, row) => sum + Number(row.cells['count']), 0)).toBe(input.placed.length);
        const legend = layer.legend(input).entries.map(({ color }) => color);
        for (const { color } of cells) expect(legend).toContain(color);
      }),
    );
  });

  it('area-figure colours the areas whose rows have a value, and hatches those with records but no number', () => {
    const layer = layerOf('area-figure');
    fc.assert(
      fc.property(
        anySamples,
        fc.constantFrom('city', 'county'),
        fc.constantFrom('enterprise-count', 'unit-count', 'capacity'),
        (samples, level, figure) => {
          const input = answered(layer, samples, sampleInput(samples), { level, figure, statuses: 'all' });
          const { rows } = layer.table(input);
          const areas = rows.filter(({ areaCode }) => areaCode !== undefined);
          expect(areas).toHaveLength(level === 'city' ? 3 : 4);
          const drawn = layer.draw(input).areas;
          for (const { areaCode = 0, cells } of areas) {
            const unknown = cells['value'] === null && Number(cells['inputs']) > 0;
            expect(drawn?.hatched.has(areaCode) ?? false).toBe(unknown);
            expect(drawn?.colors.has(areaCode) ?? false).toBe(cells['value'] !== null || unknown);
          }
          const legend = layer.legend(input).entries;
          for (const [code, color] of drawn?.colors ?? [])
            expect(legend.some((entry) => entry.color === color && !!entry.hatched === drawn?.hatched.has(code))).toBe(
              true,
            );
        },
      ),
    );
  });
});

describe('counts of legends', () => {
  const count = (samples: readonly Sample[], keep: (sample: Sample) => boolean) =>
    samples.filter((sample) => sample.enterprise.place !== 'outside' && keep(sample)).length;

  it('are those of the figures: enterprises in each industry, status and doubt', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const input = sampleInput(samples);
        const entriesOf = (id: string) => layerOf(id).legend(answered(layerOf(id), samples, input)).entries;
        for (const entry of entriesOf('enterprises')) {
          if (entry.filter?.dimension !== 'industry' || entry.key === 'null') continue;
          expect(entry.count).toBe(count(samples, ({ enterprise }) => enterprise.industries.includes(entry.key)));
        }
        const inside = samples.filter(({ enterprise }) => enterprise.place !== 'outside');
        const industries = new Set(inside.flatMap(({ enterprise }) => enterprise.industries));
        const keys = entriesOf('enterprises').filter(({ filter }) => filter?.dimension === 'industry');
        expect(new Set(keys.map(({ key }) => key).filter((key) => key !== 'null'))).toEqual(industries);
        const statuses = new Set(inside.flatMap(({ units }) => units.map(({ status }) => String(status))));
        expect(new Set(entriesOf('status').map(({ key }) => key))).toEqual(statuses);
        const doubt = entriesOf('enterprises').find(({ key }) => key === 'doubt');
        expect(doubt?.count).toBe(count(samples, ({ enterprise }) => enterprise.flags.length > 0));
        for (const entry of entriesOf('status')) {
          const key = entry.key === 'null' ? null : entry.key;
          expect(entry.count).toBe(count(samples, ({ units }) => units.some(({ status }) => status === key)));
        }
        for (const entry of entriesOf('quality')) {
          if (entry.key === 'null') continue;
          expect(entry.count).toBe(
            count(samples, ({ enterprise }) => (enterprise.flags as string[]).includes(entry.key)),
          );
        }
      }),
    );
  });
});
