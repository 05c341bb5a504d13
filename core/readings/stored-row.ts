// A settled reading, wherever it lies. Type only.

export interface StoredRow {
  readonly time: number;
  /** null = the text is no number. */
  readonly value: number | null;
  /** See `flag-codes.ts`. */
  readonly flag: number;
  /** Number of its message. */
  readonly message: number;
  /** Decimals of the text, or the text: `textOf`. */
  readonly digits: number | string;
}
