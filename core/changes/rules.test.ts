// world.changed as arithmetic: a change does what it says, and two squashed into one do what both did.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorldChange } from '../../contract/events.ts';
import type { EnterpriseSummary } from '../../contract/ledger.ts';
import { difference, publish, RESET_ABOVE, squash } from './rules.ts';

const summary = (id: string, name: string): EnterpriseSummary => ({
  ...{ id, name, dataset: 'd', nameEn: null, position: null, place: 'unplaced', cityCode: null, countyCode: null },
  ...{ industries: [], statuses: [], owner: null, ownerGroup: null, flags: [] },
});

/** A world of a few enterprises: id → name. */
const worldArbitrary = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('x', 'y', 'z'));
type World = Record<string, string>;

const published = (world: World) => publish(Object.entries(world).map(([id, name]) => summary(id, name)));

/** What a screen does with a change, written as plainly as can be. */
function applied(world: World, change: WorldChange): World {
  const next = Object.fromEntries(Object.entries(world).filter(([id]) => !change.removed.includes(id)));
  for (const enterprise of change.put) next[enterprise.id] = enterprise.name;
  return next;
}

describe('a change', () => {
  it('turns the world before into the world after, and says nothing that is not new', () => {
    fc.assert(
      fc.property(worldArbitrary, worldArbitrary, (before, after) => {
        const change = difference(published(before), published(after), 7, 9);
        expect([change.from, change.revision, change.reset]).toEqual([7, 9, false]);
        expect(applied(before, change)).toEqual({ ...after });
        for (const { id, name } of change.put) expect(before[id]).not.toBe(name);
        for (const id of change.removed) expect([id in before, id in after]).toEqual([true, false]);
      }),
    );
  });

  it('of more than a snapshot is worth says so instead', () => {
    const many = (count: number) => publish(Array.from({ length: count }, (_, at) => summary(`e${at}`, 'x')));
    expect(difference(many(0), many(RESET_ABOVE), 1, 2)).toMatchObject({ reset: false, put: { length: RESET_ABOVE } });
    expect(difference(many(0), many(RESET_ABOVE + 1), 1, 2)).toEqual({
      from: 1,
      revision: 2,
      reset: true,
      put: [],
      removed: [],
    });
    expect(difference(many(RESET_ABOVE + 1), many(0), 1, 2)).toMatchObject({ reset: true });
  });
});

describe('a world published after another', () => {
  it('is the same whether or not records of the one before serve again', () => {
    fc.assert(
      fc.property(worldArbitrary, worldArbitrary, (first, second) => {
        const before = published(first);
        const kept = Object.entries(second).map(([id, name]) => {
          const known = before.get(id)?.record;
          return known?.name === name ? known : summary(id, name);
        });
        expect(publish(kept, before)).toEqual(published(second));
      }),
    );
  });
});

describe('two changes squashed', () => {
  it('do what both did, one after the other', () => {
    fc.assert(
      fc.property(worldArbitrary, worldArbitrary, worldArbitrary, (first, second, third) => {
        const one = difference(published(first), published(second), 1, 2);
        const two = difference(published(second), published(third), 2, 3);
        const both = squash(one, two);
        expect([both.from, both.revision]).toEqual([1, 3]);
        expect(applied(first, both)).toEqual(applied(applied(first, one), two));
        expect(applied(first, both)).toEqual({ ...third });
        // No enterprise is both put and removed.
        expect(both.put.filter((each) => both.removed.includes(each.id))).toEqual([]);
      }),
    );
  });

  it('may be squashed in any grouping', () => {
    fc.assert(
      fc.property(fc.array(worldArbitrary, { minLength: 4, maxLength: 4 }), (worlds) => {
        const [a, b, c] = [0, 1, 2].map((at) =>
          difference(published(worlds[at] ?? {}), published(worlds[at + 1] ?? {}), at, at + 1),
        ) as [WorldChange, WorldChange, WorldChange];
        const [left, right] = [squash(squash(a, b), c), squash(a, squash(b, c))];
        expect(applied(worlds[0] ?? {}, left)).toEqual(applied(worlds[0] ?? {}, right));
        expect([left.from, left.revision]).toEqual([right.from, right.revision]);
      }),
    );
  });

  it('are a reset if one of them is', () => {
    const reset: WorldChange = { from: 1, revision: 2, reset: true, put: [], removed: [] };
    const change: WorldChange = { from: 2, revision: 3, reset: false, put: [summary('a', 'x')], removed: [] };
    expect(squash(reset, change)).toEqual({ from: 1, revision: 3, reset: true, put: [], removed: [] });
    expect(squash({ ...change, from: 0, revision: 1 }, reset)).toMatchObject({
      from: 0,
      revision: 2,
      reset: true,
      put: [],
    });
  });
});
