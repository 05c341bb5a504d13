// The unit of measure in which the capacities of one product are stated.
import { useFigure } from './use-figure.ts';

/** '' while it is not known, and where there is no single product. */
export function useProductUnit(product: string | undefined): string {
  const { value } = useFigure(product === undefined ? null : { id: 'capacity', where: { product: [product] } });
  return value?.totals[0]?.unit ?? '';
}
