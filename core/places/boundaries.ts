// Loads a profile's boundary files into what the rest of the core asks: where a position lies and what a name means.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Region } from '../../contract/about.ts';
import type { BoundaryIndex } from '../../geodata/geometry/boundary-index.ts';
import { createBoundaryIndex } from '../../geodata/geometry/boundary-index.ts';
import type { BoundarySet } from '../../geodata/geometry/boundary-set.ts';
import type { PlaceNames } from '../../geodata/geometry/place-names.ts';
import { createPlaceNames } from '../../geodata/geometry/place-names.ts';
import type { ProvinceProfile } from '../../geodata/geometry/province-profile.ts';
import type { PlacingLayer } from './boundary-checks.ts';
import { bboxOf, checkBoundarySet, placingLayers } from './boundary-checks.ts';
import { BoundaryError } from './boundary-error.ts';

export interface Boundaries {
  readonly index: BoundaryIndex;
  readonly names: PlaceNames;
  /** By adcode, ascending. A city without counties stands in both lists. */
  readonly cities: readonly Region[];
  readonly counties: readonly Region[];
  /** Version of the boundaries: over the files on which placing depends (not the neighbours' cities, not the water). */
  readonly sha256: string;
}

/** `dir` holds the files that `profile.boundaryFiles` names. Throws BoundaryError if they are missing or not the profile's. */
export async function loadBoundaries(profile: ProvinceProfile, dir: string): Promise<Boundaries> {
  const files = await Promise.all(placingLayers.map((layer) => readLayer(join(dir, profile.boundaryFiles[layer]))));
  const hash = createHash('sha256');
  const layers = {} as Record<PlacingLayer, unknown>;
  for (const [i, layer] of placingLayers.entries()) {
    const { bytes, contents } = files[i] as LayerFile;
    hash.update(`${layer} ${bytes.length}\n`).update(bytes);
    layers[layer] = contents;
  }
  const set = checkBoundarySet(layers, profile);
  const cities = regionsOf(set.cities);
  const counties = regionsOf(set.counties);
  return {
    index: createBoundaryIndex(set),
    names: createPlaceNames(profile, cities, counties),
    cities,
    counties,
    sha256: hash.digest('hex'),
  };
}

interface LayerFile {
  readonly bytes: Buffer;
  readonly contents: unknown;
}

async function readLayer(path: string): Promise<LayerFile> {
  try {
    const bytes = await readFile(path);
    return { bytes, contents: JSON.parse(bytes.toString('utf8')) };
  } catch (error) {
    const why = (error as Error).message;
    throw new BoundaryError(
      'unreadable',
      {
        zh: `无法读取边界文件 ${path}（${why}）。请检查边界文件夹的设置，文件须为 GeoJSON。`,
        en: `The boundary file ${path} cannot be read (${why}). Check the folder of boundaries; its files must be GeoJSON.`,
      },
      error,
    );
  }
}

function regionsOf({ features }: BoundarySet['cities']): Region[] {
  return features
    .map(({ geometry, properties }) => ({
      code: properties.adcode,
      name: properties.name,
      shortName: properties.shortName,
      nameEn: properties.nameEn,
      parent: properties.parent,
      labelPoint: [...properties.labelPoint] as [number, number],
      bbox: [...bboxOf([geometry])] as [number, number, number, number],
    }))
    .toSorted((a, b) => a.code - b.code);
}
