// Walking through the list by keys.
import { describe, expect, it } from 'vitest';
import { neighbour } from './shown-list.ts';

const at = (id: string) => ({ kind: 'enterprise' as const, id });

describe('neighbour', () => {
  it('begins at either end, goes from one to the next and stops at the last', () => {
    const ids = ['a', 'b'];
    expect(neighbour(ids, null, 1)).toEqual(at('a'));
    expect(neighbour(ids, null, -1)).toEqual(at('b'));
    expect(neighbour(ids, at('a'), 1)).toEqual(at('b'));
    expect(neighbour(ids, at('b'), 1)).toEqual(at('b'));
    expect(neighbour(ids, at('a'), -1)).toEqual(at('a'));
  });

  it('begins anew where the selected one is no longer shown, and finds nothing in an empty list', () => {
    expect(neighbour(['a'], at('gone'), 1)).toEqual(at('a'));
    expect(neighbour(['a'], { kind: 'area', level: 'city', code: 370100 }, 1)).toEqual(at('a'));
    expect(neighbour([], at('a'), 1)).toBeNull();
  });
});
