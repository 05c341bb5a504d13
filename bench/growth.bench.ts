// How questions and space grow with what is stored: a million readings, ten, a hundred; beside the same rows in one plain table.
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type App, createApp } from '../core/app.ts';
import { lianggao } from './child.ts';
import {
  CHANNELS,
  channelId,
  createInstrumentsWorkspace,
  DEVICES,
  deviceId,
  factors,
  MINUTE,
  readingText,
} from './invented-instruments.ts';
import { type BenchOptions, median, number, ratio, type Section, timeEach } from './measure.ts';
import { allDevices, hj212Frame } from './reading-messages.ts';
import { writeCsv } from './synthetic-ledger.ts';

const QUARTER = 15 * MINUTE;
const DAY = 96 * QUARTER;
const MONTH_DAYS = 30;
const YEAR_DAYS = 365;
/** A channel of its own, with a reading a minute for a year. */
const yearChannel = 'year-logger/a21002';
/** What is on its way to the store at once: a few quarters of an hour of all channels. */
const QUARTERS_OUT = 4;
const amounts = [...new Set(factors.filter(({ kind }) => kind === 'amount').map(({ quantity }) => quantity))];

type Ingest = Awaited<ReturnType<App['monitoring']['ingest']>>;
type Message = Parameters<Ingest['take']>[0];

function frameMessage(device: number, time: number): Message {
  const readings = factors.map(({ code }, factor) => {
    const text = readingText(device, factor, time);
    const address = `2011/${code}-Rtd`;
    return { device: deviceId(device), address, time, value: Number(text), text, flag: 'N' };
  });
  const { bytes } = hj212Frame(device, time);
  return { protocol: 'hj212', device: deviceId(device), receivedAt: time + 5_000, bytes, readings, issues: [] };
}

function dayMessage(from: number): Message {
  const readings = Array.from({ length: DAY / MINUTE }, (_, minute) => {
    const time = from + minute * MINUTE;
    const text = readingText(0, 0, time);
    return { device: 'year-logger', address: 'a21002', time, value: Number(text), text, flag: null };
  });
  const bytes = Buffer.from(readings.map(({ time, text }) => `{"t":${time},"name":"a21002","v":${text}}\n`).join(''));
  return { protocol: 'http', device: 'year-logger', receivedAt: from + DAY, bytes, readings, issues: [] };
}

async function registerYear(workspaceDir: string, scratchDir: string): Promise<void> {
  const path = join(scratchDir, 'year.csv');
  await writeCsv(path, [
    ['record', 'id', 'protocol', 'device', 'address', 'kind', 'quantity', 'unitOfMeasure', 'interval'],
    ['device', 'year-logger', 'http', '', '', '', '', '', ''],
    ['channel', yearChannel, '', 'year-logger', 'a21002', 'level', 'nox', 'mg/m³', '1m'],
  ]);
  await lianggao('devices', 'import', path, '--workspace', workspaceDir);
  const db = new Database(join(workspaceDir, 'monitoring.sqlite'));
  db.prepare("INSERT INTO setting (key, value) VALUES ('clock', 'readings')").run();
  db.close();
}

/** Quarters [from, to) of every channel; readings a second. */
async function fill(ingest: Ingest, begin: number, from: number, to: number): Promise<number> {
  const startedAt = performance.now();
  const out: Promise<unknown>[] = [];
  for (let quarter = from; quarter < to; quarter += 1) {
    const time = begin + quarter * QUARTER;
    out.push(Promise.all(allDevices.map((device) => ingest.take(frameMessage(device, time)))));
    if (out.length >= QUARTERS_OUT) await out.shift();
  }
  await Promise.all(out);
  return ((to - from) * CHANNELS * 1_000) / (performance.now() - startedAt);
}

interface Measured {
  readonly stored: number;
  readonly rate: number;
  readonly bytesEach: number;
  /** By what is asked. */
  readonly milliseconds: Record<string, number>;
}

const questions = {
  latest: 'latest reading of all channels',
  hours: `hour sums by city, ${MONTH_DAYS} days: figure hourly-amount`,
  days: `sums by city, ${MONTH_DAYS} days: figure metered-amount`,
  month: `one channel, ${MONTH_DAYS} days of quarters`,
  year: 'one channel, a year of minutes, 1,000 points',
} as const;

