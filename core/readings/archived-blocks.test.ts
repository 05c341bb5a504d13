// Retention of messages: every reading still leads to the bytes that it came in, wherever moving them ends.
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkMonitoring } from '../check/check-monitoring.ts';
import { archiveMessages, verifyArchivedBlocks } from './archived-blocks.ts';
import { readRaw } from './read-readings.ts';
import { messageBytes, readingOrigin } from './reading-origin.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

const now = JUNE + 4 * DAY + HOUR;
const input = { olderThanDays: 2, now };

/** A message an hour for four days, each with bytes of its own; settled every day. */
function filled(): TestReadings {
  const store = new TestReadings();
  store.channel('a');
  for (let hour = 0; hour < 96; hour += 1) {
    const time = JUNE + hour * HOUR;
    const bytes = Buffer.from(`frame ${hour} `.repeat(20 + (hour % 7)));
    store.writer.write([{ ...message([{ address: 'a', time, value: hour }], { receivedAt: time + MINUTE }), bytes }]);
    if (hour % 24 === 23) store.writer.settle();
  }
  return store;
}

const newest = (store: TestReadings): number =>
  store.db.prepare('SELECT max(first + count) - 1 FROM message_block').pluck().get() as number;
/** Every message by its number, and what readings say of theirs. */
const seen = (store: TestReadings): unknown => ({
  messages: Array.from({ length: newest(store) }, (_, index) => {
    const stored = messageBytes(store.db, index + 1);
    return stored && { ...stored, bytes: Buffer.from(stored.bytes).toString() };
  }),
  origins: [0, 1, 50, 95].map((hour) => readingOrigin(store.db, 1, JUNE + hour * HOUR)),
  known: readRaw(store.db, 1, { from: JUNE, to: now, knownAt: JUNE + DAY }),
});
const held = (store: TestReadings): number =>
  store.db.prepare('SELECT count(*) FROM message_block WHERE length(body) > 0').pluck().get() as number;
const files = (store: TestReadings): string[] =>
  readdirSync(join(store.dir, 'archive', 'messages'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));

describe('messages that are old', () => {
  it('lie in files that anybody can unpack, and lead back as before, also after a restart', async () => {
    using store = filled();
    const before = seen(store);
    const all = held(store);
    const report = await archiveMessages(store.db, input);
    expect(report.blocks).toBeGreaterThan(0);
    expect(held(store)).toBe(all - report.blocks);
    // What came in the last two days and today stays.
    expect(held(store)).toBeGreaterThan(0);
    expect(seen(store)).toEqual(before);
    store.restart();
    store.writer.write([message([{ address: 'a', time: JUNE + HOUR, value: 7 }], { receivedAt: now })]);
    store.writer.settle();
    expect(readingOrigin(store.db, 1, JUNE + HOUR).map(({ value }) => value)).toEqual([1, 7]);
    expect(verifyArchivedBlocks(store.db)).toBe(report.blocks);
    const [file] = files(store);
    expect(zstdDecompressSync(readFileSync(file as string)).toString()).toContain('frame 0 frame 0');
    expect(await archiveMessages(store.db, input)).toEqual({ blocks: 0, bytes: 0 });
  });

  it('are all there wherever the run is broken off, and the next run ends the work', async () => {
    for (const at of ['write', 'record'] as const) {
      using store = filled();
      const before = seen(store);
      const broken = archiveMessages(store.db, {
        ...input,
        onStep: (step) => {
          if (step === at) throw new Error('broken off');
        },
      });
      await expect(broken).rejects.toThrow('broken off');
      expect(seen(store)).toEqual(before);
      const { blocks } = await archiveMessages(store.db, input);
      expect(blocks).toBeGreaterThan(0);
      expect(seen(store)).toEqual(before);
    }
  });

  it('stay where they are if the file does not hold what was written', async () => {
    using store = filled();
    const before = seen(store);
    const spoilt = archiveMessages(store.db, {
      ...input,
      onStep: (step) => {
        if (step === 'record') truncateSync(files(store)[0] as string, 10);
      },
    });
    await expect(spoilt).rejects.toMatchObject({ code: 'archive-damaged' });
    expect(seen(store)).toEqual(before);
  });

  it('in a file that is gone or changed are refused by its name, and the check names it', async () => {
    using store = filled();
    await archiveMessages(store.db, input);
    const [file] = files(store) as [string];
    const bytes = readFileSync(file);
    bytes[20] = (bytes[20] as number) ^ 1;
    writeFileSync(file, bytes);
    expect(() => messageBytes(store.db, 1)).toThrow(expect.objectContaining({ code: 'archive-damaged' }));
    rmSync(file);
    expect(() => messageBytes(store.db, 1)).toThrow(/archive.messages/);
    const archive = (await checkMonitoring(store.dir)).find(({ name }) => name === 'archive');
    expect(archive?.problems.join()).toContain('.zst');
    // What is not in it is read all the same.
    expect(messageBytes(store.db, newest(store))).not.toBeNull();
  });
});
