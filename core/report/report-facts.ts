// What a closing report says, gathered: the alarm and its log, the curves around its window, the place, and what was corrected.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { Region } from '../../contract/about.ts';
import type { Alarm, AlarmDetail } from '../../contract/alarms.ts';
import type { BoundarySet } from '../../geodata/geometry/boundary-set.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { showAlarm } from '../alarms/handlers.ts';
import { loadChannel } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';
import { isGoodMark } from '../readings/flag-codes.ts';
import { readRaw, readSeries } from '../readings/read-readings.ts';
import { ready } from '../readings/ready-statement.ts';
import type { SeriesBucket } from '../readings/series-rules.ts';
import type { Workspace } from '../workspace/workspace.ts';

const AROUND_MS = 86_400_000;
const MOST_CURVES = 4;
/** Buckets of a curve: more than the page has points to show. */
const POINTS = 700;
/** Readings that are looked through for marks. */
const MOST_MARKS = 100_000;
const USUAL_INTERVAL_MS = 60_000;

export interface MarkedSpan {
  readonly from: number;
  readonly to: number;
  readonly mark: string;
  readonly readings: number;
}

/** A channel around the alarm's window. */
export interface Curve {
  readonly channel: Channel;
  readonly from: number;
  readonly to: number;
  readonly window: readonly [from: number, to: number];
  /** Pieces without a gap in them, of readings that count. */
  readonly pieces: readonly (readonly SeriesBucket[])[];
  /** Where nothing was read for more than an interval and a half. */
  readonly gaps: readonly (readonly [from: number, to: number])[];
  readonly marked: readonly MarkedSpan[];
}

export interface ReportCorrection {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  /** null = given back. */
  readonly mark: string | null;
  readonly reason: string;
  readonly actor: string;
  readonly at: number;
  readonly readings: number;
}

export interface ReportMap {
  readonly city: Region;
  readonly county: Region | null;
  readonly outline: readonly (readonly Position[])[];
  readonly counties: readonly (readonly Position[])[];
  /** 审图号 and source: to be shown with every map. */
  readonly attribution: string;
}

export interface ReportFacts {
  readonly detail: AlarmDetail;
  readonly enterprise: string | null;
  readonly map: ReportMap | null;
  readonly curves: readonly Curve[];
  readonly corrections: readonly ReportCorrection[];
  readonly isDrill: boolean;
  readonly composedAt: number;
}

export interface ReportSource {
  /** The monitoring database. */
  readonly db: Database.Database;
  readonly workspace: Pick<Workspace, 'profile' | 'boundaries' | 'geodataDir'>;
  /** Of the ledger; null = it does not know the enterprise. */
  readonly enterpriseName: (id: string) => Promise<string | null>;
}

/** An enterprise's name as the ledger has it now. */
export const nameIn =
  (ledger: LedgerReader): ReportSource['enterpriseName'] =>
  async (id) =>
    (await ledger.slice({})).enterprises.get(id)?.name ?? null;

/** Throws AppError `unknown-alarm`. */
export async function reportFacts(source: ReportSource, id: number, now: number): Promise<ReportFacts> {
  const { db } = source;
  const gathered = db.transaction(() => {
    const detail = showAlarm(db, id);
    const until = Math.min(now, feedTime(db) ?? now);
    return {
      detail,
      curves: channelsOf(db, detail).map((channel) => curveOf(db, channel, windowOf(detail, until), until)),
      corrections: correctionsOf(db, id),
      isDrill: ready(db, "SELECT 1 FROM setting WHERE key = 'drill'").get() !== undefined,
    };
  })();
  const { alarm } = gathered.detail;
  return {
    ...{ ...gathered, composedAt: now, map: await mapOf(source.workspace, alarm) },
    enterprise:
      alarm.enterprise === null ? null : ((await source.enterpriseName(alarm.enterprise)) ?? alarm.enterprise),
  };
}

/** The subject first, then what the finding's inputs were read from; of a group, its first members. */
function channelsOf(db: Database.Database, { alarm, finding, children }: AlarmDetail): Channel[] {
  const own = alarm.subject.kind === 'channel' ? [alarm.subject.id] : [];
  const inputs = (finding?.inputs ?? []).flatMap(({ channel }) => channel ?? []);
  const members = children.flatMap(({ subject }) => (subject.kind === 'channel' ? [subject.id] : []));
  return [...new Set([...own, ...inputs, ...members])]
    .slice(0, MOST_CURVES)
    .flatMap((each) => loadChannel(db, each) ?? []);
}

