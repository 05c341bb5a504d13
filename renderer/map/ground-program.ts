// The shaders of the ground: fills with one colour a polygon, and lines as quads.
import { linkProgram, type Program } from './link-program.ts';

const fillVertex = `#version 300 es
precision highp float;
in vec2 a_offset;
in vec4 a_color;
uniform mat4 u_matrix;
flat out vec4 v_color;
void main() {
  gl_Position = u_matrix[0] * a_offset.x + u_matrix[1] * a_offset.y + u_matrix[3];
  v_color = a_color;
}`;

// The fourth part of a colour tells plain (1) from hatched (0).
const fillFragment = `#version 300 es
precision highp float;
flat in vec4 v_color;
uniform float u_opacity;
uniform vec3 u_hatch;
uniform vec2 u_step;     // from line to line and width of a line, device pixels
out vec4 color;
void main() {
  vec3 shown = v_color.rgb;
  if (v_color.a < 0.5) {
    float from = abs(mod((gl_FragCoord.x - gl_FragCoord.y) * 0.7071, u_step.x) - u_step.x * 0.5);
    shown = mix(shown, u_hatch, 0.55 * clamp(u_step.y * 0.5 + 0.5 - from, 0.0, 1.0));
  }
  color = vec4(shown, 1.0) * u_opacity;
}`;

// Four corners for each segment; the edge is softened over one pixel, and ends overlap so that joints close.
const lineVertex = `#version 300 es
precision highp float;
in vec4 a_ends;
uniform mat4 u_matrix;
uniform vec2 u_size;     // device pixels of the canvas
uniform float u_width;   // device pixels
out float v_across;
void main() {
  int corner = gl_VertexID & 3;
  vec4 from = u_matrix * vec4(a_ends.xy, 0.0, 1.0);
  vec4 to = u_matrix * vec4(a_ends.zw, 0.0, 1.0);
  vec4 here = corner < 2 ? from : to;
  vec2 along = (to.xy / to.w - from.xy / from.w) * u_size;
  float length_ = length(along);
  along = length_ > 0.0 ? along / length_ : vec2(1.0, 0.0);
  float half_ = max(u_width, 1.0) * 0.5 + 0.5;
  float side = (corner & 1) == 0 ? 1.0 : -1.0;
  float end_ = corner < 2 ? -1.0 : 1.0;
  vec2 push = vec2(-along.y, along.x) * side * half_ + along * end_ * u_width * 0.35;
  v_across = side * half_;
  gl_Position = from.w <= 0.0 || to.w <= 0.0 ? vec4(2.0, 2.0, 2.0, 1.0)
    : vec4(here.xy + push * 2.0 / u_size * here.w, here.z, here.w);
}`;

const lineFragment = `#version 300 es
precision mediump float;
in float v_across;
uniform vec3 u_color;
uniform highp float u_width;
out vec4 color;
void main() {
  float alpha = clamp(max(u_width, 1.0) * 0.5 + 0.5 - abs(v_across), 0.0, 1.0) * min(u_width, 1.0);
  color = vec4(u_color, 1.0) * alpha;
}`;

export function makeFillProgram(gl: WebGL2RenderingContext): Program {
  return linkProgram(gl, fillVertex, fillFragment, ['a_offset', 'a_color']);
}

export function makeLineProgram(gl: WebGL2RenderingContext): Program {
  return linkProgram(gl, lineVertex, lineFragment, ['a_ends']);
}
