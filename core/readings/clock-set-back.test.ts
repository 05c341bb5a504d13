// This machine's clock is set back an hour while instruments, whose clocks are right, go on sending.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { listFindings } from '../findings/list-findings.ts';
import type { Receipt } from '../ingest/source-message.ts';
import { createIngest } from './create-ingest.ts';
import { latestReadings, readRaw } from './read-readings.ts';
import { HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

it('takes what comes, settles it, says that the clocks differ, and goes on when the clock is right again', async () => {
  const store = new TestReadings();
  onTestFinished(() => store[Symbol.dispose]());
  const { no } = store.channel('P', { kind: 'level', quantity: 'power', unitOfMeasure: 'kW', intervalMs: MINUTE });
  let clock = JUNE + 10 * HOUR;
  const logged: string[] = [];
  const live = await createIngest({ dbPath: store.path, log: (line) => logged.push(line), now: () => clock });
  onTestFinished(() => live.close());
  const send = (time: number): Promise<Receipt> =>
    live.take(message([{ address: 'P', time, value: 50 + ((time / MINUTE) % 7) }], { receivedAt: clock }));
  const untilSettled = async (): Promise<void> => {
    const waiting = store.db.prepare('SELECT count(*) FROM reading_log').pluck();
    while ((waiting.get() as number) > 0) await wait(20);
  };

  const times = Array.from({ length: 30 }, (_, minute) => clock + minute * MINUTE);
  for (const [minute, time] of times.entries()) {
    // Set back after ten minutes, right again after twenty.
    clock = time + (minute >= 10 && minute < 20 ? -HOUR : 0);
    expect(await send(time)).toMatchObject({ accepted: 1 });
    if (minute === 10) await untilSettled();
  }
  await live.call('settle', null);

  expect(readRaw(store.db, no, { from: JUNE, to: JUNE + 24 * HOUR }).map(({ time }) => time)).toEqual(times);
  expect(latestReadings(store.db)).toMatchObject([{ channel: no, time: times.at(-1) }]);
  const faults = listFindings(store.db, { channel: 'P' }).map(({ rule }) => rule);
  expect(faults).toContain('clock-fault');
  expect(faults).not.toContain('silence');
  // Sent again, it is known.
  expect(await send(times[15] ?? 0)).toMatchObject({ accepted: 0, repeated: 1 });
  expect(logged).toEqual([]);
});
