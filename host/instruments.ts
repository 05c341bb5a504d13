// Instruments of a running host: the writer begins, listeners open where they are asked for, and a file says where.
import { rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../core/app.ts';
import { AppError } from '../core/app-error.ts';
import { refusalText } from '../core/refusal.ts';
import { instrumentsAppear } from './instruments-appear.ts';
import { type Cameras, startCameras } from './sources/cameras.ts';
import type { SourceStatus } from './sources/source-status.ts';
import { type ListenerKind, type Sources, startSources } from './sources/start-sources.ts';

export type SourcePorts = Partial<Record<ListenerKind, number>>;

/** Beside the ledger: the ports that this run listens on, for programs of the same machine such as the drill. */
export const SOURCES_FILE = 'sources.json';

export interface InstrumentOptions {
  readonly app: Pick<App, 'monitoring' | 'workspaceDir'>;
  /** Left out: what the workspace's setting `listeners` says, and none without it. */
  readonly ports?: SourcePorts;
  readonly host?: string;
  readonly log: (entry: string) => void;
}

export interface Instruments {
  readonly ports: SourcePorts;
  readonly failed: Sources['failed'];
  close(): Promise<void>;
}

const none: Instruments = { ports: {}, failed: {}, close: () => Promise.resolve() };

/**
 * A workspace without instruments costs nothing, no thread and no port, until the first one is there. Where the monitoring
 * database is damaged, no listener starts and each says why; ledgers are served all the same. Throws AppError where the
 * writer can't begin.
 */
export async function startInstruments(options: InstrumentOptions): Promise<Instruments> {
  try {
    return await start(options);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'workspace-damaged') throw error;
    options.log(`instruments: ${error.message}`);
    const refusal = refusalText(error);
    return { ...none, failed: Object.fromEntries(Object.keys(options.ports ?? {}).map((kind) => [kind, refusal])) };
  }
}

async function start({ app, ports, host, log }: InstrumentOptions): Promise<Instruments> {
  const { monitoring, workspaceDir } = app;
  const asked = ports && Object.keys(ports).length > 0 ? ports : monitoring.listeners();
  if (Object.keys(asked).length === 0 && !monitoring.hasInstruments())
    return startLater({ app, log, ...(host !== undefined && { host }) });
  const sources = await startSources({
    ...{ workspaceDir, ingest: await monitoring.ingest(), ports: asked, log },
    ...(host !== undefined && { host }),
  });
  const cameras = startCameras({ workspaceDir, log });
  monitoring.takeStill = (camera, alarm) => cameras.snapshot(camera, alarm === undefined ? {} : { alarm });
  const stopping = new AbortController();
  const watching = takeStillsOnAlarm(monitoring, cameras, stopping.signal);
  monitoring.sources = () => sources.status().sources.map(stateOf);
  const path = join(workspaceDir, SOURCES_FILE);
  await writeFile(`${path}.part`, JSON.stringify(sources.ports));
  await rename(`${path}.part`, path);
  return {
    ports: sources.ports,
    failed: sources.failed,
    async close() {
      rmSync(path, { force: true });
      monitoring.sources = () => [];
      stopping.abort();
      await Promise.all([watching, sources.close()]);
      await cameras.close();
    },
  };
}

/** Once the first instrument is there it is as if the host had been started then; `sources.json` names the ports. */
function startLater(options: InstrumentOptions): Instruments {
  const stopping = new AbortController();
  const started = instrumentsAppear(options.app.monitoring, stopping.signal).then((there) =>
    there ? startInstruments(options) : none,
  );
  started.catch((error: unknown) => options.log(`instruments: ${String(error)}`));
  return {
    ...none,
    async close() {
      stopping.abort();
      await (await started.catch(() => none)).close();
    },
  };
}

/** One set of stills an alarm: of its enterprise's cameras, when it is new. */
async function takeStillsOnAlarm(monitoring: App['monitoring'], cameras: Cameras, signal: AbortSignal): Promise<void> {
  let newest = monitoring.newestAlarm();
  for await (const { put } of monitoring.alarmChanges(signal)) {
    for (const { id, enterprise, state, shelved, parent } of put.toSorted((a, b) => a.id - b.id)) {
      if (id <= newest) continue;
      newest = id;
      if (enterprise !== null && state === 'new' && shelved === null && parent === null)
        void cameras.snapshotsFor(id, enterprise);
    }
  }
}

function stateOf({ kind, name, trouble, counts }: SourceStatus): ReturnType<App['monitoring']['sources']>[number] {
  const listener = /^(.*):(\d+)$/.exec(name);
  return {
    protocol: kind === 'mqtt-site' ? 'mqtt' : kind,
    host: listener?.[1] ?? name,
    port: listener ? Number(listener[2]) : null,
    connections: counts.connections ?? 0,
    refused: trouble && { zh: trouble.zh, en: trouble.en },
  };
}
