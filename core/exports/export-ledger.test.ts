// What an export is worth: another ledger takes it as it stands, and the ledger that it came from counts nothing twice.
import { describe, expect, it } from 'vitest';
import { ledgerTemplateCsv } from '../imports/ledger-template.ts';
import { bundledFile, type NewFile, TestLedger } from '../ledger-fixture.ts';

const exported = async (ledger: TestLedger, format: 'csv' | 'xlsx'): Promise<NewFile> => ({
  name: `export.${format}`,
  content: await ledger.export(format),
});

describe.each(['csv', 'xlsx'] as const)('an export as %s that is imported', (format) => {
  it('into the ledger it came from: the office has its records, those of other lists are refused one by one', async () => {
    await using ledger = await TestLedger.open();
    await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
    await ledger.import([{ name: 'office.csv', content: ledgerTemplateCsv('zh') }]);
    const before = (await ledger.figure('capacity')).totals;
    for (const dryRun of [true, false]) {
      const report = await ledger.import([await exported(ledger, format)], { dryRun });
      expect(report).toMatchObject({ rows: 488, inserted: 0, rejectedRows: 485 });
      expect(new Set(report.rejected.map((each) => `${each.column} ${each.reason.code}`))).toEqual(
        new Set(['记录号 held-elsewhere']),
      );
    }
    expect((await ledger.figure('capacity')).totals).toEqual(before);
  });

  it('into another ledger: every row comes in, and the figures are the same', async () => {
    await using ledger = await TestLedger.open();
    await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
    await using other = await TestLedger.open();
    expect(await other.import([await exported(ledger, format)])).toMatchObject({ inserted: 485, rejectedRows: 0 });
    for (const by of ['city', 'status'] as const)
      expect(await other.values('capacity', by)).toEqual(await ledger.values('capacity', by));
  });
});
