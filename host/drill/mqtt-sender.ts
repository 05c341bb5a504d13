// One gateway of the drill, or a meter that has none: an MQTT client that publishes with QoS 1.
import mqtt, { type MqttClient } from 'mqtt';
import type { SendCounts } from './send-counts.ts';

export interface MqttSenderOptions {
  readonly host: string;
  readonly port: number;
  readonly device: string;
  readonly token: string;
  readonly counts: SendCounts;
}

const RECONNECT_MS = 1_000;

export class MqttSender {
  readonly #options: MqttSenderOptions;
  readonly #client: MqttClient;

  constructor(options: MqttSenderOptions) {
    this.#options = options;
    const { host, port, device, token } = options;
    this.#client = mqtt.connect({
      ...{ host, port, protocol: 'mqtt', clientId: device, username: device, password: token },
      ...{ clean: true, reconnectPeriod: RECONNECT_MS, keepalive: 60 },
    });
    // The client connects again by itself and sends what was not acknowledged once more.
    this.#client.on('error', () => undefined);
    this.#client.on('reconnect', () => {
      options.counts.resent += 1;
    });
  }

  /** Resolves once the broker has acknowledged it. */
  async send(payload: Buffer): Promise<void> {
    await this.#client.publishAsync(`lianggao/v1/${this.#options.device}/readings`, payload, { qos: 1 });
    this.#options.counts.acknowledged += 1;
  }

  close(): void {
    this.#client.end(true);
  }
}
