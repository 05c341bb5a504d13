// A question for a figure, as it has been parsed.
import type { FigureDimension, FigureMeasure } from '../../contract/figures.ts';
import type { AskedTimes } from '../ledger/ledger-reader.ts';

export interface FigureAsk extends AskedTimes {
  readonly id: string;
  readonly by: readonly FigureDimension[];
  readonly where: Readonly<Partial<Record<FigureDimension, readonly string[]>>>;
  readonly period?: readonly [number, number] | undefined;
  readonly between?: Readonly<Partial<Record<FigureMeasure, readonly [number | null, number | null]>>>;
}
