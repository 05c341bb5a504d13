// Starts every source that is asked for and all that the registry names; one that fails says why and stops no other.
import { join } from 'node:path';
import { AppError } from '../../core/app-error.ts';
import { MONITORING_FILE } from '../../core/db/open-monitoring.ts';
import { ANSWERS_FILE } from '../../core/ingest/kept-answers.ts';
import type { Ingest } from '../../core/ingest/source-message.ts';
import { refusalText } from '../../core/refusal.ts';
import type { Sentence } from '../sentence.ts';
import { type Hj212Server, startHj212Server } from './hj212-server.ts';
import { startHttpSource } from './http-source.ts';
import { LISTENER_TLS, listenerTls } from './listener-tls.ts';
import { openLiveRegistry } from './live-registry.ts';
import { startModbusSource } from './modbus-source.ts';
import { startMqttBroker } from './mqtt-broker.ts';
import { startMqttSites } from './mqtt-site-client.ts';
import { type Listener, notListening, type Source, type SourceKind, type SourceStatus } from './source-status.ts';
import { type SourceTrouble, SourceTroubles } from './source-troubles.ts';

export type ListenerKind = 'hj212' | 'mqtt' | 'http';

export interface SourcesOptions {
  readonly workspaceDir: string;
  readonly ingest: Ingest;
  /** Of the listeners to start: 0 = a free port; left out = none. */
  readonly ports: Partial<Record<ListenerKind, number>>;
  /** Address to listen on. Left out = this machine alone; any other has to be asked for. */
  readonly host?: string;
  readonly log: (entry: string) => void;
  /** ms since the epoch, by this machine's clock. */
  readonly now?: () => number;
}

export interface SourcesStatus {
  readonly sources: readonly SourceStatus[];
  /** Who was turned away or did not answer, the last first. */
  readonly troubles: readonly SourceTrouble[];
}

export interface Sources {
  /** Of the listeners that run. */
  readonly ports: Partial<Record<ListenerKind, number>>;
  /** Listeners that could not start: why, for people. */
  readonly failed: Partial<Record<ListenerKind, Sentence>>;
  /** For requests to connected loggers; null = it does not run. */
  readonly hj212: Hj212Server | null;
  status(): SourcesStatus;
  close(): Promise<void>;
}

/**
 * Modbus stations and sites' MQTT brokers come from the registry, and follow its changes within two seconds.
 * Throws AppError where the monitoring database can't be read.
 */
export async function startSources(options: SourcesOptions): Promise<Sources> {
  const { workspaceDir, ingest, log, host = '127.0.0.1', now = Date.now } = options;
  const live = openLiveRegistry(join(workspaceDir, MONITORING_FILE), log);
  const isRegistered = (device: string) => live.current.devices.has(device);
  const troubles = new SourceTroubles({ ingest, isRegistered, log, now });
  const shared = { ingest, live, troubles, log, now };
  const ports: Partial<Record<ListenerKind, number>> = {};
  const failed: Partial<Record<ListenerKind, Sentence>> = {};
  const running: Source[] = [];
  let hj212: Hj212Server | null = null;

  async function startListener(kind: ListenerKind, start: (port: number) => Promise<Listener>): Promise<void> {
    const port = options.ports[kind];
    if (port === undefined) return;
    try {
      const listener = await start(port);
      ports[kind] = listener.port;
      running.push(listener);
    } catch (error) {
      const trouble = error instanceof AppError ? refusalText(error) : notListening(error, port, host);
      failed[kind] = trouble;
      log(`${kind}: ${trouble.en}`);
      running.push(notStarted(kind, `${host}:${port}`, trouble));
    }
  }

  await startListener('hj212', async (port) => {
    const server = await startHj212Server({
      ...{ port, host, ingest, log, now },
      registry: () => live.current,
      secret: (device) => live.secret(device),
      takesUnknown: () => live.unknownDevices !== 'refuse',
    });
    hj212 = server;
    return asListener(server, host);
  });
  const tls = () => listenerTls(live.setting(LISTENER_TLS), workspaceDir);
  await startListener('mqtt', async (port) => startMqttBroker({ ...shared, port, host, tls: tls() }));
  const answersPath = join(workspaceDir, ANSWERS_FILE);
  await startListener('http', async (port) => startHttpSource({ ...shared, port, host, tls: tls(), answersPath }));
  running.push(startMqttSites(shared), startModbusSource(shared));

  return {
    ports,
    failed,
    hj212,
    status: () => ({ sources: running.flatMap((source) => source.statuses()), troubles: troubles.list() }),
    async close() {
      await Promise.all(running.map((source) => source.close()));
      live.close();
    },
  };
}

function notStarted(kind: SourceKind, name: string, trouble: Sentence): Source {
  return { statuses: () => [{ kind, name, state: 'failed', trouble, counts: {} }], close: () => Promise.resolve() };
}

function asListener(server: Hj212Server, host: string): Listener {
  return {
    port: server.port,
    statuses: () => {
      const counts = { connections: server.connections().length };
      return [{ kind: 'hj212', name: `${host}:${server.port}`, state: 'listening', trouble: null, counts }];
    },
    close: () => server.close(),
  };
}
