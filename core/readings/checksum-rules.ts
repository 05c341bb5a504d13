// A running checksum over numbers and texts: tells two sequences apart, guards against no one.

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

function mix(sum: number, word: number): number {
  let mixed = Math.imul(sum ^ word, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Takes in all 64 bits of a number. */
export function mixNumber(sum: number, value: number): number {
  double[0] = value;
  return mix(mix(sum, words[0] as number), (words[1] as number) + 1);
}

export function mixText(sum: number, text: string): number {
  let mixed = mix(sum, text.length + 1);
  for (let index = 0; index < text.length; index++) mixed = mix(mixed, text.charCodeAt(index));
  return mixed;
}
