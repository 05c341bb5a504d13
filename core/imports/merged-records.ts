// Enterprises, sites and outputs as the rows of one import state them together: several rows, sheets and files may each say a part.

import type { Value } from '../../contract/ledger.ts';
import type { Draft } from './rules.ts';

/** A row of the import, as far as records still point to it. */
export interface RowRef {
  readonly sheetId: number;
  readonly rowNumber: number;
  /** JSON array of the cells' texts: one text is kept for long, and does not hold on to the piece of file that it came from. */
  readonly cells: string;
  outcome: 'inserted' | 'updated' | 'unchanged' | 'rejected';
  sourceRowId: number | null;
}

export interface MergedRecord {
  readonly id: string;
  readonly values: Record<string, Value>;
  readonly origins: Map<string, { readonly row: RowRef; readonly column: number }>;
}

export class MergedRecords {
  readonly records = new Map<string, MergedRecord>();

  /**
   * Adds what a row states. The first row to state an attribute is heard; a later one only fills blanks.
   * Returns the row that gave another name, if any.
   */
  add(id: string, draft: Pick<Draft, 'values' | 'columns'>, row: RowRef): RowRef | null {
    let record = this.records.get(id);
    if (!record) {
      record = { id, values: {}, origins: new Map() };
      this.records.set(id, record);
    }
    let conflict: RowRef | null = null;
    for (const [attribute, value] of Object.entries(draft.values)) {
      const known = record.values[attribute];
      if (known === undefined || (known === null && value !== null)) {
        record.values[attribute] = value;
        record.origins.set(attribute, { row, column: draft.columns[attribute] ?? -1 });
      } else if (attribute === 'name' && value !== null && value !== known) {
        conflict = record.origins.get('name')?.row ?? null;
      }
    }
    return conflict;
  }

  nameOf(id: string): string | null {
    const name = this.records.get(id)?.values.name;
    return typeof name === 'string' ? name : null;
  }
}
