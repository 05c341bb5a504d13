// Garbage is counted and told, but cannot fill the disk, and passwords are not kept with it.
import { expect, it } from 'vitest';
import { FaultTally, withoutPassword } from './fault-tally.ts';

it('a minute of one sender’s bad frames is one message with their number', () => {
  const tally = new FaultTally();
  const told: string[] = [];
  const look = (second: number) => {
    for (const { issues } of tally.due(second * 1000))
      for (const { code, count, detail } of issues) told.push(`${second}: ${code} ${count} × ${detail}`);
  };
  for (let second = 0; second < 150; second++) {
    tally.add('A1', 'crc-mismatch', '10.0.0.5', Buffer.from('##0010'));
    look(second);
  }
  expect(told).toEqual([
    '0: crc-mismatch 1 × 10.0.0.5',
    '60: crc-mismatch 60 × 10.0.0.5',
    '120: crc-mismatch 60 × 10.0.0.5',
  ]);
  expect(tally.due(150_000, true)).toMatchObject([
    { device: 'A1', readings: [], issues: [{ detail: '10.0.0.5', count: 29 }] },
  ]);
});

it('of a thousand senders and more, the later are told as one', () => {
  const tally = new FaultTally();
  for (let i = 0; i < 5_000; i++) tally.add(null, 'noise', `10.0.${i}`, Buffer.alloc(0), 7);
  const messages = tally.due(0);
  expect(messages).toHaveLength(1_001);
  expect(messages.at(-1)?.issues).toEqual([{ code: 'noise', detail: '*', count: 4_000 * 7 }]);
});

it('an example is kept, without its password', () => {
  const frame = '##0060QN=1;ST=31;CN=2011;PW=secret;MN=A1;Flag=5;CP=&&&&';
  expect(withoutPassword(Buffer.from(frame)).toString()).toBe(frame.replace('secret', '***'));
  const tally = new FaultTally();
  tally.add('A1', 'wrong-password', '10.0.0.5', Buffer.from(frame));
  expect(Buffer.from(tally.due(0)[0]?.bytes ?? []).toString()).not.toContain('secret');
});
