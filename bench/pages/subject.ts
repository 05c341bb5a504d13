// What a page must be able to do to be measured. One file a subject; all are driven by the same program.
import type { Changes, Points } from './points.ts';

/** Where the map looks at the start; zoom counted as MapLibre does (512 pixels a world at 0). */
export interface Camera {
  longitude: number;
  latitude: number;
  zoom: number;
}

export interface Look {
  /** One CSS colour a category. */
  readonly colors: readonly string[];
  readonly diameterPixels: number;
  readonly ground: { readonly sea: string; readonly land: string; readonly border: string };
}

/**
 * Every promise resolves in the animation frame in which the picture is complete, right after the draw calls: a page
 * that draws piecemeal resolves with the last piece.
 */
export interface Subject {
  /** Ground and points, until all of it is on the screen. */
  load(points: Points): Promise<void>;
  move(camera: Camera): Promise<void>;
  /** Shows the points of these years, ends included, and no others. */
  brush(from: number, to: number): Promise<void>;
  /** Hands changed categories over; they need not be on the screen when this returns. */
  change(changes: Changes): void;
}

export type MakeSubject = (container: HTMLElement, home: Camera, look: Look) => Subject;
