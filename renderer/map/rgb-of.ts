// A colour as three numbers, for programs that take no text. Pure.

/** #rrggbb → red, green, blue, each 0…255. */
export function rgbOf(hex: string): [red: number, green: number, blue: number] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)) as [number, number, number];
}

/** #rrggbb → red, green, blue, each 0…1, as shaders take them. */
export function shaderRgbOf(hex: string): [red: number, green: number, blue: number] {
  return rgbOf(hex).map((part) => part / 255) as [number, number, number];
}
