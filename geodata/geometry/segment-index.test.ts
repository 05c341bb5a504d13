// Distances to segments agree with the geodesic, and the index finds what a plain search finds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceToSegmentMeters, localPlane } from './local-plane.ts';
import { createSegmentIndex } from './segment-index.ts';

describe('distance to a segment', () => {
  // [longitude, latitude, ax, ay, bx, by, metres]: the least of 20 001 geodesics (PROJ 9.5.1, WGS84) to points along a–b.
  test.each([
    [113.885993, 23.441559, 113.885198, 23.441032, 113.885628, 23.441843, 47.33],
    [116.430584, 27.630934, 116.430945, 27.631777, 116.430898, 27.630876, 31.26],
    [110.449948, 28.956091, 110.450384, 28.956908, 110.450937, 28.957667, 100.03],
    [115.09423, 36.623616, 115.102076, 36.630036, 115.113099, 36.631544, 1000.03],
    [117.529199, 38.980324, 117.523825, 38.972353, 117.5308, 38.965177, 999.96],
    [121.715061, 21.408362, 121.707571, 21.414052, 121.716919, 21.411827, 419.29],
    [111.731061, 22.796949, 111.776502, 22.780722, 111.731947, 22.79894, 238.45],
    [112.168717, 31.841203, 112.128259, 31.812217, 112.166192, 31.780852, 4973.46],
    [116.572934, 21.724385, 116.590617, 21.766411, 116.637123, 21.778741, 5000.03],
    [118.1648, 28.83805, 118.259026, 28.802628, 118.20661, 28.725119, 9911.1],
    [115.438213, 26.345456, 115.341884, 26.370267, 115.24681, 26.341803, 10000.07],
    [112.929158, 31.701262, 112.912544, 31.612202, 112.838037, 31.676007, 8092.7],
  ])('from %d, %d', (longitude, latitude, ax, ay, bx, by, expected) => {
    const found = distanceToSegmentMeters(
      localPlane(latitude),
      ax - longitude,
      ay - latitude,
      bx - longitude,
      by - latitude,
    );
    expect(Math.abs(found - expected)).toBeLessThan(expected * 0.002 + 0.02);
  });

  test('of a segment without length is that of its point', () => {
    expect(distanceToSegmentMeters({ metersPerDegreeX: 1, metersPerDegreeY: 1 }, 3, 4, 3, 4)).toBe(5);
  });
});

describe('the index', () => {
  const place = fc.tuple(
    fc.double({ min: 117, max: 117.2, noNaN: true }),
    fc.double({ min: 36, max: 36.2, noNaN: true }),
  );

  test('visits exactly the segments within reach', () => {
    const lines = fc.array(fc.array(place, { minLength: 0, maxLength: 4 }), { maxLength: 12 });
    const reach = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(lines, place, reach, (coordinates, [longitude, latitude], maxMeters) => {
        const plane = localPlane(latitude);
        const expected = coordinates.flatMap((line, owner) =>
          line.slice(1).flatMap(([bx, by], i) => {
            const [ax, ay] = line[i] as [number, number];
            const meters = distanceToSegmentMeters(plane, ax - longitude, ay - latitude, bx - longitude, by - latitude);
            return meters <= maxMeters ? [`${owner} ${meters}`] : [];
          }),
        );
        const found: string[] = [];
        const index = createSegmentIndex(coordinates.map((line, owner) => ({ owner, line })));
        index.visitWithin(longitude, latitude, maxMeters, (owner, meters) => found.push(`${owner} ${meters}`));
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});
