// Measures frames on any page, ours or a peer's. Also put into the whole application, which knows nothing of it.

/** Held weakly: what a page has let go of must be able to go. */
let contexts: WeakRef<WebGL2RenderingContext>[] = [];

function living(): WebGL2RenderingContext[] {
  contexts = contexts.filter((held) => held.deref()?.isContextLost() === false);
  return contexts.flatMap((held) => held.deref() ?? []);
}

/** Must run before the page makes its canvases. */
export function watchContexts(): void {
  const original = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, ...args: unknown[]) => unknown;
  HTMLCanvasElement.prototype.getContext = function getContext(this: HTMLCanvasElement, ...args: unknown[]) {
    const context = original.apply(this, args);
    if (
      String(args[0]).startsWith('webgl') &&
      context !== null &&
      !living().includes(context as WebGL2RenderingContext)
    )
      contexts.push(new WeakRef(context as WebGL2RenderingContext));
    return context;
  } as typeof HTMLCanvasElement.prototype.getContext;
}

/** WebGL contexts that are alive, whether or not they are on the screen. */
export const livingContexts = (): number => living().length;

const pixel = new Uint8Array(4);

/**
 * Returns when the graphics card (or the program in its place) has done everything that WebGL asked of it so far: reading
 * one pixel back cannot be answered earlier. State is left as it was found. A 2-D canvas is painted before the next
 * animation frame, so its work falls into the following interval by itself.
 */
export function waitForGraphics(): void {
  for (const gl of living()) {
    if (gl.canvas.width === 0) continue;
    const framebuffer = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    const packBuffer =
      'PIXEL_PACK_BUFFER' in gl ? (gl.getParameter(gl.PIXEL_PACK_BUFFER_BINDING) as WebGLBuffer) : null;
    if (framebuffer !== null) gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    if (packBuffer !== null) gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    if (packBuffer !== null) gl.bindBuffer(gl.PIXEL_PACK_BUFFER, packBuffer);
    if (framebuffer !== null) gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  }
}

export const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** Frames that are drawn before any is counted: code is compiled, textures are uploaded. */
const warmUpFrames = 3;
/** At least so many are counted, unless that takes several times the budget. */
const fewestFrames = 3;
const mostBudgets = 4;

/**
 * Milliseconds between one complete picture and the next. `step` asks for the next picture and resolves when its draw
 * calls have been made; then the graphics card is waited for, the time is taken, and at once the next is asked for. So a
 * frame holds the page's own work, the drawing and, because the browser holds back animation frames that it can't show
 * yet, the putting together of the screen. Ends after `count` frames, or after `budgetMilliseconds` if that is earlier.
 */
export async function timeFrames(
  count: number,
  budgetMilliseconds: number,
  step: (index: number) => Promise<void>,
): Promise<number[]> {
  const milliseconds: number[] = [];
  const startedAt = performance.now();
  let last = startedAt;
  for (let index = 0; milliseconds.length < count; index += 1) {
    await step(index);
    waitForGraphics();
    const now = performance.now();
    // A frame that alone outlasts the budget is no matter of warming up.
    const warm = index >= warmUpFrames || now - last > budgetMilliseconds / 4;
    if (warm) milliseconds.push(now - last);
    last = now;
    const passed = (now - startedAt) / budgetMilliseconds;
    if (passed > (milliseconds.length < fewestFrames ? mostBudgets : 1) && milliseconds.length > 0) break;
  }
  return milliseconds;
}
