// Channels that were looked at together on their way into one file: a row for each step of each channel, with its unit, source and completeness. Pure.
import type { ExportedTable } from '../../export/exported-table.ts';
import { type ExportedReadings, type ExportLook, exportedReadings } from '../monitoring/reading-export.ts';

/** Of at least one channel. */
export function exportedTogether(all: readonly ExportedReadings[], look: ExportLook): ExportedTable {
  const tables = all.map((each) => ({
    unit: each.channel.unitOfMeasure,
    id: each.channel.id,
    table: exportedReadings(each, look),
  }));
  const { column, fact } = look.words.monitoring;
  const plain: Readonly<Record<string, string>> = {
    sum: column.sum,
    avg: column.avg,
    min: column.min,
    max: column.max,
  };
  const columns = [
    // Units differ from row to row, so that they stand in a column of their own.
    ...(tables[0]?.table.columns ?? []).map((each) => ({ ...each, title: plain[each.key] ?? each.title })),
    { key: 'unit', title: fact.unit },
  ];
  const shared = new Set(['enterprise', 'span', 'step', 'gaps', 'exportedAt', 'zone', 'program']);
  return {
    columns,
    titles: columns.map(({ title }) => title),
    rows: tables.flatMap(({ unit, id, table }) =>
      table.rows.map((row) => ({ ...row, key: `${id} ${row.key}`, cells: { ...row.cells, unit } })),
    ),
    facts: [
      ...(tables[0]?.table.facts.filter(({ id }) => shared.has(id)) ?? []),
      ...tables.flatMap(({ id: channel, table }) =>
        table.facts
          .filter(({ id }) => !shared.has(id))
          .map((each) => ({ ...each, id: `${channel} ${each.id}`, name: `${channel} ${each.name}` })),
      ),
    ],
  };
}
