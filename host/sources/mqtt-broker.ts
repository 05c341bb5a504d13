// The desk's own MQTT broker: devices publish readings into it, and a publication is acknowledged once it is on the disk.
import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import { messageOf, readPayload } from '../../core/ingest/json-readings/read-payload.ts';
import { readTopic } from '../../core/ingest/json-readings/topic-rules.ts';
import type { Ingest, SourceMessage } from '../../core/ingest/source-message.ts';
import { endListening, listen } from './listen.ts';
import type { LiveRegistry } from './live-registry.ts';
import { limitPackets } from './packet-size-limit.ts';
import { checkSender, speaksFor } from './senders.ts';
import type { Listener } from './source-status.ts';
import type { SourceTroubles } from './source-troubles.ts';

export interface MqttBrokerOptions {
  readonly port: number;
  readonly host: string;
  /** Left out or null: not encrypted. */
  readonly tls?: TlsOptions | null;
  readonly ingest: Ingest;
  readonly live: LiveRegistry;
  readonly troubles: SourceTroubles;
  readonly log: (entry: string) => void;
  readonly now: () => number;
  readonly limits?: Partial<MqttLimits>;
}

export interface MqttLimits {
  readonly connections: number;
  readonly connectionsOfOneDevice: number;
  readonly connectTimeoutMs: number;
  readonly packetBytes: number;
  readonly readingsOfOneMessage: number;
  /** A device that asks for none or a longer one is held to this. */
  readonly keepaliveSeconds: number;
}

const usualLimits: MqttLimits = {
  connections: 10_000,
  connectionsOfOneDevice: 16,
  connectTimeoutMs: 10_000,
  packetBytes: 1_048_576,
  readingsOfOneMessage: 50_000,
  keepaliveSeconds: 1200,
};

/** CONNECT carries a name and a token. */
const CONNECT = 1;
const CONNECT_BYTES = 4096;
const PUBLISH = 3;
const OTHER_BYTES = 65_536;

const SERVER_UNAVAILABLE = 3;
const BAD_CREDENTIAL = 4;

interface Session {
  readonly device: string;
  readonly digest: string;
}

