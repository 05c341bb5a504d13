import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { loadRegistry } from '../../core/devices/registry.ts';
import { encodeFrame } from '../../core/ingest/hj212/encode-frame.ts';
import { readRaw } from '../../core/readings/read-readings.ts';
import { canMountTinyDisk, mountTinyDisk } from '../../core/tmpfs-fixture.ts';
import { Desk, type RunningDesk } from './desk-fixture.ts';
import {
  BEGINNING,
  EndlessLogger,
  EndlessPoster,
  EndlessPublisher,
  type EndlessSender,
  timeOf,
  tokenOf,
} from './endless-sender-fixture.ts';

// Processes are started: on a busy machine that alone takes seconds.
vi.setConfig({ testTimeout: 120_000 });

async function started(senders: readonly EndlessSender[], desk: Desk): Promise<RunningDesk> {
  await desk.make((db) => {
    for (const sender of senders) sender.register(db);
  });
  const running = await desk.start();
  await Promise.all(senders.map((sender) => sender.open(running.ports)));
  return running;
}

/** Sends until `more` further messages have been answered for. A host that does not answer is a test that times out. */
async function answered(sender: EndlessSender, more: number): Promise<void> {
  const enough = sender.answered.size + more;
  while (sender.answered.size < enough) {
    sender.pump();
    await wait(10);
  }
}

async function openSockets(port: number, count: number, opening: string): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(opening);
    sockets.push(socket);
  }
  return sockets;
}

/** Takes what room there is; the path of what took it. */
function fillUp(dir: string): string {
  const path = join(dir, 'filler');
  const file = openSync(path, 'w');
  try {
    for (const size of [65_536, 4_096])
      for (;;) {
        try {
          writeSync(file, Buffer.alloc(size, 1));
        } catch {
          break;
        }
      }
  } finally {
    closeSync(file);
  }
  return path;
}

describe('many connections that say nothing', () => {
  it('leaves room for those who speak', async () => {
    using desk = new Desk();
    const senders = [new EndlessLogger('88000000000000'), new EndlessPublisher('meter'), new EndlessPoster('plant')];
    const running = await started(senders, desk);
    const before = running.memory();
    const idle = [
      ...(await openSockets(running.ports.hj212, 500, '##0')),
      ...(await openSockets(running.ports.mqtt, 500, '\x10')),
      ...(await openSockets(running.ports.http, 500, 'POST /ingest/v1/readings HTTP/1.1\r\nHost: a')),
    ];
    for (const sender of senders) await answered(sender, 40);
    // Newcomers, too.
    const newcomer = new EndlessLogger('88000000000000');
    await newcomer.open(running.ports);
    await answered(newcomer, 10);
    expect(running.memory() - before).toBeLessThan(200);
    for (const socket of idle) socket.destroy();
    for (const sender of [...senders, newcomer]) sender.lose();
    await running.stop();
  });
});

