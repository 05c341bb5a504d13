// Put into the whole application before its own programs: counts its graphics contexts and measures its frames under a mouse.
import { livingContexts, nextFrame, timeFrames, watchContexts } from './frame-clock.ts';

watchContexts();

const panPixels = 8;
const panSteps = 12;

function canvasOf(): { canvas: HTMLCanvasElement; x: number; y: number } {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="map"] canvas');
  if (canvas === null) throw new Error('There is no map on the screen.');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { canvas, x: left + width / 2, y: top + height / 2 };
}

async function panFrames(count: number, budgetMilliseconds: number): Promise<number[]> {
  const { canvas, x, y } = canvasOf();
  const mouse = (type: string, at: number): void =>
    void canvas.dispatchEvent(
      new MouseEvent(type, {
        bubbles: true,
        cancelable: true,
        view: window,
        button: 0,
        buttons: type === 'mouseup' ? 0 : 1,
        clientX: at,
        clientY: y,
      }),
    );
  mouse('mousedown', x);
  await nextFrame();
  let at = x;
  const milliseconds = await timeFrames(count, budgetMilliseconds, (index) => {
    at = x + panPixels * (panSteps - Math.abs((index % (2 * panSteps)) - panSteps) + 1);
    mouse('mousemove', at);
    return nextFrame();
  });
  mouse('mouseup', at);
  return milliseconds;
}

async function zoomFrames(count: number, budgetMilliseconds: number): Promise<number[]> {
  const { canvas, x, y } = canvasOf();
  await nextFrame();
  return timeFrames(count, budgetMilliseconds, (index) => {
    // Eight turns in, eight turns out; the map itself goes on smoothly between them.
    const deltaY = index % 16 < 8 ? -60 : 60;
    canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, deltaY, clientX: x, clientY: y }));
    return nextFrame();
  });
}

/** Keys on the left edge of the capacity histogram's brush, as a reader without a mouse narrows. */
async function brushSteps(count: number, budgetMilliseconds: number): Promise<number[]> {
  const thumb = document.querySelector<HTMLElement>('.brush-thumb');
  if (thumb === null) throw new Error('There is no histogram on the screen.');
  thumb.focus();
  await nextFrame();
  const milliseconds = await timeFrames(count, budgetMilliseconds, (index) => {
    thumb.dispatchEvent(
      new KeyboardEvent('keydown', { bubbles: true, key: index % 12 < 6 ? 'ArrowRight' : 'ArrowLeft' }),
    );
    return nextFrame();
  });
  thumb.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: 'ArrowRight' }));
  return milliseconds;
}

Object.assign(globalThis, { bench: { panFrames, zoomFrames, brushSteps, contexts: livingContexts } });
