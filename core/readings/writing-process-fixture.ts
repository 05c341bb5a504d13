// Test support: a process that writes batches to a store and says so after each, until it is ended.
import { openMonitoring } from '../db/open-monitoring.ts';
import { ReadingWriter } from './reading-writer.ts';
import { MINUTE, message } from './readings-fixture.ts';

/** Readings of batch `n`; every fifth repeats the one before with other values. */
export function batchOf(address: string, from: number, n: number): ReturnType<typeof message> {
  const isRevision = n % 5 === 4;
  const begin = (isRevision ? n - 1 : n) * 20;
  return message(
    Array.from({ length: 20 }, (_, m) => ({
      address,
      time: from + (begin + m) * MINUTE,
      value: begin + m + (isRevision ? 0.5 : 0),
    })),
  );
}

const [path, address, from, batches] = process.argv.slice(2);
if (path?.endsWith('.sqlite') && address !== undefined) {
  const writer = new ReadingWriter(openMonitoring(path), { now: Date.now });
  for (let n = 0; n < Number(batches); n++) {
    writer.write([batchOf(address, Number(from), n)]);
    process.stdout.write(`${n}\n`);
    if (n % 7 === 6) writer.settle();
  }
}
