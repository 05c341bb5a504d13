// A table on its way into a file: columns, the rows in the order of the screen, and what must be said about them.
import type { TwinColumn, TwinRow } from '../map/layers/layer-definition.ts';

/** One thing that a file says about itself: `id` for programs, `name` and `value` for people. */
export interface Fact {
  readonly id: string;
  readonly name: string;
  readonly value: string | number;
}

export interface ExportedTable {
  readonly columns: readonly TwinColumn[];
  /** One for each column, with its unit of measure. */
  readonly titles: readonly string[];
  readonly rows: readonly TwinRow[];
  readonly facts: readonly Fact[];
}

/** 两高_企业_2026-11-20.csv; signs that a file system refuses become a space. */
export function exportedFileName(subject: string, day: string, extension: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what file systems refuse
  const plain = subject.replaceAll(/[\\/:*?"<>|\u0000-\u001F]+/g, ' ').trim();
  return `两高_${plain}_${day}.${extension}`;
}
