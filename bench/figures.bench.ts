// How long a figure takes, in the process and over the wire, beside the same question as one SQL statement.
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Correction } from '../contract/ledger.ts';
import { type App, createApp } from '../core/app.ts';
import { runScript } from './child.ts';
import { comparedQueries, measureSql } from './figure-peers.ts';
import { deskQueries, differentQueries, type Query, repeatedQuery, type Where } from './figure-queries.ts';
import { startHost } from './host-process.ts';
import {
  type BenchOptions,
  median,
  number,
  percentileCells,
  ratio,
  type Section,
  type Series,
  timed,
  timeEach,
} from './measure.ts';
import { createOfficeWorkspace } from './office-workspace.ts';
import { officeMapping } from './synthetic-ledger.ts';

/** Over how many calls each row of the table is measured. */
interface Calls {
  readonly cold: number;
  readonly warm: number;
  readonly corrected: number;
  readonly desk: number;
}

/** What is measured, be it in this process or at the other end of a wire. */
interface Subject {
  get(query: Query): Promise<unknown>;
  explain(query: Query): Promise<unknown>;
  correct(correction: Correction): Promise<unknown>;
}

const explainLimit = 1000;
const actor = 'bench';

/** Different queries and different filters of the desk, over the keys that the ledger has. */
async function whatToAsk(app: App, { warm, desk }: Calls): Promise<{ queries: Query[]; filters: Where[] }> {
  const keysOf = async (dimension: 'city' | 'status' | 'product'): Promise<string[]> => {
    const { rows } = await app.figures.get({ id: 'unit-count', by: [dimension], where: {} });
    return rows.map((row) => String(row.keys[dimension]));
  };
  const keys = { city: await keysOf('city'), status: await keysOf('status'), product: await keysOf('product') };
  const filters = keys.city.flatMap((city) => keys.status.map((status): Where => ({ city: [city], status: [status] })));
  return { queries: differentQueries(warm, keys), filters: filters.slice(0, desk) };
}

let corrections = 0;

/** Another value every time, so that whatever was kept of the ledger is void. */
function nextCorrection(): Correction {
  corrections += 1;
  const id = `${officeMapping.name}/E0-0`;
  return { entity: 'unit', id, attribute: 'capacity', value: 100 + corrections, reason: 'measuring', actor };
}

async function measureSubject(
  subject: Subject,
  { queries, filters }: { queries: readonly Query[]; filters: readonly Where[] },
  { corrected }: Calls,
): Promise<Series> {
  const repeated = queries.map(() => repeatedQuery);
  const askDesk = (where: Where): Promise<unknown> =>
    Promise.all(deskQueries(where).map((query) => subject.get(query)));
  await subject.get(repeatedQuery);
  const series: Series = new Map();
  series.set('same query again', await timeEach(repeated, (query) => subject.get(query)));
  series.set('another query each time', await timeEach(queries, (query) => subject.get(query)));
  series.set('explain, 1,000 records', await timeEach(repeated, (query) => subject.explain(query)));
  series.set('all the desk’s figures, another filter', await timeEach(filters, askDesk));
  const afterCorrection = async (ask: () => Promise<unknown>): Promise<number> => {
    await subject.correct(nextCorrection());
    return (await timed(ask)).milliseconds;
  };
  const [first, all]: [number[], number[]] = [[], []];
  for (let index = 0; index < corrected; index += 1) {
    first.push(await afterCorrection(() => subject.get(repeatedQuery)));
    // The desk without a filter asks for most: two of its figures are split by enterprise.
    if (index < 10) all.push(await afterCorrection(() => askDesk({})));
  }
  series.set('first after a correction', first);
  series.set('all the desk’s figures after a correction', all);
  return series;
}

async function inProcess(app: App, asked: Awaited<ReturnType<typeof whatToAsk>>, calls: Calls): Promise<Series> {
  const client = createRouterClient(app.router, { context: { actor } });
  const subject: Subject = {
    get: (query) => app.figures.get(query),
    explain: (query) => app.figures.explain(query, explainLimit),
    correct: (correction) => client.ledger.correct(correction),
  };
  return measureSubject(subject, asked, calls);
}

