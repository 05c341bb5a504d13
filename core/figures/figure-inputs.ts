// What figures rest on: the records of a slice with the keys that figures split and narrow them by. Pure.
import type { FigureKey, LedgerDimension } from '../../contract/figures.ts';
import type { RecordFlag } from '../../contract/ledger.ts';
import { neverRan } from '../../policy/statuses.ts';
import { yearOf } from '../imports/cell-rules.ts';
import {
  flagsOf,
  type LedgerSlice,
  placeOfEnterprise,
  type SliceEnterprise,
  type SliceOutput,
  type SliceUnit,
} from '../ledger/slice.ts';
import type { Condition } from './input-columns.ts';
import { classOf, type FigureInput, inProductUnit, isList, type StatedDimension } from './rules.ts';

/** An input that remembers the record it was made from. */
export interface TracedInput extends FigureInput {
  readonly enterpriseName: string;
  readonly record: SliceUnit | SliceOutput | null;
  readonly flags: readonly RecordFlag[];
}

const nothingStated = {
  ...{ industry: null, product: null, status: null, captive: null, ownerGroup: null },
  ...{ commissioned: null, retired: null, flag: null, year: null },
} satisfies Partial<Record<StatedDimension, FigureKey>>;

const flagLists = new Map<string, readonly RecordFlag[]>();

/** Equal lists are one and the same, as columns want them; of eight flags there are few. */
function flagKey(flags: readonly RecordFlag[]): readonly RecordFlag[] | null {
  if (flags.length === 0) return null;
  const text = flags.join(' ');
  const known = flagLists.get(text) ?? flags;
  flagLists.set(text, known);
  return known;
}

const yearOfText = (text: unknown): number | null => (typeof text === 'string' ? yearOf(text) : null);

/** `before` = the inputs of an earlier slice: a unit that is the same has the same input. */
export function unitInputs(units: readonly SliceUnit[], before: readonly TracedInput[] = []): TracedInput[] {
  let place = 0;
  return units.map((unit) => {
    // Both are in the order of ids; a unit that is not in its place is new.
    const known = before[place];
    if (known?.recordId === unit.id) place += 1;
    return known?.record === unit ? known : unitInput(unit);
  });
}

function unitInput(unit: SliceUnit): TracedInput {
  const { values } = unit.version;
  return {
    enterpriseId: unit.enterprise.id,
    enterpriseName: unit.enterprise.name,
    recordId: unit.id,
    record: unit,
    amount: unit.capacity,
    amountUnit: unit.capacityUnit ?? '',
    flags: unit.flags,
    keys: {
      city: unit.cityCode,
      county: unit.countyCode,
      industry: unit.industry,
      product: unit.product,
      status: unit.status,
      captive: unit.captive,
      ownerGroup: unit.ownerGroup,
      place: unit.place,
      dataset: unit.dataset,
      enterprise: unit.enterprise.id,
      flag: flagKey(unit.flags),
      commissioned: yearOfText(values.commissioned),
      retired: yearOfText(values.retired),
      year: null,
    },
  };
}

/**
 * What enterprises are counted by: their units, and those without any, which count as enterprises and as nothing else.
 * A doubt about an enterprise that none of its counted units bears (about a site where no unit takes its place from it,
 * or a unit outside the province) is borne by all of these, so that every doubt of its summary finds the enterprise.
 */
export function enterpriseInputs(units: readonly TracedInput[], slice: LedgerSlice): TracedInput[] {
  const more = new Map<SliceEnterprise, readonly RecordFlag[]>();
  const bare: TracedInput[] = [];
  for (const enterprise of slice.enterprises.values()) {
    const flags = flagsOf(enterprise);
    if (enterprise.units.length === 0) {
      bare.push({
        ...ofEnterprise(enterprise, enterprise.id),
        record: null,
        amount: null,
        amountUnit: '',
        flags,
        keys: {
          ...nothingStated,
          ...keysOfEnterprise(enterprise),
          dataset: enterprise.dataset,
          flag: flagKey(flags),
        },
      });
    } else if (flags.length > 0) {
      const borne = new Set(countedUnits(enterprise).flatMap((unit) => unit.flags));
      const others = flags.filter((flag) => !borne.has(flag));
      if (others.length > 0) more.set(enterprise, others);
    }
  }
  const all = units.map((input): TracedInput => {
    const unit = input.record as SliceUnit;
    const others = more.get(unit.enterprise);
    if (!others || !countedUnits(unit.enterprise).includes(unit)) return input;
    const flags = [...unit.flags, ...others];
    return { ...input, flags, keys: { ...input.keys, flag: flagKey(flags) } };
  });
  return [...all, ...bare];
}

