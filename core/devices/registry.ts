// The registry of devices, channels and declarations: who may send what, and what it means.
import type Database from 'better-sqlite3';
import { ready } from '../readings/ready-statement.ts';
import type { Channel, Declaration, Device } from './registry-facts.ts';

/** A channel before it has a number. */
export type ChannelDraft = Omit<Channel, 'no'>;

/** What a sender proves itself with; never shown. `token` is kept as its SHA-256. */
export interface DeviceSecret {
  /** HJ 212 PW. */
  readonly password?: string;
  /** SM4 keys as 32 hexadecimal digits, the newest first: after a change the older serves until the device follows. */
  readonly sm4Keys?: readonly string[];
  /** SHA-256 of an HTTP or MQTT credential, lower-case hexadecimal. */
  readonly tokenSha256?: string;
}

export interface Registry {
  readonly devices: ReadonlyMap<string, Device>;
  readonly channels: ReadonlyMap<number, Channel>;
  channel(id: string): Channel | undefined;
  /** The channel of an address of a device, children of HJ 212 factors included. */
  at(device: string, address: string): Channel | undefined;
}

interface DeviceRow extends Omit<Device, 'settings'> {
  readonly settings: string;
}

const channelColumns = `no, id, name, device, address, enterprise, unit, city, industry, quantity, role, parent, series, kind,
  unit_of_measure AS unitOfMeasure, factor, shift, interval_ms AS intervalMs, limit_high AS limitHigh, limit_low AS limitLow,
  limit_period AS limitPeriod, range_low AS rangeLow, range_high AS rangeHigh, resolution, register_max AS registerMax, rated,
  calibration_due AS calibrationDue`;

/** Everything registered, as it is now. Read again when `registryVersion` has changed. */
export function loadRegistry(db: Database.Database): Registry {
  const devices = new Map<string, Device>();
  const deviceRows = db
    .prepare('SELECT id, protocol, name, gateway, enterprise, longitude, latitude, settings FROM device')
    .all() as DeviceRow[];
  for (const row of deviceRows)
    devices.set(row.id, { ...row, settings: JSON.parse(row.settings) as Device['settings'] });
  const channels = new Map<number, Channel>();
  const byId = new Map<string, Channel>();
  const byAddress = new Map<string, Map<string, Channel>>();
  for (const channel of db.prepare(`SELECT ${channelColumns} FROM channel`).all() as Channel[]) {
    channels.set(channel.no, channel);
    byId.set(channel.id, channel);
    const ofDevice = byAddress.get(channel.device) ?? new Map<string, Channel>();
    byAddress.set(channel.device, ofDevice.set(channel.address, channel));
  }
  return {
    devices,
    channels,
    channel: (id) => byId.get(id),
    at: (device, address) => byAddress.get(device)?.get(address),
  };
}

/** One channel as it is now. */
export function loadChannel(db: Database.Database, id: string): Channel | undefined {
  return ready(db, `SELECT ${channelColumns} FROM channel WHERE id = ?`).get(id) as Channel | undefined;
}

/** Counts changes of the registry, so that whoever holds it in memory knows when to load it again. */
export function registryVersion(db: Database.Database): number {
  const text = db.prepare("SELECT value FROM setting WHERE key = 'registry-version'").pluck().get() as
    | string
    | undefined;
  return Number(text ?? 0);
}

function touch(db: Database.Database): void {
  ready(
    db,
    "INSERT INTO setting (key, value) VALUES ('registry-version', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
  ).run();
}

/** Registers a device or states it anew; a secret that is left out stays. To be run in a transaction. */
export function registerDevice(db: Database.Database, device: Device, now: number, secret?: DeviceSecret): void {
  db.prepare(
    `INSERT INTO device (id, protocol, name, gateway, enterprise, longitude, latitude, settings, secret, registered_at)
     VALUES (@id, @protocol, @name, @gateway, @enterprise, @longitude, @latitude, @settings, @secret, @now)
     ON CONFLICT (id) DO UPDATE SET protocol = excluded.protocol, name = excluded.name, gateway = excluded.gateway,
       enterprise = excluded.enterprise, longitude = excluded.longitude, latitude = excluded.latitude,
       settings = excluded.settings, secret = CASE WHEN @hasSecret THEN excluded.secret ELSE device.secret END`,
  ).run({
    ...device,
    settings: JSON.stringify(device.settings),
    secret: JSON.stringify(secret ?? {}),
    hasSecret: secret === undefined ? 0 : 1,
    now,
  });
  touch(db);
}

