// monitoring.* and alarms.*: instruments, readings and alarms as screens and other programs ask for them.
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import type {
  Alarm,
  AlarmDetail,
  AlarmFilter,
  AlarmKpis,
  AlarmList,
  AlarmsChange,
  AlarmTransitionRequest,
  ShelfEntry,
} from '../../contract/alarms.ts';
import type { CameraRecord, StillRecord } from '../../contract/cameras.ts';
import type {
  AlarmBulkRequest,
  AlarmBulkResult,
  AlarmUndoRequest,
  ReadingCorrection,
  ReadingCorrectionResult,
} from '../../contract/duty.ts';
import type {
  Adoption,
  ChannelCompleteness,
  ChannelRecord,
  DeviceRecord,
  MonitoringStatus,
  QuarantineEntry,
  ReadingOrigin,
  ReadingRow,
  ReadingSeries,
  ReadingsArrived,
} from '../../contract/monitoring.ts';
import { alarmKpis, alarmsChangedSince, listAlarms, shelfRegister, showAlarm } from '../alarms/handlers.ts';
import { AppError } from '../app-error.ts';
import { listCameras, listStills } from '../cameras/cameras.ts';
import { EVIDENCE_DIR, readEvidence } from '../cameras/evidence-files.ts';
import { MONITORING_FILE, openMonitoring } from '../db/open-monitoring.ts';
import { listQuarantine } from '../devices/quarantine.ts';
import { loadRegistry, type Registry, registryVersion } from '../devices/registry.ts';
import { silentCount } from '../duty/silent.ts';
import { type Committed, createIngest, type LiveIngest } from '../readings/create-ingest.ts';
import { flagWord } from '../readings/flag-codes.ts';
import {
  type ChannelFilter,
  completenessOf,
  listChannels,
  originOf,
  type RowsAsked,
  rowsOf,
  type SpanOfChannels,
  seriesOf,
} from '../readings/handlers.ts';
import { deviceQuality } from '../readings/read-quality.ts';
import { latestReadings } from '../readings/read-readings.ts';

/** Another process may have written (an action on the command line); a screen hears of it within this time. */
const LOOK_MS = 500;
/** Newest values leave at most this often. */
const ARRIVALS_MS = 100;

export type SourceState = MonitoringStatus['sources'][number];

export class Monitoring {
  readonly #dbPath: string;
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  readonly #opened: Database.Database | AppError;
  #live: Promise<LiveIngest> | null = null;
  #registry: { version: number; registry: Registry } | null = null;
  readonly #arrivalsTo = new Set<(committed: Committed) => void>();
  readonly #alarmsTo = new Set<() => void>();
  #look: NodeJS.Timeout | null = null;
  #dataVersion: unknown = null;
  /** Told by the host that listens; the core opens no socket. */
  sources: () => SourceState[] = () => [];
  /** The host's, while it runs; takes a still and keeps it. */
  takeStill: (camera: string, alarm: number | undefined) => Promise<StillRecord> = (camera) =>
    Promise.reject(new AppError('cameras-not-running', { camera }));

  /**
   * Throws AppError, see `openMonitoring`; not where the database is damaged: then each call does, and the ledger is there
   * all the same.
   */
  constructor({ workspaceDir, now, log }: { workspaceDir: string; now: () => number; log: (line: string) => void }) {
    this.#dbPath = join(workspaceDir, MONITORING_FILE);
    this.#now = now;
    this.#log = log;
    this.#opened = openedOrDamaged(this.#dbPath, now());
  }

