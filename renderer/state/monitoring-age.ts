// How old the picture is, and from when on it may not be taken for the present. Pure.

/** How often the core is asked whether it is still there. */
export const askEveryMs = 10_000;
/** An answer that takes longer is none. */
export const answerWithinMs = 8_000;
/** With the two above: at the latest 28 s after the last word of the core, the picture is called stale. */
const staleAfterMs = 20_000;

export interface PictureAge {
  /** `none`: there has never been a picture. */
  readonly kind: 'none' | 'live' | 'stale';
  readonly seconds: number;
}

export function pictureAge(now: number, agreedAt: number | null, connected: boolean): PictureAge {
  if (agreedAt === null) return { kind: 'none', seconds: 0 };
  const age = Math.max(0, now - agreedAt);
  return { kind: connected && age < staleAfterMs ? 'live' : 'stale', seconds: Math.floor(age / 1000) };
}
