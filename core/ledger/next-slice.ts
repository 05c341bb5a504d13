// The slice after a change, made from the one before: only the enterprises that the change touched are put together anew.
import type { Db } from '../db/open.ts';
import { type RecordKind, recordKinds, type StoredVersion } from '../db/records.ts';
import { OPEN_END, type Times } from '../db/times.ts';
import { assemble, type HeldVersions, type LedgerSlice } from './slice.ts';
import { datasetsOf, versionsSince } from './store.ts';

/** Above this many enterprises, reading everything is as quick. */
const MOST_ENTERPRISES = 1_000;

/**
 * What `readSlice` would read at `times`, and until when it holds for any "now"; null where only reading everything can
 * tell. Between `before` and `times` no version may have begun or ended by itself (`nextValidFrom`).
 */
export async function nextSlice(
  db: Db,
  before: LedgerSlice,
  times: Times,
): Promise<{ slice: LedgerSlice; until: number } | null> {
  // What was left out is not known here, and what stands on another's site is not found by its own enterprise.
  if (!before.isWhole) return null;
  const changed = {
    enterprise: await versionsSince(db.sql, 'enterprise', before.times.knownAt),
    site: await versionsSince(db.sql, 'site', before.times.knownAt),
    unit: await versionsSince(db.sql, 'unit', before.times.knownAt),
    output: await versionsSince(db.sql, 'output', before.times.knownAt),
  };
  const touched = touchedEnterprises(changed);
  if (touched.size > MOST_ENTERPRISES) return null;
  const versions = versionsOf(before, touched, changed, times);
  const datasets = {
    enterprise: await datasetsOf(db.sql, 'enterprise', idsOf(versions.enterprise)),
    unit: await datasetsOf(db.sql, 'unit', idsOf(versions.unit)),
    output: await datasetsOf(db.sql, 'output', idsOf(versions.output)),
  };
  const anew = assemble(times, versions, (kind, id) => datasets[kind].get(id) ?? '');
  if (!anew.isWhole) return null;
  const slice: LedgerSlice = {
    times,
    enterprises: byId(merge([...before.enterprises.values()], anew.enterprises.values())),
    sites: byId(merge([...before.sites.values()], anew.sites.values())),
    units: merge(before.units, anew.units),
    outputs: merge(before.outputs, anew.outputs),
    isWhole: true,
  };
  return { slice, until: nextBeginning(changed, times) };
}

type Changed = Readonly<Record<RecordKind, readonly StoredVersion[]>>;

const idsOf = (versions: readonly StoredVersion[]): string[] => versions.map((version) => version.recordId);

/** Enterprises of which a record changed, and those it belonged to before. */
function touchedEnterprises(changed: Changed): Set<string> {
  const touched = new Set(idsOf(changed.enterprise));
  for (const kind of ['site', 'unit', 'output'] as const)
    for (const { values } of changed[kind]) touched.add(String(values.enterpriseId));
  return touched;
}

/** What holds now of the touched enterprises: what held and was not superseded, and what was recorded since. */
function versionsOf(before: LedgerSlice, touched: ReadonlySet<string>, changed: Changed, times: Times): HeldVersions {
  const { asOf, knownAt } = times;
  const enterprises = [...touched].flatMap((id) => before.enterprises.get(id) ?? []);
  const held = {
    enterprise: enterprises,
    site: enterprises.flatMap(({ sites }) => sites),
    unit: enterprises.flatMap(({ units }) => units),
    output: before.outputs.filter(({ enterprise }) => touched.has(enterprise.id)),
  };
  const still = (kind: RecordKind): StoredVersion[] => {
    const superseded = new Set(
      changed[kind].filter(({ supersededAt }) => supersededAt <= knownAt).map(({ versionId }) => versionId),
    );
    const since = changed[kind].filter(
      (version) =>
        version.recordedAt > before.times.knownAt &&
        version.recordedAt <= knownAt &&
        version.supersededAt > knownAt &&
        version.validFrom <= asOf &&
        version.validTo > asOf,
    );
    const kept = held[kind].map(({ version }) => version).filter(({ versionId }) => !superseded.has(versionId));
    return [...kept, ...since].sort((a, b) => compareIds(a.recordId, b.recordId));
  };
  return { enterprise: still('enterprise'), site: still('site'), unit: still('unit'), output: still('output') };
}

/** `before` with what is anew in its place, in the order of ids. Nothing is ever deleted: what held goes on to. */
function merge<T extends { readonly id: string }>(before: readonly T[], anew: Iterable<T>): T[] {
  const fresh = new Map([...anew].map((record) => [record.id, record]));
  const merged = before.map((record) => {
    const replacement = fresh.get(record.id) ?? record;
    fresh.delete(record.id);
    return replacement;
  });
  if (fresh.size === 0) return merged;
  return [...merged, ...fresh.values()].sort((a, b) => compareIds(a.id, b.id));
}

const byId = <T extends { readonly id: string }>(records: readonly T[]): Map<string, T> =>
  new Map(records.map((record) => [record.id, record]));

function nextBeginning(changed: Changed, { asOf }: Times): number {
  let next = OPEN_END;
  for (const kind of recordKinds)
    for (const { validFrom, supersededAt } of changed[kind])
      if (supersededAt === OPEN_END && validFrom > asOf) next = Math.min(next, validFrom);
  return next;
}

/** The order of the database, which compares bytes of UTF-8: as by UTF-16, but characters beyond 16 bits come last. */
export function compareIds(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
