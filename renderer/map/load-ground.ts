// Fetches the boundary files and makes the ground of them; what was made is kept, so that a map made again has it at once.
import type { FeatureCollection } from 'geojson';
import { type GroundShapes, groundShapes } from './ground-shapes.ts';

async function read(url: string): Promise<FeatureCollection> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`A boundary file could not be read (${response.status} ${url}). Reload the page.`);
  return (await response.json()) as FeatureCollection;
}

/** `files`: addresses by layer; `centre`: longitude and latitude of the middle of the province. */
export async function loadGround(
  files: Readonly<Record<string, string>>,
  centre: readonly [number, number],
): Promise<GroundShapes> {
  const layers = await Promise.all(
    Object.entries(files).map(async ([layer, url]) => [layer, await read(url)] as const),
  );
  return groundShapes(Object.fromEntries(layers), centre);
}
