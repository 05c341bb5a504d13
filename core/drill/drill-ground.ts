// Finds places for invented enterprises on the real ground: inside a county, well away from its borders.
import { placePosition } from '../../geodata/geometry/placement.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { createChance, keyOf, mixKey } from './chance-rules.ts';
import type { DrillGround, DrillPlace } from './plan-facts-rules.ts';

const TRIES = 2000;

/** The same places for the same seed and boundaries. */
export function drillGround({ cities, counties, index }: Boundaries, seed: number): DrillGround {
  return {
    cities: cities.map(({ code, name }) => ({ code, name })),
    place(cityNumber, ordinal): DrillPlace {
      const city = cities[cityNumber];
      if (!city) throw new RangeError(`there is no city ${cityNumber}`);
      const chance = createChance(mixKey(mixKey(keyOf(`place ${city.code}`), seed), ordinal));
      // A city without counties stands among the counties under its own code.
      const within = counties.filter(({ code, parent }) => parent === city.code || code === city.code);
      let onBorder: DrillPlace | null = null;
      for (let i = 0; i < TRIES; i += 1) {
        const county = within[chance.index(within.length)] ?? city;
        const [west, south, east, north] = county.bbox;
        const longitude = Number(chance.between(west, east).toFixed(5));
        const latitude = Number(chance.between(south, north).toFixed(5));
        const position = wgs84(longitude, latitude);
        if (index.countyAt(position)?.countyCode !== county.code) continue;
        const place = { cityCode: city.code, city: city.name, county: county.name, longitude, latitude };
        if (placePosition(index, position).borders.length === 0) return place;
        onBorder ??= place;
      }
      if (onBorder === null) throw new Error(`no place was found in ${city.name}`);
      return onBorder;
    },
  };
}
