// The spans under the reader's hand, asked for while a histogram is brushed.
import { useMemo } from 'react';
import type { FigureMeasure } from '../../contract/figures.ts';
import { brushedSpans, dimensionOf } from './brushed-spans.ts';
import type { Narrowing, Range } from './filters.ts';
import { useFigure } from './use-figure.ts';

/** What a hand on a histogram shows before it rests. `narrowing` is that of the histogram: its own range left open. */
export interface Brush {
  readonly measure: FigureMeasure;
  readonly range: Range;
  readonly narrowing: Narrowing;
}

export function useBrushed(brush: Brush | null): ReadonlyMap<string, readonly [number, number]> | undefined {
  const { value, pending } = useFigure(
    brush === null ? null : { id: 'unit-count', by: ['enterprise', dimensionOf[brush.measure]], ...brush.narrowing },
  );
  const measure = brush?.measure;
  return useMemo(
    () => (value === null || pending || measure === undefined ? undefined : brushedSpans(value, measure)),
    [value, pending, measure],
  );
}
