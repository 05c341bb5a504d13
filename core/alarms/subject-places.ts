// Where the subject of an alarm stands: its name and position, and the places above it that may stand for it.
import type Database from 'better-sqlite3';
import type { Subject } from '../../contract/alarms.ts';
import { type GroupLevel, transmissionRules } from '../../policy/alarm-clocks.ts';
import { ready } from '../readings/ready-statement.ts';

/** A place as a level and a key within it. */
export type Place = readonly [level: GroupLevel, key: string];

export interface SubjectPlace {
  readonly name: string;
  readonly enterprise: string | null;
  readonly city: number | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  /** Its own place first, then those above it. A series of a factor stands at the factor's channel. */
  readonly path: readonly Place[];
}

interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly series: string;
  readonly parent: string | null;
  readonly device: string;
  readonly unit: string | null;
  readonly enterprise: string | null;
  readonly city: number | null;
}

interface DeviceRow {
  readonly name: string;
  readonly gateway: string | null;
  readonly enterprise: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly city: number | null;
}

const above = (...places: readonly (readonly [GroupLevel, string | null])[]): Place[] =>
  places.filter((place): place is Place => place[1] !== null);

/** Reads the registry as it stands; a subject that is not registered has its id as name and nothing above it. */
export class SubjectPlaces {
  readonly #db: Database.Database;
  readonly #sizes = new Map<string, number>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** To be called where a transaction begins: sizes of places are read once in each. */
  begin(): void {
    this.#sizes.clear();
  }

  of(subject: Subject, rule: string): SubjectPlace {
    const isTransmission = transmissionRules.has(rule);
    switch (subject.kind) {
      case 'channel':
        return this.#ofChannel(subject.id, isTransmission);
      case 'device':
      case 'gateway':
        return this.#ofDevice(subject.kind, subject.id, isTransmission);
      case 'unit': {
        const row = ready(this.#db, 'SELECT enterprise, city FROM channel WHERE unit = ? LIMIT 1').get(subject.id) as
          | Pick<ChannelRow, 'enterprise' | 'city'>
          | undefined;
        const enterprise = row?.enterprise ?? null;
        return {
          ...{ name: subject.id, enterprise, city: row?.city ?? null, ...this.#position(enterprise) },
          path: [['unit', subject.id], ...above(['enterprise', enterprise])],
        };
      }
      case 'enterprise': {
        const cities = 'SELECT city FROM channel WHERE enterprise = ? AND city IS NOT NULL LIMIT 1';
        const city = (ready(this.#db, cities).pluck().get(subject.id) as number | undefined) ?? null;
        const path: Place[] = [['enterprise', subject.id]];
        return { name: subject.id, enterprise: subject.id, city, ...this.#position(subject.id), path };
      }
    }
  }

  /** How many members a place has by the registry; unknown for units and enterprises, whose groups need no share. */
  size([level, key]: Place): number {
    if (level !== 'device' && level !== 'gateway') return Number.POSITIVE_INFINITY;
    const name = `${level} ${key}`;
    const sql =
      level === 'device'
        ? "SELECT count(*) FROM channel WHERE device = ? AND series = '' AND interval_ms IS NOT NULL"
        : 'SELECT count(*) FROM device WHERE gateway = ?';
    const known = this.#sizes.get(name) ?? (ready(this.#db, sql).pluck().get(key) as number);
    this.#sizes.set(name, known);
    return known;
  }

  #ofChannel(id: string, isTransmission: boolean): SubjectPlace {
    const columns = 'id, name, series, parent, device, unit, enterprise, city';
    const row = ready(this.#db, `SELECT ${columns} FROM channel WHERE id = ?`).get(id) as ChannelRow | undefined;
    if (!row)
      return { name: id, enterprise: null, city: null, longitude: null, latitude: null, path: [['channel', id]] };
    const device = this.#device(row.device) as DeviceRow;
    const own = row.series === '' ? row.id : (row.parent ?? row.id);
    const enterprise = row.enterprise ?? device.enterprise;
    return {
      ...{ name: row.name, enterprise, city: row.city, longitude: device.longitude, latitude: device.latitude },
      path: [
        ['channel', own],
        ...(isTransmission
          ? above(['device', row.device], ['gateway', device.gateway])
          : above(['unit', row.unit], ['enterprise', enterprise])),
      ],
    };
  }

  #ofDevice(kind: 'device' | 'gateway', id: string, isTransmission: boolean): SubjectPlace {
    const row = this.#device(id);
    if (!row) return { name: id, enterprise: null, city: null, longitude: null, latitude: null, path: [[kind, id]] };
    const { name, enterprise, city, longitude, latitude } = row;
    const next: readonly [GroupLevel, string | null] = isTransmission
      ? ['gateway', row.gateway]
      : ['enterprise', enterprise];
    return {
      name,
      enterprise,
      city,
      longitude,
      latitude,
      path: [[kind, id], ...(kind === 'device' ? above(next) : [])],
    };
  }

  #device(id: string): DeviceRow | undefined {
    return ready(
      this.#db,
      `SELECT name, gateway, enterprise, longitude, latitude,
         (SELECT city FROM channel WHERE channel.device = device.id AND city IS NOT NULL LIMIT 1) AS city
       FROM device WHERE id = ?`,
    ).get(id) as DeviceRow | undefined;
  }

  #position(enterprise: string | null): Pick<SubjectPlace, 'longitude' | 'latitude'> {
    const sql = 'SELECT longitude, latitude FROM device WHERE enterprise = ? AND longitude IS NOT NULL LIMIT 1';
    const row = enterprise === null ? undefined : ready(this.#db, sql).get(enterprise);
    return (row as Pick<SubjectPlace, 'longitude' | 'latitude'> | undefined) ?? { longitude: null, latitude: null };
  }
}