  /** The writer behind its worker thread; begun with the first call. */
  ingest(): Promise<LiveIngest> {
    this.#live ??= createIngest({ dbPath: this.#dbPath, log: this.#log, now: this.#now }).then((live) => {
      live.onCommitted((committed) => {
        if (committed.count > 0) for (const tell of this.#arrivalsTo) tell(committed);
        this.#tellAlarms();
      });
      return live;
    });
    return this.#live;
  }

  /** Whether there is anything that a writer, rules and clocks have to be awake for. */
  hasInstruments(): boolean {
    return (
      this.#db
        .prepare(
          'SELECT EXISTS (SELECT 1 FROM device) OR EXISTS (SELECT 1 FROM alarm) OR EXISTS (SELECT 1 FROM camera)',
        )
        .pluck()
        .get() === 1
    );
  }

  /** A fictional province: every screen and export says so. */
  isDrill(): boolean {
    return this.#db.prepare("SELECT 1 FROM setting WHERE key = 'drill'").get() !== undefined;
  }

  /** Number of the newest alarm; 0 = there is none. Numbers grow. */
  newestAlarm(): number {
    return (this.#db.prepare('SELECT max(id) FROM alarm').pluck().get() as number | null) ?? 0;
  }

  /** Ports to listen on where the start does not say: the setting `listeners`; 0 = a free one. */
  listeners(): Record<string, number> {
    const text = this.#db.prepare("SELECT value FROM setting WHERE key = 'listeners'").pluck().get();
    return typeof text === 'string' ? (JSON.parse(text) as Record<string, number>) : {};
  }

  get db(): Database.Database {
    return this.#db;
  }

  get #db(): Database.Database {
    if (this.#opened instanceof AppError) throw this.#opened;
    return this.#opened;
  }

  registry(): Registry {
    const version = registryVersion(this.#db);
    if (this.#registry?.version !== version) this.#registry = { version, registry: loadRegistry(this.#db) };
    return this.#registry.registry;
  }

  status(): MonitoringStatus {
    const { devices, channels } = this.registry();
    const latest = latestReadings(this.#db);
    const feedTime = latest.reduce<number | null>((newest, { time }) => Math.max(newest ?? time, time), null);
    const { silent, of } = silentCount(this.#db, this.registry(), this.#now(), latest);
    const drill = this.#db.prepare("SELECT value FROM setting WHERE key = 'drill'").pluck().get() as string | undefined;
    return {
      drill: drill === undefined ? null : (JSON.parse(drill) as { seed: number; scale: string }),
      devices: devices.size,
      channels: channels.size,
      feedTime,
      silentChannels: silent,
      watchedChannels: of,
      quarantinedReadings: this.quarantine().reduce((sum, { readings }) => sum + readings, 0),
      sources: this.sources(),
    };
  }

  devices(): DeviceRecord[] {
    const { devices, channels } = this.registry();
    const counts = new Map<string, number>();
    for (const { device } of channels.values()) counts.set(device, (counts.get(device) ?? 0) + 1);
    const quality = deviceQuality(this.#db);
    return [...devices.values()].map(({ id, protocol, name, gateway, enterprise, longitude, latitude }) => {
      const { heardAt = null, messages = 0, issues = {} } = quality.get(id) ?? {};
      const position: [number, number] | null = longitude === null || latitude === null ? null : [longitude, latitude];
      return {
        ...{ id, protocol, name, gateway, enterprise, position },
        ...{ channels: counts.get(id) ?? 0, heardAt, messages, issues: { ...issues } },
      };
    });
  }

  channels(filter: ChannelFilter): ChannelRecord[] {
    return listChannels(this.#db, this.registry(), filter);
  }

  rows(asked: RowsAsked): ReadingRow[] {
    return rowsOf(this.#db, this.registry(), asked);
  }

  completeness(asked: SpanOfChannels): ChannelCompleteness[] {
    return completenessOf(this.#db, this.registry(), asked);
  }

  series(asked: SpanOfChannels & { readonly points: number }): ReadingSeries[] {
    return seriesOf(this.#db, this.registry(), asked);
  }

  origin(asked: { readonly channel: string; readonly time: number }): ReadingOrigin {
    return originOf(this.#db, this.registry(), asked);
  }

  quarantine(): QuarantineEntry[] {
    return listQuarantine(this.#db);
  }

  /** Registers what is missing, then moves the backlog in. */
  async adopt(adoption: Adoption): Promise<{ channel: string | null; readings: number }> {
    const live = await this.ingest();
    const { accepted, repeated, revised } = await live.call('adopt', adoption);
    return { channel: adoption.channel?.id ?? null, readings: accepted + repeated + revised };
  }

  alarms(filter: AlarmFilter): AlarmList {
    return listAlarms(this.#db, filter, this.#now());
  }

  alarm(id: number): AlarmDetail {
    return showAlarm(this.#db, id);
  }

  async transition(request: AlarmTransitionRequest): Promise<Alarm> {
    const live = await this.ingest();
    return live.call('transition', request);
  }

  async bulk(request: AlarmBulkRequest): Promise<AlarmBulkResult> {
    const live = await this.ingest();
    return live.call('bulk', request);
  }

  async undo(request: AlarmUndoRequest): Promise<Alarm[]> {
    const live = await this.ingest();
    return live.call('undo', request);
  }

  async correct(correction: ReadingCorrection): Promise<ReadingCorrectionResult> {
    const live = await this.ingest();
    return live.call('correct', correction);
  }

  kpis(period: { readonly from: number; readonly to: number }): AlarmKpis {
    return alarmKpis(this.#db, period, this.#now());
  }

  shelves(period: { readonly from: number; readonly to: number }): ShelfEntry[] {
    return shelfRegister(this.#db, period);
  }

  /** Newest values from now on, those of a tick together; the newest of a channel wins where a screen is slow. */
  async *arrivals(signal: AbortSignal | undefined): AsyncGenerator<ReadingsArrived> {
    await this.ingest();
    let newest = new Map<number, ReadingsArrived['readings'][number]>();
    let wake = (): void => undefined;
    const take = (committed: Committed): void => {
      const { channels } = this.registry();
      for (let row = 0; row < committed.count; row += 1) {
        const no = committed.channel[row] as number;
        const channel = channels.get(no);
        if (!channel) continue;
        const value = committed.value[row] as number;
        newest.set(no, {
          channel: channel.id,
          time: committed.time[row] as number,
          value: Number.isNaN(value) ? null : value,
          flag: flagWord(this.#db, committed.flag[row] as number),
        });
      }
      wake();
    };
    this.#arrivalsTo.add(take);
    const stop = (): void => wake();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      let feedTime: number | null = null;
      while (!signal?.aborted) {
        if (newest.size === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const readings = [...newest.values()];
        newest = new Map();
        for (const { time } of readings) feedTime = Math.max(feedTime ?? time, time);
        yield { at: this.#now(), feedTime, readings };
        await new Promise((resolve) => setTimeout(resolve, ARRIVALS_MS));
      }
    } finally {
      this.#arrivalsTo.delete(take);
    }
  }

  /** What changes of the alarms from now on; a change squashes what a slow screen has missed. */
  async *alarmChanges(signal: AbortSignal | undefined): AsyncGenerator<AlarmsChange> {
    let { revision } = listAlarms(this.#db, { limit: 1 }, this.#now());
    let wake = (): void => undefined;
    let isDue = false;
    const tell = (): void => {
      isDue = true;
      wake();
    };
    this.#alarmsTo.add(tell);
    this.#watch();
    const stop = (): void => wake();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      while (!signal?.aborted) {
        if (!isDue) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        isDue = false;
        const change = alarmsChangedSince(this.#db, revision);
        if (change.revision === revision) continue;
        revision = change.revision;
        yield change;
      }
    } finally {
      this.#alarmsTo.delete(tell);
      this.#watch();
    }
  }

  cameras(): CameraRecord[] {
    return listCameras(this.#db).map(({ id, name, enterprise, longitude, latitude, kind, liveUrl }) => ({
      ...{ id, name, enterprise, kind, liveUrl },
      latest: listStills(this.#db, { camera: id, limit: 1 })[0] ?? null,
      position: longitude === null || latitude === null ? null : [longitude, latitude],
    }));
  }

  stills(of: { readonly camera?: string | undefined; readonly alarm?: number | undefined }): StillRecord[] {
    return listStills(this.#db, { camera: of.camera ?? null, alarm: of.alarm ?? null });
  }

  /** Throws AppError `unknown-record` where the file is gone or is not what its name says. */
  async picture(sha256: string): Promise<{ contentType: string; base64: string }> {
    const bytes = await readEvidence(join(dirname(this.#dbPath), EVIDENCE_DIR), sha256);
    const contentType = this.#db
      .prepare('SELECT content_type FROM camera_still WHERE sha256 = ? LIMIT 1')
      .pluck()
      .get(sha256) as string | undefined;
    if (bytes === null || contentType === undefined) throw new AppError('unknown-record', { id: sha256 });
    return { contentType, base64: bytes.toString('base64') };
  }

  async close(): Promise<void> {
    if (this.#look) clearInterval(this.#look);
    this.#look = null;
    const live = await this.#live?.catch(() => null);
    await live?.close();
    if (!(this.#opened instanceof AppError)) this.#opened.close();
  }

  /** While somebody listens, looks for what other processes have committed. */
  #watch(): void {
    if (this.#alarmsTo.size === 0) {
      if (this.#look) clearInterval(this.#look);
      this.#look = null;
      return;
    }
    this.#look ??= setInterval(() => {
      const dataVersion = this.#db.pragma('data_version', { simple: true });
      if (dataVersion === this.#dataVersion) return;
      this.#dataVersion = dataVersion;
      this.#tellAlarms();
    }, LOOK_MS);
  }

  #tellAlarms(): void {
    for (const tell of this.#alarmsTo) tell();
  }
}

function openedOrDamaged(path: string, now: number): Database.Database | AppError {
  try {
    return openMonitoring(path, { now });
  } catch (error) {
    if (error instanceof AppError && error.code === 'workspace-damaged') return error;
    throw error;
  }
}