/** Registers a channel or states it anew under the number that it has. To be run in a transaction. */
export function registerChannel(db: Database.Database, draft: ChannelDraft, now: number): Channel {
  const no = ready(
    db,
    `INSERT INTO channel (id, name, device, address, enterprise, unit, city, industry, quantity, role, parent, series, kind,
         unit_of_measure, factor, shift, interval_ms, limit_high, limit_low, limit_period, range_low, range_high, resolution,
         register_max, rated, calibration_due, registered_at)
       VALUES (@id, @name, @device, @address, @enterprise, @unit, @city, @industry, @quantity, @role, @parent, @series, @kind,
         @unitOfMeasure, @factor, @shift, @intervalMs, @limitHigh, @limitLow, @limitPeriod, @rangeLow, @rangeHigh, @resolution,
         @registerMax, @rated, @calibrationDue, @now)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, device = excluded.device, address = excluded.address,
         enterprise = excluded.enterprise, unit = excluded.unit, city = excluded.city, industry = excluded.industry,
         quantity = excluded.quantity, role = excluded.role, parent = excluded.parent, series = excluded.series,
         kind = excluded.kind, unit_of_measure = excluded.unit_of_measure, factor = excluded.factor, shift = excluded.shift,
         interval_ms = excluded.interval_ms, limit_high = excluded.limit_high, limit_low = excluded.limit_low,
         limit_period = excluded.limit_period, range_low = excluded.range_low, range_high = excluded.range_high,
         resolution = excluded.resolution, register_max = excluded.register_max, rated = excluded.rated,
         calibration_due = excluded.calibration_due
       RETURNING no`,
  )
    .pluck()
    .get({ ...draft, now }) as number;
  touch(db);
  return { ...draft, no };
}

/** For sources alone. */
export function deviceSecret(db: Database.Database, device: string): DeviceSecret {
  const text = db.prepare('SELECT secret FROM device WHERE id = ?').pluck().get(device) as string | undefined;
  return JSON.parse(text ?? '{}') as DeviceSecret;
}

/** Keeps what somebody has stated of an enterprise, unit or channel; the same statement again is kept once. */
export function declare(db: Database.Database, declaration: Omit<Declaration, 'id'>, now: number): number {
  const known = db
    .prepare(
      `SELECT id FROM declaration WHERE kind = @kind AND enterprise IS @enterprise AND unit IS @unit AND channel IS @channel
         AND from_time = @from AND to_time = @to AND value IS @value AND source = @source`,
    )
    .pluck()
    .get(declaration) as number | undefined;
  if (known !== undefined) return known;
  touch(db);
  return Number(
    db
      .prepare(
        `INSERT INTO declaration (kind, enterprise, unit, channel, from_time, to_time, value, unit_of_measure, source, recorded_at)
         VALUES (@kind, @enterprise, @unit, @channel, @from, @to, @value, @unitOfMeasure, @source, @now)`,
      )
      .run({ ...declaration, now }).lastInsertRowid,
  );
}

export function loadDeclarations(db: Database.Database): Declaration[] {
  return db
    .prepare(
      `SELECT id, kind, enterprise, unit, channel, from_time AS "from", to_time AS "to", value, unit_of_measure AS unitOfMeasure, source
       FROM declaration ORDER BY from_time, id`,
    )
    .all() as Declaration[];
}

/** A channel with nothing known but what it is; what is known replaces these. */
export const plainChannel: Omit<
  ChannelDraft,
  'id' | 'name' | 'device' | 'address' | 'unitOfMeasure' | 'kind' | 'quantity'
> = {
  ...{ enterprise: null, unit: null, city: null, industry: null, role: null, parent: null, series: '' },
  ...{ factor: 1, shift: 0, intervalMs: null, limitHigh: null, limitLow: null, limitPeriod: null },
  ...{ rangeLow: null, rangeHigh: null, resolution: null, registerMax: null, rated: null, calibrationDue: null },
};
