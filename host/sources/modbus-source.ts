// Asks every registered Modbus station, one connection an endpoint.
import { type StationSettings, stationSettings } from '../../core/ingest/modbus/settings.ts';
import type { Ingest } from '../../core/ingest/source-message.ts';
import { followRegistry } from './follow-registry.ts';
import type { LiveRegistry } from './live-registry.ts';
import { ModbusLine } from './modbus-line.ts';
import { startModbusStation } from './modbus-station.ts';
import { badSettings, type Source } from './source-status.ts';
import type { SourceTroubles } from './source-troubles.ts';

export interface ModbusSourceOptions {
  readonly ingest: Ingest;
  readonly live: LiveRegistry;
  readonly troubles: SourceTroubles;
  readonly log: (entry: string) => void;
  readonly now: () => number;
}

/** The stations of one endpoint, or a station that cannot be asked. */
type LineConfig = { readonly stations: Readonly<Record<string, StationSettings>> } | { readonly wrong: string };

/** Devices of protocol `modbus`. Each endpoint is a line of its own: one that is slow or dead delays no other. */
export function startModbusSource(options: ModbusSourceOptions): Source {
  const { live } = options;

  function wanted(): Map<string, LineConfig> {
    const configs = new Map<string, LineConfig>();
    for (const device of live.current.devices.values()) {
      if (device.protocol !== 'modbus') continue;
      const settings = stationSettings(device.settings);
      if ('wrong' in settings) {
        configs.set(device.id, settings);
        continue;
      }
      const endpoint = JSON.stringify([settings.host, settings.port]);
      const known = configs.get(endpoint);
      const stations = known !== undefined && 'stations' in known ? known.stations : {};
      configs.set(endpoint, { stations: { ...stations, [device.id]: settings } });
    }
    return configs;
  }

  function start(name: string, config: LineConfig): Source {
    if ('wrong' in config) return badSettings('modbus', name, config.wrong);
    const entries = Object.entries(config.stations);
    const [first] = entries;
    const line = new ModbusLine(first?.[1].host ?? '', first?.[1].port ?? 0, entries.length);
    const stations = entries.map(([device, settings]) => startModbusStation({ ...options, device, settings, line }));
    return {
      statuses: () => stations.flatMap((station) => station.statuses()),
      async close() {
        await Promise.all(stations.map((station) => station.close()));
        line.close();
      },
    };
  }

  return followRegistry(live, wanted, start);
}
