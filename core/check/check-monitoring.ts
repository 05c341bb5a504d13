// Proves the monitoring database: intact, archived files unaltered, and a sample of roll-ups counted again from the readings.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { MONITORING_FILE, monitoringMigrations, openMonitoring } from '../db/open-monitoring.ts';
import { checkDuty } from '../duty/check-duty.ts';
import { verifyArchive } from '../readings/archive.ts';
import { verifyArchivedBlocks } from '../readings/archived-blocks.ts';
import { joinSummaries, type Numbered, readDays, readHours } from '../readings/roll-up-rows.ts';
import { readHourRows, summarise } from '../readings/stored-rows.ts';
import { AMOUNTS, COUNT, FIRST, FLAGGED, LAST, MAX, MIN, SUM, type Summaries } from '../readings/summary-rules.ts';
import { dayStart, firstHourOfDay, hourStart } from '../readings/time-rules.ts';
import { Check, type CheckResult } from './check-tally.ts';

/** Days that are looked into, spread over all there are, and channels of each. */
const SAMPLED_DAYS = 24;
const SAMPLED_CHANNELS = 25;
/** A sum of doubles in another order. */
const PRECISION = 1e-9;

/** Reads only, and beside a running host. A workspace without monitoring has nothing to prove. */
export async function checkMonitoring(workspaceDir: string): Promise<CheckResult[]> {
  const path = join(workspaceDir, MONITORING_FILE);
  if (!existsSync(path)) return [];
  const structure = new Check();
  let db: Database.Database;
  try {
    db = openMonitoring(path, { readOnly: true });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    structure.problem(error.message);
    return [structure.result('monitoring')];
  }
  try {
    await named(structure, () => checkStructure(db, structure));
    const archive = new Check();
    await named(archive, async () => {
      archive.checked = (await verifyArchive(db)).days;
      verifyArchivedBlocks(db);
    });
    const rollUps = new Check();
    await named(rollUps, () => checkRollUps(db, rollUps));
    const duty = new Check();
    await named(duty, () => checkDuty(db, duty));
    return [structure.result('monitoring'), archive.result('archive'), rollUps.result('roll-ups'), duty.result('duty')];
  } finally {
    db.close();
  }
}

/** What cannot be read is a problem, not the end of the check. */
async function named(check: Check, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    check.problem(error instanceof Error ? error.message : String(error));
  }
}

function checkStructure(db: Database.Database, check: Check): void {
  for (const { integrity_check: line } of db.pragma('integrity_check') as { integrity_check: string }[])
    if (line !== 'ok') check.problem(line);
  const applied = new Set(db.prepare('SELECT name FROM schema_migration').pluck().all());
  for (const { name } of monitoringMigrations) {
    check.checked += 1;
    if (!applied.has(name)) check.problem(`migration ${name} is missing`);
  }
  for (const row of db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[])
    check.problem(`${row.table} row ${row.rowid} points to a missing ${row.parent}`);
}

/** Of registers only what does not depend on plates and exchanges, which may have been stated since the last settling. */
function checkRollUps(db: Database.Database, check: Check): void {
  db.transaction(() => {
    const isRegister = db.prepare("SELECT kind = 'register' FROM channel WHERE no = ?").pluck();
    const channelsOf = db.prepare('SELECT channel FROM reading_hour WHERE day = ? GROUP BY channel');
    for (const day of sampled(daysWithRollUps(db), SAMPLED_DAYS)) {
      const channels = channelsOf.pluck().all(day) as number[];
      for (const channel of sampled(channels, SAMPLED_CHANNELS)) {
        const parts = isRegister.get(channel) === 1 ? plain : [...plain, ...summed];
        const hours = readHours(db, channel, firstHourOfDay(day), firstHourOfDay(day + 1));
        for (const { number: hour, summary } of hours) {
          const counted = summarise(readHourRows(db, channel, hour), { register: null }, null);
          compare(check, parts, summary, counted, `channel ${channel}, hour of ${iso(hourStart(hour))}`);
        }
        const [whole] = readDays(db, channel, day, day + 1) as [Numbered | undefined];
        if (whole)
          compare(
            check,
            parts,
            whole.summary,
            joinSummaries(hours),
            `channel ${channel}, day of ${iso(dayStart(day))}`,
          );
      }
    }
  })();
}

const plain = [COUNT, FLAGGED, FIRST, LAST] as const;
const summed = [AMOUNTS, SUM, MIN, MAX] as const;

function compare(check: Check, parts: readonly number[], kept: Summaries, counted: Summaries, what: string): void {
  check.checked += 1;
  const differs = parts.some((part) => {
    const [one = 0, other = 0] = [kept[part], counted[part]];
    return Math.abs(one - other) > PRECISION * Math.max(1, Math.abs(other));
  });
  if (differs)
    check.problem(
      `${what}: kept ${kept[COUNT]} readings, sum ${kept[SUM]}; counted again ${counted[COUNT]}, ${counted[SUM]}`,
    );
}

/** One seek a day: the table has millions of rows. */
function daysWithRollUps(db: Database.Database): number[] {
  const next = db.prepare('SELECT min(day) FROM reading_hour WHERE day > ?').pluck();
  const days: number[] = [];
  for (let day = next.get(-1) as number | null; day !== null; day = next.get(day) as number | null) days.push(day);
  return days;
}

/** At most `most`, evenly spread, the first and the last among them. */
function sampled<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))] as T);
}

const iso = (time: number): string => new Date(time).toISOString();
