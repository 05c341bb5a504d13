// lianggao quarantine: what came from devices that nobody has registered, and its adoption with all that it has sent.
import { AppError } from '../../core/app-error.ts';
import { listQuarantine } from '../../core/devices/quarantine.ts';
import { registerAdoption } from '../../core/devices/register-adoption.ts';
import type { ChannelKind } from '../../core/devices/registry-facts.ts';
import { chinaTime } from '../../core/ingest/meter-file/china-time.ts';
import { kindOfUnit, parseInterval, quantityOf } from '../../core/ingest/meter-file/column-meaning.ts';
import { log, printJson, say } from './command.ts';
import { openWriter, withReadings } from './open-readings.ts';

export async function quarantineListCommand(options: { workspace: string; json?: boolean }): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const entries = listQuarantine(db).map((entry) => ({
      ...entry,
      firstTime: chinaTime(entry.firstTime),
      lastTime: chinaTime(entry.lastTime),
    }));
    if (options.json) {
      printJson({ entries });
      return;
    }
    for (const { protocol, device, address, readings, firstTime, lastTime, lastText } of entries)
      process.stdout.write(`${[protocol, device, address, readings, firstTime, lastTime, lastText].join('\t')}\n`);
  });
}

export interface QuarantineAdoptOptions {
  workspace: string;
  device?: string;
  address?: string;
  channel?: string;
  name?: string;
  unit?: string;
  kind?: ChannelKind;
  quantity?: string;
  interval?: string;
  json?: boolean;
}

/** An HJ 212 factor code stands for any of its series. */
const isOf = (quarantined: string, address: string): boolean =>
  quarantined === address || quarantined.startsWith(`${quarantined.slice(0, 4)}/${address}-`);

/** Devices that a refusal names. */
const SHOWN = 10;

/**
 * With an address: registers it as a channel first. Without one: takes in what is registered by now (`devices import`),
 * of all devices or of one. The backlog is taken in as if it had just come.
 */
export async function quarantineAdoptCommand(options: QuarantineAdoptOptions): Promise<void> {
  const { device, address, unit = '' } = options;
  const intervalMs = options.interval === undefined ? null : parseInterval(options.interval);
  if (options.interval !== undefined && intervalMs === null)
    throw new AppError('bad-interval', { value: options.interval });
  await withReadings(options.workspace, {}, (db) => {
    if (address !== undefined) {
      const listed = listQuarantine(db).filter((entry) => isOf(entry.address, address));
      if (device === undefined) {
        const devices = [...new Set(listed.map((entry) => entry.device))].slice(0, SHOWN).join('、');
        throw new AppError('adopt-needs-device', { address, devices });
      }
      const id = options.channel ?? `${device}/${address}`;
      const channel = {
        ...{ id, name: options.name ?? id, unitOfMeasure: unit, intervalMs },
        kind: options.kind ?? kindOfUnit(unit),
        quantity: options.quantity ?? quantityOf(`${options.name ?? ''} ${address}`, unit),
      };
      const quarantined = listed.find((entry) => entry.device === device)?.address;
      registerAdoption(db, { device, address: quarantined ?? address, channel }, Date.now());
    }
    const writer = openWriter(db);
    const adopted = writer.adopt(device);
    writer.settle();
    const { accepted, repeated, revised, remaining } = adopted;
    log(
      say(
        `已收入 ${accepted}，重复 ${repeated}，修订 ${revised}；隔离区还有 ${remaining}`,
        `${accepted} accepted, ${repeated} repeated, ${revised} revised; ${remaining} remain in quarantine`,
      ),
    );
    if (options.json) printJson(adopted);
  });
}
