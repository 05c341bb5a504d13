// Whatever has a place as sprites: flat arrays from a choice of mark, size and ring for each. Pure.
import type { Mark } from '../marks.ts';
import type { SpriteSet } from '../sprites.ts';

/** Height of a mark's box in CSS pixels at scale 1. */
export const markPixels = 13;

interface Placed {
  readonly id: string | number;
  readonly position: readonly [number, number];
}

export interface SpriteLook<T> {
  markOf(placed: T): Mark;
  /** CSS pixels, scale included: one for all, or one for each. */
  readonly sizePixels: number | ((placed: T) => number);
  readonly ring?: {
    readonly color: string;
    readonly widthPixels: number;
    around(placed: T): boolean;
  };
  readonly brushed?: ReadonlyMap<string, readonly [number, number]> | undefined;
}

/** One sprite for each, in the order given: later ones lie on top. At most 256 distinct marks. */
export function pointSprites<T extends Placed>(all: readonly T[], look: SpriteLook<T>): SpriteSet {
  const { sizePixels, ring, brushed } = look;
  const positions = new Float64Array(all.length * 2);
  const markIndexes = new Uint8Array(all.length);
  const indexOf = new Map<Mark, number>();
  all.forEach((each, at) => {
    positions.set(each.position, at * 2);
    const mark = look.markOf(each);
    const index = indexOf.get(mark) ?? indexOf.size;
    indexOf.set(mark, index);
    markIndexes[at] = index;
  });
  return {
    positions,
    marks: [...indexOf.keys()],
    markIndexes,
    sizePixels: typeof sizePixels === 'number' ? sizePixels : Float32Array.from(all, sizePixels),
    objects: all,
    ...(ring === undefined
      ? {}
      : {
          ringIndexes: Uint8Array.from(all, (each) => (ring.around(each) ? 1 : 0)),
          rings: [{ color: ring.color, widthPixels: ring.widthPixels }],
        }),
    ...(brushed === undefined
      ? {}
      : {
          filterValues: Float32Array.from(all.flatMap(({ id }) => brushed.get(String(id)) ?? [Number.NaN, Number.NaN])),
        }),
  };
}