function countedUnits({ units }: SliceEnterprise): readonly SliceUnit[] {
  const inScope = units.filter((unit) => unit.place !== 'outside');
  return inScope.length > 0 ? inScope : units;
}

/**
 * Units by the years at whose end they stood, up to `lastYear`. Those that have never run are left out; those of which it
 * is not known when they began, or when they ended though they did, have no year.
 */
export function lifeInputs(units: readonly TracedInput[], lastYear: number): TracedInput[] {
  const lives = new Map<number, number[]>();
  const yearsFrom = (first: number, last: number): number[] => {
    const known = lives.get(first * 10_000 + last);
    if (known) return known;
    const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
    lives.set(first * 10_000 + last, years);
    return years;
  };
  return units.flatMap((input): TracedInput[] => {
    const { commissioned, retired, status } = input.keys;
    if (neverRan.has(status as never)) return [];
    const isDated =
      typeof commissioned === 'number' &&
      (typeof retired === 'number' ? retired >= commissioned : status !== 'retired');
    if (!isDated) return [{ ...input, keys: { ...input.keys, year: null } }];
    const end = typeof retired === 'number' ? Math.min(retired - 1, lastYear) : lastYear;
    const years = yearsFrom(commissioned, end);
    return years.length === 0 ? [] : [{ ...input, keys: { ...input.keys, year: years } }];
  });
}

export function outputInputs(outputs: readonly SliceOutput[]): TracedInput[] {
  return outputs.map((output): TracedInput => {
    const { enterprise, version, dataset, id } = output;
    return {
      ...ofEnterprise(enterprise, id),
      record: output,
      amount: version.values.value as number | null,
      amountUnit: String(version.values.valueUnit ?? ''),
      flags: [],
      keys: {
        ...nothingStated,
        ...keysOfEnterprise(enterprise),
        product: version.values.product as string,
        year: version.values.year as number,
        dataset,
      },
    };
  });
}

const ofEnterprise = ({ id, name }: SliceEnterprise, recordId: string) => ({
  enterpriseId: id,
  enterpriseName: name,
  recordId,
});

function keysOfEnterprise(enterprise: SliceEnterprise) {
  const { place, cityCode, countyCode } = placeOfEnterprise(enterprise);
  const ownerGroup = enterprise.version.values.ownerGroup as string | null;
  return { city: cityCode, county: countyCode, place, ownerGroup, enterprise: enterprise.id };
}

/** The keys of an input; a dimension of which the conditions accept several of its keys, or none, is left out. */
export function keysOf(
  { keys, amount, amountUnit }: TracedInput,
  dimensions: readonly LedgerDimension[],
  conditions: readonly Condition[],
): Partial<Record<LedgerDimension, FigureKey>> {
  const found: Partial<Record<LedgerDimension, FigureKey>> = {};
  for (const dimension of dimensions) {
    if (dimension === 'capacityClass') {
      const stated = inProductUnit(keys.product as string | null, amount, amountUnit).amount;
      found.capacityClass = stated === null ? null : classOf(stated);
      continue;
    }
    const key = keys[dimension];
    if (!isList(key)) {
      found[dimension] = key;
      continue;
    }
    const own = conditions.filter(([of]) => of === dimension);
    const [only, ...others] = key.filter((each) => own.every(([, accepts]) => accepts(each)));
    if (only !== undefined && others.length === 0) found[dimension] = only;
  }
  return found;
}
