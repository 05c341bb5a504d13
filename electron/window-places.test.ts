import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  noMemory,
  type PresentDisplay,
  placeWindow,
  readWindowMemory,
  remember,
  type WindowMemory,
  type WindowPlace,
} from './window-places.ts';

type Rectangle = PresentDisplay['bounds'];

const rectangle = fc.record({
  x: fc.integer({ min: -9000, max: 9000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  width: fc.integer({ min: 1, max: 9000 }),
  height: fc.integer({ min: 1, max: 5000 }),
});

/** A display with a bar along one of its edges. */
const display: fc.Arbitrary<PresentDisplay> = fc
  .record({
    label: fc.constantFrom('', 'wall', 'laptop', 'DELL'),
    scaleFactor: fc.constantFrom(1, 1.25, 2),
    x: fc.integer({ min: -8000, max: 8000 }),
    y: fc.integer({ min: -4000, max: 4000 }),
    width: fc.integer({ min: 800, max: 7680 }),
    height: fc.integer({ min: 600, max: 4320 }),
    bar: fc.integer({ min: 0, max: 80 }),
    edge: fc.constantFrom('top', 'left', 'bottom'),
  })
  .map(({ label, scaleFactor, bar, edge, ...bounds }) => ({
    label,
    scaleFactor,
    bounds,
    workArea: {
      x: bounds.x + (edge === 'left' ? bar : 0),
      y: bounds.y + (edge === 'top' ? bar : 0),
      width: bounds.width - (edge === 'left' ? bar : 0),
      height: bounds.height - (edge === 'left' ? 0 : bar),
    },
  }));

const displays = fc.array(display, { minLength: 1, maxLength: 4 });
const state = fc.constantFrom('normal' as const, 'maximized' as const, 'fullscreen' as const);
const place: fc.Arbitrary<WindowPlace> = fc.record({ display, bounds: rectangle, state });
const memory: fc.Arbitrary<WindowMemory> = fc.record({ windows: fc.array(place), displays: fc.array(place) });

const inside = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const seen = ({ label, bounds, scaleFactor }: PresentDisplay) => ({ label, bounds, scaleFactor });

describe('the place of a window', () => {
  it('is always wholly on a display that is there', () => {
    fc.assert(
      fc.property(fc.option(place), memory, displays, fc.nat(), (wanted, known, present, pick) => {
        const primary = present[pick % present.length] as PresentDisplay;
        const { bounds } = placeWindow(wanted, known, present, primary);
        expect(present.some(({ workArea }) => inside(bounds, workArea))).toBe(true);
      }),
    );
  });

  it('is where it was, as long as its display is there', () => {
    fc.assert(
      fc.property(displays, fc.nat(), state, memory, (present, pick, was, known) => {
        const on = present[pick % present.length] as PresentDisplay;
        const bounds = { x: on.workArea.x, y: on.workArea.y, width: 700, height: 500 };
        const wanted = { display: seen(on), bounds, state: was };
        expect(placeWindow(wanted, known, present, present[0] as PresentDisplay)).toEqual({ bounds, state: was });
      }),
    );
  });

  const laptop: PresentDisplay = {
    label: 'laptop',
    scaleFactor: 1.25,
    bounds: { x: 0, y: 0, width: 1536, height: 864 },
    workArea: { x: 0, y: 0, width: 1536, height: 824 },
  };
  const wall: PresentDisplay = {
    label: 'wall',
    scaleFactor: 1,
    bounds: { x: 1536, y: 0, width: 7680, height: 2160 },
    workArea: { x: 1536, y: 0, width: 7680, height: 2160 },
  };
  const onWall: WindowPlace = { display: seen(wall), bounds: wall.bounds, state: 'fullscreen' };
  const onLaptop: WindowPlace = {
    display: seen(laptop),
    bounds: { x: 10, y: 20, width: 1000, height: 700 },
    state: 'normal',
  };

  it('moves with its display', () => {
    const left = { ...wall, bounds: { ...wall.bounds, x: -7680 }, workArea: { ...wall.workArea, x: -7680 } };
    expect(placeWindow(onWall, noMemory, [laptop, left], laptop)).toEqual({ bounds: left.bounds, state: 'fullscreen' });
  });

  it('tells two displays of one make apart by where they stand', () => {
    const second = { ...wall, bounds: { ...wall.bounds, y: 2160 }, workArea: { ...wall.workArea, y: 2160 } };
    const onSecond = { display: seen(second), bounds: second.bounds, state: 'fullscreen' as const };
    expect(placeWindow(onSecond, noMemory, [laptop, wall, second], laptop).bounds).toEqual(second.bounds);
  });

  it('is the last one on the primary display, or its middle, while the wall is away; and the wall again once it is back', () => {
    const atWall = remember(noMemory, [onWall]);
    const { bounds, state: at } = placeWindow(onWall, atWall, [laptop], laptop);
    expect(at).toBe('normal');
    expect(bounds).toEqual({ x: 77, y: 41, width: 1382, height: 742 });

    const known = remember(remember(noMemory, [onLaptop]), [onWall]);
    expect(placeWindow(onWall, known, [laptop], laptop)).toEqual({ bounds: onLaptop.bounds, state: 'normal' });
    const afterwards = remember(known, [onLaptop]);
    expect(afterwards.displays.map(({ display: { label } }) => label)).toEqual(['laptop', 'wall']);
    expect(placeWindow(null, afterwards, [laptop, wall], wall)).toEqual({ bounds: wall.bounds, state: 'fullscreen' });
  });
});

describe('what is written down', () => {
  it('is read as it was', () => {
    fc.assert(
      fc.property(memory, (known) => {
        expect(readWindowMemory(JSON.stringify(known))).toEqual(known);
      }),
    );
  });

  it('is one place a display, twenty at most', () => {
    fc.assert(
      fc.property(fc.array(fc.array(place, { maxLength: 5 }), { maxLength: 10 }), (times) => {
        const known = times.reduce<WindowMemory>(remember, noMemory);
        const identities = known.displays.map(({ display: each }) => JSON.stringify(each));
        expect(new Set(identities).size).toBe(identities.length);
        expect(identities.length).toBeLessThanOrEqual(20);
        expect(known.windows).toEqual(times.at(-1) ?? []);
      }),
    );
  });

  it('is nothing where it makes no sense', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.constant('{"windows":[{}],"displays":[{"bounds":null}]}')),
        (text) => {
          const known = readWindowMemory(text);
          expect(
            placeWindow(known.windows[0] ?? null, known, [], {
              label: '',
              scaleFactor: 1,
              bounds: { x: 0, y: 0, width: 800, height: 600 },
              workArea: { x: 0, y: 0, width: 800, height: 600 },
            }).state,
          ).toBe('normal');
        },
      ),
    );
  });
});
