// Draws sprite sets inside MapLibre's own WebGL context: points, one draw call a set, no work for the processor in a frame.

import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import type { ThemeName } from '../theme/themes.ts';
import { viewBoxOf } from './camera-view.ts';
import type { Program } from './link-program.ts';
import { cellPixelsFor, drawMarkAtlas, exactCellPixels, markId, markShare, outlineShare } from './mark-atlas.ts';
import { markColor } from './marks.ts';
import { matrixFrom, mercatorX, mercatorY, offsetsOf } from './mercator.ts';
import { shaderRgbOf } from './rgb-of.ts';
import { type Box, countWithin, gridOf, runsWithin, type SpriteGrid } from './sprite-grid.ts';
import { nearestSprite, type PickTarget } from './sprite-picking.ts';
import { attributeNames, makeSpriteProgram, mostColors, mostRings, type SpriteFeatures } from './sprite-program.ts';
import { passesRange, roomPixels, type SpriteSet } from './sprites.ts';

/** One set with what its layer is called and how strongly it is drawn; bottom set first. */
export interface PlacedSprites {
  readonly layerId: string;
  readonly opacity: number;
  readonly sprites: SpriteSet;
  /** Only looked at: rings. */
  readonly silent?: boolean;
}

export interface SpriteLook {
  readonly themeName: ThemeName;
  readonly outline: string;
  /** Factor on pixels: 1 at full HD. */
  readonly scale: number;
}

export interface SpritePicked {
  readonly layerId: string;
  readonly object: unknown;
  readonly index: number;
}

export interface SpriteLayer {
  readonly layer: CustomLayerInterface;
  setSets(sets: readonly PlacedSprites[]): void;
  setLook(look: SpriteLook): void;
  setFilterRange(range: readonly [number, number] | null): void;
  /** Topmost and nearest first; x and y in CSS pixels of the map. */
  pick(x: number, y: number): SpritePicked | null;
}

/** From here on sprites are sorted by place, so that only what is in sight is drawn; fewer keep their own order. */
const sortedFrom = 20_000;
/** Below this height in device pixels a mark is drawn plain: its shape could not be told any more. */
const plainBelow = 7;
/** Below this one it is a square: a disc could not be told from it. */
const squareBelow = 4;

type ArrayName = (typeof attributeNames)[number];
const widths: Readonly<Record<ArrayName, 1 | 2>> = { a_offset: 2, a_mark: 1, a_size: 1, a_ring: 1, a_filter: 2 };

/** Where the sprites of one array of positions lie; kept as long as that array is the same. */
interface Places {
  readonly centre: readonly [number, number];
  readonly offsets: Float32Array;
  readonly grid: SpriteGrid;
}

/** What the graphics card holds of one set. */
interface Uploaded {
  readonly vertexArray: WebGLVertexArrayObject;
  readonly buffers: Map<ArrayName, { readonly buffer: WebGLBuffer; source: unknown; bytes: number }>;
  atlas: { readonly texture: WebGLTexture; readonly key: string; readonly rows: number } | null;
}

interface Slot {
  set: PlacedSprites;
  places: Places;
  uploaded: Uploaded | null;
  /** Greatest height of a box that is asked for, in CSS pixels. */
  greatestPixels: number;
  /** Greatest that there is room for, set when the camera rests. */
  limitPixels: number;
}

function inOrder<T extends Float32Array | Uint8Array>(array: T, order: Uint32Array, width: 1 | 2): T {
  const sorted = (
    array instanceof Float32Array ? new Float32Array(order.length * width) : new Uint8Array(order.length * width)
  ) as T;
  for (let slot = 0; slot < order.length; slot += 1) {
    const index = order[slot] as number;
    for (let part = 0; part < width; part += 1) sorted[slot * width + part] = array[index * width + part] as number;
  }
  return sorted;
}

