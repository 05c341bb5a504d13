// What came from devices and addresses that nobody has registered, as a list.
import type Database from 'better-sqlite3';
import type { QuarantineEntry } from '../../contract/monitoring.ts';

interface QuarantineRow extends Omit<QuarantineEntry, 'unknown'> {
  readonly known: 0 | 1;
}

/** One entry for each device and address that is in quarantine, by device and address. */
export function listQuarantine(db: Database.Database): QuarantineEntry[] {
  const rows = db
    .prepare(
      `SELECT protocol, device, address, readings, first_time AS firstTime, last_time AS lastTime, last_text AS lastText,
         EXISTS (SELECT 1 FROM device WHERE id = quarantine_source.device) AS known
       FROM quarantine_source WHERE readings > 0 ORDER BY device, address`,
    )
    .all() as QuarantineRow[];
  return rows.map(({ known, ...entry }) => ({ ...entry, unknown: known === 1 ? 'address' : 'device' }));
}
