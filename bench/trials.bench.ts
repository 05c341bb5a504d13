// Trials of the host that the tests hold for seconds, held for as long as one likes: killed over and over, and given hostile bytes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from './child.ts';
import { type BenchOptions, number, type Section } from './measure.ts';

/** Runs one test with more of everything; what it found, or an error where it failed. */
async function trial<Report>(test: string, environment: Readonly<Record<string, string>>): Promise<Report> {
  const vitest = join(repositoryRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', test, '--reporter=dot'], {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment },
    // Its course and its complaints are for whoever waits; the table is what goes to standard output.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const endWithParent = (): void => void child.kill();
  process.once('exit', endWithParent);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('exit', endWithParent);
  if (code !== 0) throw new Error(`The trial failed; see above.`);
  return JSON.parse(await readFile(environment['REPORT'] ?? '', 'utf8')) as Report;
}

interface Killed {
  readonly rounds: number;
  readonly killedStarting: number;
  readonly settled: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly acknowledged: number;
  readonly alarms: number;
  readonly faults: readonly string[];
}

export async function killTrial({ rounds, scratchDir }: BenchOptions): Promise<Section[]> {
  const report = join(scratchDir, 'killed.json');
  const killed = await trial<Killed>('host/reliability/kill-nine.test.ts', {
    ...{ LIANGGAO_KILL_ROUNDS: String(rounds), LIANGGAO_KILL_REPORT: report, REPORT: report },
  });
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    {
      title: 'Killed',
      notes: [
        'The host ended with SIGKILL at random moments while 14 instruments send over HJ 212, MQTT and HTTP and an operator acknowledges alarms and takes notes; every third time about when the store settles, every sixth while it starts. After each, and at the end, everything that was answered for is looked for.',
      ],
      header: ['', ''],
      rows: [
        ['killed', count(killed.rounds)],
        ['… of them while it started', count(killed.killedStarting)],
        ['… of them after the store had settled', count(killed.settled)],
        ['readings answered for by 9014, PUBACK or 2xx', count(killed.answered)],
        ['… of them missing, changed or there twice', count(killed.faults.length)],
        ['readings that were on the disk before their answer was, and were sent again', count(killed.unanswered)],
        ['actions on alarms that were accepted, all found once', count(killed.acknowledged)],
        ['alarms', count(killed.alarms)],
      ],
    },
  ];
}

interface Hostile {
  readonly seconds: number;
  readonly seed: number;
  readonly tries: number;
  readonly atFirst: number;
  readonly most: number;
  readonly atLast: number;
  readonly answered: readonly number[];
}

export async function hostileTrial({ minutes, scratchDir }: BenchOptions): Promise<Section[]> {
  const report = join(scratchDir, 'hostile.json');
  const { seconds, seed, tries, atFirst, most, atLast, answered } = await trial<Hostile>(
    'host/reliability/hostile-input.test.ts',
    {
      ...{ LIANGGAO_HOSTILE_SECONDS: String(60 * minutes), LIANGGAO_HOSTILE_REPORT: report, REPORT: report },
    },
  );
  return [
    {
      title: 'Hostile input',
      notes: [
        `Random and damaged frames, packets, requests and JSON at the three ports for ${number(seconds / 60)} minutes (seed ${seed}), while one honest instrument of each protocol goes on.`,
      ],
      header: ['', ''],
      rows: [
        ['connections and requests', tries.toLocaleString('en-US')],
        [
          'messages of the honest ones answered for',
          answered.reduce((sum, each) => sum + each, 0).toLocaleString('en-US'),
        ],
        ['crashes, defects logged', '0'],
        ['memory of the host at first, most, at last; MB', [atFirst, most, atLast].map(number).join(', ')],
      ],
    },
  ];
}
