// Makes a subject measurable from outside: shows points, moves, filters and changes them, and answers to window.bench.
import { markPixels } from '../../renderer/map/layers/point-sprites.ts';
import { circleShare } from '../../renderer/map/marks.ts';
import { roomPixels } from '../../renderer/map/sprites.ts';
import { scaleFor } from '../../renderer/theme/scale.ts';
import { brushed, homeCamera, panned, zoomed } from './camera-path.ts';
import { livingContexts, nextFrame, timeFrames, waitForGraphics, watchContexts } from './frame-clock.ts';
import { categoryCount, firstYear, lastYear, makeChanges, makePoints, type Points } from './points.ts';
import type { Camera, Look, MakeSubject, Subject } from './subject.ts';

watchContexts();

/** What the measuring program calls; times in milliseconds. */
export interface BenchPage {
  load(count: number): Promise<number>;
  /** Years, ends included. */
  brush(from: number, to: number): Promise<void>;
  panFrames(count: number, budgetMilliseconds: number): Promise<number[]>;
  zoomFrames(count: number, budgetMilliseconds: number): Promise<number[]>;
  brushSteps(count: number, budgetMilliseconds: number): Promise<number[]>;
  /** `changesPerSecond` beside the frames is what the page managed, of the four that were due. */
  changeFrames(
    count: number,
    budgetMilliseconds: number,
  ): Promise<{ readonly frames: number[]; readonly changesPerSecond: number }>;
  contexts(): number;
}

declare global {
  var bench: BenchPage | undefined;
}

const panPixels = 8;
const slowPanPixels = 2;
const changedShare = 0.01;
const changeEveryMilliseconds = 250;

/** Hues around the circle, light and dark in turn. The ground has the app's own dark colours. */
const look: Look = {
  colors: Array.from({ length: categoryCount }, (_, index) => {
    const lightness = index % 2 === 0 ? 0.7 : 0.5;
    const channel = (offset: number): string => {
      const k = (offset + (index / categoryCount) * 12) % 12;
      const value = lightness - 0.65 * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
      return Math.round(255 * value)
        .toString(16)
        .padStart(2, '0');
    };
    return `#${channel(0)}${channel(8)}${channel(4)}`;
  }),
  diameterPixels: diameterPixels(),
  ground: { sea: '#0c1218', land: '#1f2b36', border: '#6f8598' },
};

/** As large as this app would draw so many circles on this screen; how many is part of the address. */
function diameterPixels(): number {
  const scale = scaleFor(innerWidth, innerHeight);
  const count = Number(new URLSearchParams(location.search).get('points'));
  return circleShare * Math.min(markPixels * scale, roomPixels(count, innerWidth * innerHeight, scale));
}

interface Counties {
  readonly features: readonly { readonly properties: { readonly labelPoint: readonly [number, number] } }[];
}

export const groundUrl = (name: string): string => `${location.origin}/boundaries/shandong.${name}.geojson`;

export function runPage(makeSubject: MakeSubject): void {
  const container = document.querySelector<HTMLElement>('#map');
  if (container === null) throw new Error('The page has no element #map.');
  const home: Camera = homeCamera(innerWidth, innerHeight);
  const subject: Subject = makeSubject(container, home, look);
  let points: Points | null = null;
  let camera = home;

  function move(to: Camera): Promise<void> {
    camera = to;
    return subject.move(to);
  }

  /** Every series begins with the whole province in sight. */
  async function frames(count: number, budget: number, step: (index: number) => Promise<void>): Promise<number[]> {
    // A camera that stands there already would bring no picture to wait for.
    if (camera.longitude !== home.longitude || camera.zoom !== home.zoom) await move(home);
    await nextFrame();
    return timeFrames(count, budget, step);
  }

  globalThis.bench = {
    async load(count) {
      const counties = (await (await fetch(groundUrl('counties'))).json()) as Counties;
      points = makePoints(
        count,
        counties.features.map(({ properties }) => properties.labelPoint),
      );
      const startedAt = performance.now();
      await subject.load(points);
      waitForGraphics();
      return performance.now() - startedAt;
    },
    async brush(from, to) {
      await subject.brush(from, to);
      waitForGraphics();
      await nextFrame();
    },
    panFrames: (count, budget) => frames(count, budget, (index) => move(panned(home, index, panPixels))),
    zoomFrames: (count, budget) => frames(count, budget, (index) => move(zoomed(home, index + 1))),
    async brushSteps(count, budget) {
      // From 1 on, so that the first step changes something too.
      const milliseconds = await frames(count, budget, (index) =>
        subject.brush(...brushed(index + 1, firstYear, lastYear)),
      );
      await subject.brush(firstYear, lastYear);
      return milliseconds;
    },
    async changeFrames(count, budget) {
      if (points === null) throw new Error('Load points first.');
      const all = points;
      const rounds = Array.from({ length: 64 }, (_, round) => makeChanges(all, changedShare, round));
      let done = 0;
      const startedAt = performance.now();
      const timer = setInterval(() => {
        const changes = rounds[done % rounds.length];
        // A page that spends all its time on changes would never draw the frame that ends the measurement.
        if (changes === undefined || performance.now() - startedAt > budget) return;
        for (const [at, index] of changes.indexes.entries()) all.categories[index] = changes.categories[at] ?? 0;
        subject.change(changes);
        done += 1;
      }, changeEveryMilliseconds);
      const milliseconds = await frames(count, budget, (index) => move(panned(home, index, slowPanPixels)));
      clearInterval(timer);
      return { frames: milliseconds, changesPerSecond: (1000 * done) / (performance.now() - startedAt) };
    },
    contexts: livingContexts,
  };
}
