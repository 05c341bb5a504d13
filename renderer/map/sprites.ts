// What the point-sprite layer draws: many marks as flat arrays, ready for the graphics card. Types and pure makers.
import type { Mark } from './marks.ts';

/** Marks on the map; what picking answers with is the object of the same index. */
export interface SpriteSet {
  /** Longitude, latitude in degrees, two for each sprite; NaN = not on the map. */
  readonly positions: Float64Array;
  /** Distinct marks (at most 72), and for each sprite the index of its mark; `noMark` = only its ring. */
  readonly marks: readonly Mark[];
  readonly markIndexes: Uint8Array;
  /**
   * Drawn height in CSS pixels (scale included): one for all, or one for each. Where more are in sight than there is
   * room for, they are drawn smaller.
   */
  readonly sizePixels: number | Float32Array;
  /** A ring around some of them: for each sprite 0 = none, else 1 + index into `rings` (at most 8). */
  readonly ringIndexes?: Uint8Array;
  readonly rings?: readonly { readonly color: string; readonly widthPixels: number }[];
  /**
   * For a filter that follows the hand: least and greatest value of each sprite, two each. Sprites whose interval
   * does not meet the stage's filter range are not drawn and cannot be picked. NaN = never inside.
   */
  readonly filterValues?: Float32Array;
  /** What each sprite stands for, e.g. the enterprise; same length. Answered by picking. */
  readonly objects: readonly unknown[];
  /** Changes of arrays are told by a new object; arrays that are the same object are not uploaded again. */
}

export const noMark = 255;

/** Sprites may cover the stage this many times over; beyond that they are drawn smaller. */
const coverings = 1;
/** At scale 1; smaller could not be seen. */
const leastPixels = 2.5;

/**
 * Greatest height, in CSS pixels, at which `count` sprites in sight still leave room for one another: what keeps both
 * the picture legible and a machine without a graphics card fast.
 */
export function roomPixels(count: number, stagePixels: number, scale: number): number {
  const room = Math.sqrt((coverings * stagePixels) / Math.max(1, count));
  return Math.max(leastPixels * scale, Math.floor(room * 2) / 2);
}

/** Whether a sprite passes the range: its interval meets it. */
export function passesRange(
  values: Float32Array | undefined,
  index: number,
  range: readonly [number, number] | null,
): boolean {
  if (range === null || values === undefined) return true;
  return (values[2 * index] as number) <= range[1] && (values[2 * index + 1] as number) >= range[0];
}
