// How long a figure takes, in the process and over the wire, beside the same question as one SQL statement.
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import type { Correction } from '../contract/ledger.ts';
import { type App, createApp } from '../core/app.ts';
import { lianggao, runScript } from './child.ts';
import { differentQueries, expectSame, type Query, repeatedQuery, sqlOf } from './figure-queries.ts';
import { startHost } from './host-process.ts';
import { type BenchOptions, median, number, percentileCells, ratio, type Section, timed } from './measure.ts';
import { officeLedger, officeMapping, writeCsv } from './synthetic-ledger.ts';

/** Over how many calls each row of the table is measured. */
interface Calls {
  readonly cold: number;
  readonly warm: number;
  readonly corrected: number;
}

type Measured = Map<string, number[]>;

const explainLimit = 1000;

async function importOffice(workspaceDir: string, enterprises: number, dir: string): Promise<void> {
  await lianggao('workspace', 'create', workspaceDir, '--empty');
  const app = await createApp({ workspaceDir, purpose: 'bench' });
  try {
    const { cities, counties } = await createRouterClient(app.router, { context: { actor: 'bench' } }).about.get();
    const path = join(dir, `office-${enterprises}.csv`);
    await writeCsv(path, officeLedger(enterprises, cities, counties));
    const job = await app.imports.job({ files: [{ path }], mapping: officeMapping, actor: 'bench' });
    for await (const message of app.imports.run(job, undefined)) {
      if (message.kind !== 'report') continue;
      const { rows, inserted } = message.report;
      if (inserted !== 3 * enterprises) throw new Error(`${inserted} of ${rows} rows were imported; all should be.`);
    }
  } finally {
    await app.close();
  }
}

/** One call after another, each timed. */
async function timeEach<T>(list: readonly T[], call: (item: T) => unknown): Promise<number[]> {
  const milliseconds: number[] = [];
  for (const item of list) milliseconds.push((await timed(() => call(item))).milliseconds);
  return milliseconds;
}

const repeat = <T>(count: number, item: T): T[] => Array<T>(count).fill(item);

/** A correction that changes a value every time, so that every cached slice and answer is void. */
const correction = (index: number): Correction => ({
  entity: 'unit',
  id: `${officeMapping.name}/E0-0`,
  attribute: 'capacity',
  value: 100 + index,
  reason: 'measuring',
  actor: 'bench',
});

async function keysOf(app: App): Promise<Record<'city' | 'status' | 'product', string[]>> {
  const keys = async (by: 'city' | 'status' | 'product'): Promise<string[]> =>
    (await app.figures.get({ id: 'unit-count', by: [by], where: {} })).rows.flatMap(
      (row) => String(row.keys[by] ?? []) || [],
    );
  return { city: await keys('city'), status: await keys('status'), product: await keys('product') };
}

async function inProcess(
  workspaceDir: string,
  { cold, warm, corrected }: Calls,
): Promise<{ measured: Measured; queries: Query[] }> {
  const measured: Measured = new Map();
  const coldCalls: number[] = [];
  for (let round = 0; round < cold; round += 1)
    coldCalls.push((await runScript<{ milliseconds: number }>('figures-cold.ts', { workspaceDir })).milliseconds);
  measured.set('first of a process', coldCalls);
  const app = await createApp({ workspaceDir, purpose: 'bench' });
  try {
    const client = createRouterClient(app.router, { context: { actor: 'bench' } });
    const queries = differentQueries(warm, await keysOf(app));
    await app.figures.get(repeatedQuery);
    measured.set('same query again', await timeEach(repeat(warm, repeatedQuery), (query) => app.figures.get(query)));
    measured.set('another query each time', await timeEach(queries, (query) => app.figures.get(query)));
    measured.set(
      `explain, ${explainLimit.toLocaleString('en-US')} records`,
      await timeEach(repeat(warm, repeatedQuery), (query) => app.figures.explain(query, explainLimit)),
    );
    const afterCorrection: number[] = [];
    for (let index = 0; index < corrected; index += 1) {
      await client.ledger.correct(correction(index));
      afterCorrection.push((await timed(() => app.figures.get(repeatedQuery))).milliseconds);
    }
    measured.set('first after a correction', afterCorrection);

    const db = new Database(join(workspaceDir, 'ledger.sqlite'), { readonly: true });
    const image = db.serialize();
    // Journal versions in the header: a database in memory can have no write-ahead log, and refuses to open with one.
    image.fill(1, 18, 20);
    const inMemory = new Database(image);
    const now = Date.now();
    for (const [name, database] of [
      ['SQL', db],
      ['SQL, database in memory', inMemory],
    ] as const) {
      database.pragma('cache_size = -65536');
      const ask = (query: Query): { value: number | null }[] => {
        const { sql, parameters } = sqlOf(query, now);
        return database.prepare<unknown[], { value: number | null }>(sql).all(...parameters);
      };
      for (const query of [repeatedQuery, ...queries.slice(0, 50)])
        expectSame(query, await app.figures.get(query), ask(query));
      measured.set(`${name}, same query again`, await timeEach(repeat(warm, repeatedQuery), ask));
      measured.set(`${name}, another query each time`, await timeEach(queries, ask));
      database.close();
    }
    return { measured, queries };
  } finally {
    await app.close();
  }
}

