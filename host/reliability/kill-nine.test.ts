import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { killRounds } from './kill-rounds-fixture.ts';

/** More of them by `npm run bench -- kill`. */
const rounds = Number(process.env['LIANGGAO_KILL_ROUNDS'] ?? 4);
const reportPath = process.env['LIANGGAO_KILL_REPORT'];

it(
  'keeps all that it has answered for, once, however often it is killed',
  async () => {
    const report = await killRounds({
      rounds,
      onRound: (round, { faults }) => {
        if (reportPath !== undefined) process.stderr.write(`  ${round}/${rounds} ${faults[0] ?? ''}\n`);
      },
    });
    if (reportPath !== undefined) writeFileSync(reportPath, JSON.stringify(report));
    expect(report.faults).toEqual([]);
    expect(report.rounds).toBe(rounds);
    expect(report.answered).toBeGreaterThan(0);
    expect(report.acknowledged).toBeGreaterThan(0);
  },
  60_000 + rounds * 30_000,
);
