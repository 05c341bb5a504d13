// An import that is stopped half-way, by a person or by a full disk, leaves the ledger as it was, and can be run again.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportProgress, ImportReport } from '../../contract/imports.ts';
import { bundledFile, refusalOf, TestLedger } from '../ledger-fixture.ts';
import { canMountTinyDisk, mountTinyDisk } from '../tmpfs-fixture.ts';

const coal = bundledFile('gem-coal/shandong_dev.csv');
const others = bundledFile('gem-coal/china_other_provinces.csv');

/** What a stopped import must not have changed. */
const state = (ledger: TestLedger) => ({
  tables: ledger.tables(),
  sources: readdirSync(ledger.workspace.sourcesDir).sort(),
});

describe('an import that is cancelled', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.open();
    await ledger.import([coal]);
  });
  afterAll(() => ledger[Symbol.asyncDispose]());

  // The first pass over the file is for its hash; its rows come after that, in batches of a thousand.
  it.each([
    ['before it begins', -1],
    ['while the file is hashed', 0],
    ['among its rows', 1000],
    ['after most of its rows', 4000],
  ])('%s leaves nothing behind', async (_name, rows) => {
    const before = state(ledger);
    const abort = new AbortController();
    if (rows < 0) abort.abort();
    const stopped = ledger.import(
      [others],
      {},
      {
        signal: abort.signal,
        onProgress: (progress) => {
          if (progress.rows >= rows) abort.abort();
        },
      },
    );
    expect((await refusalOf(stopped)).code).toBe('cancelled');
    expect(state(ledger)).toEqual(before);
    expect(await ledger.problems()).toEqual([]);
  });

  it('in its worker ends with the refusal, and the worker with it', async () => {
    const before = state(ledger);
    const abort = new AbortController();
    const job = await ledger.imports.job({ files: [{ path: others }] });
    const messages: ImportProgress[] = [];
    const run = async (): Promise<void> => {
      for await (const message of ledger.imports.run(job, abort.signal)) {
        messages.push(message);
        if (message.kind === 'progress' && message.rows > 0) abort.abort();
      }
    };
    expect((await refusalOf(run())).code).toBe('cancelled');
    expect(messages.map((message) => message.kind)).not.toContain('report');
    expect(state(ledger)).toEqual(before);
  });

  it('by a reader that goes away is undone too', async () => {
    const before = state(ledger);
    const job = await ledger.imports.job({ files: [{ path: others }] });
    for await (const message of ledger.imports.run(job, undefined))
      if (message.kind === 'progress' && message.rows > 0) break;
    expect(state(ledger)).toEqual(before);
  });

  it('can be run again, in a worker, with progress that only grows and then the report', async () => {
    const job = await ledger.imports.job({ files: [{ path: others, name: '外省.csv' }] });
    const progress: ImportProgress[] = [];
    let report: ImportReport | null = null;
    for await (const message of ledger.imports.run(job, undefined)) {
      if (message.kind === 'report') report = message.report;
      else progress.push(message);
    }
    expect(report).toMatchObject({ inserted: 4997, files: [{ name: '外省.csv' }] });
    const bytes = progress.map((each) => (each.kind === 'progress' ? each.bytes : 0));
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    for (const each of progress) if (each.kind === 'progress') expect(each.bytes).toBeLessThanOrEqual(each.bytesTotal);
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 487 });
    expect(await ledger.problems()).toEqual([]);
  });
});

describe.skipIf(!canMountTinyDisk)('an import onto a full disk (needs root to mount a tmpfs)', () => {
  it.each([
    ['for the copy of its file', 600],
    ['for its rows', 1100],
  ])('without room %s is refused, and runs again where there is room', async (_name, kib) => {
    using disk = mountTinyDisk(kib) as NonNullable<ReturnType<typeof mountTinyDisk>>;
    {
      await using ledger = await TestLedger.open('shandong', disk.dir);
      const before = state(ledger);
      const refusal = await refusalOf(ledger.import([coal]));
      expect(refusal).toMatchObject({ code: 'disk-full', en: expect.stringContaining(ledger.workspace.dir) });
      expect(state(ledger)).toEqual(before);
      expect(await ledger.problems()).toEqual([]);
      disk.resize(16_384);
      expect(await ledger.import([coal])).toMatchObject({ inserted: 485 });
      expect(await ledger.problems()).toEqual([]);
    }
  });

  it('in its worker is refused by the same name', async () => {
    using disk = mountTinyDisk(1100) as NonNullable<ReturnType<typeof mountTinyDisk>>;
    {
      await using ledger = await TestLedger.open('shandong', disk.dir);
      const before = state(ledger);
      const job = await ledger.imports.job({ files: [{ path: coal }] });
      const run = async (): Promise<void> => {
        for await (const _ of ledger.imports.run(job, undefined));
      };
      const refusal = await refusalOf(run());
      expect(refusal).toMatchObject({ code: 'disk-full', en: expect.stringContaining(ledger.workspace.dir) });
      expect(state(ledger)).toEqual(before);
      expect(await ledger.problems()).toEqual([]);
    }
  });
});
