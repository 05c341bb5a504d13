// The TCP server that loggers of HJ 212 send to. What it accepts, records and answers: docs/spec/hj212.md.
import { createServer, type Socket } from 'node:net';
import { AppError } from '../../core/app-error.ts';
import type { DeviceSecret, Registry } from '../../core/devices/registry.ts';
import { type DeviceProfile, deviceProfile } from '../../core/ingest/hj212/device-profile.ts';
import { firstContactCommands, type Standing } from '../../core/ingest/hj212/dialogue-rules.ts';
import { FaultTally } from '../../core/ingest/hj212/fault-tally.ts';
import { localDigits } from '../../core/ingest/hj212/local-time-rules.ts';
import { PartWatch } from '../../core/ingest/hj212/part-watch.ts';
import { ReadingExtractor } from '../../core/ingest/hj212/reading-extractor.ts';
import { type RequestOutcome, type RequestTimes, requestTimes } from '../../core/ingest/hj212/request-book.ts';
import type { Ingest, SourceMessage } from '../../core/ingest/source-message.ts';
import { Hj212Connection, type Hj212ConnectionFacts, type Hj212Desk } from './hj212-connection.ts';
import { endListening, listen } from './listen.ts';

export interface Hj212Limits {
  readonly connections: number;
  /** Connected without a whole frame for so long: closed. */
  readonly firstFrameMs: number;
  /** Nothing heard for so long: closed. RtdInterval may be an hour. */
  readonly idleMs: number;
  /** Messages on their way to the disk: of all connections, and of one. */
  readonly inFlight: number;
  readonly inFlightEach: number;
  /** How long a closing server waits for what is on its way to the disk. */
  readonly finishMs: number;
  readonly requests: RequestTimes;
  /** How often what is due is looked for. */
  readonly tickMs: number;
}

export const hj212Limits: Hj212Limits = {
  connections: 2_000,
  firstFrameMs: 5 * 60_000,
  idleMs: 65 * 60_000,
  inFlight: 20_000,
  inFlightEach: 512,
  finishMs: 5_000,
  requests: requestTimes,
  tickMs: 1_000,
};

export interface Hj212ServerOptions {
  /** 0 = any free one. */
  readonly port: number;
  /** This machine alone unless said otherwise. */
  readonly host?: string;
  readonly ingest: Ingest;
  /** As it is now; another object after each change. */
  readonly registry: () => Registry;
  readonly secret: (device: string) => DeviceSecret;
  /** Whether devices that are not registered may send into quarantine; they may unless said otherwise. */
  readonly takesUnknown?: () => boolean;
  readonly log: (entry: string) => void;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly limits?: Partial<Hj212Limits>;
}

export interface Hj212Server {
  readonly port: number;
  connections(): Hj212ConnectionFacts[];
  /**
   * Asks a connected device (CN and what stands in CP). Rejects with AppError `device-not-connected`; any other end is told
   * by the outcome.
   */
  request(device: string, cn: string, cp: string): Promise<RequestOutcome>;
  /** Reads no more, answers what is still on its way to the disk, closes. */
  close(): Promise<void>;
}

/** A stranger has this long before a newcomer may have its place on a full server. */
const EVICT_AFTER_MS = 10_000;

