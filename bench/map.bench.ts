// The map under the hand: frames while it is moved, filtered and changed, beside kepler.gl, ECharts and MapLibre's own circles.
import { join } from 'node:path';
import { builtScreen } from './built-screen.ts';
import { findChromium } from './chromium.ts';
import { type MapFrames, measureDesk, measurePage, type Trial } from './map-frames.ts';
import { type MapRow, ratioTable, sizeTable, timeTable } from './map-tables.ts';
import { type BenchOptions, median, number, type Section } from './measure.ts';
import { createOfficeWorkspace } from './office-workspace.ts';
import { buildPage, buildScript, bundleSizes, type FileSize, type PageServer, servePage } from './page-server.ts';
import { peersInstalled } from './peers-installed.ts';

interface Subject {
  readonly id: string;
  readonly title: string;
  /** Its page, below bench/; none = the whole application. */
  readonly entry?: string;
  /** Part of the page's address. */
  readonly query?: string;
  readonly mostPoints?: number;
}

/** What the others are divided by. */
const own = 'stage';

const subjects: readonly Subject[] = [
  { id: own, title: '**this app’s map**', entry: 'pages/stage-page.ts' },
  { id: 'stage-full', title: '**…on its full ground**', entry: 'pages/stage-page.ts', query: '&ground=full' },
  { id: 'desk', title: '**…in the whole desk**', mostPoints: 20_000 },
  { id: 'kepler', title: 'peer: kepler.gl', entry: 'peers/kepler-page.ts' },
  { id: 'echarts', title: 'peer: ECharts', entry: 'pages/echarts-page.ts' },
  { id: 'maplibre', title: 'peer: MapLibre circles', entry: 'pages/maplibre-page.ts' },
];

const allScreens = [
  [1280, 720],
  [3840, 2160],
] as const;
const allSizes = [2_000, 20_000, 200_000, 1_000_000];
const quickSizes = [2_000, 200_000];

const notes = [
  'From one complete picture to the next: **pan** moves the map by 8 px a frame, **zoom** enlarges it by an eighth of a level a frame, **brush** narrows the years shown by one at each end, **change** moves it by 2 px a frame while one per cent of the points change colour four times a second (“changes/s”: how often the page got to it). p95 is the slowest where there were fewer than 20 frames; – means that the page’s time was over before. MB are of the page’s memory, WebGL its contexts.',
  'The full ground adds counties, rivers, neighbours and names. The whole desk is the application with an invented ledger of as many enterprises, under a mouse: its map has half of the screen, small numbers are clustered as they are by default, and its first picture counts from the address. Its changes would be corrections, which are measured with the figures.',
];

/** Marks of a few pixels differ in how much of them is soft edge; beyond this factor somebody drew something else. */
const pictureTolerance = 4;

/** Whoever did not draw what the others drew is not compared with them, and named: a sentence each. */
function otherPictures(rows: readonly MapRow[]): Map<MapRow, string> {
  const typical = median(rows.flatMap(({ colored }) => colored?.all ?? []));
  const others = new Map<MapRow, string>();
  for (const row of rows) {
    const { subject, points, colored } = row;
    if (colored === null) continue;
    const share = colored.all / typical;
    const alike = share > 1 / pictureTolerance && share < pictureTolerance;
    if (alike && (colored.few === null || colored.few < colored.all)) continue;
    others.set(
      row,
      `Not compared: ${subject} had drawn another picture of ${points} points than the others when it was looked at: ${number(colored.all)} ‰ of it are coloured (of the others: ${number(typical)} ‰), ${number(colored.few ?? Number.NaN)} ‰ with three years alone.`,
    );
  }
  return others;
}

export async function mapBench(options: BenchOptions): Promise<Section[]> {
  const { quick, large, only, sizes = quick ? quickSizes : allSizes, scratchDir } = options;
  const { screens = quick && !large ? allScreens.slice(0, 1) : allScreens } = options;
  const chromium = findChromium();
  if (chromium === null) {
    const missing = 'No Chromium was found, so the map was not measured; PLAYWRIGHT_CHROMIUM says where one is.';
    return [{ title: 'Map', notes: [missing], header: [''], rows: [] }];
  }
  const wanted = subjects.filter(({ id }) => only?.includes(id) ?? true);
  const withKepler = wanted.some(({ id }) => id === 'kepler') && (await peersInstalled());
  const chosen = wanted.filter(({ id }) => id !== 'kepler' || withKepler);

  const bundles = new Map<string, readonly FileSize[]>([['**this app**', await bundleSizes(await builtScreen())]]);
  const probe = await buildScript('pages/desk-probe.ts');
  const workspaces = new Map<number, string>();
  const servers = new Map<string, PageServer>();

  async function workspaceOf(points: number): Promise<string> {
    const made = workspaces.get(points) ?? join(scratchDir, `office-${points}`);
    if (!workspaces.has(points)) await createOfficeWorkspace(made, points, join(scratchDir, `office-${points}.csv`));
    workspaces.set(points, made);
    return made;
  }

  async function serverOf(entry: string, title: string): Promise<PageServer> {
    const running = servers.get(entry);
    if (running !== undefined) return running;
    const dir = await buildPage(entry);
    if (title.startsWith('peer: ')) bundles.set(title, await bundleSizes(dir));
    const server = await servePage(dir);
    servers.set(entry, server);
    return server;
  }

  async function measure({ entry, title, query = '' }: Subject, trial: Trial): Promise<MapFrames> {
    if (entry === undefined) return measureDesk(await workspaceOf(trial.points), probe, trial);
    const { url } = await serverOf(entry, title);
    return measurePage(`${url}?points=${trial.points}${query}`, trial);
  }

  const sections: Section[] = [];
  try {
    for (const screen of screens) {
      const rows: MapRow[] = [];
      const failures: string[] = [];
      for (const points of sizes) {
        for (const subject of chosen) {
          if (points > (subject.mostPoints ?? Number.POSITIVE_INFINITY)) continue;
          process.stderr.write(`  ${screen.join('×')}, ${points} points, ${subject.id}\n`);
          try {
            const frames = await measure(subject, { chromium, screen, points, options });
            rows.push({ ...frames, subject: subject.id, title: subject.title, points });
          } catch (error) {
            failures.push(`Not measured: ${subject.title} with ${points} points: ${(error as Error).message}`);
          }
        }
        for (const [row, sentence] of otherPictures(rows.filter((each) => each.points === points))) {
          rows.splice(rows.indexOf(row), 1);
          failures.push(sentence);
        }
      }
      const name = screen.join('×');
      sections.push(timeTable(name, rows, [...(sections.length === 0 ? notes : []), ...failures]));
      sections.push(ratioTable(name, rows, own));
    }
  } finally {
    for (const server of servers.values()) server.close();
  }
  return [...sections, sizeTable(bundles)];
}
