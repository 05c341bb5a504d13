// A trial of an import of readings: into a store of its own that is thrown away, then compared with what is kept.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { MONITORING_FILE, openMonitoring } from '../../core/db/open-monitoring.ts';
import { loadRegistry, registerChannel, registerDevice } from '../../core/devices/registry.ts';
import { importReadings } from '../../core/ingest/meter-file/import-readings.ts';
import type { ImportProgress, ReadingsJob } from '../../core/ingest/meter-file/readings-job.ts';
import type { ChannelReport, ReadingsReport } from '../../core/ingest/meter-file/readings-report.ts';
import { readRaw } from '../../core/readings/read-readings.ts';
import { ReadingWriter } from '../../core/readings/reading-writer.ts';

const PAGE = 20_000;

/**
 * What importing would say, with counts by what is kept; gaps are those of the file alone. Nothing of `db`, which may be
 * read only, is changed, and nobody who writes it has to wait. Throws what the import would.
 */
export async function tryReadings(
  db: Database.Database,
  job: ReadingsJob,
  onProgress: (progress: ImportProgress) => void,
): Promise<ReadingsReport & { dryRun: true }> {
  const dir = await mkdtemp(join(tmpdir(), 'lianggao-trial-'));
  const trial = openMonitoring(join(dir, MONITORING_FILE), { now: Date.now() });
  try {
    copyRegistry(db, trial);
    const report = await importReadings(
      {
        db: trial,
        openSink: (beside) => new ReadingWriter(trial, { now: Date.now, observer: () => beside(null) }),
        ...{ sourcesDir: join(dir, 'sources'), now: Date.now, onProgress },
      },
      job,
    );
    const channels = report.channels.map((each) => ({ ...each, ...countsBeside(db, trial, each) }));
    const sum = (part: 'accepted' | 'repeated' | 'revised'): number =>
      channels.reduce((total, channel) => total + channel[part], 0);
    const counts = { accepted: sum('accepted'), repeated: sum('repeated'), revised: sum('revised') };
    return { dryRun: true, ...report, ...counts, channels };
  } finally {
    trial.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** What a file means depends on the channels that are registered. */
function copyRegistry(from: Database.Database, to: Database.Database): void {
  const { devices, channels } = loadRegistry(from);
  to.transaction(() => {
    for (const device of devices.values()) registerDevice(to, device, 0);
    for (const { no: _, ...channel } of channels.values()) registerChannel(to, channel, 0);
  })();
}

/** Of the readings that the trial has accepted, those that are kept already, with the same value or another one. */
function countsBeside(
  db: Database.Database,
  trial: Database.Database,
  report: ChannelReport,
): Pick<ChannelReport, 'accepted' | 'repeated' | 'revised'> {
  const { accepted, repeated, revised, from: begins, to: ends } = report;
  const kept = loadRegistry(db).channel(report.channel);
  const tried = loadRegistry(trial).channel(report.channel);
  if (!kept || !tried || begins === null || ends === null) return { accepted, repeated, revised };
  let [same, other] = [0, 0];
  for (let from = Date.parse(begins); ; ) {
    const page = readRaw(trial, tried.no, { from, to: Date.parse(ends) + 1, limit: PAGE });
    const [first, last] = [page[0], page.at(-1)];
    if (!first || !last) break;
    const values = new Map(page.map(({ time, value }) => [time, value]));
    for (const { time, value } of readRaw(db, kept.no, { from: first.time, to: last.time + 1 })) {
      if (!values.has(time)) continue;
      if (values.get(time) === value) same += 1;
      else other += 1;
    }
    from = last.time + 1;
  }
  return { accepted: accepted - same - other, repeated: repeated + same, revised: revised + other };
}
