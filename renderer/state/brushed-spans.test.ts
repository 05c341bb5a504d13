// Spans of what is brushed, from rows of a figure.
import { describe, expect, it } from 'vitest';
import type { FigureResult } from '../../contract/figures.ts';
import { brushedSpans } from './brushed-spans.ts';

const rows = (dimension: 'capacityClass' | 'commissioned', pairs: readonly [string, number | null][]) =>
  ({ rows: pairs.map(([enterprise, key]) => ({ keys: { enterprise, [dimension]: key } })) }) as unknown as FigureResult;

describe('brushedSpans', () => {
  it('spans an enterprise’s years, and leaves out what is not known', () => {
    const spans = brushedSpans(
      rows('commissioned', [
        ['a', 2003],
        ['a', 1998],
        ['a', null],
        ['b', null],
      ]),
      'commissioned',
    );
    expect([...spans]).toEqual([['a', [1998, 2003]]]);
  });

  it('reaches to the end of a capacity class', () => {
    const of = (from: number) => brushedSpans(rows('capacityClass', [['a', from]]), 'capacity').get('a');
    expect(of(100)).toEqual([100, 200]);
    expect(of(200)).toEqual([200, 500]);
    expect(of(50)).toEqual([50, 100]);
    expect(of(0.2)).toEqual([0.2, 0.5]);
    expect(of(0)).toEqual([0, 0]);
  });
});
