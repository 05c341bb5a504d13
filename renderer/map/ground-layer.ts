// Draws the ground inside MapLibre's context: land, areas in their colours, cells, water and borders in a handful of calls.

import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import { viewBoxOf } from './camera-view.ts';
import { makeFillProgram, makeLineProgram } from './ground-program.ts';
import {
  detailLevel,
  detailTolerance,
  type FillPart,
  type GroundShapes,
  type LineKind,
  type Lines,
  lineKinds,
  type Mesh,
  meshOf,
  segmentsOf,
} from './ground-shapes.ts';
import type { Program } from './link-program.ts';
import { matrixFrom, mercatorX, mercatorY } from './mercator.ts';
import { rgbOf, shaderRgbOf } from './rgb-of.ts';
import type { Box } from './sprite-grid.ts';

/** How a kind of line is drawn; widths in CSS pixels, scale included. */
export interface LineLook {
  readonly color: string;
  readonly widthPixels: number;
  /** Not drawn below. */
  readonly fromZoom?: number;
}

export interface GroundPaint {
  readonly sea: string;
  /** Colour of a part; null = not drawn. */
  fillOf(part: FillPart): string | null;
  /** Whether diagonal lines lie over its colour. */
  hatched(part: FillPart): boolean;
  /** CSS pixels, scale included. */
  readonly hatch: { readonly color: string; readonly stepPixels: number; readonly widthPixels: number };
  readonly lines: Readonly<Record<LineKind, LineLook>>;
  readonly cells: readonly { readonly ring: readonly (readonly [number, number])[]; readonly color: string }[];
  readonly cellOpacity: number;
  /** Codes of the areas that are outlined. */
  readonly outlined: readonly number[];
  readonly outline: LineLook;
}

export interface GroundLayer {
  readonly layer: CustomLayerInterface;
  setShapes(shapes: GroundShapes): void;
  setPaint(paint: GroundPaint): void;
}

/** Written after a colour: hatched. */
const hatchSign = ' hatched';

const touches = (a: Box, b: Box): boolean =>
  a.west <= b.east && a.east >= b.west && a.north <= b.south && a.south >= b.north;

interface MeshBuffers {
  readonly mesh: Mesh;
  readonly vertexArray: WebGLVertexArrayObject;
  readonly colors: WebGLBuffer;
}

interface LineBuffers {
  readonly lines: Lines;
  readonly vertexArray: WebGLVertexArrayObject;
}

