// Which mapping reads a sheet: the one given, or the first known one whose headers are all there.
import type { Mapping, SheetMapping } from '../../contract/imports.ts';
import { missingColumns } from './mapping-rules.ts';

export interface ChosenMapping {
  readonly found: true;
  readonly mapping: Mapping;
  readonly sheet: SheetMapping;
}

/** `missing` = the fewest headers that any candidate lacks. */
export function chooseSheetMapping(
  columns: readonly string[],
  given: Mapping | null,
  presets: readonly Mapping[],
): ChosenMapping | { readonly found: false; readonly missing: readonly string[] } {
  let nearest: readonly string[] | null = null;
  for (const mapping of given ? [given] : presets) {
    for (const sheet of mapping.sheets) {
      const missing = missingColumns(sheet, columns);
      if (missing.length === 0) return { found: true, mapping, sheet };
      if (nearest === null || missing.length < nearest.length) nearest = missing;
    }
  }
  return { found: false, missing: nearest ?? [] };
}