export function createSpriteLayer(id: string, look: SpriteLook): SpriteLayer {
  let map: MapLibre | null = null;
  let context: WebGL2RenderingContext | null = null;
  let slots: Slot[] = [];
  let range: readonly [number, number] | null = null;
  let programs = new Map<string, Program>();
  /** Of the last frame, for picking on exactly what is seen. */
  let lastMatrix: Float64Array | null = null;

  const sorted = (slot: Slot): boolean => slot.set.sprites.markIndexes.length > sortedFrom;
  const greatest = ({ sizePixels }: SpriteSet): number =>
    typeof sizePixels === 'number' ? sizePixels : sizePixels.reduce((most, size) => Math.max(most, size), 0);
  const drawnPixels = ({ greatestPixels, limitPixels }: Slot): number => Math.min(greatestPixels, limitPixels);

  const viewBox = ({ centre }: Places): Box => viewBoxOf(map as MapLibre, centre);

  function stagePixels(): number {
    const { clientWidth, clientHeight } = (map as MapLibre).getCanvas();
    return clientWidth * clientHeight;
  }

  /** Sprites shrink at once when many come into sight, and grow only at rest, so that nothing breathes in motion. */
  function fitSizes(atRest: boolean): void {
    if (map === null) return;
    for (const slot of slots) {
      if (!sorted(slot) && !atRest) continue;
      const room = roomPixels(countWithin(slot.places.grid, viewBox(slot.places)), stagePixels(), look.scale);
      slot.limitPixels = atRest ? room : Math.min(slot.limitPixels, room);
    }
  }

  const rested = (): void => {
    const before = slots.map(({ limitPixels }) => limitPixels).join();
    fitSizes(true);
    if (slots.map(({ limitPixels }) => limitPixels).join() !== before) map?.triggerRepaint();
  };
  const zoomed = (): void => fitSizes(false);

  function unfollow(): void {
    map?.off('moveend', rested);
    map?.off('resize', rested);
    map?.off('zoom', zoomed);
  }

  function freeSlot({ uploaded }: Slot): void {
    if (uploaded === null || context === null || context.isContextLost()) return;
    for (const { buffer } of uploaded.buffers.values()) context.deleteBuffer(buffer);
    context.deleteVertexArray(uploaded.vertexArray);
    if (uploaded.atlas !== null) context.deleteTexture(uploaded.atlas.texture);
  }

  function uploadArray(
    gl: WebGL2RenderingContext,
    slot: Slot,
    name: ArrayName,
    source: Float32Array | Uint8Array,
  ): void {
    const uploaded = slot.uploaded as Uploaded;
    let entry = uploaded.buffers.get(name);
    if (entry?.source === source) return;
    const array = sorted(slot) ? inOrder(source, slot.places.grid.order, widths[name]) : source;
    if (entry === undefined) {
      entry = { buffer: gl.createBuffer(), source, bytes: -1 };
      uploaded.buffers.set(name, entry);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, entry.buffer);
    if (entry.bytes === array.byteLength) gl.bufferSubData(gl.ARRAY_BUFFER, 0, array);
    else gl.bufferData(gl.ARRAY_BUFFER, array, gl.DYNAMIC_DRAW);
    const kind = array instanceof Float32Array ? gl.FLOAT : gl.UNSIGNED_BYTE;
    const location = attributeNames.indexOf(name);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, widths[name], kind, false, 0, 0);
    entry.source = source;
    entry.bytes = array.byteLength;
  }

  /** `exactCell`: of marks that are drawn pixel for pixel; null if they are scaled. */
  function uploadAtlas(gl: WebGL2RenderingContext, slot: Slot, ratio: number, exactCell: number | null): void {
    const uploaded = slot.uploaded as Uploaded;
    const { sprites } = slot.set;
    const most = slot.greatestPixels;
    const exact = exactCell !== null;
    const cell = exactCell ?? cellPixelsFor((drawnPixels(slot) * ratio) / (2 * markShare));
    // The outline is one of a usual mark even around a large one.
    const share = Math.min(outlineShare, (2.4 * look.scale * 2 * markShare) / Math.max(1, most));
    const key = [look.themeName, look.outline, share.toFixed(3), cell, exact, ...sprites.marks.map(markId)].join(' ');
    if (uploaded.atlas?.key === key) return;
    if (uploaded.atlas !== null) gl.deleteTexture(uploaded.atlas.texture);
    const picture = drawMarkAtlas(sprites.marks, look.themeName, { color: look.outline, share }, cell);
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    // Smoothing is most of what a mark costs without a graphics card.
    if (!exact) gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, exact ? gl.NEAREST : gl.LINEAR_MIPMAP_NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, exact ? gl.NEAREST : gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    uploaded.atlas = { texture, key, rows: Math.max(1, Math.ceil(sprites.marks.length / 8)) };
  }

  function drawSlot(gl: WebGL2RenderingContext, slot: Slot, matrix: ArrayLike<number>): void {
    const { sprites, opacity } = slot.set;
    const canvas = (map as MapLibre).getCanvas();
    const ratio = canvas.width / Math.max(1, canvas.clientWidth);
    const most = drawnPixels(slot) * ratio;
    const ringed = sprites.ringIndexes !== undefined && (sprites.rings?.length ?? 0) > 0;
    const textured = ringed || most >= plainBelow;
    const features: SpriteFeatures = {
      textured,
      square: !textured && most < squareBelow,
      sized: typeof sprites.sizePixels !== 'number',
      ringed,
      filtered: range !== null && sprites.filterValues !== undefined,
    };
    const key = JSON.stringify(features);
    const made = programs.get(key) ?? makeSpriteProgram(gl, features);
    programs.set(key, made);
    made.begin();

    slot.uploaded ??= { vertexArray: gl.createVertexArray(), buffers: new Map(), atlas: null };
    gl.bindVertexArray(slot.uploaded.vertexArray);
    uploadArray(gl, slot, 'a_offset', slot.places.offsets);
    uploadArray(gl, slot, 'a_mark', sprites.markIndexes);
    if (typeof sprites.sizePixels !== 'number') uploadArray(gl, slot, 'a_size', sprites.sizePixels);
    if (sprites.ringIndexes !== undefined) uploadArray(gl, slot, 'a_ring', sprites.ringIndexes);
    if (features.filtered && sprites.filterValues !== undefined)
      uploadArray(gl, slot, 'a_filter', sprites.filterValues);

    gl.uniformMatrix4fv(made.uniform('u_matrix'), false, Float32Array.from(matrixFrom(matrix, slot.places.centre)));
    gl.uniform1f(made.uniform('u_opacity'), opacity);
    const exactCell = textured && !features.sized ? exactCellPixels(most) : null;
    if (features.sized) {
      gl.uniform1f(made.uniform('u_limit'), slot.limitPixels * ratio);
      gl.uniform1f(made.uniform('u_ratio'), ratio);
    } else gl.uniform1f(made.uniform('u_size'), exactCell === null ? most : exactCell * 2 * markShare);
    if (features.filtered && range !== null) gl.uniform2f(made.uniform('u_range'), range[0], range[1]);
    if (textured) {
      gl.activeTexture(gl.TEXTURE0);
      uploadAtlas(gl, slot, ratio, exactCell);
      const { texture, rows } = slot.uploaded.atlas as NonNullable<Uploaded['atlas']>;
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(made.uniform('u_atlas'), 0);
      gl.uniform2f(made.uniform('u_cell'), 1 / 8, 1 / rows);
    } else {
      const colors = sprites.marks.slice(0, mostColors).flatMap((mark) => shaderRgbOf(markColor(mark, look.themeName)));
      gl.uniform3fv(made.uniform('u_colors'), [...colors, 0, 0, 0].slice(0, mostColors * 3));
    }
    if (ringed) {
      const rings = (sprites.rings ?? [])
        .slice(0, mostRings)
        .flatMap(({ color, widthPixels }) => [...shaderRgbOf(color), widthPixels * ratio]);
      gl.uniform4fv(made.uniform('u_rings'), rings);
    }
    // Opaque squares need no blending, which halves their price without a graphics card.
    if (features.square && opacity === 1) gl.disable(gl.BLEND);
    else gl.enable(gl.BLEND);
    if (!sorted(slot)) {
      gl.drawArrays(gl.POINTS, 0, sprites.markIndexes.length);
      return;
    }
    const runs = runsWithin(slot.places.grid, viewBox(slot.places));
    for (let at = 0; at < runs.length; at += 2) {
      const from = runs[at] as number;
      gl.drawArrays(gl.POINTS, from, (runs[at + 1] as number) - from);
    }
  }

  const layer: CustomLayerInterface = {
    id,
    type: 'custom',
    onAdd(on, gl) {
      // Also after a lost context, when nothing was taken off: whatever was uploaded is gone with the old one.
      unfollow();
      forget();
      map = on;
      context = gl;
      on.on('moveend', rested);
      on.on('resize', rested);
      on.on('zoom', zoomed);
      fitSizes(true);
    },
    onRemove() {
      unfollow();
      for (const slot of slots) freeSlot(slot);
      forget();
      map = null;
      context = null;
    },
    render(gl, input: CustomRenderMethodInput) {
      const matrix = input.defaultProjectionData.mainMatrix as ArrayLike<number>;
      lastMatrix = Float64Array.from(matrix);
      gl.disable(gl.DEPTH_TEST);
      for (const slot of slots) {
        if (slot.set.sprites.markIndexes.length > 0 && slot.set.opacity > 0) drawSlot(gl, slot, matrix);
      }
    },
  };

  function forget(): void {
    for (const slot of slots) slot.uploaded = null;
    programs = new Map();
  }

  return {
    layer,
    setSets(sets) {
      // A slot goes on with the arrays it holds where the same layer's positions are the same array.
      const before = slots;
      slots = sets.map((set) => {
        const kept = before.find((slot) => slot.set.layerId === set.layerId);
        if (kept !== undefined && kept.set.sprites.positions === set.sprites.positions) {
          if (kept.set.sprites.sizePixels !== set.sprites.sizePixels) kept.greatestPixels = greatest(set.sprites);
          kept.set = set;
          return kept;
        }
        const { centre, offsets } = offsetsOf(set.sprites.positions);
        return {
          set,
          places: { centre, offsets, grid: gridOf(offsets) },
          uploaded: null,
          greatestPixels: greatest(set.sprites),
          limitPixels: Number.POSITIVE_INFINITY,
        };
      });
      for (const slot of before) if (!slots.includes(slot)) freeSlot(slot);
      fitSizes(true);
      map?.triggerRepaint();
    },
    setLook(next) {
      look = next;
      fitSizes(true);
      map?.triggerRepaint();
    },
    setFilterRange(next) {
      range = next;
      map?.triggerRepaint();
    },
    pick(x, y) {
      if (map === null || lastMatrix === null) return null;
      const { clientWidth, clientHeight } = map.getCanvas();
      const ground = (dx: number, dy: number) => (map as MapLibre).unproject([x + dx, y + dy]);
      for (const slot of slots.toReversed()) {
        const { sprites, silent = false } = slot.set;
        if (silent) continue;
        const target: PickTarget = {
          grid: slot.places.grid,
          offsets: slot.places.offsets,
          matrix: matrixFrom(lastMatrix, slot.places.centre),
          width: clientWidth,
          height: clientHeight,
          sizePixels: (index) =>
            Math.min(
              typeof sprites.sizePixels === 'number' ? sprites.sizePixels : (sprites.sizePixels[index] as number),
              slot.limitPixels,
            ),
          passes: (index) => passesRange(sprites.filterValues, index, range),
        };
        const reach = Math.max(6 * look.scale, drawnPixels(slot) / 2);
        const corners = [ground(-reach, -reach), ground(reach, -reach), ground(reach, reach), ground(-reach, reach)];
        const xs = corners.map(({ lng }) => mercatorX(lng) - slot.places.centre[0]);
        const ys = corners.map(({ lat }) => mercatorY(lat) - slot.places.centre[1]);
        const box = { west: Math.min(...xs), east: Math.max(...xs), north: Math.min(...ys), south: Math.max(...ys) };
        const index = nearestSprite(target, x, y, box, 6 * look.scale);
        if (index !== null) return { layerId: slot.set.layerId, object: sprites.objects[index], index };
      }
      return null;
    },
  };
}