/** Throws the system's error where it can't listen. */
export async function startMqttBroker(options: MqttBrokerOptions): Promise<Listener> {
  const { ingest, live, troubles, log, now, host } = options;
  const limits = { ...usualLimits, ...options.limits };
  const sessions = new Map<Client, Session>();
  const connectionsOf = new Map<string, number>();
  const sockets = new Set<Socket>();
  const counts = { messages: 0, readings: 0, refused: 0 };

  function refuse(device: string | null, code: string, detail = ''): void {
    counts.refused++;
    troubles.note('mqtt', device, code, detail);
  }

  const broker = await Aedes.createBroker({
    connectTimeout: limits.connectTimeoutMs,
    drainTimeout: 15_000,
    // Names that devices chose are made longer by their device's id.
    maxClientsIdLength: 1024,
    maxInflightInbound: 100,
    preConnect(_client, packet, done) {
      // Nobody takes over another device's session, and nothing is published for one that has gone.
      packet.clientId = `${packet.username ?? ''}/${packet.clientId || randomUUID()}`;
      packet.clean = true;
      delete packet.will;
      if (!packet.keepalive || packet.keepalive > limits.keepaliveSeconds) packet.keepalive = limits.keepaliveSeconds;
      done(null, true);
    },
    authenticate(client, username, password, done) {
      const refused = (returnCode: number) => done(Object.assign(new Error('refused'), { returnCode }), null);
      const verdict = checkSender(live, username || null, password?.toString() || null);
      if ('refused' in verdict) {
        refuse(username || null, username ? verdict.refused : 'no-username');
        refused(BAD_CREDENTIAL);
        return;
      }
      const others = connectionsOf.get(verdict.device) ?? 0;
      if (others >= limits.connectionsOfOneDevice) {
        refuse(verdict.device, 'too-many-connections', String(others));
        refused(SERVER_UNAVAILABLE);
        return;
      }
      sessions.set(client, verdict);
      connectionsOf.set(verdict.device, others + 1);
      done(null, true);
    },
    // Devices publish; what they say is for the store alone.
    authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    // The broker acknowledges a publication when this has called back: QoS 1 by PUBACK, QoS 2 by PUBREC.
    authorizePublish(client, packet, done) {
      const session = client === null ? undefined : sessions.get(client);
      if (session === undefined) {
        done(new Error('not connected'));
        return;
      }
      // Kept by the store, not by the broker.
      packet.retain = false;
      const message = read(session.device, packet);
      if (message === null) {
        done(new Error(`${session.device} may not publish to ${packet.topic}`));
        return;
      }
      counts.messages++;
      counts.readings += message.readings.length;
      ingest.take(message).then(
        () => done(null),
        (error: unknown) => {
          // No acknowledgement: the device keeps its message, and sends it again when it has connected again.
          log(`mqtt: ${session.device}: ${String(error)}`);
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });
  broker.on('keepaliveTimeout', (client) => refuse(sessions.get(client)?.device ?? null, 'keepalive-missed'));

  /** null = the topic is another device's. */
  function read(sender: string, packet: PublishPacket): SourceMessage | null {
    const receivedAt = now();
    // A copy of its own, because the payload is a part of a larger buffer.
    const bytes = new Uint8Array(packet.payload as Buffer);
    const topic = readTopic(packet.topic);
    if (topic === null) {
      // What a device says beside its readings (births, states) is kept, and is no reason to cut it off.
      const kept = bytes.subarray(0, OTHER_BYTES);
      const issues = [{ code: 'topic-unknown', detail: packet.topic.slice(0, 200) }];
      return { protocol: 'mqtt', device: sender, receivedAt, bytes: kept, readings: [], issues };
    }
    if (!speaksFor(live, sender, topic.device)) {
      refuse(sender, 'topic-not-yours', packet.topic);
      return null;
    }
    const mayName = (device: string) => speaksFor(live, sender, device);
    const of = { device: topic.device, name: topic.name, receivedAt, mayName };
    const rows = readPayload(bytes, of, limits.readingsOfOneMessage);
    const message = messageOf('mqtt', topic.device, receivedAt, bytes, rows);
    return packet.dup ? { ...message, resent: true } : message;
  }

  const onSocket = (socket: Socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    const allowed = (type: number) => {
      if (type === PUBLISH) return limits.packetBytes;
      return type === CONNECT ? CONNECT_BYTES : OTHER_BYTES;
    };
    const client = broker.handle(socket);
    limitPackets(socket, allowed, () => refuse(sessions.get(client)?.device ?? null, 'packet-too-large'));
    socket.on('close', () => {
      const session = sessions.get(client);
      if (session === undefined) return;
      sessions.delete(client);
      const others = (connectionsOf.get(session.device) ?? 1) - 1;
      if (others > 0) connectionsOf.set(session.device, others);
      else connectionsOf.delete(session.device);
    });
  };
  const server = options.tls ? createTlsServer(options.tls, onSocket) : createServer(onSocket);
  // Below the encryption, so that those whose handshake is not over are counted and cut off as well.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error: Error) => troubles.note('mqtt', null, 'tls-failed', error.message));
  server.maxConnections = limits.connections;
  server.on('drop', () => refuse(null, 'too-many-connections', String(limits.connections)));
  const forget = live.onChange(() => {
    for (const [client, session] of sessions) {
      const digest = live.secret(session.device).tokenSha256?.toLowerCase();
      const isOpen = !live.current.devices.has(session.device) && live.unknownDevices === 'quarantine';
      if (digest !== session.digest && !isOpen) client.close();
    }
  });
  const port = await listen(server, options.port, host).catch((error: unknown) => {
    forget();
    broker.close();
    throw error;
  });
  server.on('error', (error) => log(`mqtt: ${error.stack}`));

  return {
    port,
    statuses: () => [
      {
        kind: 'mqtt',
        name: `${host}:${port}`,
        state: 'listening',
        trouble: null,
        counts: { ...counts, connections: sockets.size, devices: sessions.size },
      },
    ],
    async close() {
      forget();
      const ended = new Promise<void>((resolve) => broker.close(resolve));
      await endListening(server, sockets);
      await ended;
    },
  };
}
