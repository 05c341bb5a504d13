// The keys that a record has several of: doubts find every enterprise that shows them, and years every unit that stood.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, places, type RecordFlag, recordFlags, type Value } from '../../contract/ledger.ts';
import { neverRan, statuses } from '../../policy/statuses.ts';
import type { StoredVersion } from '../db/records.ts';
import { type LedgerSlice, type SliceEnterprise, type SliceUnit, summarise } from '../ledger/slice.ts';
import { enterpriseInputs, lifeInputs, unitInputs } from './figure-inputs.ts';
import { InputColumns } from './input-columns.ts';

const version = (recordId: string, values: Record<string, Value> = {}): StoredVersion => ({
  ...{ versionId: 1, recordId, validFrom: 0, validTo: 1, recordedAt: 0, supersededAt: 1, importId: 1 },
  ...{ correctionId: null, sourceRowId: null, originMapId: null, movedOrigins: null, values },
});

interface Stated {
  readonly flags: readonly RecordFlag[];
  readonly place: Place;
}
interface StatedUnit extends Stated {
  readonly status: SliceUnit['status'];
  readonly commissioned: string | null;
  readonly retired: string | null;
}

/** A slice of enterprises with sites and units; what a unit has from its site is decided by then. */
function sliceOf(enterprises: readonly { sites: readonly Stated[]; units: readonly Partial<StatedUnit>[] }[]) {
  const made = enterprises.map(({ sites, units }, at): SliceEnterprise => {
    const id = `E${at}`;
    const stands = { cityCode: null, countyCode: null, position: null } as const;
    const enterprise: SliceEnterprise = {
      ...{ id, name: id, dataset: 'd', version: version(id, { nameEn: null, ownerGroup: null }) },
      sites: sites.map((site, n) => ({
        ...{ ...stands, ...site, id: `${id}/S${n}`, enterpriseId: id, version: version(`${id}/S${n}`) },
      })),
      units: [],
    };
    for (const [n, unit] of units.entries()) {
      const { commissioned = null, retired = null } = unit;
      enterprise.units.push({
        ...{ ...stands, flags: [], place: 'inside', status: null, ...unit, id: `${id}/U${n}`, enterprise, site: null },
        ...{ dataset: 'd', industry: null, product: 'iron', capacity: 1, capacityUnit: 'kt/a', captive: null },
        ...{ ownerGroup: null, version: version(`${id}/U${n}`, { commissioned, retired }) },
      });
    }
    return enterprise;
  });
  const slice: LedgerSlice = {
    times: { asOf: 0, knownAt: 0 },
    enterprises: new Map(made.map((each) => [each.id, each])),
    sites: new Map(made.flatMap((each) => each.sites.map((site) => [site.id, site]))),
    units: made.flatMap((each) => each.units),
    outputs: [],
    isWhole: true,
  };
  return slice;
}

const stated = fc.record({
  flags: fc.subarray([...recordFlags], { maxLength: 3 }),
  place: fc.constantFrom(...places),
});

describe('a flag', () => {
  it('finds exactly the enterprises in scope whose summary shows it', () => {
    const enterprise = fc.record({
      sites: fc.array(stated, { maxLength: 3 }),
      units: fc.array(stated, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(enterprise, { maxLength: 5 }), fc.boolean(), (enterprises, everywhere) => {
        const slice = sliceOf(enterprises);
        const columns = new InputColumns(enterpriseInputs(unitInputs(slice.units), slice));
        const scope = everywhere ? [] : [['place', (key: unknown) => key !== 'outside'] as const];
        const found = (conditions: Parameters<typeof columns.select>[0]): Set<string> =>
          new Set([...columns.select(conditions).rows].map((row) => columns.inputs[row]?.enterpriseId ?? ''));
        const inScope = found(scope);
        for (const flag of recordFlags) {
          const showing = [...slice.enterprises.values()]
            .filter((each) => inScope.has(each.id) && summarise(each).flags.includes(flag))
            .map((each) => each.id);
          expect([...found([...scope, ['flag', (key) => key === flag]])].sort()).toEqual(showing.sort());
          // The row of a split by flag counts the same ones.
          const row = columns
            .group(columns.select(scope), ['flag'], 'enterprises')
            .find((group) => group.keys.flag === flag);
          expect(row?.value ?? 0).toBe(showing.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a site stands with no unit that has a place of its own, except where enterprises are counted', () => {
    const slice = sliceOf([{ sites: [{ flags: ['offshore'], place: 'offshore' }], units: [{}] }]);
    const units = unitInputs(slice.units);
    expect(units.map((unit) => unit.keys.flag)).toEqual([null]);
    expect(enterpriseInputs(units, slice).map((unit) => unit.keys.flag)).toEqual([['offshore']]);
  });
});

describe('inputs made from those of the slice before', () => {
  it('are those made anew; units that are the same keep theirs', () => {
    const all = [...sliceOf([{ sites: [], units: Array.from({ length: 9 }, () => ({})) }]).units];
    fc.assert(
      fc.property(fc.subarray(all), fc.subarray(all), fc.subarray(all), (before, after, touched) => {
        const units = after.map((unit) => (touched.includes(unit) ? { ...unit, status: 'retired' as const } : unit));
        const known = unitInputs(before);
        const next = unitInputs(units, known);
        expect(next).toEqual(unitInputs(units));
        // As long as none is gone, as in a ledger none is.
        if (!before.every((unit) => after.includes(unit))) return;
        for (const input of known)
          expect(next.includes(input)).toBe(!touched.some((unit) => unit.id === input.recordId));
      }),
    );
  });
});

describe('a year', () => {
  const text = fc.option(
    fc
      .tuple(fc.integer({ min: 1990, max: 2030 }), fc.constantFrom('', '-06', '-12-26', '年', '?'))
      .map((parts) => parts.join('')),
    { nil: null },
  );
  const unit = fc.record({
    status: fc.constantFrom(...statuses.map((each) => each.id), null),
    commissioned: text,
    retired: text,
  });
  /** As a person would read it. */
  const yearIn = (date: string | null): number | null =>
    date === null || date.endsWith('?') ? null : Number(date.slice(0, 4));

  it('finds the units that had begun by its end and not ended by then, and no year those of which that is unknown', () => {
    const lastYear = 2024;
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const columns = new InputColumns(lifeInputs(unitInputs(sliceOf([{ sites: [], units }]).units), lastYear));
        const ran = units.filter(({ status }) => status === null || !neverRan.has(status));
        const isDated = ({ status, commissioned, retired }: (typeof units)[number]): boolean => {
          const [begin, end] = [yearIn(commissioned), yearIn(retired)];
          return begin !== null && (end === null ? status !== 'retired' : begin <= end);
        };
        const counts = new Map(
          columns.group(columns.select([]), ['year'], 'records').map(({ keys, value }) => [keys.year, value]),
        );
        expect(counts.get(null) ?? 0).toBe(ran.filter((each) => !isDated(each)).length);
        for (let year = 1985; year <= 2030; year += 1) {
          const standing = ran.filter((each) => {
            const [begin, end] = [yearIn(each.commissioned) ?? 0, yearIn(each.retired) ?? 9999];
            return isDated(each) && begin <= year && year < end && year <= lastYear;
          });
          expect(counts.get(year) ?? 0, String(year)).toBe(standing.length);
          const narrowed = columns.select([['year', (key) => key === year]]);
          expect(narrowed.rows).toHaveLength(standing.length);
          // Narrowed to a year, no other one is shown.
          expect(columns.group(narrowed, ['year'], 'records').every((group) => group.keys.year === year)).toBe(true);
        }
      }),
    );
  });
});
