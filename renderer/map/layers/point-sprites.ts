// Enterprises as sprites: flat arrays from a choice of mark, size and ring for each. Pure.
import type { Mark } from '../marks.ts';
import type { SpriteSet } from '../sprites.ts';
import type { PlacedEnterprise } from './layer-definition.ts';

/** Height of a mark's box in CSS pixels at scale 1. */
export const markPixels = 13;

export interface SpriteLook {
  markOf(enterprise: PlacedEnterprise): Mark;
  /** CSS pixels, scale included: one for all, or one for each. */
  readonly sizePixels: number | ((enterprise: PlacedEnterprise) => number);
  readonly ring?: {
    readonly color: string;
    readonly widthPixels: number;
    around(enterprise: PlacedEnterprise): boolean;
  };
  readonly brushed?: ReadonlyMap<string, readonly [number, number]> | undefined;
}

/** One sprite for each, in the order given: later ones lie on top. At most 256 distinct marks. */
export function pointSprites(enterprises: readonly PlacedEnterprise[], look: SpriteLook): SpriteSet {
  const { sizePixels, ring, brushed } = look;
  const positions = new Float64Array(enterprises.length * 2);
  const markIndexes = new Uint8Array(enterprises.length);
  const indexOf = new Map<Mark, number>();
  enterprises.forEach((enterprise, at) => {
    positions.set(enterprise.position, at * 2);
    const mark = look.markOf(enterprise);
    const index = indexOf.get(mark) ?? indexOf.size;
    indexOf.set(mark, index);
    markIndexes[at] = index;
  });
  return {
    positions,
    marks: [...indexOf.keys()],
    markIndexes,
    sizePixels: typeof sizePixels === 'number' ? sizePixels : Float32Array.from(enterprises, sizePixels),
    objects: enterprises,
    ...(ring === undefined
      ? {}
      : {
          ringIndexes: Uint8Array.from(enterprises, (enterprise) => (ring.around(enterprise) ? 1 : 0)),
          rings: [{ color: ring.color, widthPixels: ring.widthPixels }],
        }),
    ...(brushed === undefined
      ? {}
      : {
          filterValues: Float32Array.from(enterprises.flatMap(({ id }) => brushed.get(id) ?? [Number.NaN, Number.NaN])),
        }),
  };
}
