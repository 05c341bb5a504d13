// What each version of a record changed against the one it follows. Pure.
import type { StatedValue, Version } from '../../contract/ledger.ts';

export interface ValueChange {
  readonly attribute: string;
  readonly from: StatedValue | null;
  readonly to: StatedValue;
}

export interface VersionStep {
  readonly version: Version;
  /** null = nothing stands before it. */
  readonly changes: readonly ValueChange[] | null;
}

/** Follow from another value that changed, and would say it twice. */
const FOLLOWING: ReadonlySet<string> = new Set(['cityCode', 'place']);

const same = (one: StatedValue | undefined, other: StatedValue): boolean =>
  one?.value === other.value && one.unit === other.unit;

/** Newest recorded first; versions recorded together, the later valid one first. */
function newestFirst(a: Version, b: Version): number {
  return (
    b.recordedAt - a.recordedAt || (b.validFrom ?? Number.NEGATIVE_INFINITY) - (a.validFrom ?? Number.NEGATIVE_INFINITY)
  );
}

/** Versions, newest first, each compared with the next older one. */
export function versionSteps(versions: readonly Version[]): VersionStep[] {
  const ordered = [...versions].sort(newestFirst);
  return ordered.map((version, index) => {
    const older = ordered[index + 1];
    if (older === undefined) return { version, changes: null };
    const before = new Map(older.values.map((value) => [value.attribute, value]));
    const changes = version.values
      .filter((value) => !FOLLOWING.has(value.attribute) && !same(before.get(value.attribute), value))
      .map((to) => ({ attribute: to.attribute, from: before.get(to.attribute) ?? null, to }));
    return { version, changes };
  });
}
