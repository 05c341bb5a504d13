// `npm run bench`: all benchmarks one after another, as Markdown tables for bench/README.md; --quick in a few minutes.
import { parseArgs } from 'node:util';
import { coldStartBench } from './cold-start.bench.ts';
import { figuresBench } from './figures.bench.ts';
import { growthBench } from './growth.bench.ts';
import { importBench } from './import.bench.ts';
import { liveBench } from './live.bench.ts';
import { describeMachine, load } from './machine.ts';
import { mapBench } from './map.bench.ts';
import { type BenchOptions, markdown, type Section } from './measure.ts';
import { readingsBench } from './readings.bench.ts';
import { makeScratch } from './scratch.ts';
import { soakBench } from './soak.bench.ts';
import { hostileTrial, killTrial } from './trials.bench.ts';

const benches: Record<string, (options: BenchOptions) => Promise<Section[]>> = {
  import: importBench,
  figures: figuresBench,
  'cold-start': coldStartBench,
  map: mapBench,
  soak: soakBench,
  readings: readingsBench,
  live: liveBench,
  growth: growthBench,
};
/** Measure nothing: run only where they are named. */
const trials: typeof benches = { kill: killTrial, hostile: hostileTrial };
const all = { ...benches, ...trials };

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    gpu: { type: 'boolean', default: false },
    only: { type: 'string' },
    sizes: { type: 'string' },
    screens: { type: 'string' },
    switches: { type: 'string', default: '' },
    minutes: { type: 'string' },
    rounds: { type: 'string' },
  },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(all, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". Name one or several of: ${Object.keys(all).join(', ')}.\n`);
  process.exit(2);
}

/** `1920x1080`. */
function screenOf(text: string): [width: number, height: number] {
  const [width = Number.NaN, height = Number.NaN] = text.split('x').map(Number);
  return [width, height];
}

const options: BenchOptions = {
  quick: values.quick,
  large: values.large,
  gpu: values.gpu,
  switches: values.switches.split(' ').filter((each) => each !== ''),
  ...(values.only === undefined ? {} : { only: values.only.split(',') }),
  ...(values.sizes === undefined ? {} : { sizes: values.sizes.split(',').map(Number) }),
  ...(values.screens === undefined ? {} : { screens: values.screens.split(',').map(screenOf) }),
  minutes: Number(values.minutes ?? (values.quick ? 0.5 : 5)),
  rounds: Number(values.rounds ?? 200),
  scratchDir: await makeScratch(),
};
const loadBefore = load();
const say = (text: string): void => void process.stdout.write(`${text}\n`);
say(`${new Date().toISOString().slice(0, 10)}${values.quick ? ', --quick' : ''}. ${await describeMachine(options)}\n`);
for (const [name, bench] of Object.entries(positionals.length > 0 ? all : benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`${name}…\n`);
  for (const section of await bench(options)) say(markdown(section));
}
say(`Load average of the last minute before the run: ${loadBefore}; after it: ${load()}.`);
