// How large the page is drawn: one factor for type, spacing, marks and labels, from the size of the window.

/** Body size in CSS pixels at factor 1; every other size follows from it in rem. */
export const basePixels = 14;

/** The layout is drawn for 1920×1080; a 4K wall doubles it. Narrower windows keep readable type and scroll instead. */
export function scaleFor(widthPixels: number, heightPixels: number): number {
  const factor = Math.min(widthPixels / 1920, heightPixels / 1080);
  return Math.min(4, Math.max(13 / basePixels, Math.round(factor * 20) / 20));
}

/** Very wide walls hold the enterprise page beside the table instead of over it. */
export function holdsThreeColumns(widthPixels: number, scale: number): boolean {
  return widthPixels / scale >= 2600;
}
