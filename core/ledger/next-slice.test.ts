// The present after a change, made from the present before, is what reading the whole ledger gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Correction } from '../../contract/ledger.ts';
import { bundledFile, day, type ListRow, listMapping, TestLedger } from '../ledger-fixture.ts';
import { compareIds, nextSlice } from './next-slice.ts';
import { type LedgerSlice, readSlice } from './slice.ts';

/** A slice as a tree without circles: each reference as an id, and whether it is the very record that the slice lists. */
function plain(slice: LedgerSlice) {
  const ofSite = (site: LedgerSlice['units'][number]['site']) =>
    site === null ? null : [site.id, slice.sites.get(site.id) === site];
  return {
    times: slice.times,
    isWhole: slice.isWhole,
    enterprises: [...slice.enterprises].map(([id, { sites, units, ...enterprise }]) => ({
      ...{ key: id, enterprise, sites: sites.map(ofSite) },
      units: units.map((unit) => [unit.id, slice.units.includes(unit), unit.enterprise.id]),
    })),
    sites: [...slice.sites],
    units: slice.units.map(({ enterprise, site, ...unit }) => ({
      ...{ ...unit, site: ofSite(site), enterprise: enterprise.id },
      isListed: slice.enterprises.get(enterprise.id) === enterprise,
    })),
    outputs: slice.outputs.map(({ enterprise, ...output }) => ({
      ...{ ...output, enterprise: enterprise.id },
      isListed: slice.enterprises.get(enterprise.id) === enterprise,
    })),
  };
}

async function expectFresh(ledger: TestLedger): Promise<LedgerSlice> {
  const { slice } = await ledger.reader.read({});
  expect(plain(slice)).toEqual(plain(await readSlice(ledger.workspace.db, slice.times)));
  return slice;
}

/** One mapping whose sites have positions, and units none of their own. */
const siteMapping = {
  ...listMapping,
  sheets: listMapping.sheets.map((sheet) => ({ ...sheet, positionOf: 'site' as const })),
};

type Step =
  | { readonly kind: 'correct'; readonly correction: Omit<Correction, 'actor' | 'reason'> }
  | { readonly kind: 'import'; readonly rows: ListRow[]; readonly sites: boolean; readonly validFrom: number | null }
  | { readonly kind: 'wait'; readonly days: number };

// Names are ids here: one is beyond the 16 bits of a JavaScript character, one of full width.
const plants = ['P1', 'P2', '𠮷（一）', '（二）'];
const unitIds = ['U1', 'U2', 'U3'];
const times = fc.option(fc.constantFrom(-20, 10, 40), { nil: null });
const row: fc.Arbitrary<ListRow> = fc
  .record({
    plant: fc.constantFrom(...plants),
    unit: fc.constantFrom(...unitIds),
    mw: fc.constantFrom('100', '200', ''),
    lon: fc.constantFrom('117.12', '119.9', '113', ''),
  })
  .map(({ plant, unit, ...rest }) => ({ ...rest, plant, name: plant, unit: `${plant}-${unit}`, lat: '36.65' }));
