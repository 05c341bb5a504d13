// The store behind its worker: answered after the commit, in batches, through failures of a thread, a disk, a message.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../app-error.ts';
import { openMonitoring } from '../db/open-monitoring.ts';
import { readingOutcomes } from '../ingest/source-message.ts';
import { canMountTinyDisk, mountTinyDisk } from '../tmpfs-fixture.ts';
import { type Committed, createIngest, type LiveIngest } from './create-ingest.ts';
import { latestReadings, readRaw } from './read-readings.ts';
import { DAY, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

const whole = { from: 0, to: JUNE + 100 * DAY };

describe('an ingest', () => {
  let store: TestReadings;
  let ingest: LiveIngest;
  let lines: string[];

  const open = async (): Promise<void> => {
    ingest = await createIngest({ dbPath: store.path, log: (line) => lines.push(line), now: () => JUNE + DAY });
  };

  beforeEach(async () => {
    store = new TestReadings();
    store.channel('c', { intervalMs: MINUTE });
    lines = [];
    await open();
  });

  afterEach(async () => {
    await ingest.close();
    store[Symbol.dispose]();
  });

  const c = (n: number, value = n): { address: string; time: number; value: number } => ({
    address: 'c',
    time: JUNE + n * MINUTE,
    value,
  });

  it('answers each message with what became of it, once it is stored', async () => {
    const told = [message([c(1), c(2)]), message([c(1)]), message([]), message([c(3), { address: 'new', time: JUNE }])];
    const receipts = await Promise.all(told.map((each) => ingest.take(each)));
    expect(receipts).toEqual([
      { accepted: 2, repeated: 0, revised: 0, quarantined: 0 },
      { accepted: 0, repeated: 1, revised: 0, quarantined: 0 },
      { accepted: 0, repeated: 0, revised: 0, quarantined: 0 },
      { accepted: 1, repeated: 0, revised: 0, quarantined: 1 },
    ]);
    expect(readRaw(store.db, 1, whole)).toHaveLength(3);
  });

  it('says of each reading what became of it, to those who ask', async () => {
    const readings = [c(1), { address: 'new', time: JUNE }, c(1, 9), c(2), c(2)];
    const [asked, other] = await Promise.all([
      ingest.take({ ...message(readings), isItemised: true }),
      ingest.take(message([c(3)])),
    ]);
    const outcomes = Array.from(asked?.outcomes ?? [], (outcome) => readingOutcomes[outcome]);
    expect(outcomes).toEqual(['accepted', 'quarantined', 'revised', 'accepted', 'repeated']);
    expect(asked).toMatchObject({ accepted: 2, repeated: 1, revised: 1, quarantined: 1 });
    expect(other).toEqual({ accepted: 1, repeated: 0, revised: 0, quarantined: 0 });
  });

  it('takes a flood in order, and all of it', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        ingest.take(
          message(
            Array.from({ length: 300 }, (_, m) => c(n * 300 + m)),
            { receivedAt: JUNE + 90 * DAY },
          ),
        ),
      ),
    );
    expect(receipts.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(90_000);
    await ingest.call('settle', null);
    const rows = readRaw(store.db, 1, whole);
    expect(rows).toHaveLength(90_000);
    expect(rows.every(({ value }, n) => value === n)).toBe(true);
  });

  it('tells what each commit has made the newest', async () => {
    const heard: Committed[] = [];
    const end = ingest.onCommitted((committed) => heard.push(committed));
    await ingest.take(message([c(5), c(7), c(6)]));
    await ingest.take(message([c(7), c(1), c(5, 50)]));
    await ingest.take(message([c(9)]));
    await ingest.call('settle', null);
    const newest = heard.flatMap(({ count, channel, time, value }) =>
      Array.from({ length: count }, (_, row) => [channel[row], ((time[row] ?? 0) - JUNE) / MINUTE, value[row]]),
    );
    expect(newest).toEqual([
      [1, 7, 7],
      [1, 9, 9],
    ]);
    end();
    await ingest.take(message([c(10)]));
    expect(newest).toHaveLength(2);
  });

  it('adopts a backlog that is registered with the same word', async () => {
    await ingest.take(message([{ address: 'new', time: JUNE, value: 4 }], { device: 'D9' }));
    const channel = {
      id: 'n',
      name: 'n',
      quantity: 'water',
      kind: 'amount',
      unitOfMeasure: 't',
      intervalMs: null,
    } as const;
    const adopted = await ingest.call('adopt', { device: 'D9', address: 'new', deviceName: 'Nine', channel });
    expect(adopted).toMatchObject({ accepted: 1, remaining: 0 });
    expect(latestReadings(store.db)).toMatchObject([{ value: 4 }]);
  });

  it('sees what another process registers and writes', async () => {
    await ingest.take(message([c(1)]));
    store.channel('d', { factor: 2 });
    await ingest.take(message([{ address: 'd', time: JUNE, value: 1 }]));
    store.writer.write([message([c(2)])]);
    expect(await ingest.take(message([c(2)]))).toMatchObject({ repeated: 1 });
    expect(await ingest.take(message([c(2, 5)]))).toMatchObject({ revised: 1 });
    expect(readRaw(store.db, 2, whole)).toMatchObject([{ value: 2 }]);
    expect(store.writer.write([message([c(2, 5)])])).toMatchObject([{ repeated: 1 }]);
  });

  it('goes on with what was taken after it is closed and opened again', async () => {
    await ingest.take(message([c(1)]));
    await ingest.close();
    await expect(ingest.take(message([c(2)]))).rejects.toThrow(AppError);
    await open();
    expect(await ingest.take(message([c(1)]))).toMatchObject({ repeated: 1 });
  });

  it('refuses a call that there is not', async () => {
    await expect(ingest.call('nothing' as 'settle', null)).rejects.toThrow('no command nothing');
    expect(await ingest.take(message([c(1)]))).toMatchObject({ accepted: 1 });
  });
});

