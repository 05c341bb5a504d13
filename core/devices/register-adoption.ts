// Registers what a person adopts from quarantine: the device where nobody has, and the channel that an address is to be.
import type Database from 'better-sqlite3';
import type { Adoption } from '../../contract/monitoring.ts';
import { AppError } from '../app-error.ts';
import type { Protocol } from '../ingest/source-message.ts';
import { checkName } from './checked-name.ts';
import { loadRegistry, plainChannel, registerChannel, registerDevice } from './registry.ts';

/** An HJ 212 address `2011/w01018-Rtd` is registered by its factor; its other series follow by themselves. */
const factorOf = (protocol: Protocol, address: string): string =>
  protocol === 'hj212' ? (/^\d{4}\/([^-]+)-/.exec(address)?.[1] ?? address) : address;

/**
 * In a transaction of its own; the backlog is moved in afterwards (`ReadingWriter.adopt`). Throws AppError
 * `not-in-quarantine`, `channel-taken`, `bad-name`.
 */
export function registerAdoption(db: Database.Database, adoption: Adoption, now: number): void {
  checkName('channel', adoption.channel?.id);
  checkName('name', adoption.channel?.name);
  checkName('device', adoption.deviceName);
  db.transaction(() => {
    const registry = loadRegistry(db);
    const protocol = db
      .prepare(
        `SELECT protocol FROM quarantine_source
         WHERE device = @device AND (@address IS NULL OR address = @address OR address LIKE '____/' || @address || '-%')`,
      )
      .pluck()
      .get({ device: adoption.device, address: adoption.address ?? null }) as Protocol | undefined;
    if (protocol === undefined)
      throw new AppError('not-in-quarantine', { device: adoption.device, address: adoption.address ?? '' });
    const known = registry.devices.get(adoption.device);
    const enterprise = adoption.enterprise ?? known?.enterprise ?? null;
    if (!known) {
      registerDevice(
        db,
        {
          ...{ id: adoption.device, protocol, name: adoption.deviceName ?? adoption.device, gateway: null, enterprise },
          ...{ longitude: null, latitude: null, settings: {} },
        },
        now,
      );
    }
    if (!adoption.channel || adoption.address === undefined) return;
    const address = factorOf(protocol, adoption.address);
    const taken = registry.channel(adoption.channel.id);
    if (taken && (taken.device !== adoption.device || taken.address !== address))
      throw new AppError('channel-taken', { id: adoption.channel.id, device: taken.device, address: taken.address });
    registerChannel(db, { ...plainChannel, ...adoption.channel, device: adoption.device, address, enterprise }, now);
  }).immediate();
}
