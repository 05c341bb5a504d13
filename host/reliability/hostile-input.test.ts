import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Desk } from './desk-fixture.ts';
import { EndlessLogger, EndlessPoster, EndlessPublisher, tokenOf } from './endless-sender-fixture.ts';
import { hostileInput } from './hostile-input-fixture.ts';

/** Longer by `npm run bench -- hostile --minutes 10`. */
const seconds = Number(process.env['LIANGGAO_HOSTILE_SECONDS'] ?? 8);
const reportPath = process.env['LIANGGAO_HOSTILE_REPORT'];
/** A host at rest takes some 300 MB; what one connection may hold is bounded, and so are the connections. */
const MOST_MEGABYTES = 1_200;

it(
  'goes on answering, without a defect and in bounded memory, whatever bytes come in',
  async () => {
    using desk = new Desk();
    const honest = [new EndlessLogger('88000000000000'), new EndlessPublisher('meter'), new EndlessPoster('plant')];
    // Whoever knows a device's token may take its place at the broker: that one is another than the honest one.
    const hostile = new EndlessPublisher('hostile-meter');
    await desk.make((db) => {
      for (const sender of [...honest, hostile]) sender.register(db);
    });
    const running = await desk.start();
    await Promise.all(honest.map((sender) => sender.open(running.ports)));
    const seed = Math.floor(Math.random() * 2 ** 30);
    const startedAt = performance.now();
    const isOver = (): boolean => performance.now() - startedAt > seconds * 1_000;
    let most = running.memory();
    const pumping = setInterval(() => {
      for (const sender of honest) sender.pump();
      most = Math.max(most, running.memory());
    }, 100);
    // The same device as the honest logger's, so that its frames are judged to the end.
    const target = {
      ports: running.ports,
      mqtt: { device: hostile.device, token: tokenOf(hostile.device) },
      http: { device: 'plant', token: tokenOf('plant') },
    };
    const atFirst = running.memory();
    const tries = await hostileInput(target, seed, isOver);
    const answeredDuring = honest.map((sender) => sender.answered.size);
    await wait(2_000);
    clearInterval(pumping);
    const defects = running.log.filter((line) =>
      /\b(Type|Range|Reference|Syntax)Error\b|halves|thread ended/.test(line),
    );
    const report = {
      seconds,
      seed,
      tries,
      atFirst,
      most,
      atLast: running.memory(),
      answered: honest.map(({ answered }) => answered.size),
      defects,
    };
    if (reportPath !== undefined) writeFileSync(reportPath, JSON.stringify(report));
    expect(defects, `seed ${seed}`).toEqual([]);
    // Each honest sender was still being answered after the worst was over.
    for (const [index, sender] of honest.entries())
      expect(sender.answered.size, `${sender.device}, seed ${seed}`).toBeGreaterThan(answeredDuring[index] ?? 0);
    expect(most).toBeLessThan(MOST_MEGABYTES);
    expect((await running.call('/monitoring')).status).toBe(200);
    await running.stop();
  },
  60_000 + seconds * 4_000,
);
