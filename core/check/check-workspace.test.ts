// `lianggao check` finds what was altered behind the program's back, whichever number, time, key or file it was.
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { bundledFile, TestLedger } from '../ledger-fixture.ts';
import { checkWorkspace } from './check-workspace.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await TestLedger.open();
  const opened = ledger;
  onTestFinished(() => opened[Symbol.asyncDispose]());
  await ledger.import(
    ['plant_data', 'capacities_status', 'production'].map((sheet) => bundledFile(`gem-steel/shandong_${sheet}.csv`)),
  );
  await ledger.list([
    { unit: 'U1', mw: 100 },
    { unit: 'U2', plant: 'P2', name: '二号电厂' },
  ]);
  await ledger.correct({ entity: 'unit', id: 'list/U1', attribute: 'capacity', value: 120 });
  await ledger.list([{ unit: 'U2', plant: 'P2', name: '二号电厂', mw: 300 }], { validFrom: ledger.now - 1000 });
});

/** Name of the check that fails → what it says. */
async function failures(): Promise<Record<string, readonly string[]>> {
  const checks = await checkWorkspace(ledger.workspace);
  expect(checks.map((check) => check.name)).toEqual(['schema', 'keys', 'times', 'places', 'provenance', 'checksums']);
  return Object.fromEntries(checks.filter((check) => !check.ok).map(({ name, problems }) => [name, problems]));
}

const alter = (sql: string): unknown =>
  ledger.workspace.db.raw.exec(`PRAGMA foreign_keys = OFF; ${sql}; PRAGMA foreign_keys = ON`);
const currentU2 = "record_id = 'list/U2' AND capacity = 300";

describe('a check', () => {
  it('finds nothing in what imports and corrections have written, and has looked at all of it', async () => {
    expect(await failures()).toEqual({});
    const checks = await checkWorkspace(ledger.workspace);
    const { raw } = ledger.workspace.db;
    const versions = raw
      .prepare('SELECT (SELECT count(*) FROM unit_version) + (SELECT count(*) FROM output_version)')
      .pluck()
      .get();
    expect(checks.find((check) => check.name === 'provenance')?.checked).toBe(versions);
    expect(checks.find((check) => check.name === 'checksums')?.checked).toBe(5);
  });

  it.each([
    ['a capacity', `UPDATE unit_version SET capacity = 301 WHERE ${currentU2}`, 'capacity'],
    ['a status', `UPDATE unit_version SET status = 'retired' WHERE ${currentU2}`, 'status'],
    ['a longitude', `UPDATE unit_version SET longitude = longitude + 0.1 WHERE ${currentU2}`, 'longitude'],
    ['a kept cell', `UPDATE source_row SET cells = replace(cells, '"300"', '"3"')`, 'capacity, capacityText'],
    ['a steel capacity', 'UPDATE unit_version SET capacity = 9999 WHERE capacity = 5001', 'capacity'],
    ['an annual output', 'UPDATE output_version SET value = 1 WHERE value = 4426', 'value'],
  ])('finds %s that was altered', async (_name, sql, attribute) => {
    alter(sql);
    const found = await failures();
    // A longitude that is altered is no longer in its county either.
    expect(Object.keys(found)).toEqual(attribute === 'longitude' ? ['places', 'provenance'] : ['provenance']);
    for (const problem of found.provenance ?? []) expect(problem).toContain(`${attribute} is not what the cell says`);
  });

  it('finds a record that lies in another county than the boundaries say', async () => {
    alter(`UPDATE unit_version SET county_code = 371722 WHERE ${currentU2}`);
    expect(await failures()).toEqual({ places: ['list/U2 was placed in other boundaries; import its file again'] });
  });

  it('finds two versions at one time', async () => {
    alter(
      `UPDATE unit_version SET valid_to = 8640000000000000 WHERE record_id = 'list/U2' AND superseded_at = 8640000000000000`,
    );
    expect((await failures()).times).toEqual(['unit list/U2 has two versions at one time']);
  });

  it('finds a record whose enterprise is gone', async () => {
    alter("DELETE FROM enterprise WHERE id = 'list/P2'");
    expect((await failures()).keys?.length).toBeGreaterThan(0);
  });

  it('finds a file that was altered, and one that is gone', async () => {
    const { sourcesDir } = ledger.workspace;
    const [first = '', second = ''] = (await readdir(sourcesDir)).sort();
    await appendFile(join(sourcesDir, first), '\n');
    await rm(join(sourcesDir, second));
    await writeFile(join(sourcesDir, 'left-over.part'), 'of an import that was killed');
    const problems = (await failures()).checksums ?? [];
    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(new RegExp(`${first} has been altered`));
    expect(problems.join()).toMatch(new RegExp(`${second} is missing`));
  });
});
