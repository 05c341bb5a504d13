// One day's readings as a Parquet file: written through DuckDB, and read back hour by hour.

import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { type ArchivedRow, quoted, type RowCells, rowColumns, rowOf } from './archived-row.ts';
import { mixNumber, mixText } from './checksum-rules.ts';
import { HOUR_MS } from './time-rules.ts';

/** Enough for a day of twenty thousand channels a minute; what does not fit goes to a file beside. */
const MEMORY = '1GB';

/** Runs `work` with a database in memory that reaches no network. */
export async function withDuckDb<Result>(
  tempDir: string,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY,
    temp_directory: tempDir,
    threads: '1',
    autoinstall_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** Rows to be written; an hour's come together. */
export class ParquetDraft {
  readonly #connection: DuckDBConnection;
  #rows = 0;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async begin(connection: DuckDBConnection): Promise<ParquetDraft> {
    await connection.run(`CREATE TABLE draft (channel INTEGER, time DOUBLE, value DOUBLE, flag INTEGER, message DOUBLE,
      decimals INTEGER, text VARCHAR)`);
    return new ParquetDraft(connection);
  }

  async add(rows: Iterable<ArchivedRow>): Promise<void> {
    const appender = await this.#connection.createAppender('draft');
    for (const { channel, time, value, flag, message, digits } of rows) {
      appender.appendInteger(channel);
      appender.appendDouble(time);
      if (value === null) appender.appendNull();
      else appender.appendDouble(value);
      appender.appendInteger(flag);
      appender.appendDouble(message);
      if (typeof digits === 'number') {
        appender.appendInteger(digits);
        appender.appendNull();
      } else {
        appender.appendNull();
        appender.appendVarchar(digits);
      }
      appender.endRow();
      this.#rows++;
    }
    appender.closeSync();
  }

  get rows(): number {
    return this.#rows;
  }

  async write(path: string): Promise<void> {
    await this.#connection.run(`COPY (SELECT channel, CAST(time AS BIGINT) AS time, value, CAST(flag AS USMALLINT) AS flag,
        CAST(message AS BIGINT) AS message, CAST(decimals AS TINYINT) AS decimals, text FROM draft ORDER BY channel, time)
      TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`);
    await this.#connection.run('DROP TABLE draft');
  }
}

/** Readings of an hour, by channel and time. */
export async function readParquetHour(
  connection: DuckDBConnection,
  path: string,
  hour: number,
): Promise<ArchivedRow[]> {
  const from = hour * HOUR_MS;
  const result = await connection.stream(
    `SELECT ${rowColumns} FROM read_parquet(${quoted(path)}) WHERE time >= ${from} AND time < ${from + HOUR_MS}
     ORDER BY channel, time`,
  );
  const rows: ArchivedRow[] = [];
  for await (const part of result.yieldRows()) for (const cells of part) rows.push(rowOf(cells as unknown as RowCells));
  return rows;
}

/** Count and checksum of each channel's readings; those of a channel come in the order of time. */
export class ChannelSums {
  readonly #sums = new Map<number, { count: number; sum: number }>();

  add({ channel, time, value, flag, message, digits }: ArchivedRow): void {
    let entry = this.#sums.get(channel);
    if (!entry) {
      entry = { count: 0, sum: 0 };
      this.#sums.set(channel, entry);
    }
    let sum = mixNumber(entry.sum, time);
    sum = value === null ? mixText(sum, 'null') : mixNumber(sum, value);
    sum = mixNumber(mixNumber(sum, flag), message);
    entry.sum = typeof digits === 'number' ? mixNumber(sum, digits) : mixText(sum, digits);
    entry.count++;
  }

  /** The first channel that differs; null = none does. */
  differsFrom(other: ChannelSums): number | null {
    for (const channel of new Set([...this.#sums.keys(), ...other.#sums.keys()])) {
      const [mine, its] = [this.#sums.get(channel), other.#sums.get(channel)];
      if (mine?.count !== its?.count || mine?.sum !== its?.sum) return channel;
    }
    return null;
  }
}
