// Who may send JSON over MQTT and HTTP: the credentials of the registry, and the office's word on devices that nobody has registered.
import type Database from 'better-sqlite3';

/** SHA-256 of a token, lower-case hexadecimal → its device; null = several devices share it, so it says nothing by itself. */
export function tokenOwners(db: Database.Database): Map<string, string | null> {
  const rows = db
    .prepare(
      `SELECT lower(json_extract(secret, '$.tokenSha256')) AS digest, id FROM device
       WHERE json_extract(secret, '$.tokenSha256') IS NOT NULL`,
    )
    .all() as { digest: string; id: string }[];
  const owners = new Map<string, string | null>();
  for (const { digest, id } of rows) owners.set(digest, owners.has(digest) ? null : id);
  return owners;
}

/**
 * Setting `unknown-devices`: whether senders that nobody has registered are let in, for their readings to wait in
 * quarantine. null = not set; HJ 212 then lets them in, because its loggers have nothing better to prove themselves with
 * than their number, and MQTT and HTTP do not.
 */
export function unknownDevices(db: Database.Database): 'quarantine' | 'refuse' | null {
  const value = db.prepare("SELECT value FROM setting WHERE key = 'unknown-devices'").pluck().get();
  return value === 'quarantine' || value === 'refuse' ? value : null;
}
