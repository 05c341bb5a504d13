// How colours look to people with a colour-vision deficiency, and how far two colours lie apart: for choosing and testing palettes.

/** Red-, green- and blue-blind; together about one man in twelve has one of them, mostly in a milder form. */
export const deficiencies = ['redBlind', 'greenBlind', 'blueBlind'] as const;
export type Deficiency = (typeof deficiencies)[number];

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB. */
const simulations: Readonly<Record<Deficiency, Matrix>> = {
  redBlind: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  greenBlind: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  blueBlind: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Linear sRGB to CIE XYZ over the D65 white. */
const toXyzOverWhite: Matrix = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];

function linear(hex: string): Triple {
  return [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

function times(matrix: Matrix, [a, b, c]: Triple): Triple {
  return matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;
}

/** L*, a*, b* of a colour written #rrggbb, as seen with full colour vision (null) or with a deficiency. */
export function labOf(hex: string, deficiency: Deficiency | null = null): Triple {
  const seen = deficiency === null ? linear(hex) : times(simulations[deficiency], linear(hex));
  const [x, y, z] = times(toXyzOverWhite, seen.map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple).map(
    (part) => (part > 216 / 24389 ? Math.cbrt(part) : ((24389 / 27) * part + 16) / 116),
  ) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** ΔE*ab (CIE 1976) of two colours written #rrggbb: about 2 can just be told apart side by side. */
export function colorDifference(one: string, other: string, deficiency: Deficiency | null = null): number {
  const [l1, a1, b1] = labOf(one, deficiency);
  const [l2, a2, b2] = labOf(other, deficiency);
  return Math.hypot(l1 - l2, a1 - a2, b1 - b2);
}

/** The smallest difference that any kind of colour vision sees. */
export function leastDifference(one: string, other: string): number {
  return Math.min(...[null, ...deficiencies].map((deficiency) => colorDifference(one, other, deficiency)));
}
