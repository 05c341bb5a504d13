// What the core's figures can be asked for in this ledger: their products and years, for the options of layers. Pure.
import type { FigureDefinition, FigureResult } from '../../../contract/figures.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import type { Choice, LayerInput, LedgerFigure } from './layer-definition.ts';

/** Figures whose unit follows the product are asked for by product; of those of years, the answer has the years too. */
export function ledgerFigureQueries(definitions: readonly FigureDefinition[]): UntimedQuery[] {
  return definitions
    .filter(({ unit, dimensions }) => unit === null && dimensions.includes('product'))
    .map(({ id }) => ({ id, by: ['product'] }));
}

/** `results` are answers to `ledgerFigureQueries`; a figure whose answer is not there yet has no products. */
export function ledgerFigures(
  definitions: readonly FigureDefinition[],
  results: readonly FigureResult[],
): LedgerFigure[] {
  return definitions.map((definition) => {
    const rows = results.find(({ id }) => id === definition.id)?.rows ?? [];
    const products = new Map<string, Choice & { inputs: number }>();
    for (const { keys, labels, inputs } of rows) {
      const id = String(keys.product ?? null);
      const known = products.get(id);
      if (known !== undefined) known.inputs += inputs;
      else products.set(id, { id, name: labels.product ?? { zh: id, en: id }, inputs });
    }
    const years = new Set(rows.flatMap(({ keys }) => (typeof keys.year === 'number' ? [keys.year] : [])));
    return {
      definition,
      products: [...products.values()]
        .sort((one, other) => other.inputs - one.inputs)
        .map(({ id, name }) => ({ id, name })),
      years: [...years].sort((one, other) => other - one),
    };
  });
}

export function figureOf(input: LayerInput, id: string | undefined): LedgerFigure | null {
  return input.ledgerFigures.find(({ definition }) => definition.id === id) ?? null;
}
