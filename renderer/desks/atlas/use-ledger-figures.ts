// The core's figures with the products and years that this ledger has of them, for the options of layers.
import { useMemo } from 'react';
import type { LedgerFigure } from '../../map/layers/layer-definition.ts';
import { ledgerFigureQueries, ledgerFigures } from '../../map/layers/ledger-figures.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useFigures } from '../../state/use-figure.ts';

/** The same array until the core answers otherwise; empty before its first answer. */
export function useLedgerFigures(): readonly LedgerFigure[] {
  const definitions = useAnswer('figures', (backend, signal) => backend.figure.list(undefined, { signal })).value;
  const queries = useMemo(() => ledgerFigureQueries(definitions ?? []), [definitions]);
  const results = useFigures(queries).value;
  return useMemo(() => ledgerFigures(definitions ?? [], results ?? []), [definitions, results]);
}
