// How far the camera may leave the province. Pure.
import type { Bounds } from '../state/camera.ts';

/**
 * Degrees of longitude and latitude around the province's box: less than the surroundings that are drawn for any
 * profile, so that their cut edge stays out of sight.
 */
const marginDegrees = [9.5, 5.5] as const;

export function limitsAround([west, south, east, north]: Bounds): Bounds {
  const [across, along] = marginDegrees;
  return [west - across, south - along, east + across, north + along];
}
