// The peer of the ingest that is nothing but rows: SQLite, one prepared statement, a transaction for every 10,000.
import Database from 'better-sqlite3';
import { factors, readingText } from './invented-instruments.ts';
import { timed } from './measure.ts';
import { allDevices, inGroups, type Span, timesOf } from './reading-messages.ts';
import type { PeerResult } from './reading-peers.ts';

const { dbPath, spans } = JSON.parse(process.argv[2] ?? '') as { dbPath: string; spans: readonly Span[] };

const NORMAL = 78;
const rowsOf = (span: Span): number[][] =>
  timesOf(span).flatMap((time) =>
    allDevices.flatMap((device) =>
      factors.map((_, factor) => [
        time,
        device * factors.length + factor,
        Number(readingText(device, factor, time)),
        NORMAL,
      ]),
    ),
  );

const db = new Database(dbPath);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(
  'CREATE TABLE reading (time INTEGER, channel INTEGER, value REAL, flag INTEGER, PRIMARY KEY (time, channel)) WITHOUT ROWID',
);
const insert = db.prepare('INSERT INTO reading VALUES (?, ?, ?, ?)');
const insertAll = db.transaction((rows: readonly number[][]) => {
  for (const row of rows) insert.run(row);
});
let result: Omit<PeerResult, 'stored'> | null = null;
for (const span of spans) {
  const batches = inGroups(rowsOf(span), 10_000);
  const before = process.cpuUsage();
  const { milliseconds } = await timed(() => {
    for (const batch of batches) insertAll(batch);
  });
  const { user, system } = process.cpuUsage(before);
  const readings = batches.reduce((sum, { length }) => sum + length, 0);
  result = { readings, milliseconds, settledMs: null, cpuMs: (user + system) / 1000, senderCpuMs: null };
}
const stored = db.prepare('SELECT count(*) FROM reading').pluck().get() as number;
db.close();
process.stdout.write(JSON.stringify({ ...result, stored }));
