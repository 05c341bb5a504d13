import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorldChange } from '../../contract/events.ts';
import { sampleEnterprise } from './sample-enterprise.ts';
import { applyChange, type World, worldFrom } from './world.ts';

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step = fc.record({ put: fc.uniqueArray(ids), removed: fc.uniqueArray(ids), name: fc.string() });

/** A history of changes, numbered as the core numbers them, and the names that a reader must end with. */
function history(steps: { put: string[]; removed: string[]; name: string }[]) {
  const model = new Map<string, string>([['a', 'first']]);
  const changes: WorldChange[] = [];
  const snapshots = [new Map(model)];
  for (const [index, { put, removed, name }] of steps.entries()) {
    const gone = removed.filter((id) => !put.includes(id));
    for (const id of gone) model.delete(id);
    for (const id of put) model.set(id, name);
    changes.push({
      from: index,
      revision: index + 1,
      reset: false,
      put: put.map((id) => sampleEnterprise({ id, name })),
      removed: gone,
    });
    snapshots.push(new Map(model));
  }
  return { changes, snapshots };
}

const start = worldFrom({ revision: 0, enterprises: [sampleEnterprise({ id: 'a', name: 'first' })] });
const namesOf = (world: World) => Object.fromEntries(world.enterprises.map(({ id, name }) => [id, name]));

describe('applyChange', () => {
  it('ends where the core is, for every history', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { changes, snapshots } = history(steps);
        let world = start;
        for (const change of changes) {
          const next = applyChange(world, change);
          if (next === 'resync') throw new Error('nothing was missed');
          world = next;
        }
        expect(namesOf(world)).toEqual(Object.fromEntries(snapshots.at(-1) ?? []));
        expect(world.revision).toBe(steps.length);
        expect(world.enterprises.map(({ id }) => id)).toEqual([...world.byId.keys()]);
      }),
    );
  });

  it('never shows a wrong world when changes are lost or repeated: it is right, or it asks to resync', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 30 }),
        (steps, order) => {
          const { changes, snapshots } = history(steps);
          let world = start;
          for (const position of order) {
            const change = changes[position];
            if (change === undefined) continue;
            const next = applyChange(world, change);
            if (next === 'resync') return;
            world = next;
            expect(namesOf(world)).toEqual(Object.fromEntries(snapshots[world.revision] ?? []));
          }
        },
      ),
    );
  });

  it('keeps the same world for a change it already holds, and the same array for one that changes no enterprise', () => {
    const old: WorldChange = { from: -1, revision: 0, reset: false, put: [sampleEnterprise({ id: 'z' })], removed: [] };
    expect(applyChange(start, old)).toBe(start);
    const next = applyChange(start, { from: 0, revision: 1, reset: false, put: [], removed: [] });
    if (next === 'resync') throw new Error('nothing was missed');
    expect(next.revision).toBe(1);
    expect(next.enterprises).toBe(start.enterprises);
  });

  it('asks to resync when told so and when a revision is missing', () => {
    expect(applyChange(start, { from: 0, revision: 1, reset: true, put: [], removed: [] })).toBe('resync');
    expect(applyChange(start, { from: 1, revision: 2, reset: false, put: [], removed: [] })).toBe('resync');
  });
});
