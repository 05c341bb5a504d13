// Rows of a meter file as the bytes of a message, so that a reading leads back to file, sheet and row.

/** First line of a block; each further line is an array: row number, time as ms (null = none), time as written, and the cells. */
export interface MeterBlockHead {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  /** Headers of the cells, in their order. */
  readonly columns: readonly string[];
  /** Channels of the same. */
  readonly channels: readonly string[];
}

export interface MeterBlockRow {
  readonly row: number;
  readonly time: number | null;
  readonly timeText: string;
  readonly cells: readonly string[];
}

export interface MeterBlock extends MeterBlockHead {
  readonly rows: readonly MeterBlockRow[];
}

export function writeMeterBlock(head: MeterBlockHead, rows: readonly MeterBlockRow[]): Uint8Array {
  const lines = rows.map(({ row, time, timeText, cells }) => JSON.stringify([row, time, timeText, ...cells]));
  return Buffer.from(`${JSON.stringify(head)}\n${lines.join('\n')}\n`, 'utf8');
}

/** null where the bytes are no block: the message came another way. */
export function readMeterBlock(bytes: Uint8Array): MeterBlock | null {
  try {
    const [first = '', ...lines] = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
    const head = JSON.parse(first) as MeterBlockHead;
    if (typeof head.sha256 !== 'string' || !Array.isArray(head.channels)) return null;
    const rows = lines.map((line) => {
      const [row, time, timeText, ...cells] = JSON.parse(line) as [number, number | null, string, ...string[]];
      return { row, time, timeText, cells };
    });
    return { ...head, rows };
  } catch {
    return null;
  }
}

/** The rows of a channel at a time, in the file's order; more than one where the file says it more than once. */
export function cellsAt(
  block: MeterBlock,
  channel: string,
  time: number,
): { readonly row: number; readonly text: string }[] {
  const at = block.channels.indexOf(channel);
  if (at < 0) return [];
  return block.rows.filter((row) => row.time === time).map(({ row, cells }) => ({ row, text: cells[at] ?? '' }));
}