/** Newest settled time: curves have the readings' own clock, which in a drill is not ours. */
const feedTime = (db: Database.Database): number | null =>
  ready(db, 'SELECT max(time) FROM latest').pluck().get() as number | null;

/** Of the finding; what still stands lasts until what was read last. */
function windowOf({ alarm, finding }: AlarmDetail, until: number): readonly [number, number] {
  const from = finding?.from ?? alarm.raisedAt;
  const cleared = finding ? finding.clearedAt : alarm.clearedAt;
  const seen = finding?.to ?? from;
  return [from, Math.max(from, cleared ?? Math.max(seen, until))];
}

function curveOf(db: Database.Database, channel: Channel, window: readonly [number, number], until: number): Curve {
  const from = window[0] - AROUND_MS;
  const to = Math.max(window[1], Math.min(window[1] + AROUND_MS, until));
  const interval = channel.intervalMs ?? USUAL_INTERVAL_MS;
  const buckets = readSeries(db, channel.no, { from, to, points: POINTS });
  const pieces: SeriesBucket[][] = [];
  for (const bucket of buckets) {
    const before = pieces.at(-1)?.at(-1);
    if (before && bucket.first[0] - before.last[0] <= 1.5 * interval) pieces.at(-1)?.push(bucket);
    else pieces.push([bucket]);
  }
  const raw = readRaw(db, channel.no, { from, to, limit: MOST_MARKS });
  const gaps: [number, number][] = [];
  const marked: { from: number; to: number; mark: string; readings: number }[] = [];
  let last = from;
  for (const { time, flag } of raw) {
    if (time - last > 1.5 * interval) gaps.push([last === from ? from : last + interval, time]);
    last = time;
    if (isGoodMark(flag)) continue;
    const before = marked.at(-1);
    if (before?.mark === flag && time - before.to <= 1.5 * interval) {
      before.to = time + interval;
      before.readings++;
    } else marked.push({ from: time, to: time + interval, mark: flag ?? '', readings: 1 });
  }
  if (raw.length < MOST_MARKS && to - last > 1.5 * interval) gaps.push([raw.length === 0 ? from : last + interval, to]);
  return { channel, from, to, window, pieces, gaps, marked };
}

function correctionsOf(db: Database.Database, alarm: number): ReportCorrection[] {
  return ready(
    db,
    `SELECT c.id AS channel, k.from_time AS "from", k.to_time AS "to", k.mark, k.reason, k.actor, k.recorded_at AS at,
       k.readings
     FROM reading_correction k JOIN channel c ON c.no = k.channel WHERE k.alarm = ? ORDER BY k.id`,
  ).all(alarm) as ReportCorrection[];
}

async function mapOf(
  { profile, boundaries, geodataDir }: ReportSource['workspace'],
  alarm: Alarm,
): Promise<ReportMap | null> {
  const found = alarm.position && boundaries.index.countyAt(wgs84(alarm.position[0], alarm.position[1]));
  const code = found?.cityCode ?? alarm.city;
  const city = boundaries.cities.find((each) => each.code === code);
  if (!city) return null;
  const read = async (file: string): Promise<BoundarySet['cities']['features']> => {
    const text = await readFile(join(geodataDir, 'boundaries', file), 'utf8');
    return (JSON.parse(text) as BoundarySet['cities']).features;
  };
  const cities = await read(profile.boundaryFiles.cities);
  const counties = await read(profile.boundaryFiles.counties);
  return {
    city,
    county: boundaries.counties.find((each) => each.code === found?.countyCode) ?? null,
    outline: cities
      .filter(({ properties }) => properties.adcode === city.code)
      .flatMap(({ geometry }) => rings(geometry)),
    counties: counties
      .filter(({ properties }) => properties.parent === city.code)
      .flatMap(({ geometry }) => rings(geometry)),
    attribution: profile.attributionLine,
  };
}

const rings = (geometry: Polygon | MultiPolygon): Position[][] =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
