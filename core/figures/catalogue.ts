// The figures: every aggregate number that any screen, export or command shows is one of these. A list.
import { type FigureDefinition, type LedgerDimension, ledgerDimensions } from '../../contract/figures.ts';
import { COUNT, type Measure } from './rules.ts';

export interface Figure extends FigureDefinition {
  readonly dimensions: LedgerDimension[];
  readonly measure: Measure;
  /** Which records it rests on; lives = units by the years at whose end they stood. */
  readonly of: 'units' | 'lives' | 'outputs';
}

/** Units and enterprises are what they are, not what they were in a year. */
const recordDimensions: LedgerDimension[] = ledgerDimensions.filter((dimension) => dimension !== 'year');

const scope = {
  zh: '范围：坐标不在省外的记录；近岸（岸线外 5 公里内）和没有坐标的记录计入合计，市、县一栏为空。',
  en: 'Scope: records not known to lie outside the province; those offshore within 5 km, and those without coordinates, count in the total under no city or county.',
};

export const figures: readonly Figure[] = [
  {
    id: 'enterprise-count',
    title: { zh: '企业数', en: 'Enterprises' },
    formula: {
      zh: `不同企业的个数，每家计一次；装置分属几个市的企业在各市各计一次，合计仍计一次。${scope.zh}`,
      en: `Number of distinct enterprises. One with units in several cities counts once in each, and once in the total. ${scope.en}`,
    },
    unit: COUNT,
    dimensions: recordDimensions,
    rule: 'enterprise-count@1',
    measure: 'enterprises',
    of: 'units',
  },
  {
    id: 'unit-count',
    title: { zh: '装置数', en: 'Units' },
    formula: {
      zh: `装置（机组、生产线）的个数。${scope.zh}`,
      en: `Number of units (generating units, production lines). ${scope.en}`,
    },
    unit: COUNT,
    dimensions: recordDimensions,
    rule: 'unit-count@1',
    measure: 'records',
    of: 'units',
  },
  {
    id: 'capacity',
    title: { zh: '设计产能', en: 'Design capacity' },
    formula: {
      zh: `装置设计产能之和，按产品分列，各用各的单位，不同产品、不同单位不相加；产能未知的不计为 0，另计个数。${scope.zh}`,
      en: `Sum of the units' design capacity, apart for each product in its own unit; products and units of measure are never added. Unknown capacities are not 0; they are counted beside. ${scope.en}`,
    },
    unit: null,
    dimensions: recordDimensions,
    rule: 'capacity@1',
    measure: 'amount',
    of: 'units',
  },
  {
    id: 'dated-capacity',
    title: { zh: '历年年末产能', en: 'Capacity at the end of each year' },
    formula: {
      zh: `各年年末已投产、尚未退役的装置设计产能之和：自投产当年起计，退役当年不计；按产品、年份分列，最后一年为所问时点所在的年份。从未运行的（在建、已核准、待核准、拟建、搁置、取消）不计。投产年份未知、已退役而退役年份未知、或退役早于投产的，年份一栏为空，另列；产能未知的不计为 0。所依据的是所问时点台账中的产能，不是当年的产能。${scope.zh}`,
      en: `Sum of the design capacity of units that had been commissioned by the end of the year and not retired by then: from the year of commissioning up to the year before retirement, apart for each product and year; the last year is that of the time asked for. Units that have never run (construction, permitted, pre-permit, announced, shelved, cancelled) are left out. Where the year of commissioning is unknown, or that of retirement of a retired unit, or retirement comes before commissioning, the capacity stands apart under no year. Unknown capacity is not 0. Capacities are those that the ledger states at the time asked for, not those of the year. ${scope.en}`,
    },
    unit: null,
    dimensions: [...ledgerDimensions],
    rule: 'dated-capacity@1',
    measure: 'amount',
    of: 'lives',
  },
  {
    id: 'annual-output',
    title: { zh: '年产量', en: 'Annual output' },
    formula: {
      zh: `企业填报的年产量之和，按产品、年份分列；未知的不计为 0。${scope.zh}`,
      en: `Sum of the annual output stated for enterprises, apart for each product and year; unknown is not 0. ${scope.en}`,
    },
    unit: null,
    dimensions: ['city', 'county', 'product', 'ownerGroup', 'place', 'dataset', 'enterprise', 'year'],
    rule: 'annual-output@1',
    measure: 'amount',
    of: 'outputs',
  },
];

/** Figures that rest on units, and so can be narrowed to ranges of what units state. */
export const rangedFigures: readonly string[] = figures.filter(({ of }) => of !== 'outputs').map(({ id }) => id);
