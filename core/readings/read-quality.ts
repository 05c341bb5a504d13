// When each device was heard, and its departures from the protocol: its data quality.
import type Database from 'better-sqlite3';

export interface DeviceQuality {
  /** When a message of it was last received; ms since the epoch. */
  readonly heardAt: number | null;
  readonly messages: number;
  /** How often each departure was met, by its code. */
  readonly issues: Readonly<Record<string, number>>;
}

/** By device; `''` = senders that did not say who they are. */
export function deviceQuality(db: Database.Database): Map<string, DeviceQuality> {
  const issues = new Map<string, Record<string, number>>();
  const counted = db.prepare('SELECT device, code, count FROM device_quality').raw().all();
  for (const [device, code, count] of counted as [string, string, number][])
    issues.set(device, { ...issues.get(device), [code]: count });
  const heard = db.prepare('SELECT device, heard_at, messages FROM device_heard').raw().all();
  return new Map(
    (heard as [string, number, number][]).map(([device, heardAt, messages]) => [
      device,
      { heardAt, messages, issues: issues.get(device) ?? {} },
    ]),
  );
}
