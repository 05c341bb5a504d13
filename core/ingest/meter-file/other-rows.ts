// Finds the other row of a value that came twice: where in which file the store's earlier reading stood.
import type Database from 'better-sqlite3';
import { messageBytes, readingOrigin } from '../../readings/reading-origin.ts';
import { cellsAt, type MeterBlock, readMeterBlock } from './meter-block.ts';
import type { ReadingsFinding } from './readings-report.ts';

export type OtherRow = NonNullable<ReadingsFinding['other']>;

export interface Reread {
  readonly channelNo: number;
  readonly channel: string;
  readonly time: number;
  /** As in the cell. */
  readonly text: string;
  readonly row: number;
  readonly sha256: string;
  /** Message that the row came in; null = it brought nothing new. */
  readonly message: number | null;
}

export interface Repeated {
  readonly other: OtherRow | null;
  /** Another row of the file that is being imported. */
  readonly isSameFile: boolean;
}

/** Blocks that are kept read: those of a file that is imported twice are asked for one after the other. */
const BLOCKS = 4;

export class OtherRows {
  readonly #db: Database.Database;
  readonly #blocks = new Map<number, MeterBlock | null>();
  /** Row that was found last, by channel. */
  readonly #last = new Map<
    number,
    { readonly block: MeterBlock; readonly index: number; readonly isItself: boolean }
  >();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** The version that this one has replaced; null = the store does not have it any more. */
  replaced(asked: Reread): OtherRow | null {
    const versions = readingOrigin(this.#db, asked.channelNo, asked.time);
    const own = versions.findLastIndex(({ message, text }) => message === asked.message && text === asked.text);
    const before = versions[own - 1];
    if (own < 1 || before === undefined) return null;
    const block = this.#block(before.message);
    const other = block && rowOf(block, asked, before.text);
    return other ? found(asked, block, other).other : { row: null, file: null, value: before.text };
  }

  /** As below, where the row beside the last one that was found is the one: a file that says what another has said. */
  beside(asked: Reread): Repeated | null {
    const last = this.#last.get(asked.channelNo);
    if (last === undefined) return null;
    const { block, isItself } = last;
    const column = block.channels.indexOf(asked.channel);
    for (const index of [last.index + 1, last.index - 1]) {
      const row = block.rows[index];
      if (row?.time !== asked.time || row.cells[column] !== asked.text) continue;
      if ((block.sha256 === asked.sha256 && row.row === asked.row) !== isItself) continue;
      this.#last.set(asked.channelNo, { block, index, isItself });
      return found(asked, block, isItself ? null : { row: row.row, text: asked.text });
    }
    return null;
  }

  /** Where the reading that this one repeats came from. Costs a look into the store. */
  repeated(asked: Reread): Repeated {
    const before = readingOrigin(this.#db, asked.channelNo, asked.time).at(-1);
    const block = before && this.#block(before.message);
    if (!before || !block) return { other: null, isSameFile: false };
    const other = rowOf(block, asked, before.text);
    // An import that was broken off: the row itself has come before.
    const row = other?.row ?? (block.sha256 === asked.sha256 ? asked.row : null);
    const index = block.rows.findIndex((each) => each.row === row && each.time === asked.time);
    if (index >= 0) this.#last.set(asked.channelNo, { block, index, isItself: other === null });
    return found(asked, block, other);
  }

  #block(message: number): MeterBlock | null {
    const held = this.#blocks.get(message);
    if (held !== undefined) return held;
    const stored = messageBytes(this.#db, message);
    const block = stored?.protocol === 'file' ? readMeterBlock(stored.bytes) : null;
    this.#blocks.set(message, block);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    return block;
  }
}

interface FoundCell {
  readonly row: number;
  readonly text: string;
}

const found = ({ sha256 }: Reread, block: MeterBlock, cell: FoundCell | null): Repeated => {
  const isOwn = block.sha256 === sha256;
  const other = cell && { row: cell.row, file: isOwn ? null : block.file, value: cell.text };
  return { other, isSameFile: isOwn && other !== null };
};

/** Of several rows of the same time, the last before the one that asks, and never that one. */
function rowOf(block: MeterBlock, asked: Reread, text: string): FoundCell | null {
  const isOwn = block.sha256 === asked.sha256;
  const cells = cellsAt(block, asked.channel, asked.time).filter((cell) => !(isOwn && cell.row === asked.row));
  const same = cells.filter((cell) => cell.text === text);
  return same.findLast((cell) => !isOwn || cell.row < asked.row) ?? same[0] ?? null;
}
