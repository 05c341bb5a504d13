// Compiles and links one pair of shaders.

export interface Program {
  readonly program: WebGLProgram;
  uniform(name: string): WebGLUniformLocation | null;
}

/** Attributes get the locations 0, 1, 2… in the order given. Throws with the driver's words if it refuses; not on a lost context. */
export function linkProgram(
  gl: WebGL2RenderingContext,
  vertexSource: string,
  fragmentSource: string,
  attributes: readonly string[],
): Program {
  const program = gl.createProgram();
  const shaders = (
    [
      [gl.VERTEX_SHADER, vertexSource],
      [gl.FRAGMENT_SHADER, fragmentSource],
    ] as const
  ).map(([kind, source]) => {
    const shader = gl.createShader(kind) as WebGLShader;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    return shader;
  });
  attributes.forEach((name, location) => gl.bindAttribLocation(program, location, name));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const said = [gl.getProgramInfoLog(program), ...shaders.map((shader) => gl.getShaderInfoLog(shader))].join(' ');
    throw new Error(`The graphics driver refused the map's shader: ${said}`);
  }
  for (const shader of shaders) gl.deleteShader(shader);
  const locations = new Map<string, WebGLUniformLocation | null>();
  return {
    program,
    uniform(name) {
      const known = locations.get(name);
      if (known !== undefined) return known;
      const location = gl.getUniformLocation(program, name);
      locations.set(name, location);
      return location;
    },
  };
}
