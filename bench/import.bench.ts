// How fast a ledger is imported, beside what only reads and what only writes the same rows.
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lianggao, runScript, runToEnd, versionOf } from './child.ts';
import type { PeerOutput } from './import-peer.ts';
import type { SubjectOutput } from './import-subject.ts';
import { type BenchOptions, median, number, ratio, type Section } from './measure.ts';
import { coalLedger, writeCsv, writeXlsx } from './synthetic-ledger.ts';

interface Sample {
  readonly milliseconds: number;
  readonly peakMegabytes: number | null;
}

interface Case {
  readonly name: string;
  readonly run: (place: Place) => Promise<Sample>;
}

/** Where one round works; emptied before the next. */
interface Place {
  readonly csv: string;
  readonly xlsx: string;
  readonly workspaceDir: string;
  readonly peerDir: string;
  readonly rows: number;
}

function expect(name: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${name}: ${found} rows instead of ${wanted}; the measurement would be void.`);
}

async function importOnce(
  { workspaceDir, rows }: Place,
  path: string,
  outcome: 'inserted' | 'unchanged',
  dryRun = false,
): Promise<Sample> {
  const output = await runScript<SubjectOutput>('import-subject.ts', { workspaceDir, path, dryRun });
  expect(`import of ${path}`, output[outcome], rows);
  return output;
}

/** In this order: what comes later finds the workspace as what came before left it. */
const importCase: Case = {
  name: '**import, empty workspace**',
  run: (place) => importOnce(place, place.csv, 'inserted'),
};

const csvCases: readonly Case[] = [
  { name: 'dry run, empty workspace', run: (place) => importOnce(place, place.csv, 'inserted', true) },
  importCase,
  { name: 'import again, all unchanged', run: (place) => importOnce(place, place.csv, 'unchanged') },
  {
    name: 'peer: csv-parse alone (reads, stores nothing)',
    run: async (place) => {
      const output = await runScript<PeerOutput>('import-peer.ts', { peer: 'read', path: place.csv, dbPath: '' });
      expect('csv-parse', output.rows, place.rows);
      return output;
    },
  },
  {
    name: 'peer: better-sqlite3 insert (stores cells already read)',
    run: async (place) => {
      const dbPath = join(place.peerDir, 'insert.sqlite');
      const output = await runScript<PeerOutput>('import-peer.ts', { peer: 'write', path: place.csv, dbPath });
      expect('better-sqlite3', output.rows, place.rows);
      return output;
    },
  },
];

const sqliteCase: Case = {
  name: 'peer: sqlite3 .import (reads and stores)',
  run: async ({ csv, peerDir, rows }) => {
    const commands = ['PRAGMA journal_mode = WAL;', 'PRAGMA synchronous = FULL;', `.import --csv "${csv}" row`];
    const finished = await runToEnd('sqlite3', [
      '-bail',
      join(peerDir, 'shell.sqlite'),
      ...commands,
      'SELECT count(*) FROM row;',
    ]);
    expect('sqlite3', Number(finished.stdout.trim().split('\n').at(-1)), rows);
    return finished;
  },
};

const pythonCase: Case = {
  name: 'peer: Python csv + sqlite3 (reads and stores)',
  run: async ({ csv, peerDir, rows }) => {
    const { stdout } = await runToEnd('python3', ['bench/import-peer.py', csv, join(peerDir, 'python.sqlite')]);
    const output = JSON.parse(stdout) as PeerOutput;
    expect('python3', output.rows, rows);
    return output;
  },
};

const xlsxCase: Case = {
  name: '**import of XLSX, empty workspace**',
  run: (place) => importOnce(place, place.xlsx, 'inserted'),
};

/** Every round runs each case once, so that a busy minute of the machine falls on all of them. */
async function measure(cases: readonly Case[], place: Place, rounds: number): Promise<Map<Case, Sample[]>> {
  const samples = new Map<Case, Sample[]>(cases.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1) {
    await rm(place.workspaceDir, { recursive: true, force: true });
    await rm(place.peerDir, { recursive: true, force: true });
    await mkdir(place.peerDir, { recursive: true });
    await lianggao('workspace', 'create', place.workspaceDir, '--empty');
    for (const each of cases) samples.get(each)?.push(await each.run(place));
  }
  return samples;
}

interface Size {
  readonly rows: number;
  readonly rounds: number;
  readonly cases: readonly Case[];
  readonly xlsx: boolean;
}

async function measureSize({ rows, rounds, cases, xlsx }: Size, scratchDir: string): Promise<string[][]> {
  const dir = join(scratchDir, `import-${rows}`);
  const place: Place = {
    csv: join(dir, 'ledger.csv'),
    xlsx: join(dir, 'ledger.xlsx'),
    workspaceDir: join(dir, 'workspace'),
    peerDir: join(dir, 'peer'),
    rows,
  };
  await mkdir(dir, { recursive: true });
  const ledger = await coalLedger(rows);
  await writeCsv(place.csv, ledger);
  if (xlsx) await writeXlsx(place.xlsx, ledger);
  const samplesOf = await measure(cases, place, rounds);
  if (xlsx) for (const [key, samples] of await measure([xlsxCase], place, rounds)) samplesOf.set(key, samples);
  const medianOf = (key: Case): number => median((samplesOf.get(key) ?? []).map((sample) => sample.milliseconds));
  const table: string[][] = [];
  for (const [key, samples] of samplesOf) {
    const { size } = await stat(key === xlsxCase ? place.xlsx : place.csv);
    table.push([
      key.name,
      rows.toLocaleString('en-US'),
      number(size / 1e6),
      String(rounds),
      number(medianOf(key) / 1000),
      rows === 1 ? '–' : number((1000 * rows) / medianOf(key)),
      ratio(medianOf(key) / medianOf(importCase)),
      number(Math.max(...samples.map((sample) => sample.peakMegabytes ?? Number.NaN))),
    ]);
  }
  await rm(dir, { recursive: true, force: true });
  return table;
}

export async function importBench({ quick, large, scratchDir }: BenchOptions): Promise<Section[]> {
  const sqliteVersion = await versionOf('sqlite3', '--version');
  const pythonVersion = await versionOf('python3', '--version');
  const cases = [
    ...csvCases,
    ...(sqliteVersion === null ? [] : [sqliteCase]),
    ...(pythonVersion === null ? [] : [pythonCase]),
  ];
  const sizes: Size[] = [
    // What an import costs before its first row: starting the worker, reading the boundaries, one durable commit.
    { rows: 1, rounds: quick ? 1 : 5, cases: [importCase], xlsx: false },
    { rows: 5_000, rounds: quick ? 1 : 5, cases, xlsx: true },
    ...(quick ? [] : [{ rows: 50_000, rounds: 3, cases, xlsx: true }]),
    ...(large ? [{ rows: 300_000, rounds: 1, cases, xlsx: false }] : []),
  ];
  const table: string[][] = [];
  for (const size of sizes) table.push(...(await measureSize(size, scratchDir)));
  return [
    {
      title: 'Import of a ledger',
      notes: [
        'The bundled coal ledger’s columns and rows, repeated under new ids, each plant moved by up to 1 km. Medians; “time” is relative to the import of the same rows as CSV into an empty workspace. One row shows what an import costs before its rows.',
        'The peers only read or only store texts. They validate nothing, place nothing in a county, keep no copy of the file, no origin of any value and no versions in two times: they are the limits of reading and of writing, not alternatives. Starting the process is not counted, except for sqlite3.',
        `Peers found: csv-parse, better-sqlite3, sqlite3 ${sqliteVersion?.split(' ')[0] ?? '(not installed)'}, ${pythonVersion ?? 'Python (not installed)'}.`,
      ],
      header: ['', 'rows', 'MB', 'runs', 's', 'rows/s', 'time', 'peak MB'],
      rows: table,
    },
  ];
}