const corrections = fc.oneof(
  fc.record({
    ...{ entity: fc.constant('unit' as const), id: fc.tuple(fc.constantFrom(...plants), fc.constantFrom(...unitIds)) },
    change: fc.constantFrom(['capacity', 7], ['capacity', null], ['status', '封存'], ['position', '117, 36.7']),
  }),
  fc.record({
    ...{ entity: fc.constantFrom('enterprise' as const, 'site' as const), id: fc.constantFrom(...plants) },
    change: fc.constantFrom(['name', '新名'], ['position', '120.3, 36.1'], ['ownerGroup', '集团']),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(corrections, times).map(([{ entity, id, change }, from]): Step => {
      const [attribute, value] = change as [string, string | number | null];
      const record =
        entity === 'unit' ? `list/${id[0]}-${id[1]}` : entity === 'site' ? `list/${id}/site` : `list/${id}`;
      const validFrom = from === null ? {} : { validFrom: from };
      return { kind: 'correct', correction: { entity, id: record, attribute, value, ...validFrom } };
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        rows: fc.uniqueArray(row, { minLength: 1, maxLength: 5, selector: ({ unit }) => unit }),
        sites: fc.boolean(),
        validFrom: times,
      })
      .map((rest): Step => ({ kind: 'import', ...rest })),
  },
  { weight: 1, arbitrary: fc.constantFrom(1, 30).map((days): Step => ({ kind: 'wait', days })) },
);

/** What the ledger refuses is no matter here. */
async function take(ledger: TestLedger, taken: Step): Promise<void> {
  const from = (days: number): { validFrom: number } => ({ validFrom: ledger.now + days * day });
  if (taken.kind === 'wait') ledger.now += taken.days * day;
  else if (taken.kind === 'import') {
    const mapping = taken.sites ? siteMapping : listMapping;
    await ledger.list(taken.rows, { mapping, ...(taken.validFrom === null ? {} : from(taken.validFrom)) });
  } else {
    const { validFrom, ...correction } = taken.correction;
    await ledger
      .correct({ ...correction, ...(validFrom === undefined ? {} : from(validFrom)) })
      .catch((error: { code?: string }) => expect(['unknown-record', 'not-correctable']).toContain(error.code));
  }
}

describe('the present after changes', () => {
  it('is what reading everything gives, whatever was imported and corrected, and however time went on', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
        await using ledger = await TestLedger.open();
        await ledger.list([{ unit: 'P1-U1' }, { unit: 'P2-U1', plant: 'P2', name: 'P2' }]);
        for (const taken of steps) {
          await take(ledger, taken);
          await expectFresh(ledger);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps what the change did not touch, and leaves the present before as it was', async () => {
    await using ledger = await TestLedger.open();
    await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
    await ledger.import(
      ['plant_data', 'capacities_status', 'production'].map((sheet) => bundledFile(`gem-steel/shandong_${sheet}.csv`)),
    );
    const before = await ledger.reader.slice({});
    const frozen = JSON.stringify(plain(before));
    await ledger.correct({ entity: 'unit', id: 'gem-coal/G100676', attribute: 'capacity', value: 400 });
    await ledger.reader.slice({});
    await ledger.correct({ entity: 'site', id: 'gem-coal/L101434/site', attribute: 'address', value: '天山路' });
    await ledger.reader.slice({});
    await ledger.correct({ entity: 'enterprise', id: 'gem-coal/L101434', attribute: 'owner', value: '八一' });
    const after = await expectFresh(ledger);
    const kept = after.units.filter((unit, at) => unit === before.units[at]);
    // Its plant has more units than this one; all others are the very same.
    expect(kept).toHaveLength(before.units.filter((unit) => unit.enterprise.id !== 'gem-coal/L101434').length);
    expect(after.units.find((unit) => unit.id === 'gem-coal/G100676')?.capacity).toBe(400);
    expect(JSON.stringify(plain(before))).toBe(frozen);
    await ledger.import([bundledFile('sfi-cement/shandong_dev.csv')]);
    const later = await expectFresh(ledger);
    expect(later.units.filter((unit) => after.units.includes(unit))).toHaveLength(after.units.length);
  });
});

describe('what stands apart', () => {
  it('from its enterprise, or on the site of another, is left to a reading of everything', async () => {
    await using ledger = await TestLedger.open();
    const { db } = ledger.workspace;
    const yesterday = ledger.now - day;
    await ledger.list([{ unit: 'U1' }], { validFrom: ledger.now + 10 * day });
    const before = await readSlice(db, { asOf: yesterday, knownAt: ledger.now - 1 });
    expect([before.units.length, before.isWhole]).toEqual([0, true]);
    // A unit that is new holds since ever; its enterprise, known to begin later, from now on.
    await ledger.list([{ unit: 'U2' }]);
    expect(await nextSlice(db, before, { asOf: yesterday, knownAt: ledger.now })).toBeNull();
    const apart = await readSlice(db, { asOf: yesterday, knownAt: ledger.now - 1 });
    expect([apart.units.length, apart.isWhole]).toEqual([0, false]);
    await ledger.list([{ unit: 'U3', plant: 'P3', name: 'P3' }]);
    expect(await nextSlice(db, apart, { asOf: yesterday, knownAt: ledger.now })).toBeNull();

    // Two enterprises whose sites have one id between them.
    await using other = await TestLedger.open();
    const fields = { ...listMapping.sheets[0]?.fields, siteKey: 'site' };
    const mapping = { ...listMapping, sheets: [{ fields }] };
    const content =
      'unit,plant,name,site,mw,status,lon,lat\nU1,P1,甲,2/site,1,operating,117,36.6\nU2,P1/2,乙,site,1,operating,118,36.6\n';
    await other.import([{ name: 'sites.csv', content }], { mapping });
    expect((await expectFresh(other)).isWhole).toBe(false);
  });
});

describe('the order of ids', () => {
  it('is that of the database', () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'b', '济', '（', '𠮷', '\u{1f600}', '\ue000'), maxLength: 5 });
    fc.assert(
      fc.property(id, id, (left, right) => {
        expect(Math.sign(compareIds(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
    );
  });
});
