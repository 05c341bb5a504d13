// Times of reports, queries and exports: ISO 8601 in the profile's offset.

/** `2018-01-01T00:15:00+08:00`. */
export const chinaTime = (ms: number): string =>
  `${new Date(ms + 8 * 3_600_000).toISOString().replace(/(\.000)?Z$/, '')}+08:00`;
