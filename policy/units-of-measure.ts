// Units of measure of capacity, and which of them may be converted into one another exactly.

/** A physical quantity whose units differ by an exact factor. Quantities are never added to one another. */
type Quantity =
  | 'power'
  | 'mass-per-year'
  | 'mass-per-day'
  | 'pieces-per-year'
  | 'area-per-year'
  | 'weight-cases-per-year';

export interface UnitOfMeasure {
  readonly id: string;
  readonly quantity: Quantity;
  /** Multiplier to the quantity's base unit (W, t/a, t/d, piece/a, m²/a, case/a). */
  readonly factor: number;
  readonly name: { readonly zh: string; readonly en: string };
  readonly words: readonly string[];
}

const unit = (
  id: string,
  quantity: Quantity,
  factor: number,
  zh: string,
  en: string,
  ...words: string[]
): UnitOfMeasure => ({
  id,
  quantity,
  factor,
  name: { zh, en },
  words,
});

/** t/d is not convertible to t/a: the number of running days is a statement of its own, not a factor. */
export const unitsOfMeasure: readonly UnitOfMeasure[] = [
  unit('kW', 'power', 1e3, '千瓦', 'kilowatts'),
  unit('MW', 'power', 1e6, '兆瓦', 'megawatts', 'megawatt'),
  unit('万千瓦', 'power', 1e7, '万千瓦', 'ten thousand kilowatts', '10 MW', '万kw'),
  unit('GW', 'power', 1e9, '吉瓦', 'gigawatts'),
  unit('t/a', 'mass-per-year', 1, '吨/年', 'tonnes a year', '吨', 'tpa', 't/y', 't/yr', '吨每年'),
  unit(
    ...(['kt/a', 'mass-per-year', 1e3, '千吨/年', 'thousand tonnes a year'] as const),
    ...['ttpa', 'ktpa', '千吨', 'kt/y', 'thousand tonnes per annum'],
  ),
  unit(
    ...(['万吨/年', 'mass-per-year', 1e4, '万吨/年', 'ten thousand tonnes a year'] as const),
    ...['10 kt/a', '万吨', '万t/a', '万t', '万吨每年'],
  ),
  unit(
    ...(['Mt/a', 'mass-per-year', 1e6, '百万吨/年', 'million tonnes a year'] as const),
    ...['mtpa', '百万吨', 'mt/y', 'million tonnes per annum'],
  ),
  unit('t/d', 'mass-per-day', 1, '吨/日', 'tonnes a day', '吨/天', 'tpd', '吨每日'),
  unit('条/年', 'pieces-per-year', 1, '条/年', 'tyres a year', 'tyres/a', '条'),
  unit('万条/年', 'pieces-per-year', 1e4, '万条/年', 'ten thousand tyres a year', '10 k tyres/a', '万条'),
  unit('m²/a', 'area-per-year', 1, '平方米/年', 'square metres a year', '平方米', 'm2/a'),
  unit(
    ...(['万m²/a', 'area-per-year', 1e4, '万平方米/年', 'ten thousand square metres a year'] as const),
    ...['10 k m²/a', '万平方米', '万m2/a'],
  ),
  unit('重量箱/年', 'weight-cases-per-year', 1, '重量箱/年', 'weight cases a year', 'weight cases/a', '重量箱'),
  unit(
    ...(['万重量箱/年', 'weight-cases-per-year', 1e4, '万重量箱/年', 'ten thousand weight cases a year'] as const),
    ...['10 k weight cases/a', '万重量箱'],
  ),
];

const normalise = (text: string): string =>
  text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ').replaceAll('／', '/');

const byWord = new Map<string, UnitOfMeasure>();
for (const entry of unitsOfMeasure) {
  for (const word of [entry.id, entry.name.zh, entry.name.en, ...entry.words]) byWord.set(normalise(word), entry);
}

/** The unit that a text names in Chinese, English or symbols; null = unknown. */
export function findUnitOfMeasure(text: string): UnitOfMeasure | null {
  return byWord.get(normalise(text)) ?? null;
}

/** `value` of unit `from` expressed in unit `to`; null where the two do not measure the same quantity. */
export function convert(value: number, from: UnitOfMeasure, to: UnitOfMeasure): number | null {
  if (from.quantity !== to.quantity) return null;
  if (from.factor === to.factor) return value;
  // Multiply by whole numbers only: a factor such as 1e-3 would bring in binary noise (4.61 Mt ≠ 4610.000…01 kt).
  return from.factor > to.factor ? value * (from.factor / to.factor) : value / (to.factor / from.factor);
}
