import { describe, expect, it } from 'vitest';
import { sampleEnterprise } from '../../state/sample-enterprise.ts';
import { contrast } from '../../theme/contrast.ts';
import { themes } from '../../theme/themes.ts';
import { circleShare } from '../marks.ts';
import { capacityColumnsLayer } from './capacity-columns-layer.ts';
import { capacitySymbolsLayer, radiusPixels } from './capacity-symbols-layer.ts';
import type { AnsweredInput } from './layer-definition.ts';
import { answered, type Sample, type SampleUnit, sampleInput } from './layer-fixture.ts';

const unit = (given: Partial<SampleUnit>): SampleUnit => ({
  product: 'steel',
  capacity: null,
  unit: 'kt/a',
  status: 'operating',
  ...given,
});
const sample = (
  id: string,
  units: readonly Partial<SampleUnit>[],
  position: [number, number] | null = [118, 36],
): Sample => ({
  enterprise: sampleEnterprise({ id, position, place: position === null ? 'unplaced' : 'inside' }),
  units: units.map(unit),
});
const samples = [
  sample('small', [{ capacity: 25 }]),
  sample('large', [{ capacity: 100 }, { capacity: 300 }]),
  sample('partly', [{ capacity: 100 }, { capacity: null }]),
  sample('unknown', [{ capacity: null }]),
  sample('daily', [{ capacity: 9, unit: 't/d' }]),
  sample('nowhere', [{ capacity: 50 }], null),
  sample('planned', [{ capacity: 999, status: 'announced' }]),
  sample('cement', [{ product: 'cement', capacity: 7 }]),
];
const ids = (objects: readonly unknown[]) => (objects as { id: string }[]).map(({ id }) => id);

describe('capacity as circles', () => {
  const input = answered(capacitySymbolsLayer, samples, sampleInput(samples));
  const { sprites } = capacitySymbolsLayer.draw(input);
  const table = capacitySymbolsLayer.table(input);
  const sizes = sprites?.sizePixels as Float32Array;
  const radii = new Map(ids(sprites?.objects ?? []).map((id, at) => [id, ((sizes[at] ?? 0) * circleShare) / 2]));

  it('takes the product that most units make, and operating units, unless told otherwise', () => {
    expect(input.options).toEqual({ product: 'steel', statuses: 'operating' });
    expect(ids(sprites?.objects ?? [])).not.toContain('planned');
    const all = answered(capacitySymbolsLayer, samples, sampleInput(samples), { statuses: 'all' });
    expect(ids(capacitySymbolsLayer.draw(all).sprites?.objects ?? [])[0]).toBe('planned');
  });

  it('has areas in proportion: four times the capacity, twice the radius; the largest lies lowest', () => {
    expect((radii.get('large') ?? 0) / (radii.get('partly') ?? 1)).toBeCloseTo(2, 3);
    expect((radii.get('large') ?? 0) / (radii.get('small') ?? 1)).toBeCloseTo(4, 3);
    expect(ids(sprites?.objects ?? [])[0]).toBe('large');
    expect(radiusPixels(0, 400, 2)).toBe(radiusPixels(0.0001, 400, 2));
    expect(radiusPixels(400, 400, 2)).toBe(2 * radiusPixels(400, 400, 1));
  });

  it('draws unknown capacity as a hollow ring and counts it, never as 0', () => {
    const shapeOf = (id: string) => sprites?.marks[sprites.markIndexes[ids(sprites.objects).indexOf(id)] ?? 0]?.shape;
    expect(shapeOf('unknown')).toBe('ring');
    expect(shapeOf('daily')).toBe('ring');
    expect(shapeOf('small')).toBe('circle');
    const { entries } = capacitySymbolsLayer.legend(input);
    expect(entries.find(({ key }) => key === 'unknown')?.count).toBe(2);
    expect(table.rows.find(({ key }) => key === 'unknown')?.cells).toMatchObject({
      capacity: null,
      units: 1,
      missing: 1,
    });
  });

  it('keeps units of measure apart and lists who has no place', () => {
    expect(table.columns.find(({ key }) => key === 'capacity')?.unit).toBe('kt/a');
    expect(table.rows.find(({ key }) => key === 'daily')?.cells).toMatchObject({ capacity: null, others: '9 t/d' });
    const nowhere = table.rows.find(({ key }) => key === 'nowhere');
    expect(nowhere?.cells['capacity']).toBe(50);
    expect(nowhere?.position).toBeUndefined();
    expect(table.rows.map(({ key }) => key).slice(0, 2)).toEqual(['large', 'partly']);
  });

  it('explains itself with three circles of round values and says what it leaves out', () => {
    const { title, unit: legendUnit, entries, note } = capacitySymbolsLayer.legend(input);
    expect(title).toContain('在运');
    expect(legendUnit).toBe('kt/a');
    const circles = entries.filter((entry) => entry.radiusPixels !== undefined);
    expect(circles.map(({ label }) => label)).toEqual(['200 kt/a', '100 kt/a', '20 kt/a']);
    expect(circles[0]?.radiusPixels).toBeCloseTo(radiusPixels(200, 400, 1));
    expect(note).toContain('1 家有部分装置产能未知');
    expect(note).toContain('1 家没有坐标');
  });
});

function elevationScale(input: AnsweredInput): number {
  const [layer] = capacityColumnsLayer.draw(input).deck ?? [];
  const props = (layer?.props ?? {}) as { readonly elevationScale?: number };
  return props.elevationScale ?? Number.NaN;
}

describe('capacity as columns', () => {
  const input = answered(capacityColumnsLayer, samples, sampleInput(samples));

  it('stand for what is known, tilt the map, and keep the highest column as high at every zoom', () => {
    const { deck, tilted } = capacityColumnsLayer.draw(input);
    expect(tilted).toBe(true);
    expect(ids(deck?.[0]?.props.data as unknown[])).toEqual(['large', 'partly', 'small']);
    const scaleAt = (zoom: number) => elevationScale({ ...input, zoom });
    // One step of the zoom halves what a pixel measures.
    expect(scaleAt(6) / scaleAt(7)).toBeCloseTo(2, 9);
  });

  it('stand out from the land of both themes', () => {
    for (const themeName of ['dark', 'light'] as const) {
      const [entry] = capacityColumnsLayer.legend({ ...input, themeName }).entries;
      expect(contrast(entry?.color ?? '', themes[themeName].map.land)).toBeGreaterThanOrEqual(3);
    }
  });

  it('says in the legend how high a round value stands, and counts what has no column', () => {
    const { entries, note } = capacityColumnsLayer.legend(input);
    const km = Number(((200 * elevationScale(input)) / 1000).toPrecision(2));
    expect(entries[0]?.label).toBe(`200 kt/a：柱高 ${km} 公里`);
    expect(note).toContain('2 家产能未知');
  });
});
