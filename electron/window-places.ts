// Where windows stood, told by the display they stood on, and where they go when that display is there, has moved or is gone.
import type { Display, Rectangle } from 'electron';

/** What tells a display from another: two walls of one make differ in where they stand. */
export type SeenDisplay = Pick<Display, 'label' | 'bounds' | 'scaleFactor'>;
export type PresentDisplay = SeenDisplay & Pick<Display, 'workArea'>;

const windowStates = ['normal', 'maximized', 'fullscreen'] as const;
export type WindowState = (typeof windowStates)[number];

export interface WindowPlace {
  readonly display: SeenDisplay;
  /** Device-independent pixels; of a maximized window what it goes back to. */
  readonly bounds: Rectangle;
  readonly state: WindowState;
}

export interface WindowMemory {
  /** The windows of the last time, in the order in which they were opened. */
  readonly windows: readonly WindowPlace[];
  /** The last place on each display that was ever used, newest first. */
  readonly displays: readonly WindowPlace[];
}

export const noMemory: WindowMemory = { windows: [], displays: [] };

const rememberedDisplays = 20;
const defaultSize = { width: 1600, height: 900 };
const smallestSize = { width: 640, height: 480 };

export function remember(memory: WindowMemory, windows: readonly WindowPlace[]): WindowMemory {
  const others = memory.displays.filter((known) => !windows.some(({ display }) => isSame(display, known.display)));
  const used = windows.filter(
    ({ display }, index) => windows.findIndex((other) => isSame(display, other.display)) === index,
  );
  return { windows, displays: [...used, ...others].slice(0, rememberedDisplays) };
}

/**
 * The place for a window that stood at `wanted` (null = a new one): there, if its display is present; else where a window
 * last stood on the primary display; else in the middle of it. Always wholly inside the work area of a display.
 */
export function placeWindow(
  wanted: WindowPlace | null,
  memory: WindowMemory,
  displays: readonly PresentDisplay[],
  primary: PresentDisplay,
): { bounds: Rectangle; state: WindowState } {
  const candidates = [
    ...(wanted === null ? [] : [wanted]),
    ...memory.displays.filter(({ display }) => isSame(display, primary)),
  ];
  for (const { display, bounds, state } of candidates) {
    const present = displays.find((each) => isSame(each, display)) ?? displays.find((each) => isMoved(each, display));
    if (present === undefined) continue;
    const moved = {
      ...bounds,
      x: bounds.x - display.bounds.x + present.bounds.x,
      y: bounds.y - display.bounds.y + present.bounds.y,
    };
    return { bounds: within(moved, present.workArea), state };
  }
  const { workArea } = primary;
  const width = Math.min(defaultSize.width, Math.round(workArea.width * 0.9));
  const height = Math.min(defaultSize.height, Math.round(workArea.height * 0.9));
  const x = workArea.x + Math.round((workArea.width - width) / 2);
  const y = workArea.y + Math.round((workArea.height - height) / 2);
  return { bounds: within({ x, y, width, height }, workArea), state: 'normal' };
}

/** Reads what was written as JSON; anything else is no memory. */
export function readWindowMemory(text: string): WindowMemory {
  try {
    const { windows, displays } = JSON.parse(text);
    return { windows: windows.filter(isPlace), displays: displays.filter(isPlace) };
  } catch {
    return noMemory;
  }
}

function within(bounds: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(bounds.width, smallestSize.width), area.width);
  const height = Math.min(Math.max(bounds.height, smallestSize.height), area.height);
  return {
    width,
    height,
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
  };
}

function isSame(one: SeenDisplay, other: SeenDisplay): boolean {
  return isMoved(one, other) && one.bounds.x === other.bounds.x && one.bounds.y === other.bounds.y;
}

/** The same display, perhaps at another place of the desk: its name, size and scale. */
function isMoved(one: SeenDisplay, other: SeenDisplay): boolean {
  return (
    one.label === other.label &&
    one.scaleFactor === other.scaleFactor &&
    one.bounds.width === other.bounds.width &&
    one.bounds.height === other.bounds.height
  );
}

function isPlace(value: unknown): value is WindowPlace {
  const { display, bounds, state } = value as WindowPlace;
  return (
    isRectangle(bounds) &&
    windowStates.includes(state) &&
    typeof display.label === 'string' &&
    Number.isFinite(display.scaleFactor) &&
    isRectangle(display.bounds)
  );
}

function isRectangle({ x, y, width, height }: Rectangle): boolean {
  return [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
}
