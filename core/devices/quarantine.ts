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
      `SELECT s.protocol, s.device, s.address, count(*) AS readings, min(r.time) AS firstTime, max(r.time) AS lastTime,
         (SELECT text FROM quarantine_reading WHERE source = s.no ORDER BY time DESC LIMIT 1) AS lastText,
         EXISTS (SELECT 1 FROM device WHERE id = s.device) AS known
       FROM quarantine_source s JOIN quarantine_reading r ON r.source = s.no
       GROUP BY s.no ORDER BY s.device, s.address`,
    )
    .all() as QuarantineRow[];
  return rows.map(({ known, ...entry }) => ({ ...entry, unknown: known === 1 ? 'address' : 'device' }));
}
