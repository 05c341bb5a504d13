// The enterprises' own systems of the drill: posts of NDJSON with a bearer token, each with a key under which it may be sent again.
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { SendCounts } from './send-counts.ts';

export interface HttpSenderOptions {
  readonly host: string;
  readonly port: number;
  readonly counts: SendCounts;
  /** Ends attempts that would go on for ever. */
  readonly signal: AbortSignal;
}

export interface Post {
  readonly device: string;
  readonly token: string;
  /** The same for the same readings. */
  readonly key: string;
  readonly body: Buffer;
}

const RETRY_MS = 1_000;
const ANSWER_MS = 30_000;

export class HttpSender {
  readonly #options: HttpSenderOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(options: HttpSenderOptions) {
    this.#options = options;
  }

  /** Resolves once it was answered with 2xx, or with a refusal that is final. */
  async send(post: Post): Promise<void> {
    const { counts, signal } = this.#options;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      if (attempt > 0) counts.resent += 1;
      const status = await this.#post(post).catch(() => 0);
      if (status >= 200 && status < 300) {
        counts.acknowledged += 1;
        return;
      }
      // 0: nobody answered. 409: the first attempt is still under way. 429 and 5xx: not now.
      const isFinal = status >= 400 && status < 500 && ![408, 409, 429].includes(status);
      if (isFinal) {
        counts.refused += 1;
        return;
      }
      await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #post({ device, token, key, body }: Post): Promise<number> {
    const { host, port } = this.#options;
    const headers = {
      ...{ authorization: `Bearer ${token}`, 'x-device': device, 'idempotency-key': key },
      ...{ 'content-type': 'application/x-ndjson', 'content-length': body.length },
    };
    return new Promise((resolve, reject) => {
      const posted = request(
        { host, port, method: 'POST', path: '/ingest/v1/readings', agent: this.#agent, headers, timeout: ANSWER_MS },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
          response.on('error', reject);
        },
      );
      posted.on('timeout', () => posted.destroy(new Error('no answer')));
      posted.on('error', reject);
      posted.end(body);
    });
  }
}
