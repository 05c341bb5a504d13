// The points that every page draws: invented, the same in every run, crowded around the province's counties as works are.
import { seededRandom } from '../seeded-random.ts';

/** Parallel arrays, one entry a point. */
export interface Points {
  readonly count: number;
  /** Longitude, latitude in degrees, two a point. */
  readonly positions: Float64Array;
  /** 0…15: stands for the industry, shown as colour. */
  readonly categories: Uint8Array;
  /** Stands for the capacity. */
  readonly amounts: Float32Array;
  /** Year of commissioning; what the brush narrows. */
  readonly years: Float32Array;
}

export const categoryCount = 16;
export const firstYear = 1985;
export const lastYear = 2026;

/** West, south, east, north of the province in degrees; no point lies outside. */
export const provinceBounds = [114.80432, 34.38659, 122.69769, 38.40003] as const;

/** Standard deviation of the distance from a county's centre, in degrees: about nine kilometres. */
const spreadDegrees = 0.08;
/** One in so many stands anywhere in the province. */
const strayEvery = 10;

/** `centres` are the counties' label points; some counties have many works, most have few. */
export function makePoints(count: number, centres: readonly (readonly [number, number])[]): Points {
  const random = seededRandom(7);
  const [west, south, east, north] = provinceBounds;
  const shares = centres.map(() => random() ** 3);
  const total = shares.reduce((sum, share) => sum + share, 0);
  let reached = 0;
  const upTo = shares.map((share) => {
    reached += share / total;
    return reached;
  });
  const centreAt = (chance: number): readonly [number, number] => {
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 1) < chance) low = middle + 1;
      else high = middle;
    }
    return centres[low] ?? [(west + east) / 2, (south + north) / 2];
  };
  const bell = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

  const positions = new Float64Array(2 * count);
  const categories = new Uint8Array(count);
  const amounts = new Float32Array(count);
  const years = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const stray = random() < 1 / strayEvery;
    const [longitude, latitude] = stray
      ? [west + random() * (east - west), south + random() * (north - south)]
      : centreAt(random());
    positions[2 * index] = clamp(longitude + bell() * spreadDegrees, west, east);
    positions[2 * index + 1] = clamp(latitude + bell() * spreadDegrees, south, north);
    categories[index] = Math.floor(random() ** 2 * categoryCount);
    amounts[index] = Math.exp(3 + 1.5 * bell());
    years[index] = lastYear - Math.floor(random() ** 1.5 * (lastYear - firstYear + 1));
  }
  return { count, positions, categories, amounts, years };
}

/** Another category for each of `share` of the points; the same points in the same round of every run. */
export function makeChanges(points: Points, share: number, round: number): Changes {
  const random = seededRandom(1000 + round);
  const count = Math.round(points.count * share);
  const indexes = Uint32Array.from({ length: count }, () => Math.floor(random() * points.count));
  const categories = Uint8Array.from({ length: count }, () => Math.floor(random() * categoryCount));
  return { indexes, categories };
}

export interface Changes {
  readonly indexes: Uint32Array;
  readonly categories: Uint8Array;
}
