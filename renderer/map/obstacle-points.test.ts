import { describe, expect, it } from 'vitest';
import type { DrawnLayer } from './map-stage.ts';
import { mostObstacles, obstaclePoints } from './obstacle-points.ts';

function layer(count: number, more: Partial<DrawnLayer['drawing']> = {}): DrawnLayer {
  const sprites = {
    positions: Float64Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? 117 : 36)),
    marks: [],
    markIndexes: new Uint8Array(count),
    sizePixels: 13,
    objects: [],
  };
  return { id: 'a', opacity: 1, drawing: { sprites, ...more } };
}

const clear = (layers: DrawnLayer[]) =>
  obstaclePoints(layers, 2).features.flatMap(({ geometry, properties }) =>
    geometry.type === 'MultiPoint'
      ? geometry.coordinates.map((place) => ({ place, reach: properties?.['reach'] }))
      : [],
  );

describe('what names keep clear of', () => {
  it('is the marks of all layers together, as long as there is room between them', () => {
    expect(clear([layer(2), layer(3)])).toHaveLength(5);
    expect(clear([layer(mostObstacles), layer(1)])).toEqual([]);
  });

  it('is each disc as wide as it is, and each mark by the scale of the page', () => {
    const disc = { id: 'd', position: [118, 37] as const, text: '12', radiusPixels: 14 };
    expect(clear([layer(1, { counts: [disc as never] })])).toEqual([
      { place: [117, 36], reach: 18 },
      { place: [118, 37], reach: 14 },
    ]);
  });

  it('is only marks that have a place', () => {
    const unplaced = layer(1);
    unplaced.drawing.sprites?.positions.fill(Number.NaN);
    expect(clear([unplaced, layer(1)])).toHaveLength(1);
  });
});
