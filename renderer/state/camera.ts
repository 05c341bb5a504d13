// Where the map is looked at from, and what the reader may ask of it. Types and pure checks.

export interface Camera {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  /** Degrees clockwise from north. */
  readonly bearing: number;
  /** Degrees from straight down; 0 = a plan. */
  readonly pitch: number;
}

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

/**
 * A wish of the reader's: one camera, a box to be seen whole, a place to be flown to, or all of the province. Without a
 * pitch, a box keeps the present one and home is seen from straight above.
 */
export type CameraWish =
  | { readonly kind: 'camera'; readonly camera: Camera }
  | { readonly kind: 'fit'; readonly bounds: Bounds; readonly pitch?: number }
  | { readonly kind: 'fly'; readonly position: readonly [number, number] }
  | { readonly kind: 'home'; readonly pitch?: number };