export function createGroundLayer(id: string): GroundLayer {
  let map: MapLibre | null = null;
  let shapes: GroundShapes | null = null;
  let paint: GroundPaint | null = null;
  let outlines: Lines | null = null;
  let cellMesh: Mesh | null = null;
  let painted: readonly (string | null)[] = [];
  /** What the graphics card holds; dropped with its context. */
  let fillProgram: Program | null = null;
  let lineProgram: Program | null = null;
  let ground: MeshBuffers | null = null;
  let cells: MeshBuffers | null = null;
  const levels = new Map<number, LineBuffers>();
  let outlined: LineBuffers | null = null;

  function forget(): void {
    fillProgram = lineProgram = ground = cells = outlined = null;
    levels.clear();
    painted = [];
  }

  function meshBuffers(gl: WebGL2RenderingContext, mesh: Mesh): MeshBuffers {
    const vertexArray = gl.createVertexArray();
    gl.bindVertexArray(vertexArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, mesh.offsets, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    const colors = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, colors);
    gl.bufferData(gl.ARRAY_BUFFER, mesh.offsets.length * 2, gl.DYNAMIC_DRAW);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 4, gl.UNSIGNED_BYTE, true, 0, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, mesh.indices, gl.STATIC_DRAW);
    return { mesh, vertexArray, colors };
  }

  function lineBuffers(gl: WebGL2RenderingContext, lines: Lines): LineBuffers {
    const count = lines.ends.length / 4;
    const ends = new Float32Array(count * 16);
    const indices = new Uint32Array(count * 6);
    for (let segment = 0; segment < count; segment += 1) {
      const both = lines.ends.subarray(segment * 4, segment * 4 + 4);
      for (let corner = 0; corner < 4; corner += 1) ends.set(both, segment * 16 + corner * 4);
      const first = segment * 4;
      indices.set([first, first + 1, first + 2, first + 2, first + 1, first + 3], segment * 6);
    }
    const vertexArray = gl.createVertexArray();
    gl.bindVertexArray(vertexArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, ends, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
    return { lines, vertexArray };
  }

  function levelAt(gl: WebGL2RenderingContext, { outlines: all }: GroundShapes, level: number): LineBuffers {
    const known = levels.get(level) ?? lineBuffers(gl, segmentsOf(all, detailTolerance(level)));
    levels.set(level, known);
    return known;
  }

  /** Only parts whose colour has changed are written. */
  function paintParts(
    gl: WebGL2RenderingContext,
    { mesh, colors }: MeshBuffers,
    next: readonly (string | null)[],
    last: readonly (string | null)[],
  ): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, colors);
    mesh.parts.forEach((part, at) => {
      const color = next[at] ?? null;
      if (color === null || color === last[at]) return;
      const [red, green, blue] = rgbOf(color);
      const plain = color.endsWith(hatchSign) ? 0 : 255;
      const bytes = new Uint8Array(part.vertexCount * 4);
      for (let vertex = 0; vertex < part.vertexCount; vertex += 1) bytes.set([red, green, blue, plain], vertex * 4);
      gl.bufferSubData(gl.ARRAY_BUFFER, part.firstVertex * 4, bytes);
    });
  }

  function drawFills(
    gl: WebGL2RenderingContext,
    { mesh, vertexArray }: MeshBuffers,
    view: Box,
    drawn: (part: FillPart, at: number) => boolean,
  ): void {
    gl.bindVertexArray(vertexArray);
    // Neighbouring index ranges become one call.
    let from = -1;
    let to = -1;
    const flush = (): void => {
      if (from >= 0) gl.drawElements(gl.TRIANGLES, to - from, gl.UNSIGNED_INT, from * 4);
    };
    mesh.parts.forEach((part, at) => {
      if (!drawn(part, at) || !touches(part.box, view)) return;
      if (part.firstIndex !== to) {
        flush();
        from = part.firstIndex;
      }
      to = part.firstIndex + part.indexCount;
    });
    flush();
  }

  function drawLines(
    gl: WebGL2RenderingContext,
    { uniform }: Program,
    { lines, vertexArray }: LineBuffers,
    view: Box,
    lookOf: (kind: LineKind) => LineLook | null,
    ratio: number,
  ): void {
    gl.bindVertexArray(vertexArray);
    let current: LineKind | null = null;
    let look: LineLook | null = null;
    let from = -1;
    let to = -1;
    const flush = (): void => {
      if (from >= 0) gl.drawElements(gl.TRIANGLES, (to - from) * 6, gl.UNSIGNED_INT, from * 24);
      from = to = -1;
    };
    for (const run of lines.runs) {
      if (run.kind !== current) {
        flush();
        current = run.kind;
        look = lookOf(run.kind);
        if (look !== null) {
          const [red, green, blue] = rgbOf(look.color);
          gl.uniform3f(uniform('u_color'), red / 255, green / 255, blue / 255);
          gl.uniform1f(uniform('u_width'), look.widthPixels * ratio);
        }
      }
      if (look === null || !touches(run.box, view)) continue;
      if (run.firstSegment !== to) {
        flush();
        from = run.firstSegment;
      }
      to = run.firstSegment + run.segmentCount;
    }
    flush();
  }

  function prepare(gl: WebGL2RenderingContext, shown: GroundShapes, look: GroundPaint): void {
    fillProgram ??= makeFillProgram(gl);
    lineProgram ??= makeLineProgram(gl);
    ground ??= meshBuffers(gl, shown.mesh);
    const next = shown.mesh.parts.map((part) => {
      const color = look.fillOf(part);
      return color !== null && look.hatched(part) ? color + hatchSign : color;
    });
    paintParts(gl, ground, next, painted);
    painted = next;
    if (cellMesh !== null && cells?.mesh !== cellMesh) {
      free(gl, cells);
      cells = meshBuffers(gl, cellMesh);
      paintParts(
        gl,
        cells,
        look.cells.map(({ color }) => color),
        [],
      );
    }
    if (outlines !== null && outlined?.lines !== outlines) {
      if (outlined !== null) gl.deleteVertexArray(outlined.vertexArray);
      outlined = lineBuffers(gl, outlines);
    }
  }

  function free(gl: WebGL2RenderingContext, buffers: MeshBuffers | null): void {
    if (buffers === null) return;
    gl.deleteVertexArray(buffers.vertexArray);
    gl.deleteBuffer(buffers.colors);
  }

  let paintDirty = true;

  const layer: CustomLayerInterface = {
    id,
    type: 'custom',
    onAdd(on) {
      forget();
      map = on;
      paintDirty = true;
    },
    onRemove() {
      forget();
      map = null;
    },
    render(gl, input: CustomRenderMethodInput) {
      if (map === null || paint === null) return;
      // The sea is what is left between the lands: clearing is cheaper than filling.
      const [red, green, blue] = rgbOf(paint.sea);
      gl.clearColor(red / 255, green / 255, blue / 255, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (shapes === null) return;
      if (paintDirty) prepare(gl, shapes, paint);
      paintDirty = false;
      if (fillProgram === null || lineProgram === null || ground === null) return;
      const canvas = map.getCanvas();
      const ratio = canvas.width / Math.max(1, canvas.clientWidth);
      const view = viewBoxOf(map, shapes.centre);
      const matrix = Float32Array.from(
        matrixFrom(input.defaultProjectionData.mainMatrix as ArrayLike<number>, shapes.centre),
      );
      gl.disable(gl.DEPTH_TEST);
      gl.disable(gl.CULL_FACE);
      gl.disable(gl.BLEND);
      fillProgram.begin();
      gl.uniformMatrix4fv(fillProgram.uniform('u_matrix'), false, matrix);
      gl.uniform1f(fillProgram.uniform('u_opacity'), 1);
      const { hatch } = paint;
      gl.uniform3fv(fillProgram.uniform('u_hatch'), shaderRgbOf(hatch.color));
      gl.uniform2f(fillProgram.uniform('u_step'), hatch.stepPixels * ratio, hatch.widthPixels * ratio);
      drawFills(gl, ground, view, ({ kind }, at) => kind !== 'lake' && painted[at] !== null);
      if (cellMesh !== null && cells !== null && paint.cellOpacity > 0) {
        if (paint.cellOpacity < 1) gl.enable(gl.BLEND);
        gl.uniform1f(fillProgram.uniform('u_opacity'), paint.cellOpacity);
        drawFills(gl, cells, view, () => true);
        gl.uniform1f(fillProgram.uniform('u_opacity'), 1);
        gl.disable(gl.BLEND);
      }
      drawFills(gl, ground, view, ({ kind }, at) => kind === 'lake' && painted[at] !== null);
      gl.enable(gl.BLEND);
      lineProgram.begin();
      gl.uniformMatrix4fv(lineProgram.uniform('u_matrix'), false, matrix);
      gl.uniform2f(lineProgram.uniform('u_size'), canvas.width, canvas.height);
      const zoom = map.getZoom();
      const { lines: looks, outline } = paint;
      const level = levelAt(gl, shapes, detailLevel(zoom + Math.log2(ratio)));
      drawLines(
        gl,
        lineProgram,
        level,
        view,
        (kind) => (zoom < (looks[kind].fromZoom ?? 0) ? null : looks[kind]),
        ratio,
      );
      if (outlined !== null && outlines !== null) drawLines(gl, lineProgram, outlined, view, () => outline, ratio);
      gl.bindVertexArray(null);
    },
  };

  function refresh(): void {
    if (shapes !== null && paint !== null) {
      const [x, y] = shapes.centre;
      const codes = new Set(paint.outlined);
      const rings = shapes.areas.filter(({ code }) => codes.has(code)).flatMap(({ rings: all }) => all);
      outlines =
        rings.length === 0
          ? null
          : segmentsOf(
              rings.map((ring) => ({ kind: lineKinds[4], corners: [...ring, ...ring.slice(0, 1)] })),
              0,
            );
      if (paint.cells !== lastCells) {
        lastCells = paint.cells;
        cellMesh =
          paint.cells.length === 0
            ? null
            : meshOf(
                paint.cells.map(({ ring }) => ({
                  kind: 'city' as const,
                  code: 0,
                  parent: 0,
                  rings: [
                    [ring.map(([longitude, latitude]) => [mercatorX(longitude) - x, mercatorY(latitude) - y] as const)],
                  ],
                })),
              );
      }
    }
    paintDirty = true;
    map?.triggerRepaint();
  }
  let lastCells: GroundPaint['cells'] | null = null;

  return {
    layer,
    setShapes(next) {
      shapes = next;
      lastCells = null;
      ground = null;
      levels.clear();
      painted = [];
      refresh();
    },
    setPaint(next) {
      paint = next;
      refresh();
    },
  };
}
