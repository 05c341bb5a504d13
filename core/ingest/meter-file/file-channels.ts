// The channels that a meter file's columns feed: those that are registered, and new ones of a device of protocol `file`.
import type Database from 'better-sqlite3';
import { AppError } from '../../app-error.ts';
import { checkName } from '../../devices/checked-name.ts';
import { loadRegistry, plainChannel, registerChannel, registerDevice } from '../../devices/registry.ts';
import type { Channel, ChannelKind } from '../../devices/registry-facts.ts';
import { kindOfUnit, quantityOf, unitOfHeader } from './column-meaning.ts';

/** What is stated of one column; what is not follows from its header. */
export interface ColumnAsk {
  readonly column: string;
  readonly channel: string;
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
  readonly kind?: ChannelKind | undefined;
  readonly quantity?: string | undefined;
}

export interface FedChannel {
  readonly channel: Channel;
  readonly made: boolean;
}

export interface ChannelMaking {
  /** Device of channels that have to be made. */
  readonly device: string;
  readonly intervalMs: number | null;
  /** Set where the file's times are not measured ones. */
  readonly assigned: { readonly from: number; readonly file: string } | null;
  readonly now: number;
}

export const oneLine = (header: string): string => header.replaceAll(/\s+/g, ' ').trim();

/** Assigned times are told by the name as well: a chart shows names, not settings. */
const ASSIGNED_NAME = '（时间为指定 / times assigned）';

/**
 * One transaction. Throws AppError `bad-name`; `channel-differs` where a registered channel has another unit of measure
 * or kind than is stated: its readings and the file's would not be the same thing.
 */
export function feedChannels(db: Database.Database, asks: readonly ColumnAsk[], making: ChannelMaking): FedChannel[] {
  return db
    .transaction(() => {
      const registry = loadRegistry(db);
      return asks.map((ask): FedChannel => {
        const registered = registry.channel(ask.channel);
        if (registered) {
          refuseOther(registered, ask);
          return { channel: registered, made: false };
        }
        checkName('channel', ask.channel);
        checkName('name', ask.name);
        checkName('device', making.device);
        makeDevice(db, making);
        const unit = ask.unit ?? unitOfHeader(ask.column);
        const draft = {
          ...plainChannel,
          id: ask.channel,
          // A spreadsheet's header may have lines.
          name: `${ask.name ?? oneLine(ask.column)}${making.assigned ? ASSIGNED_NAME : ''}`,
          device: making.device,
          address: freeAddress(ask.column, (address) => registry.at(making.device, address) !== undefined),
          unitOfMeasure: unit,
          kind: ask.kind ?? kindOfUnit(unit),
          quantity: ask.quantity ?? quantityOf(ask.column, unit),
          intervalMs: making.intervalMs,
        };
        return { channel: registerChannel(db, draft, making.now), made: true };
      });
    })
    .immediate();
}

function refuseOther(channel: Channel, { unit, kind }: ColumnAsk): void {
  const refuse = (what: string, given: string, registered: string): never => {
    throw new AppError('channel-differs', { channel: channel.id, what, given, registered });
  };
  if (unit !== undefined && unit !== channel.unitOfMeasure) refuse('--unit', unit, channel.unitOfMeasure);
  if (kind !== undefined && kind !== channel.kind) refuse('--kind', kind, channel.kind);
}

function makeDevice(db: Database.Database, { device: id, assigned, now }: ChannelMaking): void {
  const known = loadRegistry(db).devices.get(id);
  if (known && known.protocol !== 'file')
    throw new AppError('channel-differs', { channel: id, what: 'protocol', given: 'file', registered: known.protocol });
  if (known && !assigned) return;
  const settings = { ...known?.settings, ...(assigned ? { times: 'assigned', ...assigned } : {}) };
  if (known && JSON.stringify(settings) === JSON.stringify(known.settings)) return;
  const blank = { gateway: null, enterprise: null, longitude: null, latitude: null };
  registerDevice(db, { ...blank, name: id, ...known, id, protocol: 'file', settings }, now);
}

/** Another channel of the device may have been fed from a column of the same name. */
function freeAddress(column: string, isTaken: (address: string) => boolean): string {
  let address = column;
  for (let ordinal = 2; isTaken(address); ordinal += 1) address = `${column}#${ordinal}`;
  return address;
}
