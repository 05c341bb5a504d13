// Which line segments lie within some metres of a position, and how far away each is.

import Flatbush from 'flatbush';
import type { Position } from 'geojson';
import { distanceToSegmentMeters, localPlane } from './local-plane.ts';

/** Lines, each with the number of whatever owns it. */
export interface OwnedLine {
  readonly owner: number;
  readonly line: readonly Position[];
}

export interface SegmentIndex {
  /** Calls `visit` for every segment not further than maxMeters (meant for up to 10 km), in no particular order. */
  visitWithin(
    longitude: number,
    latitude: number,
    maxMeters: number,
    visit: (owner: number, distanceMeters: number, segment: number) => void,
  ): void;
  /** The middle of a segment, by the number that `visit` was given: [longitude, latitude]. */
  middleOf(segment: number): readonly [number, number];
}

export function createSegmentIndex(lines: readonly OwnedLine[]): SegmentIndex {
  const count = lines.reduce((sum, { line }) => sum + Math.max(0, line.length - 1), 0);
  const ends = new Float64Array(count * 4);
  const owners = new Int32Array(count);
  let segment = 0;
  for (const { owner, line } of lines) {
    for (let i = 1; i < line.length; i += 1) {
      const [ax, ay] = line[i - 1] as [number, number];
      const [bx, by] = line[i] as [number, number];
      const at = segment * 4;
      ends[at] = ax;
      ends[at + 1] = ay;
      ends[at + 2] = bx;
      ends[at + 3] = by;
      owners[segment] = owner;
      segment += 1;
    }
  }
  const tree = count > 0 ? treeOf(ends, count) : null;

  return {
    visitWithin(longitude, latitude, maxMeters, visit) {
      if (!tree) return;
      const plane = localPlane(latitude);
      const reachX = maxMeters / plane.metersPerDegreeX;
      const reachY = maxMeters / plane.metersPerDegreeY;
      const found = tree.search(longitude - reachX, latitude - reachY, longitude + reachX, latitude + reachY);
      for (const index of found) {
        const at = index * 4;
        const distanceMeters = distanceToSegmentMeters(
          plane,
          (ends[at] as number) - longitude,
          (ends[at + 1] as number) - latitude,
          (ends[at + 2] as number) - longitude,
          (ends[at + 3] as number) - latitude,
        );
        if (distanceMeters <= maxMeters) visit(owners[index] as number, distanceMeters, index);
      }
    },
    middleOf(index) {
      const at = index * 4;
      return [
        ((ends[at] as number) + (ends[at + 2] as number)) / 2,
        ((ends[at + 1] as number) + (ends[at + 3] as number)) / 2,
      ];
    },
  };
}

function treeOf(ends: Float64Array, count: number): Flatbush {
  const tree = new Flatbush(count);
  for (let at = 0; at < ends.length; at += 4) {
    const ax = ends[at] as number;
    const ay = ends[at + 1] as number;
    const bx = ends[at + 2] as number;
    const by = ends[at + 3] as number;
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  return tree;
}
