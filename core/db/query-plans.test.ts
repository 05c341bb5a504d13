// Every statement that runs for a figure, a page, a correction or an imported row finds its rows through an index.
import { describe, expect, it } from 'vitest';
import { bundledFile, TestLedger } from '../ledger-fixture.ts';

/** Tables that grow with the ledger. The others hold a row an import, a correction or a mapping. */
const big = /^(enterprise|site|unit|output)(_version)?$|^source_row$/;

interface Seen {
  readonly sql: string;
  /** Steps of its plan, as SQLite words them. */
  readonly plan: readonly string[];
}

/** The statements made ready while `work` runs on a ledger of its own, with their plans. */
async function statementsOf(work: (ledger: TestLedger) => Promise<unknown>): Promise<Seen[]> {
  await using ledger = await TestLedger.open();
  const { raw } = ledger.workspace.db;
  const prepare = raw.prepare.bind(raw);
  const statements = new Set<string>();
  raw.prepare = ((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  }) as typeof raw.prepare;
  await work(ledger);
  return [...statements]
    .filter((sql) => /^\s*(select|with|update|delete)/i.test(sql))
    .map((sql) => {
      const parameters = [...sql.matchAll(/\?/g)].map(() => 1);
      const steps = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      return { sql, plan: steps.map((step) => step.detail) };
    });
}

/** Steps that walk through the whole of a big table. */
const scans = (seen: readonly Seen[]): string[] =>
  seen.flatMap(({ sql, plan }) =>
    plan
      .filter((step) => step.startsWith('SCAN') && big.test(step.split(' ')[1] ?? ''))
      .map((step) => `${step}: ${sql}`),
  );

describe('query plans', () => {
  it('of imports walk through nothing but the units of a dataset, once, to count them', async () => {
    const seen = await statementsOf(async (ledger) => {
      await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
      await ledger.list([{ unit: 'U1' }]);
      await ledger.list([{ unit: 'U1', mw: 5 }]);
    });
    expect(seen.filter(({ sql }) => sql.includes('_version')).length).toBeGreaterThan(4);
    expect(scans(seen).filter((scan) => !scan.includes('count(distinct'))).toEqual([]);
  });

  it('of a page, an explanation and a correction walk through nothing but what the slice reads', async () => {
    const seen = await statementsOf(async (ledger) => {
      await ledger.list([{ unit: 'U1' }]);
      await ledger.reader.slice({});
      await ledger.enterprise('list/P1');
      await ledger.figures.explain({ id: 'capacity', by: [], where: {} }, 10);
      await ledger.correct({ entity: 'unit', id: 'list/U1', attribute: 'capacity', value: 5 });
      await ledger.list([{ unit: 'U1', mw: 100 }]);
    });
    expect(seen.some(({ sql }) => sql.includes('source_row"."id" in'))).toBe(true);
    expect(seen.some(({ sql }) => sql.includes('update "unit_version"'))).toBe(true);
    const walked = scans(seen).filter((scan) => !scan.includes('count(distinct'));
    // A slice is the whole ledger at two times, in the order of the records: identities, and versions by the index of both.
    for (const scan of walked) {
      expect(scan).toMatch(
        /select "id", "dataset" from|^SCAN \w+_version USING INDEX \w+_version_record: select \* from/,
      );
    }
    expect(walked).toHaveLength(3 + 4);
    for (const { sql, plan } of seen)
      if (sql.includes('order by "record_id"')) expect(plan.join()).not.toContain('TEMP B-TREE');
  });
});
