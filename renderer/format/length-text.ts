// Measured lengths and areas as text, in the unit that keeps them readable.
import type { Language } from '../../contract/reasons.ts';
import { numberText } from './quantity-text.ts';

/** 812 m, 12.35 km, 348 km: never more than about a thousandth exact, since a hand on a map is not. */
export function lengthText(meters: number, language: Language): string {
  if (meters < 1000) return `${numberText(meters, language, 0)} m`;
  return `${numberText(meters / 1000, language, meters < 100_000 ? 2 : 0)} km`;
}

/** 5,200 m², 3.41 km², 15,711 km² */
export function areaText(squareMeters: number, language: Language): string {
  if (squareMeters < 100_000) return `${numberText(squareMeters, language, 0)} m²`;
  return `${numberText(squareMeters / 1e6, language, squareMeters < 100e6 ? 2 : 0)} km²`;
}
