// Axes of a curve: round numbers and round hours. Pure.

/** Values for about `most` ticks over [low, high]. */
export function valueTicks(low: number, high: number, most: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const raw = span / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((times) => times * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let count = Math.ceil(low / step); count * step <= high + step * 1e-9; count++) ticks.push(count * step);
  return ticks;
}

const HOUR_MS = 3_600_000;
const CHINA_MS = 8 * HOUR_MS;

/** Whole hours or days of Asia/Shanghai, at most `most`. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const hours = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720];
  const step = (hours.find((each) => (to - from) / (each * HOUR_MS) <= most) ?? 2160) * HOUR_MS;
  const ticks: number[] = [];
  for (let at = Math.ceil((from + CHINA_MS) / step) * step - CHINA_MS; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** A number for people: at most five digits that say something, no noise of binary fractions. */
export const numberText = (value: number): string => {
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-4)) return value.toExponential(2);
  return String(Number(value.toPrecision(Math.abs(value) >= 1e5 ? 9 : 5)));
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-03-02 08:00`, by the clock of Asia/Shanghai; with seconds where there are any. */
export function timeText(at: number): string {
  const date = new Date(at + CHINA_MS).toISOString();
  const text = `${date.slice(0, 10)} ${date.slice(11, 16)}`;
  return date.slice(17, 19) === '00' ? text : `${text}:${date.slice(17, 19)}`;
}

/** `03-02 08:00`, or the day alone at midnight. */
export function tickText(at: number): string {
  const date = new Date(at + CHINA_MS);
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return date.getUTCHours() === 0 ? day : `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}
