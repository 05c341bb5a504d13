// What the map stage is asked and what it tells: the only way to the map for everything else. Types.
import type { Bounds, Camera, CameraWish } from '../state/camera.ts';
import type { Ring } from '../state/in-ring.ts';
import type { Ground } from './base-style.ts';
import type { LayerDrawing } from './layers/layer-definition.ts';
import type { Sketch, SketchTool } from './sketch.ts';

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];
export type AreaLevel = 'city' | 'county';

/** What the pointer met: an object of a layer, and the area and position of the ground under it. */
export interface Pointed {
  /** Of a sprite, its entry in `objects`; of a count, what its layer gave; of deck's layers, what they hold; or null. */
  readonly object: unknown;
  /** Id of the drawn layer that the object belongs to. */
  readonly layerId: string | null;
  /** City or county code; within a drilled city its counties are met, outside it the other cities. */
  readonly areaId: number | null;
  readonly areaLevel: AreaLevel | null;
  readonly position: Position;
  /** CSS pixels of the stage. */
  readonly x: number;
  readonly y: number;
}

export interface DrawnLayer {
  readonly id: string;
  /** 0…1 */
  readonly opacity: number;
  readonly drawing: LayerDrawing;
}

/** A ring around a place; `radiusPixels` includes the scale. Colour: the accent unless given, #rrggbb. */
export interface SelectionRing {
  readonly position: Position;
  readonly radiusPixels: number;
  readonly color?: string;
}

export interface Selection {
  /** Outlined and lightly filled. */
  readonly areas?: { readonly level: AreaLevel; readonly codes: readonly number[] };
  /** Strong rings: what is open. */
  readonly selected?: readonly SelectionRing[];
  /** Thin rings: what is pointed at in a list. */
  readonly hovered?: readonly SelectionRing[];
}

/** Device pixels of the map's canvas as the screen has them, and as the graphics card could give them. */
export interface CanvasSize {
  readonly wanted: readonly [number, number];
  readonly actual: readonly [number, number];
}

export interface StageOptions {
  readonly container: HTMLElement;
  readonly ground: Ground;
  readonly home: Bounds;
  /** The camera never leaves these. */
  readonly limits: Bounds;
  readonly fontFamily: string;
  /** null when the pointer has left the map. */
  onHover(pointed: Pointed | null): void;
  /** Comes once for each press; the second of a double click is told by `onDoubleClick` alone. */
  onClick(pointed: Pointed): void;
  onDoubleClick(pointed: Pointed): void;
  /** Where the camera came to rest; also once at the start. */
  onCamera(camera: Camera): void;
  /** false from the moment something must be drawn until all of it is. */
  onIdle(idle: boolean): void;
  /** At the start and on every resize. */
  onCanvas(size: CanvasSize): void;
  /** The graphics context was lost (again), or is back; `losses` counts since the start. */
  onContext(state: 'lost' | 'restored', losses: number): void;
  /** A sketch begins, grows, is done or is given up. */
  onSketch(sketch: Sketch): void;
  /** Words on the map for a length or an area being measured. */
  measureText(measured: { readonly meters: number } | { readonly squareMeters: number }): string;
}

export interface MapStage {
  /** Colours, labels or boundary files have changed. */
  setGround(ground: Ground): void;
  /** Everything that layers draw, bottom first. Cheap where drawings are the same objects as before. */
  setDrawing(layers: readonly DrawnLayer[]): void;
  /** Sprites with `filterValues` outside the range disappear at once; null shows all. Costs one uniform. */
  setFilterRange(range: readonly [number, number] | null): void;
  setSelection(selection: Selection): void;
  /** Which polygons the pointer meets. Within a city: its counties, with all other cities dimmed. */
  setAreaLevel(level: AreaLevel, within?: number): void;
  /** The lasso that filters, kept in sight; null = none. */
  setLasso(ring: Ring | null): void;
  /** What a press on the map does; 'select' gives up a sketch that has begun and clears one that is done. */
  setTool(tool: 'select' | SketchTool): void;
  /** Moves in at most 1.2 s, at once for those who want no motion. */
  moveTo(wish: CameraWish): void;
  /** Moves only if `position` is out of sight. */
  reveal(position: Position): void;
  zoomBy(steps: number): void;
  /** Tilts to `pitch` degrees (0…60) and turns to `bearing`, about the middle of the picture. */
  tilt(pitch: number, bearing?: number): void;
  /** CSS pixels of the stage; may lie outside it. */
  screenOf(position: Position): { readonly x: number; readonly y: number };
  /** Called in every frame in which the camera moves, for what is pinned to the map; returns how to stop it. */
  onMove(listener: () => void): () => void;
  /** What the map shows now, in device pixels. Rejects with a plain sentence if the picture cannot be had. */
  snapshot(): Promise<HTMLCanvasElement>;
  /** What the map is called for those who can't see it. */
  setTitle(title: string): void;
  destroy(): void;
}
