// The hand that sketches: pointer and keys over the map become steps of a sketch, shown on a canvas of its own.
import type { Map as MapLibre } from 'maplibre-gl';
import type { Ring } from '../state/in-ring.ts';
import { emptySketch, type Sketch, type SketchStep, type SketchTool, stepSketch } from './sketch.ts';
import { drawSketches, type SketchInk, type SketchScene } from './sketch-picture.ts';

type Position = readonly [number, number];

export interface SketchPadOptions {
  readonly container: HTMLElement;
  /** The map on the screen now. */
  map(): MapLibre;
  onSketch(sketch: Sketch): void;
}

export interface SketchPad {
  setTool(tool: 'select' | SketchTool): void;
  /** Whether presses on the map belong to a sketch. */
  active(): boolean;
  setLasso(ring: Ring | null): void;
  setInk(ink: SketchInk): void;
  /** The camera has moved, the stage has another size, or the map is another one. */
  redraw(): void;
  /** Takes hold of a map that was just made. */
  attach(map: MapLibre): void;
  /** Draws what is there onto a picture whose pixels are `ratio` to a CSS pixel. */
  drawOnto(context: CanvasRenderingContext2D, ratio: number): void;
  destroy(): void;
}

/** CSS pixels a pressed pointer may wander before it is a drag. */
const dragPixels = 5;
/** Of a lasso's line that may be smoothed away. */
const tolerancePixels = 1;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