async function ask(app: App, begin: number, end: number, times: number): Promise<Record<string, number>> {
  const period = [end - MONTH_DAYS * DAY, end] as [number, number];
  const series = (id: string, to: number, days: number) =>
    app.monitoring.series({ channels: [id], from: to - days * DAY, to, points: 1_000 });
  const figure = (id: 'hourly-amount' | 'metered-amount', index: number) =>
    app.figures.get({
      ...{ id, by: id === 'hourly-amount' ? ['city', 'hour'] : ['city'], between: {}, period },
      where: { quantity: [amounts[index % amounts.length] as string] },
    });
  const of = async (call: (index: number) => unknown, count = times): Promise<number> =>
    median(
      await timeEach(
        Array.from({ length: count }, (_, index) => index),
        call,
      ),
    );
  return {
    [questions.latest]: await of(() => app.monitoring.channels({ limit: 25_000 })),
    [questions.hours]: await of((index) => figure('hourly-amount', index)),
    [questions.days]: await of((index) => figure('metered-amount', index), Math.min(times, 5)),
    [questions.month]: await of((index) =>
      series(channelId((index * 37) % DEVICES, index % factors.length), end, MONTH_DAYS),
    ),
    [questions.year]: await of(() => series(yearChannel, begin, YEAR_DAYS)),
  };
}

/** The same readings as rows of one table under one key, the channel's city beside it. */
class PlainTable {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement;
  readonly path: string;

  constructor(path: string, key: string) {
    this.path = path;
    this.#db = new Database(path);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('cache_size = -262144');
    this.#db.exec(
      `CREATE TABLE reading (time INTEGER, channel INTEGER, value REAL, flag INTEGER, PRIMARY KEY (${key})) WITHOUT ROWID;
       CREATE TABLE channel (no INTEGER PRIMARY KEY, city INTEGER)`,
    );
    const channel = this.#db.prepare('INSERT INTO channel VALUES (?, ?)');
    this.#db.transaction(() => {
      for (let no = 0; no < CHANNELS; no += 1) channel.run(no, Math.floor(no / factors.length) % 16);
    })();
    this.#insert = this.#db.prepare('INSERT INTO reading VALUES (?, ?, ?, 78)');
  }

  /** Readings a second. */
  fill(begin: number, from: number, to: number): number {
    let milliseconds = 0;
    for (let quarter = from; quarter < to; quarter += 1) {
      const time = begin + quarter * QUARTER;
      const values = allDevices.flatMap((device) =>
        factors.map((_, factor) => Number(readingText(device, factor, time))),
      );
      const startedAt = performance.now();
      this.#db.transaction(() => {
        for (let no = 0; no < CHANNELS; no += 1) this.#insert.run(time, no, values[no]);
      })();
      milliseconds += performance.now() - startedAt;
    }
    return ((to - from) * CHANNELS * 1_000) / milliseconds;
  }

  async ask(end: number, byTime: boolean, quick: boolean): Promise<Record<string, number>> {
    const from = end - MONTH_DAYS * DAY;
    const latest = byTime
      ? 'SELECT channel, max(time), value FROM reading WHERE time >= ? - 900000 GROUP BY channel'
      : 'SELECT no, (SELECT value FROM reading WHERE channel = no ORDER BY time DESC LIMIT 1) FROM channel WHERE ? > 0';
    const statements: Record<string, () => unknown> = {
      [questions.latest]: () => this.#db.prepare(latest).all(end - QUARTER),
      [questions.hours]: () =>
        this.#db
          .prepare(
            `SELECT city, time / 3600000 AS hour, sum(value) FROM reading JOIN channel ON no = channel
             WHERE time >= ? AND time < ? AND channel % 20 = 13 GROUP BY 1, 2`,
          )
          .all(from, end),
      [questions.month]: () =>
        this.#db
          .prepare('SELECT time, value FROM reading WHERE channel = 4242 AND time >= ? AND time < ?')
          .all(from, end),
    };
    const answers: Record<string, number> = {};
    for (const [question, run] of Object.entries(statements))
      answers[question] = median(await timeEach(Array.from({ length: quick ? 1 : 3 }), run));
    return answers;
  }

  async bytes(): Promise<number> {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    return (await stat(this.path)).size;
  }

  close(): void {
    this.#db.close();
  }
}

