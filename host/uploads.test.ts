// cspell:ignore tmpfs
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, startTestHost, type TestHost } from './host-fixture.ts';
import { safeFileName } from './uploads.ts';

let host: TestHost;
afterEach(() => host?.close());

async function send(name: string, body: string | Buffer) {
  const headers = { Cookie: await host.enter(), Origin: host.origin };
  return ask(host.port, `/upload?name=${encodeURIComponent(name)}`, { method: 'POST', headers, body });
}

describe('uploads', () => {
  it('keeps the file under a name of its own and says where', async () => {
    host = await startTestHost();
    const body = Buffer.alloc(3_000_000, 'x');
    const [first, second] = [await send('台账 2024.xlsx', body), await send('台账 2024.xlsx', 'other')];
    const upload = JSON.parse(first.text);
    expect(upload).toMatchObject({ name: '台账 2024.xlsx', bytes: 3_000_000 });
    expect(dirname(upload.path)).toBe(host.uploadsDir);
    expect((await readFile(upload.path)).equals(body)).toBe(true);
    expect(JSON.parse(second.text).path).not.toBe(upload.path);
  });

  it('stays in its directory whatever the name', async () => {
    host = await startTestHost();
    for (const name of [
      '../../etc/passwd',
      '..\\..\\boot.ini',
      'a/b\0c.csv',
      '..',
      '',
      'C:\\x\\y.csv',
      `${'长'.repeat(500)}.csv`,
    ]) {
      const { path } = JSON.parse((await send(name, 'text')).text);
      expect(dirname(path)).toBe(host.uploadsDir);
      expect(await readFile(path, 'utf8')).toBe('text');
    }
  });

  it('refuses a file over the limit, whether the client says its length or not, and keeps nothing of it', async () => {
    host = await startTestHost({ uploadBytes: 100_000 });
    const announced = await send('big.csv', Buffer.alloc(5_000_000));
    expect(announced.status).toBe(413);
    expect(JSON.parse(announced.text)).toMatchObject({ code: 'upload-too-large' });
    const headers = { Cookie: await host.enter(), Origin: host.origin, 'Transfer-Encoding': 'chunked' };
    const unannounced = await ask(host.port, '/upload?name=big.csv', {
      method: 'POST',
      headers,
      body: Buffer.alloc(5_000_000),
    });
    expect(unannounced.status).toBe(413);
    expect(await filesIn(host.uploadsDir)).toEqual([]);
  });

  it('removes what came of an upload that the client broke off', async () => {
    host = await startTestHost();
    const Cookie = await host.enter();
    const socket = connect(host.port, '127.0.0.1');
    socket.write(
      `POST /upload?name=half.csv HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.origin}\r\nCookie: ${Cookie}\r\nContent-Length: 1000000\r\n\r\n`,
    );
    socket.write('x'.repeat(1000));
    await until(async () => (await filesIn(host.uploadsDir)).length === 1);
    socket.destroy();
    await until(async () => (await filesIn(host.uploadsDir)).length === 0);
    expect(host.logged).toEqual([]);
  });

  it('removes at start what is older than a day, and only that', async () => {
    const uploadsDir = await mkdtemp(join(tmpdir(), 'lianggao-uploads-'));
    await writeFile(join(uploadsDir, 'old.csv'), '');
    await writeFile(join(uploadsDir, 'new.csv'), '');
    await mkdir(join(uploadsDir, 'directory'));
    const secondsNow = Date.now() / 1000;
    await utimes(join(uploadsDir, 'old.csv'), secondsNow - 90_000, secondsNow - 90_000);
    await utimes(join(uploadsDir, 'new.csv'), secondsNow - 80_000, secondsNow - 80_000);
    host = await startTestHost({ app: { uploadsDir } });
    expect((await readdir(uploadsDir)).sort()).toEqual(['directory', 'new.csv']);
    await rm(uploadsDir, { recursive: true });
  });

  it('says that the disk is full and keeps nothing', async ({ skip }) => {
    const uploadsDir = mountSmallDisk();
    if (uploadsDir === null) return skip('needs the right to mount a tmpfs');
    try {
      host = await startTestHost({ app: { uploadsDir } });
      const answer = await send('big.csv', Buffer.alloc(5_000_000));
      expect(answer.status).toBe(507);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'disk-full', zh: expect.stringContaining('磁盘空间不足') });
      expect(await filesIn(uploadsDir)).toEqual([]);
      expect((await send('small.csv', 'fits')).status).toBe(200);
    } finally {
      execFileSync('umount', [uploadsDir]);
      await rm(uploadsDir, { recursive: true });
    }
  });

  it('takes only POST', async () => {
    host = await startTestHost();
    const headers = { Cookie: await host.enter(), Origin: host.origin };
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await ask(host.port, '/upload?name=a', { method, headers })).status).toBe(405);
    }
  });
});

describe('safeFileName', () => {
  it('keeps what is harmless', () => {
    for (const name of ['台账 2024.xlsx', 'a-b_c (1).csv', 'ünï.csv', '鲁.县.csv'])
      expect(safeFileName(name)).toBe(name);
  });

  it('gives a plain, short file name for any text, and leaves such a one alone', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 300 })), (given) => {
        const name = safeFileName(given);
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^\.|\.$/u);
        expect(name).not.toBe('');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
        expect(safeFileName(name)).toBe(name);
      }),
    );
  });
});

async function filesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A disk of one megabyte; null where this user may not mount one. */
function mountSmallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    const directory = mkdtempSync(join(tmpdir(), 'lianggao-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    return directory;
  } catch {
    return null;
  }
}
