// Drawing on the map by hand, as plain steps: a lasso, a measured line, a measured area. Pure.
import { areaSquareMeters, lengthMeters } from '../../geodata/geometry/geodesic.ts';
import { simplifyRing } from './simplify-line.ts';

export type SketchTool = 'lasso' | 'distance' | 'area';

type Position = readonly [number, number];

export interface Sketch {
  readonly tool: SketchTool;
  readonly state: 'drawing' | 'done' | 'cancelled';
  /** Longitude and latitude in degrees; of a ring, the first is not repeated. A lasso has at most 200 when done. */
  readonly corners: readonly Position[];
  /** Of the line, or of the closed outline; while drawing, up to the pointer. */
  readonly lengthMeters: number;
  /** null for a line, and for fewer than three corners. */
  readonly areaSquareMeters: number | null;
}

export type SketchStep =
  /** A press without a drag: one more corner. */
  | { readonly kind: 'corner'; readonly at: Position }
  /** The way of a drag, for a lasso. */
  | { readonly kind: 'drag'; readonly at: Position }
  | { readonly kind: 'pointer'; readonly at: Position }
  | { readonly kind: 'back' }
  | { readonly kind: 'finish' }
  | { readonly kind: 'cancel' };

/** Corners of a lasso when done. */
export const mostLassoCorners = 200;

export function emptySketch(tool: SketchTool): Sketch {
  return { tool, state: 'drawing', corners: [], lengthMeters: 0, areaSquareMeters: null };
}

/** The corners as drawn while the pointer is at `pointer`. */
export function withPointer(corners: readonly Position[], pointer: Position | null): readonly Position[] {
  return pointer === null || corners.length === 0 ? corners : [...corners, pointer];
}

/** Lengths and areas on the ellipsoid; a lasso is not measured. */
function measured(sketch: Sketch, pointer: Position | null): Sketch {
  if (sketch.tool === 'lasso') return sketch;
  const corners = withPointer(sketch.corners, pointer);
  const ring = sketch.tool === 'area' && corners.length > 2;
  return {
    ...sketch,
    lengthMeters: lengthMeters(ring ? [...corners, corners[0] as Position] : corners),
    areaSquareMeters: ring ? areaSquareMeters(corners) : null,
  };
}

/** `toleranceDegrees`: how far a lasso's line may be moved to save corners; about a pixel. */
export function stepSketch(sketch: Sketch, step: SketchStep, toleranceDegrees = 0): Sketch {
  const { tool, corners } = sketch;
  switch (step.kind) {
    case 'corner':
    case 'drag':
      // What is done makes room for the next one.
      return measured(
        sketch.state === 'drawing'
          ? { ...sketch, corners: [...corners, step.at] }
          : { ...emptySketch(tool), corners: [step.at] },
        null,
      );
    case 'pointer':
      return sketch.state === 'drawing' ? measured(sketch, step.at) : sketch;
    case 'back':
      return sketch.state === 'drawing' ? measured({ ...sketch, corners: corners.slice(0, -1) }, null) : sketch;
    case 'cancel':
      return { ...emptySketch(tool), state: 'cancelled' };
    case 'finish': {
      if (sketch.state !== 'drawing') return sketch;
      const distinct = corners.filter((corner, at) => at === 0 || String(corner) !== String(corners[at - 1]));
      if (distinct.length < (tool === 'distance' ? 2 : 3)) return { ...emptySketch(tool), state: 'cancelled' };
      const kept = tool === 'lasso' ? simplifyRing(distinct, toleranceDegrees, mostLassoCorners) : distinct;
      return measured({ ...sketch, state: 'done', corners: kept }, null);
    }
  }
}