describe('a logger that floods', () => {
  it('is slowed down, and holds up nobody else', async () => {
    using desk = new Desk();
    const [flooding, patient] = [new EndlessLogger('88000000000000'), new EndlessLogger('88000000000001')];
    const running = await started([flooding, patient], desk);
    // Frames as fast as the line takes them, whoever answers.
    const socket = connect(running.ports.hj212, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    let written = 0;
    let isOver = false;
    const flood = async (): Promise<void> => {
      for (let no = 0; !isOver; no += 1) {
        const frame = flooding.frame(no);
        written += 1;
        if (!socket.write(frame)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
      }
    };
    const flooded = flood();
    await answered(patient, 200);
    const most = running.memory();
    isOver = true;
    socket.destroy();
    await flooded;
    expect(written).toBeGreaterThan(1_000);
    expect(most).toBeLessThan(1_200);
    await running.stop();
  });

  it('that reads no answers is let go, and holds no memory', async () => {
    using desk = new Desk();
    const [deaf, patient] = [new EndlessLogger('88000000000000'), new EndlessLogger('88000000000001')];
    const running = await started([deaf, patient], desk);
    const socket = connect(running.ports.hj212, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // Heartbeats are answered at once. What the system itself buffers goes first: some megabytes.
    const heartbeat = { qn: '20260101000000000', st: '91', cn: '9015', pw: '123456', mn: deaf.device, flag: 5, cp: '' };
    const heartbeats = Buffer.concat(Array.from({ length: 1_000 }, () => encodeFrame(heartbeat)));
    const send = setInterval(() => {
      if (socket.writableLength === 0) socket.write(heartbeats);
    }, 1);
    await closed;
    clearInterval(send);
    await answered(patient, 40);
    expect(running.memory()).toBeLessThan(1_200);
    await running.stop();
  });
});

describe('a client that is slow', () => {
  it('may take its time with a body, and others are served meanwhile', async () => {
    using desk = new Desk();
    const [slow, poster] = [new EndlessPoster('slow'), new EndlessPoster('plant')];
    const running = await started([slow, poster], desk);
    const body = Array.from({ length: 40 }, (_, no) => `{"t":${timeOf(no)},"name":"A1","v":${no}}\n`).join('');
    const socket = connect(running.ports.http, '127.0.0.1');
    const ended = once(socket, 'end');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.write(
      `POST /ingest/v1/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokenOf('slow')}\r\nX-Device: slow\r\n` +
        `Content-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
    );
    for (let at = 0; at < body.length; at += 40) {
      socket.write(body.slice(at, at + 40));
      await answered(poster, 1);
    }
    await ended;
    expect(heard).toMatch(/^HTTP\/1\.1 200 /);
    expect(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n')))).toMatchObject({ accepted: 40 });
    await running.stop();
  });
});

describe.skipIf(!canMountTinyDisk)('a full disk', () => {
  it('is said, answers for nothing that it has not kept, and goes on once there is room', async () => {
    using disk = mountTinyDisk(24 * 1024);
    if (disk === null) throw new Error('no disk');
    using desk = new Desk(`${disk.dir}/workspace`);
    const senders = [new EndlessLogger('88000000000000'), new EndlessPublisher('meter'), new EndlessPoster('plant')];
    const running = await started(senders, desk);
    for (const sender of senders) await answered(sender, 20);
    // Somebody else fills the rest.
    const filler = fillUp(disk.dir);
    const isRefused = async (): Promise<boolean> => {
      const posted = await fetch(`http://127.0.0.1:${running.ports.http}/ingest/v1/readings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokenOf('plant')}`, 'content-type': 'application/x-ndjson' },
        body: `{"t":${timeOf(-10)},"name":"T1","v":1}\n`.repeat(2_000),
      });
      const text = await posted.text();
      if (posted.status === 200) return false;
      expect(posted.status).toBe(507);
      expect(JSON.parse(text)).toMatchObject({ code: 'disk-full' });
      return true;
    };
    while (!(await isRefused())) await wait(20);
    const [logger] = senders as [EndlessLogger];
    const before = logger.answered.size;
    for (let tries = 0; tries < 20; tries += 1) {
      logger.pump();
      await wait(20);
    }
    // Reading goes on, and the ledger is there.
    expect((await running.call('/monitoring')).status).toBe(200);
    expect((await running.call('/figures')).status).toBe(200);
    rmSync(filler);
    disk.resize(200 * 1024);
    // Instruments connect again, as they do.
    for (const sender of senders) {
      sender.lose();
      await sender.open(running.ports);
      await answered(sender, 40);
    }
    expect(logger.answered.size).toBeGreaterThan(before);
    await running.stop();
    const db = desk.open();
    const registry = loadRegistry(db);
    for (const sender of senders)
      for (const channel of sender.channels) {
        const no = registry.channel(channel.id)?.no ?? -1;
        const times = readRaw(db, no, { from: BEGINNING, to: timeOf(1_000_000) }).map(({ time }) => time);
        const kept = new Set(times);
        expect(kept.size).toBe(times.length);
        expect([...sender.answered].filter((number) => !kept.has(timeOf(number)))).toEqual([]);
      }
    db.close();
  });
});
