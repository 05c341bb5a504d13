// Processes that write: one that is killed loses nothing that it has answered for, and two may write in turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRaw, readRows } from './read-readings.ts';
import { DAY, JUNE, message, TestReadings } from './readings-fixture.ts';
import { batchOf } from './writing-process-fixture.ts';

const program = fileURLToPath(new URL('./writing-process-fixture.ts', import.meta.url));
const span = { from: JUNE - DAY, to: JUNE + 400 * DAY };

interface Run {
  /** Batches that it has said are written. */
  readonly said: () => number;
  readonly kill: () => void;
  readonly ended: Promise<unknown>;
  readonly errors: () => string;
}

function write(store: TestReadings, address: string, from: number, batches: number): Run {
  const child = spawn(process.execPath, [program, store.path, address, String(from), String(batches)]);
  let lines = 0;
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    lines += data.toString().split('\n').length - 1;
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  return { said: () => lines, kill: () => child.kill('SIGKILL'), ended: once(child, 'close'), errors: () => errors };
}

/** What the first `batches` leave: time → value. */
function expected(address: string, from: number, batches: number): Map<number, number> {
  const values = new Map<number, number>();
  for (let n = 0; n < batches; n++)
    for (const { time, value } of batchOf(address, from, n).readings) values.set(time, value ?? Number.NaN);
  return values;
}

const stored = (store: TestReadings, no: number): Map<number, number> =>
  new Map(readRaw(store.db, no, span).map(({ time, value }) => [time, value ?? Number.NaN]));

function expectRollUpsOf(store: TestReadings, no: number): void {
  const sums = readRows(store.db, no, { ...span, step: '1d' }).flatMap(({ sum }) => sum ?? []);
  const total = [...stored(store, no).values()].reduce((a, b) => a + b, 0);
  expect(sums.reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6);
}

describe('a process that is killed', () => {
  it('has stored every batch that it has answered for, whole and once', async () => {
    using store = new TestReadings();
    const { no } = store.channel('c', { intervalMs: 60_000 });
    let from = 0;
    for (const batches of [3, 17, 40, 61]) {
      const run = write(store, 'c', JUNE, 100_000);
      while (run.said() < batches) await new Promise((resolve) => setTimeout(resolve, 1));
      run.kill();
      await run.ended;
      const [least, values] = [run.said(), stored(store, no)];
      // It may have written one more than it came to say; never a part of one.
      const possible = [least, least + 1].map((each) => expected('c', JUNE, Math.max(from, each)));
      expect(possible.map((each) => [...each])).toContainEqual([...values]);
      from = Math.max(from, least);
      store.writer.settle();
      expect(stored(store, no)).toEqual(values);
      expectRollUpsOf(store, no);
    }
  });
});

describe('two processes', () => {
  it('write in turn, and neither undoes nor doubles what the other has written', async () => {
    using store = new TestReadings();
    const channels = ['a', 'b'].map((id) => store.channel(id, { intervalMs: 60_000 }));
    // The same readings of one channel from both, and one channel each.
    const runs = [write(store, 'a', JUNE, 60), write(store, 'a', JUNE, 60), write(store, 'b', JUNE, 60)];
    for (let n = 0; n < 30; n++) {
      store.writer.write([message([{ address: 'b', time: JUNE - DAY + n * 60_000, value: n }])]);
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (n % 10 === 5) store.writer.settle();
    }
    await Promise.all(runs.map(({ ended }) => ended));
    for (const run of runs) expect([run.said(), run.errors()]).toEqual([60, '']);
    store.writer.settle();
    const [a, b] = channels.map(({ no }) => no) as [number, number];
    expect([...stored(store, a)]).toEqual([...expected('a', JUNE, 60)]);
    expect(stored(store, b).size).toBe(expected('b', JUNE, 60).size + 30);
    for (const no of [a, b]) expectRollUpsOf(store, no);
  });
});
