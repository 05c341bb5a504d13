import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, startTestHost, type TestHost } from './host-fixture.ts';

let host: TestHost;
afterEach(() => host.close());

describe('exports', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it('streams the ledger under its Chinese name, at the times asked for', async () => {
    const asked: unknown[] = [];
    host = await startTestHost({
      app: {
        async exportLedger(format, times) {
          asked.push([format, times]);
          async function* stream() {
            yield bytes('企业,');
            yield bytes('产能\n');
          }
          return { fileName: '台账 (山东)*.csv', contentType: 'text/csv; charset=utf-8', stream: stream() };
        },
      },
    });
    const headers = { Cookie: await host.enter() };
    const answer = await ask(host.port, '/export/ledger.csv?asOf=1700000000000&knownAt=', { headers });
    expect(answer.text).toBe('企业,产能\n');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const encoded = /^attachment; filename="[\w.-]+"; filename\*=UTF-8''([\w.%-]+)$/.exec(
      String(answer.headers['content-disposition']),
    )?.[1];
    expect(decodeURIComponent(String(encoded))).toBe('台账 (山东)*.csv');
    await ask(host.port, '/export/ledger.xlsx', { headers });
    expect(asked).toEqual([
      ['csv', { asOf: 1_700_000_000_000 }],
      ['xlsx', {}],
    ]);

    expect((await ask(host.port, '/export/ledger.pdf', { headers })).status).toBe(404);
    for (const wrong of ['yesterday', '1.5', '1e3', '99999999999999999999']) {
      expect((await ask(host.port, `/export/ledger.csv?asOf=${wrong}`, { headers })).status).toBe(400);
    }
  });

  it('answers with an error if it breaks before the first byte, and cuts the connection after', async () => {
    host = await startTestHost({
      app: {
        async exportLedger(format) {
          async function* stream() {
            if (format === 'xlsx') yield bytes('half of it');
            throw new Error('disk on fire in /srv/secret');
          }
          return { fileName: 'a', contentType: 'text/csv', stream: stream() };
        },
      },
    });
    const headers = { Cookie: await host.enter() };
    const early = await ask(host.port, '/export/ledger.csv', { headers });
    expect(early.status).toBe(500);
    expect(early.text).not.toContain('/srv/secret');
    await expect(ask(host.port, '/export/ledger.xlsx', { headers })).rejects.toThrow();
    expect(host.logged).toHaveLength(2);
  });

  it('stops reading the ledger when the client goes away', async () => {
    let stopped: () => void = () => {};
    const stop = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    host = await startTestHost({
      app: {
        async exportLedger() {
          async function* stream() {
            try {
              for (;;) yield new Uint8Array(1 << 16);
            } finally {
              stopped();
            }
          }
          return { fileName: 'a', contentType: 'text/csv', stream: stream() };
        },
      },
    });
    const Cookie = await host.enter();
    const socket = connect(host.port, '127.0.0.1');
    socket.write(`GET /export/ledger.csv HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nCookie: ${Cookie}\r\n\r\n`);
    socket.once('data', () => socket.destroy());
    await stop;
    expect(host.logged).toEqual([]);
  });
});