describe('a thread that fails', () => {
  const failing = new URL('./failing-worker-fixture.ts', import.meta.url);

  it('is started once more: what was under way is refused, what waited is taken, nothing is lost', async () => {
    using store = new TestReadings();
    store.channel('c', { intervalMs: MINUTE });
    const lines: string[] = [];
    const ingest = await createIngest({ dbPath: store.path, log: (line) => lines.push(line), worker: failing });
    const take = (n: number): Promise<unknown> =>
      ingest.take(message([{ address: 'c', time: JUNE + n * MINUTE, value: n }]));
    expect(await take(1)).toMatchObject({ accepted: 1 });
    await expect(ingest.call('fail' as 'settle', null)).rejects.toMatchObject({ code: 'store-stopped' });
    expect(await take(2)).toMatchObject({ accepted: 1 });
    expect(await take(1)).toMatchObject({ repeated: 1 });
    expect(lines.join('\n')).toContain('the worker ended');
    // A second time at once: it is not started for ever.
    await expect(ingest.call('fail' as 'settle', null)).rejects.toMatchObject({ code: 'store-stopped' });
    await expect(take(3)).rejects.toMatchObject({ code: 'store-stopped' });
    await ingest.close();
    expect(readRaw(store.db, 1, whole).map(({ value }) => value)).toEqual([1, 2]);
  });
});

describe('a disk that is full', () => {
  it.skipIf(!canMountTinyDisk)(
    'refuses by name, keeps what was answered, and goes on once there is space',
    async () => {
      const disk = mountTinyDisk(3_000);
      if (!disk) throw new Error('no disk');
      try {
        const path = join(disk.dir, 'monitoring.sqlite');
        using other = new TestReadings();
        other.db.close();
        const db = openMonitoring(path);
        const writer = other.newWriter(db);
        db.exec(`INSERT INTO device VALUES ('D1', 'http', 'D1', NULL, NULL, NULL, NULL, '{}', '{}', 0);
        INSERT INTO channel (id, name, device, address, quantity, kind, unit_of_measure, registered_at) VALUES ('c', 'c', 'D1', 'c', 'x', 'amount', 'x', 0)`);
        const batch = (n: number): ReturnType<typeof message> =>
          message(
            Array.from({ length: 2_000 }, (_, m) => ({ address: 'c', time: JUNE + (n * 2_000 + m) * 1_000, value: m })),
          );
        let stored = 0;
        let refused: unknown = null;
        for (let n = 0; n < 200 && refused === null; n++) {
          try {
            writer.write([batch(n)]);
            stored = n + 1;
            if (n % 5 === 4) writer.settle();
          } catch (error) {
            refused = error;
          }
        }
        expect(refused).toMatchObject({ code: 'disk-full' });
        expect(readRaw(db, 1, whole)).toHaveLength(stored * 2_000);
        disk.resize(60_000);
        for (let n = 0; n < stored; n++) expect(writer.write([batch(n)])).toMatchObject([{ repeated: 2_000 }]);
        expect(writer.write([batch(stored)])).toMatchObject([{ accepted: 2_000 }]);
        writer.settle();
        expect(readRaw(db, 1, whole)).toHaveLength((stored + 1) * 2_000);
        db.close();
      } finally {
        disk[Symbol.dispose]();
      }
    },
  );
});

describe('a database that cannot be opened', () => {
  it('is refused by name', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'lianggao-readings-'));
    const path = join(dir, 'missing', 'monitoring.sqlite');
    await expect(createIngest({ dbPath: path, log: () => undefined })).rejects.toThrow();
    await sleep(0);
    rmSync(dir, { recursive: true });
  });
});
