import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type probeContract, startTestHost, type TestHost } from '../host-fixture.ts';

let host: TestHost;
afterEach(() => host.close());

function clientOf(socket: WebSocket): { socket: WebSocket; client: ContractRouterClient<typeof probeContract> } {
  return { socket, client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })) };
}

async function connect(path = '/rpc'): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, {
    headers: { Cookie: await host.enter(), Origin: host.origin },
  });
  await once(socket, 'open');
  return socket;
}

/** The status with which an upgrade is refused; 101 if it is not. */
async function upgradeStatus(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.on('error', reject);
  });
}

describe('a WebSocket', () => {
  it('opens for a session from our own page only', async () => {
    host = await startTestHost();
    const Cookie = await host.enter();
    const { origin: Origin } = host;
    expect(await upgradeStatus('/rpc', { Cookie, Origin })).toBe(101);
    expect(await upgradeStatus('/rpc', { Origin })).toBe(401);
    expect(await upgradeStatus('/rpc', { Cookie })).toBe(403);
    expect(await upgradeStatus('/rpc', { Cookie, Origin: 'http://evil.example' })).toBe(403);
    expect(await upgradeStatus('/rpc', { Cookie, Origin: 'null' })).toBe(403);
    expect(await upgradeStatus('/rpc', { Cookie, Origin: `http://127.0.0.1:${host.port + 1}` })).toBe(403);
    expect(await upgradeStatus('/rpc', { Cookie, Origin, Host: 'evil.example' })).toBe(421);
    expect(
      await upgradeStatus('/rpc', {
        Cookie,
        Origin: `http://evil.example:${host.port}`,
        Host: `evil.example:${host.port}`,
      }),
    ).toBe(421);
    expect(await upgradeStatus('/', { Cookie, Origin })).toBe(404);
    expect(await upgradeStatus('/rpc/x', { Cookie, Origin })).toBe(404);
  });

  it('opens for a program with a reusable token', async () => {
    host = await startTestHost({ reusableToken: true });
    const token = new URL(host.url).searchParams.get('token');
    expect(await upgradeStatus('/rpc', { Authorization: `Bearer ${token}` })).toBe(101);
    expect(await upgradeStatus('/rpc', { Authorization: `Bearer x${token}` })).toBe(401);
    expect(await upgradeStatus('/rpc', { Authorization: `Bearer ${token}`, Origin: 'http://evil.example' })).toBe(403);
  });

  it('opens only uploaded files', async () => {
    host = await startTestHost();
    const socket = await connect();
    const { imports } = clientOf(socket).client;
    const uploaded = join(host.uploadsDir, '0011-台账.csv');
    expect(await imports.inspect({ path: uploaded })).toContain(uploaded);
    expect(await imports.run({ files: [{ path: uploaded }] })).toContain(uploaded);
    for (const path of [
      '/etc/passwd',
      'package.json',
      host.uploadsDir,
      join(host.uploadsDir, '..', 'assets', 'index.html'),
      `${host.uploadsDir}/../assets/index.html`,
      `${host.uploadsDir}/./0011-台账.csv`,
      `${host.uploadsDir}/sub/file.csv`,
      `${host.uploadsDir}-evil/file.csv`,
      '',
    ]) {
      const refused = { code: 'REFUSED', defined: true, data: { code: 'path-not-uploaded' } };
      await expect(imports.inspect({ path })).rejects.toMatchObject(refused);
      await expect(imports.run({ files: [{ path: uploaded }, { path }] })).rejects.toMatchObject(refused);
    }
    await expect(imports.run({ files: 'x' } as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    socket.terminate();
  });

  it('closes on a message that is too large, and lives on after one that makes no sense', async () => {
    host = await startTestHost({ webSocketLimits: { messageBytes: 10_000 } });
    const socket = await connect();
    socket.send('not json');
    socket.send(new Uint8Array([1, 2, 3]));
    expect(await clientOf(socket).client.probe.echo({ text: 'still here' })).toEqual({ text: 'still here' });
    const closed = once(socket, 'close');
    socket.send('x'.repeat(10_001));
    expect((await closed)[0]).toBe(1009);
  });

  it('slows a feed to the pace of who reads it', async () => {
    host = await startTestHost();
    const [slow, other] = [clientOf(await connect()), clientOf(await connect())];
    const events = await slow.client.probe.feed({ bytes: 100_000 });
    await events.next();
    transport(slow.socket).pause();
    // The network's own buffers fill first; then the feed has to stand still.
    let fed = -1;
    for (let before = -2; fed !== before; ) {
      before = fed;
      for (let n = 0; n < 50; n++) await other.client.probe.echo({ text: 'x' });
      fed = await other.client.probe.fed();
    }
    transport(slow.socket).resume();
    while ((await other.client.probe.fed()) < fed + 10) await events.next();
    slow.socket.terminate();
    other.socket.terminate();
  });

  it('is cut off when it stays behind, and no other is', async () => {
    host = await startTestHost({ webSocketLimits: { behindBytes: 100_000, behindForMs: 50 } });
    const [stuck, other] = [clientOf(await connect()), clientOf(await connect())];
    await (await stuck.client.probe.wait({ name: 'stuck' })).next();
    const answers = Promise.allSettled(Array.from({ length: 20 }, () => stuck.client.probe.big({ bytes: 2_000_000 })));
    transport(stuck.socket).pause();
    while (!(await other.client.probe.ended()).includes('stuck'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    transport(stuck.socket).resume();
    expect((await answers).some((answer) => answer.status === 'rejected')).toBe(true);
    expect(await other.client.probe.echo({ text: 'x' })).toEqual({ text: 'x' });
    other.socket.terminate();
  });

  it('is cut off when it answers no pings', async () => {
    host = await startTestHost({ webSocketLimits: { pingEveryMs: 30 } });
    const lively = await connect();
    const silent = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, {
      headers: { Cookie: await host.enter(), Origin: host.origin },
      autoPong: false,
    });
    await once(silent, 'close');
    expect(await clientOf(lively).client.probe.echo({ text: 'x' })).toEqual({ text: 'x' });
    lively.terminate();
  });
});

/** The network socket below, which `ws` keeps to itself. */
function transport(socket: WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket;
}
