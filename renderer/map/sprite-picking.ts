// Which sprite the pointer means: the nearest within reach on the screen, found through the grid. Pure.
import { type Box, runsWithin, type SpriteGrid } from './sprite-grid.ts';

export interface PickTarget {
  readonly grid: SpriteGrid;
  readonly offsets: Float32Array;
  /** From offsets to clip space, column-major. */
  readonly matrix: ArrayLike<number>;
  /** CSS pixels of the stage. */
  readonly width: number;
  readonly height: number;
  sizePixels(index: number): number;
  passes(index: number): boolean;
}

/**
 * Index of the sprite nearest to (x, y) in CSS pixels, or null. A sprite is met within half its height, and within
 * `leastReach` however small it is; of equally near ones the later, which lies on top. `box`: where on the ground to look.
 */
export function nearestSprite(target: PickTarget, x: number, y: number, box: Box, leastReach: number): number | null {
  const { grid, offsets, matrix: m, width, height } = target;
  const at = (index: number): number => m[index] as number;
  let nearest: number | null = null;
  let nearestSquared = Number.POSITIVE_INFINITY;
  const runs = runsWithin(grid, box);
  for (let run = 0; run < runs.length; run += 2) {
    for (let slot = runs[run] as number; slot < (runs[run + 1] as number); slot += 1) {
      const index = grid.order[slot] as number;
      const ox = offsets[2 * index] as number;
      const oy = offsets[2 * index + 1] as number;
      if (ox < box.west || ox > box.east || oy < box.north || oy > box.south) continue;
      const w = at(3) * ox + at(7) * oy + at(15);
      if (w <= 0) continue;
      const dx = (((at(0) * ox + at(4) * oy + at(12)) / w + 1) / 2) * width - x;
      const dy = ((1 - (at(1) * ox + at(5) * oy + at(13)) / w) / 2) * height - y;
      const squared = dx * dx + dy * dy;
      if (squared > nearestSquared || (squared === nearestSquared && nearest !== null && index < nearest)) continue;
      const reach = Math.max(leastReach, target.sizePixels(index) / 2);
      if (squared > reach * reach || !target.passes(index)) continue;
      nearest = index;
      nearestSquared = squared;
    }
  }
  return nearest;
}
