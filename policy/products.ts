// Products whose capacity is counted, each with its industry and the unit in which its figures are given.

export interface Product {
  readonly id: string;
  readonly industry: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** Unit of measure of its figures; capacities stated in another unit of the same quantity are converted exactly. */
  readonly unit: string;
}

const product = (id: string, industry: string, zh: string, en: string, unit: string): Product => ({
  id,
  industry,
  name: { zh, en },
  unit,
});

/**
 * The products of the bundled ledgers first, then those that the seeds set thresholds for. A product that is not listed
 * is kept under its own words and unit.
 */
export const products: readonly Product[] = [
  product('coal-fired-power', 'coal_power', '燃煤发电', 'Coal-fired power', 'MW'),
  product('crude-steel', 'steel', '粗钢', 'Crude steel', 'kt/a'),
  product('iron', 'steel', '生铁', 'Iron', 'kt/a'),
  // Routes of the two above: stated beside them, never on top of them.
  product('bof-steel', 'steel', '转炉钢', 'BOF steel', 'kt/a'),
  product('eaf-steel', 'steel', '电炉钢', 'EAF steel', 'kt/a'),
  product('bf-iron', 'steel', '高炉铁', 'BF iron', 'kt/a'),
  product('dri-iron', 'steel', '直接还原铁', 'DRI iron', 'kt/a'),
  product('sinter', 'steel', '烧结矿', 'Sinter', 'kt/a'),
  product('pellets', 'steel', '球团矿', 'Pellets', 'kt/a'),
  product('coke', 'coking', '焦炭', 'Coke', 'kt/a'),
  product('ferronickel', 'ferroalloy', '镍铁', 'Ferronickel', 'kt/a'),
  product('cement', 'cement', '水泥', 'Cement', 'Mt/a'),
  product('clinker', 'cement', '水泥熟料', 'Cement clinker', 't/d'),
  product('truck-bus-tyre', 'tyre', '全钢子午胎', 'All-steel radial tyre', '万条/年'),
  product('car-tyre', 'tyre', '半钢子午胎', 'Semi-steel radial tyre', '万条/年'),
];

const byWord = new Map<string, Product>();
for (const entry of products) {
  for (const word of [entry.id, entry.name.zh, entry.name.en]) byWord.set(word.toLowerCase(), entry);
}

/** The product that a text names; null = not listed. */
export function findProduct(text: string): Product | null {
  return byWord.get(text.trim().toLowerCase()) ?? null;
}
