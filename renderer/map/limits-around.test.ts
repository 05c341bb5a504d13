import { describe, expect, it } from 'vitest';
import type { Bounds } from '../state/camera.ts';
import { limitsAround } from './limits-around.ts';

/** Box of each profile and extent of the surroundings that come with it: west, south, east, north. */
const profiles: { id: string; bbox: Bounds; drawn: Bounds }[] = [
  { id: 'shandong', bbox: [114.80432, 34.38659, 122.69769, 38.40003], drawn: [100, 26, 136, 47] },
  { id: 'guangdong', bbox: [109.66472, 20.21758, 117.19067, 25.52028], drawn: [98, 14.5, 126.95, 34] },
];

describe('the limits of the camera', () => {
  it.each(profiles)('hold the whole province and stay within its surroundings: $id', ({ bbox, drawn }) => {
    const limits = limitsAround(bbox);
    for (const side of [0, 1] as const) {
      expect(limits[side]).toBeLessThan(bbox[side]);
      expect(limits[side]).toBeGreaterThanOrEqual(drawn[side]);
    }
    for (const side of [2, 3] as const) {
      expect(limits[side]).toBeGreaterThan(bbox[side]);
      expect(limits[side]).toBeLessThanOrEqual(drawn[side]);
    }
  });
});