/** Rejects with the system's error (EADDRINUSE, EACCES …) where it cannot listen. */
export async function startHj212Server(options: Hj212ServerOptions): Promise<Hj212Server> {
  const { ingest, registry, secret, log, now, takesUnknown = () => true } = options;
  const limits = { ...hj212Limits, ...options.limits };
  const connections = new Map<Socket, Hj212Connection>();
  /** Where a device was last heard. */
  const whereabouts = new Map<string, Hj212Connection>();
  const greeted = new Set<string>();
  const profiles = profileCache(registry, secret);
  const [tally, parts] = [new FaultTally(), new PartWatch()];
  const failures = new Map<string, number>();

  const desk: Hj212Desk = {
    ...{ ingest, now, tally, parts, requestTimes: limits.requests },
    extractor: new ReadingExtractor(),
    profile: profiles.of,
    mnOfHardware: profiles.mnOfHardware,
    standing(mn): Standing {
      const device = registry().devices.get(mn);
      const profile = device === undefined ? null : profiles.of(mn);
      return {
        device: device === undefined ? 'unknown' : device.protocol === 'hj212' ? 'known' : 'other-protocol',
        takesUnknown: takesUnknown(),
        password: profile?.password ?? null,
        vendorLogin: profile?.vendorLogin ?? 'answer',
      };
    },
    inFlightShare: () =>
      Math.max(16, Math.min(limits.inFlightEach, Math.floor(limits.inFlight / Math.max(1, connections.size)))),
    heard(mn, connection) {
      const profile = profiles.of(mn);
      if (profile === null) return;
      whereabouts.set(mn, connection);
      if (!greeted.has(mn)) greet(mn, profile, connection).catch(desk.notStored);
    },
    notStored(error) {
      const text = error instanceof AppError ? error.code : String(error);
      failures.set(text, (failures.get(text) ?? 0) + 1);
    },
  };

  /** What the registry states for the first contact, one after the other; once in a run of the server. */
  async function greet(mn: string, profile: DeviceProfile, connection: Hj212Connection): Promise<void> {
    greeted.add(mn);
    for (const { cn } of firstContactCommands(profile.firstContact, '')) {
      // The time is that of sending, not of planning.
      const commands = firstContactCommands(profile.firstContact, localDigits(now()).slice(0, 14));
      const command = commands.find((planned) => planned.cn === cn);
      if (command === undefined) continue;
      const { outcome, code } = await connection.request(mn, command);
      if (outcome !== 'done')
        log(`hj212: ${mn}: ${cn} at first contact: ${outcome}${code === null ? '' : ` (${code})`}`);
    }
  }

  function keepIssues(messages: readonly SourceMessage[]): Promise<unknown> {
    return Promise.all(messages.map(async (message) => ingest.take(message))).catch(desk.notStored);
  }

  function tellFailures(): void {
    for (const [text, count] of failures) log(`hj212: ${count} messages not stored and not answered: ${text}`);
    failures.clear();
  }

  function tick(): void {
    const time = now();
    const age = performance.now();
    for (const connection of connections.values()) {
      connection.tick(time);
      if (!connection.hasSpoken && age - connection.openedAtMonotonic > limits.firstFrameMs) connection.destroy();
    }
    const missing = parts.due(time).map(
      ({ device, cn, dataTime, missing: numbers, of }): SourceMessage => ({
        ...{ protocol: 'hj212', device, receivedAt: time, bytes: new Uint8Array(0), readings: [] },
        issues: [{ code: 'parts-missing', detail: `${cn} ${dataTime}: ${numbers.slice(0, 20).join(', ')} / ${of}` }],
      }),
    );
    void keepIssues([...missing, ...tally.due(time)]);
    tellFailures();
  }

  /** On a full server the one that has said nothing for longest makes room. */
  function makeRoom(): boolean {
    const age = performance.now();
    for (const connection of connections.values()) {
      if (connection.hasSpoken || age - connection.openedAtMonotonic < Math.min(EVICT_AFTER_MS, limits.firstFrameMs))
        continue;
      connection.destroy();
      return true;
    }
    return false;
  }

  // A logger may end its side and still wait for its answers.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (connections.size >= limits.connections && !makeRoom()) {
      tally.add(null, 'too-many-connections', socket.remoteAddress ?? '?', new Uint8Array(0));
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.setTimeout(limits.idleMs, () => socket.destroy());
    const connection = new Hj212Connection(socket, desk);
    connections.set(socket, connection);
    socket.once('close', () => {
      connections.delete(socket);
      connection.ended();
      for (const [mn, known] of whereabouts) if (known === connection) whereabouts.delete(mn);
    });
  });
  const port = await listen(server, options.port, options.host ?? '127.0.0.1');
  server.on('error', (error) => log(`hj212: ${String(error)}`));
  const ticking = setInterval(tick, limits.tickMs);
  ticking.unref();

  return {
    port,
    connections: () => Array.from(connections.values(), ({ facts }) => facts),
    request(device, cn, cp) {
      const connection = whereabouts.get(device);
      if (connection === undefined) return Promise.reject(new AppError('device-not-connected', { device }));
      return connection.request(device, { cn, cp });
    },
    async close() {
      clearInterval(ticking);
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limits.finishMs);
      });
      const stopped = endListening(server, []);
      await Promise.race([
        patience,
        Promise.all(Array.from(connections.values(), (connection) => connection.finish())),
      ]);
      clearTimeout(timer);
      for (const socket of connections.keys()) socket.destroy();
      await stopped;
      await keepIssues(tally.due(now(), true));
      tellFailures();
    },
  };
}

/** Profiles of registered devices, made anew after each change of the registry. */
function profileCache(registry: () => Registry, secret: (device: string) => DeviceSecret) {
  let made = new Map<string, DeviceProfile>();
  let byHardware: Map<string, string> | null = null;
  let of: Registry | null = null;
  const current = (): Registry => {
    const now = registry();
    if (now !== of) [made, byHardware, of] = [new Map(), null, now];
    return now;
  };
  const profile = (mn: string): DeviceProfile | null => {
    const device = current().devices.get(mn);
    if (device?.protocol !== 'hj212') return null;
    const known = made.get(mn) ?? deviceProfile(device.settings, secret(mn));
    made.set(mn, known);
    return known;
  };
  return {
    of: profile,
    mnOfHardware(hardware: string): string | null {
      const { devices } = current();
      byHardware ??= new Map(
        [...devices.keys()].flatMap((mn) => {
          const number = profile(mn)?.hardware;
          return number ? [[number, mn] as const] : [];
        }),
      );
      return byHardware.get(hardware) ?? null;
    },
  };
}