async function overWire(
  workspaceDir: string,
  asked: Awaited<ReturnType<typeof whatToAsk>>,
  calls: Calls,
): Promise<{ series: Series; peakMegabytes: number | null }> {
  const cold: number[] = [];
  for (let round = 0; round < calls.cold; round += 1) {
    const host = await startHost(workspaceDir);
    const { client, close } = await host.connect();
    cold.push((await timed(() => client.figure.get(repeatedQuery))).milliseconds);
    close();
    await host.stop();
  }
  const host = await startHost(workspaceDir);
  try {
    const { client, close } = await host.connect();
    const subject: Subject = {
      get: (query) => client.figure.get(query),
      explain: (query) => client.figure.explain({ ...query, limit: explainLimit }),
      correct: (correction) => client.ledger.correct(correction),
    };
    const measured = await measureSubject(subject, asked, calls);
    close();
    return { series: new Map([['first of a process', cold], ...measured]), peakMegabytes: host.peakMegabytes() };
  } finally {
    await host.stop();
  }
}

/** All series of one size; what is no peer is bold. */
async function measureSize(enterprises: number, calls: Calls, scratchDir: string) {
  const workspaceDir = join(scratchDir, `office-${enterprises}`);
  await createOfficeWorkspace(workspaceDir, enterprises, join(scratchDir, `office-${enterprises}.csv`));
  const cold: number[] = [];
  for (let round = 0; round < calls.cold; round += 1)
    cold.push((await runScript<{ milliseconds: number }>('figures-cold.ts', { workspaceDir })).milliseconds);
  const app = await createApp({ workspaceDir, purpose: actor });
  let asked: Awaited<ReturnType<typeof whatToAsk>>;
  let own: Series;
  let sql: Series;
  try {
    asked = await whatToAsk(app, calls);
    own = await inProcess(app, asked, calls);
    sql = await measureSql(app, asked.queries);
  } finally {
    await app.close();
  }
  const wire = await overWire(workspaceDir, asked, calls);
  const named = (prefix: string, series: Series): [string, number[]][] =>
    [...series].map(([name, milliseconds]) => [`**${prefix}: ${name}**`, milliseconds]);
  const series: Series = new Map([
    ...named('in process', new Map([['first of a process', cold], ...own])),
    ...[...sql].map(([name, milliseconds]): [string, number[]] => [`peer: ${name}`, milliseconds]),
    ...named('WebSocket', wire.series),
  ]);
  return { series, sql, peakMegabytes: wire.peakMegabytes };
}

export async function figuresBench({ quick, scratchDir }: BenchOptions): Promise<Section[]> {
  const sizes: { enterprises: number; calls: Calls }[] = quick
    ? [{ enterprises: 2_000, calls: { cold: 1, warm: 200, corrected: 10, desk: 20 } }]
    : [
        { enterprises: 2_000, calls: { cold: 5, warm: 1000, corrected: 500, desk: 100 } },
        { enterprises: 20_000, calls: { cold: 5, warm: 500, corrected: 50, desk: 50 } },
      ];
  const table: string[][] = [];
  const peaks: string[] = [];
  for (const { enterprises, calls } of sizes) {
    const { series, sql, peakMegabytes } = await measureSize(enterprises, calls, scratchDir);
    const size = `${number(enterprises / 1000)}k / ${number((3 * enterprises) / 1000)}k`;
    peaks.push(`${size}: ${number(peakMegabytes ?? Number.NaN)} MB`);
    for (const [name, milliseconds] of series) {
      const question = name.replaceAll('**', '').split(': ').at(-1);
      const same = sql.get(`SQL: ${question}`);
      const againstSql = same === undefined ? '–' : ratio(median(milliseconds) / median(same));
      table.push([name, size, String(milliseconds.length), ...percentileCells(milliseconds), againstSql]);
    }
  }
  return [
    {
      title: 'Figures',
      notes: [
        'Milliseconds, one call after another, by enterprises / units of an invented ledger that was imported from CSV. The repeated query is capacity by city and status; the others differ in figure, split and filter, so that no earlier answer serves. “All the desk’s figures” are the ten that the first screen asks for at once, two of them split by enterprise. After a correction, the records that it touched are read anew.',
        `“Against SQL” compares medians with the same questions as one grouped statement on the same file. It gives the bare numbers alone: no labels in two languages, no totals, completeness, conversion of units or exact sum. Figure and statement were compared for ${comparedQueries + 1} queries before any was timed.`,
        `Peak memory of the host that answered over WebSocket: ${peaks.join('; ')}.`,
      ],
      header: ['', 'size', 'calls', 'p50 ms', 'p99 ms', 'against SQL'],
      rows: table,
    },
  ];
}
