// One peer of the import in a process of its own: reads a CSV file and does nothing else, or stores its cells and does nothing else.
import { createReadStream } from 'node:fs';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse';
import { peakMegabytes, timed } from './measure.ts';

export interface PeerInput {
  readonly peer: 'read' | 'write';
  readonly path: string;
  readonly dbPath: string;
}

export interface PeerOutput {
  readonly milliseconds: number;
  readonly rows: number;
  readonly peakMegabytes: number | null;
}

const { peer, path, dbPath } = JSON.parse(process.argv[2] ?? '') as PeerInput;

/** The reading limit: the parser that the import uses, alone. */
async function countRows(): Promise<number> {
  let rows = -1;
  for await (const _ of createReadStream(path).pipe(parse())) rows += 1;
  return rows;
}

/** The writing limit: one prepared statement, one transaction, as durable as a workspace. */
function insertAll(header: readonly string[], rows: readonly (readonly string[])[]): number {
  const db = new Database(dbPath);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`CREATE TABLE row (${header.map((name) => `"${name}" TEXT`).join(', ')})`);
  const insert = db.prepare(`INSERT INTO row VALUES (${header.map(() => '?').join(', ')})`);
  db.transaction(() => {
    for (const row of rows) insert.run(row);
  })();
  const stored = db.prepare('SELECT count(*) FROM row').pluck().get() as number;
  db.close();
  return stored;
}

async function run(): Promise<{ milliseconds: number; value: number }> {
  if (peer === 'read') return timed(countRows);
  const [header = [], ...rows] = (await createReadStream(path).pipe(parse()).toArray()) as string[][];
  return timed(() => insertAll(header, rows));
}

const { milliseconds, value: rows } = await run();
const output: PeerOutput = { milliseconds, rows, peakMegabytes: peakMegabytes('self') };
process.stdout.write(JSON.stringify(output));
