// Every statement that runs for each figure, page or imported row finds its rows through an index.
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundledFile, TestLedger } from '../ledger-fixture.ts';

/** Tables that grow with the ledger. The others hold a row an import, a correction or a mapping. */
const big = /\b(enterprise|site|unit|output)(_version)?\b|\bsource_row\b/;

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
  await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
  return () => ledger[Symbol.asyncDispose]();
});

/** The statements that `work` runs, each with the steps of its plan that walk through a whole big table. */
async function scansOf(work: () => Promise<unknown>): Promise<Map<string, string[]>> {
  const { raw } = ledger.workspace.db;
  const prepare = raw.prepare.bind(raw);
  const statements = new Set<string>();
  raw.prepare = ((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  }) as typeof raw.prepare;
  onTestFinished(() => void delete (raw as { prepare?: unknown }).prepare);
  await work();
  delete (raw as { prepare?: unknown }).prepare;
  const scans = new Map<string, string[]>();
  for (const sql of statements) {
    if (!/^\s*(select|with|update|delete)/i.test(sql)) continue;
    const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...[...sql.matchAll(/\?/g)].map(() => 1)) as {
      detail: string;
    }[];
    const details = plan.map((step) => step.detail);
    scans.set(
      sql,
      details.filter((detail) => detail.startsWith('SCAN') && big.test(detail.split(' ')[1] ?? '')),
    );
  }
  return scans;
}

const refused = (scans: Map<string, string[]>): string[] =>
  [...scans].flatMap(([sql, steps]) => steps.map((step) => `${step}: ${sql}`));

describe('query plans', () => {
  it('of one enterprise, its history and its cells', async () => {
    await ledger.reader.slice({});
    const scans = await scansOf(() => ledger.enterprise('gem-coal/L101434'));
    expect(scans.size).toBeGreaterThan(3);
    expect(refused(scans)).toEqual([]);
  });

  it('of a correction', async () => {
    const scans = await scansOf(() =>
      ledger.correct({ entity: 'unit', id: 'gem-coal/G100676', attribute: 'capacity', value: 351 }),
    );
    expect(scans.size).toBeGreaterThan(3);
    expect(refused(scans)).toEqual([]);
  });

  it('of an import, but for the count of what the ledger holds', async () => {
    const scans = await scansOf(() => ledger.import([bundledFile('gem-coal/shandong_dev.xlsx')]));
    expect(scans.size).toBeGreaterThan(5);
    expect(refused(scans).filter((scan) => !scan.includes('count(distinct'))).toEqual([]);
  });

  it('of an explanation', async () => {
    await ledger.reader.slice({});
    const scans = await scansOf(() => ledger.figures.explain({ id: 'capacity', by: [], where: {} }, 10));
    expect(scans.size).toBeGreaterThan(1);
    expect(refused(scans)).toEqual([]);
  });

  it('of a slice read versions by their times, and identities whole', async () => {
    const scans = await scansOf(() => ledger.reader.slice({ knownAt: ledger.now - 1, asOf: ledger.now - 1 }));
    expect(scans.size).toBeGreaterThan(5);
    expect(refused(scans).filter((scan) => scan.includes('_version'))).toEqual([]);
  });
});
