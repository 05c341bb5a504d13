// Opens one page with so many points in a browser of its own, and measures its frames.
import { type Browser, openChromium } from './chromium.ts';
import { deskHand } from './desk-hand.ts';
import { startHost } from './host-process.ts';
import type { BenchOptions } from './measure.ts';
import type { BenchPage } from './pages/run-page.ts';

export const kinds = ['pan', 'zoom', 'brush', 'change'] as const;
export type Kind = (typeof kinds)[number];

export interface MapFrames {
  /** Milliseconds of each frame. */
  readonly frames: Readonly<Partial<Record<Kind, readonly number[]>>>;
  /** From points in memory to a complete picture. */
  readonly drawMilliseconds: number;
  /** Of the four a second that were due. */
  readonly changesPerSecond: number;
  readonly heapMegabytes: number;
  readonly contexts: number;
  /** Part of the picture's pixels that are coloured, in thousandths, with all years and with three: whether the same was drawn. */
  readonly colored: { readonly all: number; readonly few: number | null } | null;
}

/** Where and how thoroughly. */
export interface Trial {
  readonly chromium: string;
  readonly screen: readonly [width: number, height: number];
  readonly points: number;
  readonly options: BenchOptions;
}

/** How many frames a series has at most, and how long it may take. */
const effort = (quick: boolean): string => (quick ? '40, 1500' : '120, 5000');
/** Changes come four times a second, however quick the frames are; so many frames that time decides. */
const changeEffort = (quick: boolean): string => (quick ? '1000, 1500' : '1000, 5000');

/** So long a page is waited for in all; what it has not shown by then is left out. */
const patienceMilliseconds = (quick: boolean): number => (quick ? 60_000 : 180_000);

/** Asks `window.bench`; null once the page's time is over. */
function askWithin(browser: Browser, milliseconds: number): <T>(call: string) => Promise<T | null> {
  const overAt = performance.now() + milliseconds;
  return async <T>(call: string): Promise<T | null> => {
    const left = overAt - performance.now();
    if (left <= 0) return null;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), left);
    });
    return Promise.race([browser.evaluate<T>(`bench.${call}`), over]).finally(() => clearTimeout(timer));
  };
}

async function withBrowser<T>(trial: Trial, use: (browser: Browser) => Promise<T>): Promise<T> {
  const { chromium, screen, options } = trial;
  const browser = await openChromium(chromium, options.scratchDir, {
    gpu: options.gpu,
    switches: options.switches,
    size: screen,
    reducedMotion: true,
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** Ground, borders and outlines are nearly grey; marks have a hue. */
async function coloredShare(browser: Browser): Promise<number> {
  // What has just been drawn is on the screen two frames later, also where a 2-D canvas is drawn by the card.
  await browser.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))');
  const { data } = await browser.send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
  return browser.evaluate<number>(`(async () => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${data}')).blob());
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let colored = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) colored += 1;
    }
    return (4000 * colored) / data.length;
  })()`);
}

/** `url`: of a page of bench/pages or bench/peers, with its query. Throws where not even the first picture came about. */
export async function measurePage(url: string, trial: Trial): Promise<MapFrames> {
  const { quick } = trial.options;
  return withBrowser(trial, async (browser) => {
    await browser.load(url, 'globalThis.bench !== undefined');
    const ask = askWithin(browser, patienceMilliseconds(quick));
    const drawMilliseconds = await ask<number>(`load(${trial.points})`);
    if (drawMilliseconds === null) throw new Error('it had drawn nothing when its time was over');
    const all = await coloredShare(browser);
    const pan = (await ask<number[]>(`panFrames(${effort(quick)})`)) ?? [];
    const zoom = (await ask<number[]>(`zoomFrames(${effort(quick)})`)) ?? [];
    const brush = (await ask<number[]>(`brushSteps(${effort(quick)})`)) ?? [];
    const changed = await ask<Awaited<ReturnType<BenchPage['changeFrames']>>>(`changeFrames(${changeEffort(quick)})`);
    const few = await ask(`brush(2000, 2002)`).then((done) => (done === null ? null : coloredShare(browser)));
    const inTime = few !== null;
    return {
      frames: { pan, zoom, brush, change: changed?.frames ?? [] },
      drawMilliseconds,
      changesPerSecond: changed?.changesPerSecond ?? Number.NaN,
      // A page that is still busy can't be asked.
      heapMegabytes: inTime ? (await browser.heapBytes()) / 1e6 : Number.NaN,
      contexts: inTime ? ((await ask<number>('contexts()')) ?? Number.NaN) : Number.NaN,
      colored: { all, few },
    };
  });
}

const deskDrawn = `document.querySelector('[data-testid="map"]')?.dataset.state === 'idle' && document.querySelector('.row-opens') !== null`;

/** The whole application on a workspace that holds the points as enterprises. `probe`: the script of pages/desk-probe.ts. */
export async function measureDesk(workspaceDir: string, probe: string, trial: Trial): Promise<MapFrames> {
  const { quick } = trial.options;
  return withBrowser(trial, async (browser) => {
    const host = await startHost(workspaceDir);
    try {
      const ask = askWithin(browser, patienceMilliseconds(quick));
      const hand = deskHand(browser);
      await browser.runFirst(probe);
      const askedAt = performance.now();
      const drawMilliseconds = (await browser.load(host.url, deskDrawn)) - askedAt;
      const pan = (await ask<number[]>(`panFrames(${effort(quick)})`)) ?? [];
      await hand.rest();
      const zoom = (await ask<number[]>(`zoomFrames(${effort(quick)})`)) ?? [];
      await hand.rest();
      await hand.click('.histogram-toggle');
      await hand.until(`document.querySelector('.brush-thumb')`, 'the histograms are open');
      await hand.rest();
      const brush = (await ask<number[]>(`brushSteps(${effort(quick)})`)) ?? [];
      return {
        frames: { pan, zoom, brush },
        drawMilliseconds,
        changesPerSecond: Number.NaN,
        heapMegabytes: (await browser.heapBytes()) / 1e6,
        contexts: await browser.evaluate<number>('bench.contexts()'),
        colored: null,
      };
    } finally {
      await host.stop();
    }
  });
}
