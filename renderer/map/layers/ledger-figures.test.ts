import { describe, expect, it } from 'vitest';
import type { FigureResult } from '../../../contract/figures.ts';
import { answerTo, sampleDefinitions } from './layer-fixture.ts';
import { ledgerFigureQueries, ledgerFigures } from './ledger-figures.ts';

function answerOf(
  id: string,
  rows: readonly [product: string, year: number | undefined, inputs: number][],
): FigureResult {
  return {
    ...answerTo({ id, by: ['product'] }, []),
    id,
    rows: rows.map(([product, year, inputs]) => ({
      keys: { product, ...(year === undefined ? {} : { year }) },
      labels: { product: { zh: `${product}名`, en: product } },
      value: 1,
      unit: 'kt/a',
      inputs,
      missing: 0,
    })),
  };
}

describe('figures of the ledger', () => {
  it('are asked by product where their unit follows the product', () => {
    expect(ledgerFigureQueries(sampleDefinitions)).toEqual([
      { id: 'capacity', by: ['product'] },
      { id: 'annual-output', by: ['product'] },
    ]);
  });

  it('have the products with most inputs first, over all years and units of measure, and the newest year first', () => {
    const figures = ledgerFigures(sampleDefinitions, [
      answerOf('annual-output', [
        ['iron', 2022, 3],
        ['steel', 2021, 2],
        ['steel', 2023, 2],
      ]),
      answerOf('capacity', [['iron', undefined, 1]]),
    ]);
    const output = figures.find(({ definition }) => definition.id === 'annual-output');
    expect(output?.products.map(({ id }) => id)).toEqual(['steel', 'iron']);
    expect(output?.products[0]?.name).toEqual({ zh: 'steel名', en: 'steel' });
    expect(output?.years).toEqual([2023, 2022, 2021]);
    expect(figures.find(({ definition }) => definition.id === 'capacity')).toMatchObject({
      products: [{ id: 'iron' }],
      years: [],
    });
  });

  it('stand without products until they are answered', () => {
    expect(ledgerFigures(sampleDefinitions, []).map(({ products }) => products.length)).toEqual([0, 0, 0, 0]);
  });
});
