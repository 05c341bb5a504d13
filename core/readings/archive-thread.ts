// Thread that reads Parquet files for `archived-rows.ts`, which waits for it.
import { type MessagePort, workerData } from 'node:worker_threads';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoted, type RowCells, rowColumns } from './archived-row.ts';

export interface ArchiveQuestion {
  /** In the order of days. */
  readonly files: readonly string[];
  readonly channel: number;
  readonly from: number;
  readonly to: number;
  /** null = all. */
  readonly limit: number | null;
}

export type ArchiveAnswer = { readonly rows: readonly RowCells[] } | { readonly problem: string };

let connection: Promise<DuckDBConnection> | null = null;

async function connect(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', autoinstall_known_extensions: 'false' });
  return instance.connect();
}

async function read({ files, channel, from, to, limit }: ArchiveQuestion): Promise<ArchiveAnswer> {
  connection ??= connect();
  const reader = await (await connection).runAndReadAll(
    `SELECT ${rowColumns} FROM read_parquet([${files.map(quoted).join(', ')}])
     WHERE channel = ${channel} AND time >= ${from} AND time < ${to}
     ORDER BY time ${limit === null ? '' : `LIMIT ${limit}`}`,
  );
  return { rows: reader.getRows() as unknown as RowCells[] };
}

interface ThreadInput {
  readonly port: MessagePort;
  /** 1 once the answer lies in the port. */
  readonly answered: Int32Array;
}

const input = workerData as ThreadInput | null;
if (input?.port) {
  const { port, answered } = input;
  port.on('message', (question: ArchiveQuestion) => {
    read(question)
      .catch((error: unknown): ArchiveAnswer => ({ problem: error instanceof Error ? error.message : String(error) }))
      .then((answer) => {
        port.postMessage(answer);
        Atomics.store(answered, 0, 1);
        Atomics.notify(answered, 0);
      });
  });
}
