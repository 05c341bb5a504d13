// How long from starting the host to its first answer and to a screen that can be used, beside an empty program and an empty page.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { builtScreen } from './built-screen.ts';
import { lianggao, runToEnd } from './child.ts';
import { findChromium, openChromium } from './chromium.ts';
import { type HostProcess, startHost } from './host-process.ts';
import { type BenchOptions, median, number, ratio, type Section } from './measure.ts';

/** The map has drawn all it has to draw, with enterprises on it, and the first figure is a number. */
const usable = `(() => {
  const map = document.querySelector('[data-testid="map"]');
  const figure = document.querySelector('[data-testid="figure-enterprise-count"]');
  return map?.dataset.state === 'idle' && Number(map.dataset.enterprises) > 0 &&
    figure?.getAttribute('aria-busy') === 'false' && /[0-9]/.test(figure.querySelector('.figure-value')?.textContent ?? '');
})()`;

const loaded = `document.readyState === 'complete' && document.querySelector('p') !== null`;

type Times = Record<string, number[]>;

function add(times: Times, name: string, milliseconds: number): void {
  times[name] = [...(times[name] ?? []), milliseconds];
}

async function firstAnswer(host: HostProcess, times: Times): Promise<void> {
  add(times, '**host: says where it is**', performance.now() - host.startedAt);
  const { client, close } = await host.connect();
  await client.about.get();
  add(times, '**host: first answer over WebSocket**', performance.now() - host.startedAt);
  close();
}

/** With a browser that waits, and with one that is started when the host says where it is, as `npm start` does. */
async function firstScreen(program: string, workspaceDir: string, scratchDir: string, times: Times): Promise<void> {
  const waiting = await openChromium(program, scratchDir);
  const host = await startHost(workspaceDir);
  try {
    add(times, '**screen usable, browser already running**', (await waiting.load(host.url, usable)) - host.startedAt);
  } finally {
    await host.stop();
    await waiting.close();
  }
  const other = await startHost(workspaceDir);
  const browser = await openChromium(program, scratchDir);
  try {
    add(times, '**screen usable, browser started too**', (await browser.load(other.url, usable)) - other.startedAt);
  } finally {
    await other.stop();
    await browser.close();
  }
}

async function emptyPage(program: string, scratchDir: string, times: Times): Promise<void> {
  const server = createServer((_request, response) => response.end('<!doctype html><p>empty</p>')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const startedAt = performance.now();
  const browser = await openChromium(program, scratchDir);
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    add(times, 'peer: Chromium started with an empty page', (await browser.load(url, loaded)) - startedAt);
  } finally {
    await browser.close();
    server.close();
  }
}

export async function coldStartBench({ quick, scratchDir }: BenchOptions): Promise<Section[]> {
  await builtScreen();
  const workspaceDir = join(scratchDir, 'bundled');
  await lianggao('workspace', 'create', workspaceDir);
  const chromium = findChromium();
  const times: Times = {};
  const rounds = quick ? 2 : 5;
  for (let round = 0; round < rounds; round += 1) {
    add(times, 'peer: node with an empty program', (await runToEnd(process.execPath, ['--eval', '0'])).milliseconds);
    const host = await startHost(workspaceDir);
    await firstAnswer(host, times);
    await host.stop();
    if (chromium === null) continue;
    await emptyPage(chromium, scratchDir, times);
    await firstScreen(chromium, workspaceDir, scratchDir, times);
  }
  const floor = (name: string): number =>
    median(
      times[
        name.includes('screen') || name.includes('Chromium')
          ? 'peer: Chromium started with an empty page'
          : 'peer: node with an empty program'
      ] ?? [],
    );
  return [
    {
      title: 'Cold start',
      notes: [
        `From starting \`node host/cli.ts serve\` on a workspace with the bundled ledgers; medians of ${rounds}, slowest beside. The program’s files are in the system’s file cache, the browser’s profile is empty. Usable: the map is idle with the enterprises on it, and a figure shows its number. The peers are the least that the runtime and the browser take by themselves.`,
        ...(chromium === null
          ? ['No Chromium was found, so the screen was not measured; PLAYWRIGHT_CHROMIUM says where one is.']
          : []),
      ],
      header: ['', 'runs', 'median ms', 'slowest ms', 'against the empty one'],
      rows: Object.entries(times).map(([name, milliseconds]) => [
        name,
        String(milliseconds.length),
        number(median(milliseconds)),
        number(Math.max(...milliseconds)),
        ratio(median(milliseconds) / floor(name)),
      ]),
    },
  ];
}
