// Compiles and links one pair of shaders.

export interface Program {
  /** Everything drawn from now on is drawn by it. */
  begin(): void;
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
  for (const [location, name] of attributes.entries()) gl.bindAttribLocation(program, location, name);
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const said = [gl.getProgramInfoLog(program), ...shaders.map((shader) => gl.getShaderInfoLog(shader))].join(' ');
    throw new Error(`The graphics driver refused the map's shader: ${said}`);
  }
  for (const shader of shaders) gl.deleteShader(shader);
  const locations = new Map<string, WebGLUniformLocation | null>();
  return {
    begin() {
      // biome-ignore lint/correctness/useHookAtTopLevel: a call of WebGL's, no hook of React's
      gl.useProgram(program);
    },
    uniform(name) {
      const known = locations.get(name);
      if (known !== undefined) return known;
      const location = gl.getUniformLocation(program, name);
      locations.set(name, location);
      return location;
    },
  };
}
