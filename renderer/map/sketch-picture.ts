// How sketches and lassos look: lines, corners and measured values on a plain canvas, the same for the screen and for pictures.
import type { Ring } from '../state/in-ring.ts';
import { type Sketch, withPointer } from './sketch.ts';

type Position = readonly [number, number];

export interface SketchScene {
  readonly sketch: Sketch | null;
  /** Where the pointer is while drawing. */
  readonly pointer: Position | null;
  /** The lasso that filters now. */
  readonly lasso: Ring | null;
}

export interface SketchInk {
  readonly accent: string;
  readonly halo: string;
  readonly label: string;
  /** CSS pixels for one. */
  readonly scale: number;
  readonly fontFamily: string;
  textOf(measured: { readonly meters: number } | { readonly squareMeters: number }): string;
}

type Point = { readonly x: number; readonly y: number };

/** `context` is scaled to CSS pixels of the stage; `project` gives them. */
export function drawSketches(
  context: CanvasRenderingContext2D,
  scene: SketchScene,
  ink: SketchInk,
  project: (position: Position) => Point,
): void {
  const { scale } = ink;

  function trace(points: readonly Point[], closed: boolean): void {
    context.beginPath();
    for (const [at, { x, y }] of points.entries()) {
      if (at === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (closed) context.closePath();
  }

  function stroke(dash: number[]): void {
    context.lineJoin = 'round';
    context.lineCap = 'round';
    context.setLineDash([]);
    context.strokeStyle = ink.halo;
    context.lineWidth = 4.5 * scale;
    context.stroke();
    context.setLineDash(dash.map((length) => length * scale));
    context.strokeStyle = ink.accent;
    context.lineWidth = 2 * scale;
    context.stroke();
    context.setLineDash([]);
  }

  function fill(): void {
    context.globalAlpha = 0.14;
    context.fillStyle = ink.accent;
    context.fill();
    context.globalAlpha = 1;
  }

  function write(text: string, { x, y }: Point): void {
    context.font = `600 ${13 * scale}px ${ink.fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.strokeStyle = ink.halo;
    context.lineWidth = 4 * scale;
    context.strokeText(text, x, y);
    context.fillStyle = ink.label;
    context.fillText(text, x, y);
  }

  if (scene.lasso !== null && scene.lasso.length > 2) {
    trace(scene.lasso.map(project), true);
    stroke([6, 5]);
  }
  const { sketch } = scene;
  if (sketch === null || sketch.corners.length === 0 || sketch.state === 'cancelled') return;
  const drawing = sketch.state === 'drawing';
  const points = withPointer(sketch.corners, drawing ? scene.pointer : null).map(project);
  const closed = sketch.tool !== 'distance' && (points.length > 2 || !drawing);
  trace(points, closed);
  if (closed) fill();
  stroke([]);
  if (sketch.tool === 'lasso') return;
  for (const { x, y } of sketch.corners.map(project)) {
    context.beginPath();
    context.arc(x, y, 4 * scale, 0, 2 * Math.PI);
    context.fillStyle = ink.accent;
    context.strokeStyle = ink.halo;
    context.lineWidth = 1.5 * scale;
    context.fill();
    context.stroke();
  }
  const last = points.at(-1);
  if (sketch.areaSquareMeters !== null) {
    const sum = points.reduce(({ x, y }, point) => ({ x: x + point.x, y: y + point.y }), { x: 0, y: 0 });
    const middle = { x: sum.x / points.length, y: sum.y / points.length };
    write(ink.textOf({ squareMeters: sketch.areaSquareMeters }), middle);
    if (last !== undefined) write(ink.textOf({ meters: sketch.lengthMeters }), { x: last.x, y: last.y - 18 * scale });
  } else if (last !== undefined && sketch.lengthMeters > 0) {
    write(ink.textOf({ meters: sketch.lengthMeters }), { x: last.x, y: last.y - 18 * scale });
  }
}
