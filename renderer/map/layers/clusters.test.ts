import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleEnterprise } from '../../state/sample-enterprise.ts';
import { clusterPlaced } from './clusters.ts';
import type { ClusterOfEnterprises, CountDisc, PlacedEnterprise } from './layer-definition.ts';

const at = (id: string, position: [number, number]) => sampleEnterprise({ id, position }) as PlacedEnterprise;
const look = (zoom: number) => ({ zoom, scale: 1, language: 'zh' as const });
const clusterOf = ({ object }: CountDisc) => object as ClusterOfEnterprises;
const halves = fc.integer({ min: 8, max: 28 }).map((steps) => steps / 2);
const anyPlaced = fc
  .array(fc.tuple(fc.double({ min: 115, max: 122, noNaN: true }), fc.double({ min: 34.5, max: 38.3, noNaN: true })), {
    maxLength: 120,
  })
  .map((positions) => positions.map((position, index) => at(`e${index}`, position)));

describe('clusters', () => {
  it('hold every enterprise once, in a disc or alone, and say how many they hold', () => {
    fc.assert(
      fc.property(anyPlaced, halves, (placed, zoom) => {
        const { alone, discs } = clusterPlaced(placed, look(zoom));
        const ids = [...alone, ...discs.flatMap((disc) => clusterOf(disc).enterprises)].map(({ id }) => id);
        expect(ids.toSorted()).toEqual(placed.map(({ id }) => id).toSorted());
        for (const disc of discs) {
          const object = clusterOf(disc);
          expect(object.enterprises.length).toBeGreaterThan(1);
          expect(disc.text).toBe(String(object.enterprises.length));
          const [west, south, east, north] = object.bounds;
          for (const { position } of object.enterprises) {
            expect(position[0] >= west && position[0] <= east).toBe(true);
            expect(position[1] >= south && position[1] <= north).toBe(true);
          }
        }
        expect(new Set(discs.map(({ id }) => id)).size).toBe(discs.length);
      }),
    );
  });

  it('join what stands on one spot at every zoom, and leave apart what is far apart', () => {
    fc.assert(
      fc.property(halves, (zoom) => {
        const { alone, discs } = clusterPlaced(
          [at('a', [118, 36]), at('b', [118, 36]), at('c', [121.9, 37])],
          look(zoom),
        );
        expect(discs.map(({ text }) => text)).toEqual(['2']);
        expect(alone.map(({ id }) => id)).toEqual(['c']);
      }),
    );
  });

  it('part between two half steps of the zoom, where the distance on the screen passes the limit', () => {
    // At zoom 8 a degree is 364 pixels wide: these two are 15 pixels apart there, 21 at 8.5.
    const near = [at('a', [118, 36]), at('b', [118.0412, 36])];
    expect(clusterPlaced(near, look(8)).discs).toHaveLength(1);
    expect(clusterPlaced(near, look(8.5)).discs).toHaveLength(0);
  });
});
