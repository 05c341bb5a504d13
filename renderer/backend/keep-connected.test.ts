import { describe, expect, it } from 'vitest';
import type { OpenWire } from './choose-wire.ts';
import { keepConnected, retryDelayMilliseconds } from './keep-connected.ts';

describe('keeping a wire open', () => {
  it('waits longer after each failure, never more than five seconds', () => {
    const delays = Array.from({ length: 40 }, (_, attempt) => retryDelayMilliseconds(attempt));
    expect(delays[0]).toBe(250);
    for (const [attempt, delay] of delays.entries()) expect(delay).toBeGreaterThanOrEqual(delays[attempt - 1] ?? 0);
    expect(Math.max(...delays)).toBe(5000);
  });

  it('opens again after a loss, telling of each, and stops for good when told to', async () => {
    const told: string[] = [];
    const open: (() => void)[] = [];
    let attempts = 0;
    const wire = (): Promise<OpenWire> => {
      attempts += 1;
      if (attempts === 2) return Promise.reject(new Error('away'));
      return new Promise((resolve) => {
        let settle = (): void => {};
        const closed = new Promise<void>((done) => {
          settle = done;
        });
        open.push(settle);
        resolve({ link: { call: () => Promise.reject(new Error('unused')) }, closed, close: settle });
      });
    };
    const third = new Promise<void>((resolve) => {
      const stop = keepConnected(wire, {
        opened: () => {
          told.push('opened');
          if (open.length === 1) open[0]?.();
          else {
            stop();
            resolve();
          }
        },
        lost: (error) => told.push(error instanceof Error ? error.message : 'lost'),
      });
    });
    await third;
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(told).toEqual(['opened', 'lost', 'away', 'opened']);
    expect(attempts).toBe(3);
  });
});
