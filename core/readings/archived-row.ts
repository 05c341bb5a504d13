// A reading as a day's Parquet file holds it, and how DuckDB is asked for it. Without DuckDB itself, which takes its time to load.

/** A settled reading with its channel. */
export interface ArchivedRow {
  readonly channel: number;
  readonly time: number;
  readonly value: number | null;
  readonly flag: number;
  readonly message: number;
  readonly digits: number | string;
}

/** A path as SQL says it. */
export const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** Numbers as DOUBLE: message numbers and times are below 2 ** 53, and no value is changed. */
export const rowColumns = `channel, CAST(time AS DOUBLE), value, CAST(flag AS INTEGER), CAST(message AS DOUBLE),
  CAST(decimals AS INTEGER), text`;

export type RowCells = readonly [
  channel: number,
  time: number,
  value: number | null,
  flag: number,
  message: number,
  decimals: number | null,
  text: string | null,
];

export const rowOf = ([channel, time, value, flag, message, decimals, text]: RowCells): ArchivedRow => ({
  ...{ channel, time, value, flag, message },
  digits: decimals ?? text ?? '',
});