async function overWire(
  workspaceDir: string,
  queries: readonly Query[],
  { cold, warm, corrected }: Calls,
): Promise<{ measured: Measured; peakMegabytes: number | null }> {
  const measured: Measured = new Map();
  const coldCalls: number[] = [];
  for (let round = 0; round < cold; round += 1) {
    const host = await startHost(workspaceDir);
    const { client, close } = await host.connect();
    coldCalls.push((await timed(() => client.figure.get(repeatedQuery))).milliseconds);
    close();
    await host.stop();
  }
  measured.set('first of a process', coldCalls);
  const host = await startHost(workspaceDir);
  try {
    const { client, close } = await host.connect();
    await client.figure.get(repeatedQuery);
    measured.set('same query again', await timeEach(repeat(warm, repeatedQuery), (query) => client.figure.get(query)));
    measured.set('another query each time', await timeEach(queries, (query) => client.figure.get(query)));
    measured.set(
      `explain, ${explainLimit.toLocaleString('en-US')} records`,
      await timeEach(repeat(warm, repeatedQuery), (query) => client.figure.explain({ ...query, limit: explainLimit })),
    );
    const afterCorrection: number[] = [];
    for (let index = 0; index < corrected; index += 1) {
      await client.ledger.correct(correction(-1 - index));
      afterCorrection.push((await timed(() => client.figure.get(repeatedQuery))).milliseconds);
    }
    measured.set('first after a correction', afterCorrection);
    close();
    return { measured, peakMegabytes: host.peakMegabytes() };
  } finally {
    await host.stop();
  }
}

export async function figuresBench({ quick, scratchDir }: BenchOptions): Promise<Section[]> {
  const sizes = [
    { enterprises: 2_000, calls: { cold: quick ? 1 : 5, warm: quick ? 200 : 1000, corrected: quick ? 10 : 500 } },
    ...(quick ? [] : [{ enterprises: 20_000, calls: { cold: 5, warm: 500, corrected: 50 } }]),
  ];
  const table: string[][] = [];
  const peaks: string[] = [];
  for (const { enterprises, calls } of sizes) {
    const workspaceDir = join(scratchDir, `office-${enterprises}`);
    await importOffice(workspaceDir, enterprises, scratchDir);
    const size = `${number(enterprises / 1000)}k / ${number((3 * enterprises) / 1000)}k`;
    const { measured, queries } = await inProcess(workspaceDir, calls);
    const wire = await overWire(workspaceDir, queries, calls);
    peaks.push(`${size}: ${number(wire.peakMegabytes ?? Number.NaN)} MB`);
    const row = (name: string, milliseconds: readonly number[], relativeTo: readonly number[] | undefined): void => {
      const relation = relativeTo === undefined ? '–' : ratio(median(milliseconds) / median(relativeTo));
      table.push([name, size, String(milliseconds.length), ...percentileCells(milliseconds), relation]);
    };
    for (const [name, milliseconds] of measured) {
      const isPeer = name.startsWith('SQL');
      const kind = name.endsWith('another query each time') ? 'another query each time' : 'same query again';
      const sql = isPeer || measured.has(`SQL, ${name}`) ? measured.get(`SQL, ${kind}`) : undefined;
      row(isPeer ? `peer: ${name}` : `**in process: ${name}**`, milliseconds, sql);
    }
    for (const [name, milliseconds] of wire.measured)
      row(`**WebSocket: ${name}**`, milliseconds, measured.get(`SQL, ${name}`));
  }
  return [
    {
      title: 'Figures',
      notes: [
        'Milliseconds of one call after another, by enterprises / units of an invented ledger. The repeated query is capacity by city and status; the others differ in figure, split and filter, so that no earlier answer serves. “Against SQL” compares medians with the same questions as one grouped statement on the same file.',
        'The statement answers the bare numbers alone: no labels in two languages, no totals, completeness or unit conversion, no exact sum. Both were compared for 51 queries before they were timed. “First after a correction” reads the whole ledger anew; a screen asks for several figures then, and the others are “another query”.',
        `Peak memory of the host at the end: ${peaks.join('; ')}.`,
      ],
      header: ['', 'size', 'calls', 'p50 ms', 'p99 ms', 'against SQL'],
      rows: table,
    },
  ];
}
