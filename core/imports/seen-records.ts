// Which records the rows of one import have stated so far, so that a record that comes again is noticed.

export interface StatedRecord {
  readonly id: string;
  /** Stands for all that the row says of the record. */
  readonly digest: string;
}

export interface Again {
  readonly id: string;
  /** Row that stated it first. */
  readonly row: number;
  /** Whether it said the same. */
  readonly same: boolean;
}

export class SeenRecords {
  readonly #byId = new Map<string, { readonly row: number; readonly digest: string }>();

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** The records among these that were stated before. */
  again(records: readonly StatedRecord[]): Again[] {
    return records.flatMap(({ id, digest }) => {
      const before = this.#byId.get(id);
      return before ? [{ id, row: before.row, same: before.digest === digest }] : [];
    });
  }

  add({ id, digest }: StatedRecord, row: number): void {
    this.#byId.set(id, { row, digest });
  }
}
