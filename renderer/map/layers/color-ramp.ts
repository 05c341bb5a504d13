// Colours of ordered classes: from blue to yellow, with lightness always rising or always falling. Pure.
import type { ThemeName } from '../../theme/themes.ts';

/**
 * From few to many. On the dark ground more is lighter, on paper more is darker. Every step keeps 3 : 1 against the land
 * and stays apart from its neighbours for the colour-blind (tested).
 */
const ramps: Readonly<Record<ThemeName, readonly [string, string, string, string, string]>> = {
  dark: ['#5776bd', '#5997bc', '#7abe92', '#bbd369', '#f7e751'],
  light: ['#9d8625', '#537a3c', '#026460', '#014069', '#071a55'],
};

/** Of what is there but unknown: off the ramp, and hatched besides. */
export const unknownColors: Readonly<Record<ThemeName, string>> = { dark: '#86707f', light: '#8f7f93' };

/** Classes that a ramp can tell apart. */
export const mostClasses = 5;

/** Colours of `count` classes, 1 to 5, in order; fewer classes lie as far apart as five do at the ends. */
export function rampColors(theme: ThemeName, count: number): readonly string[] {
  const ramp = ramps[theme];
  if (count === 1) return [ramp[2]];
  return Array.from({ length: count }, (_, index) => ramp[Math.round((index * (mostClasses - 1)) / (count - 1))] ?? '');
}
