// Outlines of cities and counties, read from the boundary files that the map draws.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { About } from '../../contract/about.ts';
import type { TwinRow } from '../map/layers/layer-definition.ts';
import type { Outlines } from './geojson-file.ts';

/** Outlines of the areas that `rows` stand for; nothing is read where there are none. Rejects where a file can't be read. */
export async function readOutlines(rows: readonly TwinRow[], about: About): Promise<Outlines> {
  const codes = new Set(rows.flatMap(({ areaCode }) => areaCode ?? []));
  const outlines = new Map<number, Polygon | MultiPolygon>();
  const levels = [
    ['cities', about.cities],
    ['counties', about.counties],
  ] as const;
  for (const [level, regions] of levels) {
    const file = about.profile.boundaryFiles[level];
    if (file === undefined || !regions.some(({ code }) => codes.has(code))) continue;
    const answer = await fetch(`/geodata/boundaries/${file.split('/').at(-1)}`);
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    const { features } = (await answer.json()) as FeatureCollection<Polygon | MultiPolygon>;
    for (const feature of features) {
      const code = Number(feature.id);
      if (codes.has(code)) outlines.set(code, feature.geometry);
    }
  }
  return outlines;
}
