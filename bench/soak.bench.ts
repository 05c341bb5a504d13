// What the screen holds on to while it is used by script for a while: memory, elements, graphics contexts.
import { join } from 'node:path';
import { builtScreen } from './built-screen.ts';
import { lianggao } from './child.ts';
import { type Browser, findChromium, openChromium } from './chromium.ts';
import { type DeskHand, deskHand } from './desk-hand.ts';
import { startHost } from './host-process.ts';
import { type BenchOptions, number, type Section } from './measure.ts';
import { buildScript } from './page-server.ts';

interface Sample {
  readonly minutes: number;
  readonly rounds: number;
  readonly heapMegabytes: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly contexts: number;
}

const ready = `document.querySelector('[data-testid="map"]')?.dataset.state === 'idle' && document.querySelector('.row-opens') !== null`;

/** Escape leaves what is innermost: it may first let go of what is selected on the map. */
async function leavePage(hand: DeskHand): Promise<void> {
  for (let times = 0; times < 4; times += 1) {
    await hand.press('Escape');
    await hand.rest();
    if (!(await hand.sees('[data-page]'))) return;
  }
  throw new Error('A page of the desk did not close.');
}

/** One of everything; ends where it began. `round` makes each a little different. */
async function goRound(hand: DeskHand, round: number): Promise<void> {
  await hand.drag(60 - 20 * (round % 6), 30 - 10 * (round % 6));
  await hand.wheel(-240);
  await hand.drag(-40, 20);
  await hand.wheel(240);

  await hand.click('.row-opens', round);
  await hand.until(`document.querySelector('[data-page="enterprise"]')`, 'an enterprise is open');
  await hand.rest();
  await leavePage(hand);

  await hand.click('.figure-card', round);
  await hand.until(`document.querySelector('[data-page="explanation"]')`, 'a figure is explained');
  await leavePage(hand);

  await hand.click('.legend-entry', round % 4);
  await hand.rest();
  await hand.press('x');
  await hand.rest();

  for (let layer = 0; layer < 2; layer += 1) {
    await hand.click('.layer-panel input[type=checkbox]', 1 + ((round + layer) % 6));
    await hand.rest();
    await hand.click('.layer-panel input[type=checkbox]', 1 + ((round + layer) % 6));
    await hand.rest();
  }

  await hand.command('切换语言');
  await hand.until(`document.documentElement.lang.startsWith('en')`, 'the desk is in English');
  await hand.command('Switch language');
  await hand.until(`document.documentElement.lang.startsWith('zh')`, 'the desk is in Chinese');
  await hand.command('浅色主题');
  await hand.command('深色主题');
  await hand.command('看全省');
}

async function sample(browser: Browser, minutes: number, rounds: number): Promise<Sample> {
  const heapMegabytes = (await browser.heapBytes()) / 1e6;
  const { nodes, jsEventListeners } = await browser.send<{ nodes: number; jsEventListeners: number }>(
    'Memory.getDOMCounters',
  );
  const contexts = await browser.evaluate<number>('bench.contexts()');
  return { minutes, rounds, heapMegabytes, nodes, listeners: jsEventListeners, contexts };
}

/** Least squares: how much `value` grows an hour. */
function hourlySlope(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [time, level] = [mean(({ minutes }) => minutes), mean(value)];
  const spread = samples.reduce((sum, { minutes }) => sum + (minutes - time) ** 2, 0);
  return (60 * samples.reduce((sum, one) => sum + (one.minutes - time) * (value(one) - level), 0)) / spread;
}

export async function soakBench({ minutes, gpu, scratchDir }: BenchOptions): Promise<Section[]> {
  const title = 'Scripted use';
  const chromium = findChromium();
  if (chromium === null)
    return [
      { title, notes: ['No Chromium was found; PLAYWRIGHT_CHROMIUM says where one is.'], header: [''], rows: [] },
    ];
  await builtScreen();
  const probe = await buildScript('pages/desk-probe.ts');
  const workspaceDir = join(scratchDir, 'soak');
  await lianggao('workspace', 'create', workspaceDir);
  const host = await startHost(workspaceDir);
  const browser = await openChromium(chromium, scratchDir, { gpu, size: [1600, 900], reducedMotion: true });
  const samples: Sample[] = [];
  try {
    await browser.runFirst(probe);
    await browser.load(host.url, ready);
    const hand = deskHand(browser);
    await hand.click('.layer-fold');
    // The first round compiles code and fills what is kept on purpose.
    await goRound(hand, 0);
    const startedAt = performance.now();
    const passed = (): number => (performance.now() - startedAt) / 60_000;
    const every = minutes / 20;
    samples.push(await sample(browser, 0, 0));
    for (let round = 1; passed() < minutes || samples.length < 3; round += 1) {
      await goRound(hand, round);
      if (passed() < every * samples.length && passed() < minutes) continue;
      samples.push(await sample(browser, passed(), round));
      process.stderr.write(`  ${number(passed())} min, ${number(samples.at(-1)?.heapMegabytes ?? 0)} MB\n`);
    }
  } finally {
    await browser.close();
    await host.stop();
  }
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new Error('Nothing was sampled.');
  // What is still being filled in the first fifth is no leak.
  const settled = samples.slice(Math.floor(samples.length / 5));
  const row = (name: string, value: (one: Sample) => number): string[] => [
    name,
    number(value(first)),
    number(value(last)),
    number(Math.max(...samples.map(value))),
    number(hourlySlope(settled, value)),
  ];
  return [
    {
      title,
      notes: [
        `${number(last.minutes)} minutes, ${last.rounds} rounds on the bundled ledgers. A round moves and enlarges the map, opens an enterprise and a figure’s origin, filters and lifts the filter, shows and hides two layers, changes language and theme and back, and ends where it began. Each step is waited for. Memory is what is left after garbage was collected twice; the slope is a straight line through the ${settled.length} samples after the first fifth.`,
      ],
      header: ['', 'at first', 'at last', 'most', 'per hour'],
      rows: [
        row('heap with what lies beside it, MB', ({ heapMegabytes }) => heapMegabytes),
        row('nodes of the document, also detached', ({ nodes }) => nodes),
        row('event listeners', ({ listeners }) => listeners),
        row('living WebGL contexts', ({ contexts }) => contexts),
      ],
    },
  ];
}
