// Registers a drill's devices, channels, declarations and people in a monitoring database, and marks it as a drill.
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { type ChannelDraft, declare, plainChannel, registerChannel, registerDevice } from '../devices/registry.ts';
import { putPerson } from '../duty/people.ts';
import type { Drill } from './drill-rules.ts';
import { DRILL_WATERMARK } from './name-rules.ts';
import { planPeople } from './people-rules.ts';
import type { DrillChannel, DrillDevice, DrillPlan, DrillSpec } from './plan-facts-rules.ts';
import { drillSecret } from './secret-rules.ts';

/** Setting `drill` of a monitoring database. */
export interface DrillSetting extends DrillSpec {
  readonly watermark: { readonly zh: string; readonly en: string };
}

/** null = the workspace is no drill. */
export function readDrillSetting(db: Database.Database): DrillSetting | null {
  const text = db.prepare("SELECT value FROM setting WHERE key = 'drill'").pluck().get() as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as DrillSetting);
}

/** One transaction. `now` is when it is registered, ms since the epoch. */
export function registerDrill(db: Database.Database, { plan, declarations }: Drill, now: number): void {
  db.transaction(() => {
    const setting: DrillSetting = { ...plan.spec, watermark: DRILL_WATERMARK };
    const put = db.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    put.run('drill', JSON.stringify(setting));
    // Findings follow the readings' own time; a drill may run a year in an hour.
    put.run('clock', 'readings');
    // A host of the drill listens on free ports of its own machine, and says which.
    put.run('listeners', JSON.stringify({ hj212: 0, mqtt: 0, http: 0 }));
    for (const device of plan.devices) {
      const { password, key, token } = drillSecret(plan.spec.seed, device);
      registerDevice(db, registered(plan, device), now, {
        ...(device.protocol === 'hj212' ? { password } : { tokenSha256: sha256(token) }),
        ...(device.dialect === '2025' ? { sm4Keys: [key] } : {}),
      });
      for (const channel of device.channels) registerChannel(db, draftOf(plan, device, channel), now);
    }
    for (const declaration of declarations) declare(db, declaration, now);
    for (const person of planPeople(plan)) putPerson(db, person, now);
  }).immediate();
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function registered({ enterprises }: DrillPlan, device: DrillDevice) {
  const { id, protocol, name, gateway, enterprise, place, dialect } = device;
  return {
    ...{ id, protocol, name, gateway, longitude: place.longitude, latitude: place.latitude },
    enterprise: enterprise === null ? null : (enterprises[enterprise]?.id ?? null),
    settings: { watermark: DRILL_WATERMARK.zh, ...(dialect === null ? {} : { dialect }) },
  };
}

function draftOf({ enterprises, units }: DrillPlan, device: DrillDevice, channel: DrillChannel): ChannelDraft {
  const { enterprise, unit } = channel;
  const known = enterprise === null ? null : (enterprises[enterprise] ?? null);
  return {
    ...plainChannel,
    ...{ id: channel.id, name: channel.name, device: channel.device, address: channel.address },
    ...{ quantity: channel.quantity, role: channel.role, parent: channel.parent, kind: channel.kind },
    ...{ unitOfMeasure: channel.unitOfMeasure, intervalMs: channel.intervalMs },
    ...{ limitHigh: channel.limitHigh, limitPeriod: channel.limitPeriod },
    ...{
      rangeLow: channel.rangeLow,
      rangeHigh: channel.rangeHigh,
      registerMax: channel.registerMax,
      rated: channel.rated,
    },
    enterprise: known?.id ?? null,
    unit: unit === null ? null : (units[unit]?.id ?? null),
    city: device.place.cityCode,
    industry: known?.product.industry ?? null,
    resolution: 10 ** -channel.decimals,
  };
}
