// Takes readings from a site's own MQTT broker, and acknowledges each message once it is on the disk.
import { readFileSync } from 'node:fs';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { messageOf, readPayload } from '../../core/ingest/json-readings/read-payload.ts';
import { readTopic, siteAddress } from '../../core/ingest/json-readings/topic-rules.ts';
import type { Ingest, SourceMessage } from '../../core/ingest/source-message.ts';
import type { Sentence } from '../sentence.ts';
import { Backoff } from './backoff.ts';
import { followRegistry } from './follow-registry.ts';
import type { LiveRegistry } from './live-registry.ts';
import { type SiteSettings, siteSettings } from './mqtt-site-settings.ts';
import { speaksFor } from './senders.ts';
import { badSettings, type Source } from './source-status.ts';
import type { SourceTroubles } from './source-troubles.ts';

export interface MqttSitesOptions {
  readonly ingest: Ingest;
  readonly live: LiveRegistry;
  readonly troubles: SourceTroubles;
  readonly log: (entry: string) => void;
  readonly now: () => number;
}

const READINGS_OF_ONE_MESSAGE = 50_000;
/** Messages whose commits are awaited together; more are left with the broker. */
const UNDER_WAY = 1000;

type SiteConfig = { readonly settings: SiteSettings; readonly password: string | null } | { readonly wrong: string };

/** Devices of protocol `mqtt` with a `url` in their settings: a bridge each. */
export function startMqttSites(options: MqttSitesOptions): Source {
  const { live } = options;
  const wanted = () => {
    const configs = new Map<string, SiteConfig>();
    for (const device of live.current.devices.values()) {
      if (device.protocol !== 'mqtt' || device.settings.url === undefined) continue;
      const settings = siteSettings(device.settings);
      const password = live.secret(device.id).password ?? null;
      configs.set(device.id, 'wrong' in settings ? settings : { settings, password });
    }
    return configs;
  };
  return followRegistry<SiteConfig>(live, wanted, (bridge, config) => {
    if ('wrong' in config) return badSettings('mqtt-site', bridge, config.wrong);
    try {
      return startSite(bridge, config.settings, config.password, options);
    } catch (error) {
      return badSettings('mqtt-site', bridge, (error as Error).message);
    }
  });
}

/** Throws where a file of the settings can't be read. */
function startSite(bridge: string, settings: SiteSettings, password: string | null, options: MqttSitesOptions): Source {
  const { ingest, live, troubles, log, now } = options;
  const backoff = new Backoff();
  const counts = { messages: 0, readings: 0, retained: 0 };
  let trouble: Sentence | null = null;
  let underWay = 0;
  let waiting: (() => void) | null = null;

  const client: MqttClient = connect(settings.url, {
    clientId: settings.clientId ?? `lianggao-${bridge}`,
    clean: settings.clean,
    protocolVersion: settings.protocolVersion,
    keepalive: settings.keepaliveSeconds,
    ...(settings.username !== undefined && { username: settings.username }),
    ...(password !== null && { password }),
    ...(settings.caFile !== undefined && { ca: readFileSync(settings.caFile) }),
    ...(settings.certFile !== undefined && { cert: readFileSync(settings.certFile) }),
    ...(settings.keyFile !== undefined && { key: readFileSync(settings.keyFile) }),
    connectTimeout: 10_000,
    reconnectPeriod: backoff.failed(),
    reconnectOnConnackError: true,
    // Ours is a plain subscription; a session that the broker has kept makes it again all the same.
    resubscribe: false,
  });

  /**
   * Called once a message, in order. Calling back with an error lets the next one come without an acknowledgement of
   * this one; that is written when it is committed, so that many are under way and none is acknowledged before.
   */
  client.handleMessage = (packet, done) => {
    const { stream } = client;
    const message = read(packet);
    const goOn = () => done(packet.qos === 1 ? acknowledgedLater : undefined);
    if (message === null) {
      done();
      return;
    }
    underWay++;
    counts.messages++;
    counts.readings += message.readings.length;
    ingest
      .take(message)
      .then(
        () => {
          if (packet.qos === 1 && client.stream === stream && client.connected)
            stream.write(puback(packet.messageId ?? 0));
        },
        (error: unknown) => {
          // Not acknowledged: the broker sends it again once we have connected again.
          log(`mqtt: ${bridge}: ${String(error)}`);
          if (client.stream === stream) stream.destroy();
        },
      )
      .finally(() => {
        underWay--;
        waiting?.();
        waiting = null;
      });
    if (underWay < UNDER_WAY) goOn();
    else waiting = goOn;
  };

  /** null = to be acknowledged and forgotten. */
  function read(packet: IPublishPacket): SourceMessage | null {
    if (packet.retain) {
      // The last state that somebody left there, of any age: not a reading of now.
      counts.retained++;
      troubles.note('mqtt', bridge, 'retained-ignored', packet.topic);
      return null;
    }
    const receivedAt = now();
    const bytes = new Uint8Array(Buffer.from(packet.payload));
    const topic = readTopic(packet.topic) ?? { device: bridge, name: packet.topic };
    if (!speaksFor(live, bridge, topic.device)) {
      const issues = [{ code: 'topic-not-yours', detail: packet.topic.slice(0, 200) }];
      return { protocol: 'mqtt', device: bridge, receivedAt, bytes, readings: [], issues };
    }
    const mayName = (device: string) => speaksFor(live, bridge, device);
    const rows = readPayload(bytes, { ...topic, receivedAt, mayName }, READINGS_OF_ONE_MESSAGE);
    const message = messageOf('mqtt', topic.device, receivedAt, bytes, rows);
    const isOwn = topic.name === packet.topic;
    const named = isOwn
      ? Array.from(message.readings, (reading) => ({ ...reading, address: ofSite(packet.topic, reading.address) }))
      : null;
    return { ...message, ...(named && { readings: named }), ...(packet.dup && { resent: true }) };
  }

  client.on('connect', () => {
    backoff.succeeded();
    trouble = null;
    client.subscribe(settings.topics, { qos: settings.qos }, (error, granted) => {
      const refused = granted?.filter(({ qos }) => qos === 128).map(({ topic }) => topic) ?? [];
      if (error !== null || refused.length > 0)
        fail('subscription-refused', refused.join(', ') || String(error?.message));
    });
  });
  client.on('close', () => {
    client.options.reconnectPeriod = backoff.failed();
  });
  client.on('error', (error) => fail('broker-not-reached', error.message));

  function fail(code: string, detail: string): void {
    trouble = {
      code,
      zh: `现场 MQTT 服务 ${settings.url} 无法使用（${detail}）。请检查地址、账号、证书和订阅权限；程序会继续重试。`,
      en: `The site's MQTT broker ${settings.url} can't be used (${detail}). Check address, account, certificates and rights; it is tried again.`,
    };
    troubles.note('mqtt', bridge, code, detail);
  }

  return {
    statuses: () => [
      {
        kind: 'mqtt-site',
        name: bridge,
        state: client.connected ? 'connected' : trouble ? 'failed' : 'connecting',
        trouble,
        counts: { ...counts },
      },
    ],
    async close() {
      await client.endAsync(true);
    },
  };
}

const acknowledgedLater = new Error('acknowledged once it is committed');

/** MQTT 3.1.1, 3.4; in MQTT 5 the same two bytes mean success. */
function puback(messageId: number): Buffer {
  return Buffer.from([0x40, 2, messageId >> 8, messageId & 255]);
}

/** Readings of a site's own topic: the topic alone, or the topic and the name that the payload gives. */
function ofSite(topic: string, address: string): string {
  return siteAddress(topic, address === topic ? null : address);
}
