// The shaders of the sprites: one program for each combination of what a set needs, so that nobody pays for the rest.
import { linkProgram, type Program } from './link-program.ts';
import { markShare } from './mark-atlas.ts';
import { circleShare } from './marks.ts';

/** What a set of sprites needs of its shader. */
export interface SpriteFeatures {
  /** Marks from the picture; otherwise plain discs, or squares where they are too small to tell. */
  readonly textured: boolean;
  readonly square: boolean;
  readonly sized: boolean;
  readonly ringed: boolean;
  readonly filtered: boolean;
}

/** In the order of their locations. */
export const attributeNames = ['a_offset', 'a_mark', 'a_size', 'a_ring', 'a_filter'] as const;
export const mostColors = 72;
export const mostRings = 8;

const vertexSource = `
precision highp float;
in vec2 a_offset;
in float a_mark;
uniform mat4 u_matrix;
#ifdef SIZED
in float a_size;           // CSS pixels
uniform float u_ratio;
uniform float u_limit;     // greatest height of a mark's box in device pixels
#else
uniform float u_size;      // height of the mark's box in device pixels, for all
#endif
#ifdef RINGED
in float a_ring;
uniform vec4 u_rings[${mostRings}];   // colour, width in device pixels
flat out vec4 v_ring;
flat out float v_mark;
flat out float v_point;
flat out float v_box;
#endif
#ifdef FILTERED
in vec2 a_filter;
uniform vec2 u_range;
#endif
#ifdef TEXTURED
flat out vec2 v_cell;
#else
uniform vec3 u_colors[${mostColors}];
flat out vec3 v_color;
#endif
void main() {
  gl_Position = u_matrix[0] * a_offset.x + u_matrix[1] * a_offset.y + u_matrix[3];
#ifdef SIZED
  float size = min(a_size * u_ratio, u_limit);
#else
  float size = u_size;
#endif
  gl_PointSize = size * SHOWN;
#ifdef RINGED
  int ring = int(a_ring + 0.5);
  v_box = size;
  v_mark = a_mark < 254.5 ? 1.0 : 0.0;
  v_ring = vec4(0.0);
  if (ring > 0) {
    v_ring = u_rings[ring - 1];
    gl_PointSize = max(gl_PointSize, size + 4.0 * v_ring.w + 2.0);
  }
  v_point = gl_PointSize;
#endif
#ifdef TEXTURED
  v_cell = vec2(mod(a_mark, 8.0), floor(a_mark / 8.0));
#else
  v_color = u_colors[int(a_mark + 0.5)];
#endif
#ifdef FILTERED
  // Outside the range: outside the picture.
  if (!(a_filter.x <= u_range.y && a_filter.y >= u_range.x)) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
#endif
}`;

const fragmentSource = `
precision mediump float;
uniform float u_opacity;
#ifdef TEXTURED
uniform sampler2D u_atlas;
uniform vec2 u_cell;       // of the picture
flat in vec2 v_cell;
#else
flat in vec3 v_color;
#endif
#ifdef RINGED
flat in highp vec4 v_ring;
flat in float v_mark;
flat in highp float v_point;
flat in highp float v_box;
#endif
out vec4 color;
void main() {
#ifdef RINGED
  highp vec2 from = (gl_PointCoord - 0.5) * v_point;
  highp vec2 inMark = from / (v_box * SHOWN) + 0.5;
#else
  vec2 inMark = gl_PointCoord;
#endif
#ifdef TEXTURED
  color = texture(u_atlas, (v_cell + clamp(inMark, 0.0, 1.0)) * u_cell);
#elif defined(SQUARE)
  color = vec4(v_color, 1.0);
#else
  vec2 off = inMark - 0.5;
  color = vec4(v_color, 1.0) * step(dot(off, off), 0.25);
#endif
#ifdef RINGED
  if (v_mark < 0.5 || inMark.x < 0.0 || inMark.x > 1.0 || inMark.y < 0.0 || inMark.y > 1.0) color = vec4(0.0);
  // Around the mark, with its edge softened over one pixel.
  highp float middle = v_box * 0.5 + v_ring.w;
  highp float edge = clamp(v_ring.w * 0.5 + 0.5 - abs(length(from) - middle), 0.0, 1.0);
  float ring = v_ring.w > 0.0 ? edge : 0.0;
  color = color * (1.0 - ring) + vec4(v_ring.rgb, 1.0) * ring;
#endif
  color *= u_opacity;
}`;

/** Throws with the driver's own words if the shader is refused; not on a lost context. */
export function makeSpriteProgram(gl: WebGL2RenderingContext, features: SpriteFeatures): Program {
  const defines = Object.entries(features).flatMap(([name, on]) => (on ? [`#define ${name.toUpperCase()}`] : []));
  const shown = features.textured ? 1 / (2 * markShare) : circleShare;
  const head = `#version 300 es\n${defines.join('\n')}\n#define SHOWN ${shown.toFixed(6)}\n`;
  return linkProgram(gl, head + vertexSource, head + fragmentSource, attributeNames);
}