export function createSketchPad(options: SketchPadOptions, firstInk: SketchInk): SketchPad {
  let ink = firstInk;
  let tool: 'select' | SketchTool = 'select';
  let scene: SketchScene = { sketch: null, pointer: null, lasso: null };
  let canvas: HTMLCanvasElement | null = null;
  /** A pressed pointer: where it began, and whether it has become a drag. */
  let pressed: { x: number; y: number; drag: boolean } | null = null;
  /** Middle button or space: the map is moved, nothing is drawn. */
  let panning: { x: number; y: number } | null = null;
  let spaceHeld = false;

  const anything = (): boolean =>
    scene.lasso !== null ||
    (scene.sketch !== null && scene.sketch.state !== 'cancelled' && scene.sketch.corners.length > 0);

  function redraw(): void {
    if (!anything()) {
      canvas?.remove();
      canvas = null;
      return;
    }
    if (canvas === null) {
      canvas = document.createElement('canvas');
      canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
      options.container.append(canvas);
    }
    const { clientWidth, clientHeight } = options.container;
    const [width, height] = [Math.round(clientWidth * devicePixelRatio), Math.round(clientHeight * devicePixelRatio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext('2d');
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, width, height);
    if (context !== null) drawOnto(context, devicePixelRatio);
  }

  function drawOnto(context: CanvasRenderingContext2D, ratio: number): void {
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawSketches(context, scene, ink, ([longitude, latitude]) => options.map().project([longitude, latitude]));
    context.restore();
  }

  function step(next: SketchStep): void {
    if (tool === 'select') return;
    const before = scene.sketch ?? emptySketch(tool);
    const map = options.map();
    const toleranceDegrees = (tolerancePixels * 360) / (512 * 2 ** map.getZoom());
    const sketch = stepSketch(before, next, toleranceDegrees);
    const over = sketch.state === 'cancelled' || (sketch.state === 'done' && sketch.tool === 'lasso');
    // A lasso that is done becomes the filter's lasso, which the stage is told to show.
    scene = { ...scene, sketch: over ? null : sketch, pointer: next.kind === 'pointer' ? next.at : scene.pointer };
    redraw();
    if (sketch !== before) options.onSketch(sketch);
  }

  const pointOf = (event: PointerEvent): { x: number; y: number } => {
    const { left, top } = options.container.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const positionAt = ({ x, y }: { x: number; y: number }): Position => {
    const { lng, lat } = options.map().unproject([x, y]);
    return [lng, lat];
  };

  function onDown(event: PointerEvent): void {
    if (tool === 'select' || !event.isPrimary) return;
    const point = pointOf(event);
    if (event.button === 1 || (event.button === 0 && spaceHeld)) {
      panning = point;
      event.preventDefault();
    } else if (event.button === 0 && !event.ctrlKey) {
      pressed = { ...point, drag: false };
    } else return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent): void {
    if (tool === 'select') return;
    const point = pointOf(event);
    if (panning !== null) {
      options.map().panBy([panning.x - point.x, panning.y - point.y], { animate: false });
      panning = point;
      return;
    }
    if (pressed !== null && tool === 'lasso') {
      if (!pressed.drag && Math.hypot(point.x - pressed.x, point.y - pressed.y) < dragPixels) return;
      if (!pressed.drag) step({ kind: 'drag', at: positionAt(pressed) });
      pressed = { ...point, drag: true };
      step({ kind: 'drag', at: positionAt(point) });
      return;
    }
    if (scene.sketch?.state === 'drawing' && scene.sketch.corners.length > 0)
      step({ kind: 'pointer', at: positionAt(point) });
  }

  function onUp(event: PointerEvent): void {
    if (panning !== null) {
      panning = null;
      return;
    }
    if (pressed === null) return;
    const { drag } = pressed;
    pressed = null;
    if (drag) step({ kind: 'finish' });
    else step({ kind: 'corner', at: positionAt(pointOf(event)) });
  }

  function onDoubleClick(event: MouseEvent): void {
    if (tool === 'select') return;
    event.preventDefault();
    // The second press of a double click ends the sketch; it is no corner of its own.
    const [last, twin] = (scene.sketch?.corners ?? [])
      .slice(-2)
      .map(([longitude, latitude]) => options.map().project([longitude, latitude]));
    if (last !== undefined && twin !== undefined && Math.hypot(last.x - twin.x, last.y - twin.y) < dragPixels)
      step({ kind: 'back' });
    step({ kind: 'finish' });
  }

  function onKey(event: KeyboardEvent): void {
    if (tool === 'select' || isTyping(event.target)) return;
    const drawing = scene.sketch?.state === 'drawing' && scene.sketch.corners.length > 0;
    if (event.key === ' ' && event.target === options.map().getCanvas()) {
      spaceHeld = event.type === 'keydown';
      showCursor();
      event.preventDefault();
      return;
    }
    if (event.type === 'keyup' || !drawing) return;
    const known: Readonly<Record<string, SketchStep>> = {
      Enter: { kind: 'finish' },
      Escape: { kind: 'cancel' },
      Backspace: { kind: 'back' },
    };
    const next = known[event.key];
    if (next === undefined) return;
    // The desk has other uses for these keys.
    event.preventDefault();
    event.stopImmediatePropagation();
    step(next);
  }

  function showCursor(): void {
    const map = options.map();
    map.getCanvas().style.cursor = tool === 'select' ? '' : spaceHeld ? 'grab' : 'crosshair';
  }

  function hold(map: MapLibre): void {
    const moves = [map.dragPan, map.boxZoom];
    for (const handler of moves) {
      if (tool === 'select') handler.enable();
      else handler.disable();
    }
    showCursor();
  }

  window.addEventListener('keydown', onKey, true);
  window.addEventListener('keyup', onKey, true);

  return {
    active: () => tool !== 'select',
    setTool(next) {
      if (next === tool) return;
      if (scene.sketch?.state === 'drawing' && scene.sketch.corners.length > 0) step({ kind: 'cancel' });
      tool = next;
      scene = { ...scene, sketch: null, pointer: null };
      pressed = panning = null;
      hold(options.map());
      redraw();
    },
    setLasso(ring) {
      scene = { ...scene, lasso: ring };
      redraw();
    },
    setInk(next) {
      ink = next;
      redraw();
    },
    redraw: () => {
      if (canvas !== null) redraw();
    },
    attach(map) {
      const place = map.getCanvasContainer();
      place.addEventListener('pointerdown', onDown);
      place.addEventListener('pointermove', onPointerMove);
      place.addEventListener('pointerup', onUp);
      place.addEventListener('dblclick', onDoubleClick);
      hold(map);
      redraw();
    },
    drawOnto,
    destroy() {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('keyup', onKey, true);
      canvas?.remove();
    },
  };
}
