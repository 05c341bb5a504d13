// What was measured of the map, as tables: milliseconds, ratios to this app, sizes of what is loaded.
import { type Kind, kinds, type MapFrames } from './map-frames.ts';
import { median, number, percentile, ratio, type Section } from './measure.ts';
import type { FileSize } from './page-server.ts';

/** One row: who showed how many points. */
export interface MapRow extends MapFrames {
  readonly subject: string;
  readonly title: string;
  readonly points: number;
}

/** Below this a 95th percentile is the largest value by another name. */
const fewestForP95 = 20;

const p95 = (values: readonly number[]): number =>
  values.length < fewestForP95 ? Math.max(...values) : percentile(values, 0.95);

function cells({ frames }: MapRow, kind: Kind): [string, string] {
  const values = frames[kind] ?? [];
  if (values.length === 0) return ['–', '–'];
  return [number(median(values)), `${values.length < fewestForP95 ? 'max ' : ''}${number(p95(values))}`];
}

const thousands = (points: number): string => points.toLocaleString('en-US');

export function timeTable(screen: string, rows: readonly MapRow[], notes: readonly string[]): Section {
  return {
    title: `Map at ${screen}: milliseconds a frame`,
    notes,
    header: [
      'points',
      '',
      ...kinds.flatMap((kind) => [`${kind} p50`, 'p95']),
      'changes/s',
      'first picture s',
      'MB',
      'WebGL',
    ],
    rows: rows.map((row) => [
      thousands(row.points),
      row.title,
      ...kinds.flatMap((kind) => cells(row, kind)),
      number(row.changesPerSecond),
      number(row.drawMilliseconds / 1000),
      number(row.heapMegabytes),
      number(row.contexts),
    ]),
  };
}

/** `own`: the subject that all others are divided by. */
export function ratioTable(screen: string, rows: readonly MapRow[], own: string): Section {
  return {
    title: `Map at ${screen}: how many times this app’s milliseconds`,
    notes: ['Above 1, this app is faster.'],
    header: ['points', '', ...kinds.flatMap((kind) => [`${kind} p50`, 'p95'])],
    rows: rows.flatMap((row) => {
      const ours = rows.find(({ subject, points }) => subject === own && points === row.points);
      if (ours === undefined || ours === row) return [];
      const divided = (kind: Kind): string[] => {
        const [theirs, own] = [row.frames[kind] ?? [], ours.frames[kind] ?? []];
        if (theirs.length === 0 || own.length === 0) return ['–', '–'];
        return [ratio(median(theirs) / median(own)), ratio(p95(theirs) / p95(own))];
      };
      return [[thousands(row.points), row.title, ...kinds.flatMap(divided)]];
    }),
  };
}

/** Files smaller than this, in bytes, are counted but not named. */
const namedFrom = 50_000;

/** The first bundle is the one that the others are compared with. */
export function sizeTable(bundles: ReadonlyMap<string, readonly FileSize[]>): Section {
  const total = (files: readonly FileSize[], key: 'bytes' | 'gzipBytes'): number =>
    files.reduce((sum, file) => sum + file[key], 0);
  const [first = []] = bundles.values();
  const line = (name: string, bytes: number, gzipBytes: number, against: string): string[] => [
    name,
    number(bytes / 1000),
    number(gzipBytes / 1000),
    against,
  ];
  return {
    title: 'Bundle size',
    notes: [
      'Scripts and styles in kB, as built and with gzip; files from 50 kB on are named. This app’s is the whole application; the peers’ are the pages measured here, with nothing but the map.',
    ],
    header: ['', 'kB', 'gzip kB', 'against this app'],
    rows: [...bundles].flatMap(([title, files]) => [
      line(
        title,
        total(files, 'bytes'),
        total(files, 'gzipBytes'),
        ratio(total(files, 'gzipBytes') / total(first, 'gzipBytes')),
      ),
      ...files
        .filter(({ bytes }) => bytes >= namedFrom && files.length > 1)
        .map(({ name, bytes, gzipBytes }) =>
          line(`· ${name.replace(/^assets\//, '').replace(/-[\w-]{8}(?=\.)/, '')}`, bytes, gzipBytes, ''),
        ),
    ]),
  };
}