async function grow(options: BenchOptions, sizes: readonly number[]): Promise<{ own: Measured[]; parts: string[] }> {
  const { scratchDir, quick } = options;
  const workspaceDir = join(scratchDir, 'growing');
  await createInstrumentsWorkspace(workspaceDir, 'hj212', scratchDir, '15m');
  await registerYear(workspaceDir, scratchDir);
  // Whole hours.
  const quarters = sizes.map((size) => Math.round(size / CHANNELS / 4) * 4);
  const end = Math.floor(Date.now() / (4 * QUARTER)) * 4 * QUARTER;
  const begin = end - (quarters.at(-1) ?? 0) * QUARTER;
  const app = await createApp({ workspaceDir, purpose: 'bench', log: (line) => process.stderr.write(`${line}\n`) });
  const own: Measured[] = [];
  let parts: string[] = [];
  try {
    const ingest = await app.monitoring.ingest();
    // Before all others begin: feed time goes with the newest reading, and who is behind it is silent.
    for (let day = YEAR_DAYS; day > 0; day -= 1) await ingest.take(dayMessage(begin - day * DAY));
    const year = (YEAR_DAYS * DAY) / MINUTE;
    let filled = 0;
    for (const until of quarters) {
      // The rate is that of the last million, however much came before.
      const last = Math.max(filled, until - Math.round(1_000_000 / CHANNELS));
      await fill(ingest, begin, filled, last);
      const rate = await fill(ingest, begin, last, until);
      await ingest.call('settle', null);
      filled = until;
      const milliseconds = await ask(app, begin, begin + until * QUARTER, quick ? 5 : 20);
      const db = new Database(join(workspaceDir, 'monitoring.sqlite'));
      db.pragma('wal_checkpoint(TRUNCATE)');
      const stored = db.prepare('SELECT count(*) FROM reading').pluck().get() as number;
      if (stored !== until * CHANNELS + year)
        throw new Error(`${stored} of ${until * CHANNELS + year} readings are there.`);
      const { size } = await stat(join(workspaceDir, 'monitoring.sqlite'));
      own.push({ stored, rate, bytesEach: size / stored, milliseconds });
      parts = sizesOf(db, stored);
      db.close();
      process.stderr.write(`  ${number(stored)}: ${JSON.stringify(own.at(-1))}\n`);
    }
  } finally {
    await app.close();
    await rm(workspaceDir, { recursive: true, force: true });
  }
  return { own, parts };
}

/** Bytes a reading of the greatest tables. */
function sizesOf(db: Database.Database, stored: number): string[] {
  const rows = db
    .prepare(
      'SELECT name, sum(pgsize) AS bytes FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY 2 DESC LIMIT 5',
    )
    .all() as { name: string; bytes: number }[];
  return rows.map(({ name, bytes }) => `\`${name}\` ${number(bytes / stored)}`);
}

export async function growthBench(options: BenchOptions): Promise<Section[]> {
  const sizes = options.sizes ?? (options.large ? [1e6, 1e7, 1e8] : options.quick ? [1e6, 3e6] : [1e6, 1e7]);
  const { own, parts } = await grow(options, sizes);
  const rows: string[][] = [];
  const growth = (values: readonly number[]): string => ratio((values.at(-1) ?? 0) / (values[0] ?? 1));
  const line = (name: string, values: readonly number[]): void => {
    const cells = own.map((_, index) => (values[index] === undefined ? '' : number(values[index])));
    rows.push([name, ...cells, values.length === own.length ? growth(values) : '']);
  };
  for (const question of Object.values(questions))
    line(
      `**${question}**, ms`,
      own.map(({ milliseconds }) => milliseconds[question] ?? Number.NaN),
    );
  line(
    '**bytes a reading, all told**',
    own.map(({ bytesEach }) => bytesEach),
  );
  line(
    '**taken in one process, all rules on, readings/s of the last million**',
    own.map(({ rate }) => rate),
  );
  for (const key of ['time, channel', 'channel, time'] as const) {
    const path = join(options.scratchDir, 'plain.sqlite');
    const table = new PlainTable(path, key);
    const answers = new Map<string, number[]>();
    const note = (what: string, value: number): void => {
      answers.set(what, [...(answers.get(what) ?? []), value]);
    };
    let filled = 0;
    // A hundred million rows by channel take an hour; ten show how it goes.
    for (const size of sizes.filter((each) => each <= 1e7)) {
      const [until, begin] = [Math.round(size / CHANNELS), Date.UTC(2026, 0, 1)];
      const last = Math.max(filled, until - Math.round(1_000_000 / CHANNELS));
      table.fill(begin, filled, last);
      const rate = table.fill(begin, last, until);
      filled = until;
      const found = await table.ask(begin + until * QUARTER, key === 'time, channel', options.quick);
      for (const [question, value] of Object.entries(found)) note(question, value);
      note('bytes a reading', (await table.bytes()) / (until * CHANNELS));
      note('rows/s of the last million', rate);
    }
    for (const [question, values] of answers) {
      const isTime = !question.includes('bytes') && !question.includes('rows/s');
      line(`peer: one table by (${key}): ${question}${isTime ? ', ms' : ''}`, values);
    }
    table.close();
    await rm(path);
  }
  return [
    {
      title: 'Growth',
      notes: [
        `${CHANNELS.toLocaleString('en-US')} channels with a reading a quarter of an hour, frames kept, and one channel with a reading a minute for a year; ${sizes.map((size) => number(size)).join(', ')} readings of the former. Medians. The last column is how many times the first the last is. Bytes a reading by table: ${parts.join(', ')}.`,
      ],
      header: ['', ...sizes.map((size) => number(size)), 'grew'],
      rows,
    },
  ];
}
