// What the drill's units make, and what that takes: intensities from benchmarks and standards where one is known, invented ones otherwise.

/** How a unit is run over the day and the week. */
export type LoadProfile = 'continuous' | 'load-following' | 'three-shifts' | 'two-shifts';

/** Least and greatest of the drill's units. */
export type Spread = readonly [low: number, high: number];

export interface DrillProduct {
  /** Of policy/industries.ts. */
  readonly industry: string;
  /** As the office's ledger writes it. */
  readonly product: string;
  /** In the name of an enterprise. */
  readonly trade: string;
  readonly unitWord: string;
  readonly capacityUnit: string;
  readonly capacity: Spread;
  /** Of `capacity` an hour: 330 days a year, 24 hours a day, or as it is (MW → MWh). */
  readonly hourly: number;
  /** Unit of measure of the output. */
  readonly outputUnit: string;
  readonly profile: LoadProfile;
  /** kWh for one of `outputUnit`. */
  readonly electricity: Spread;
  /** kg of raw coal for one of `outputUnit`; null = none is metered. */
  readonly coal: Spread | null;
  /** m³ for one of `outputUnit`. */
  readonly water: number;
  /** What leaves a stack; null = the drill gives it no stack. */
  readonly flue: DrillFlue | null;
  /** Id of a row of the benchmark table, or a standard, for energy; `drill` = invented. */
  readonly source: string;
}

export interface DrillFlue {
  /** Reference oxygen of the conversion, %. */
  readonly referenceOxygen: number;
  /** Dry standard m³ at reference oxygen for one of the output's unit, besides that of the coal. */
  readonly gas: number;
  /** t CO2 for one of the output's unit, besides that of the coal. */
  readonly carbon: number;
  /** °C at full load. */
  readonly temperature: number;
}

/** kgce/kg raw coal and kgce/kWh, GB/T 2589-2020. */
const RAW_COAL = 0.7143;
const ELECTRICITY = 0.1229;
const YEAR_HOURS = 7920;

/** kg of raw coal that is left of a total in kgce after so many kWh. */
const coalOf = ([low, high]: Spread, kwh: number): Spread => [
  (low - ELECTRICITY * kwh) / RAW_COAL,
  (high - ELECTRICITY * kwh) / RAW_COAL,
];

const tonnes = { capacityUnit: '万吨/年', hourly: 10_000 / YEAR_HOURS, outputUnit: 't' } as const;
const stack = (referenceOxygen: number, gas: number, carbon: number, temperature: number): DrillFlue => ({
  ...{ referenceOxygen, gas, carbon, temperature },
});

/** At least one for each of the sixteen industries. Stack gas, carbon besides coal's, water: invented for the drill. */
export const drillProducts: readonly DrillProduct[] = [
  {
    ...{
      industry: 'refining',
      product: '成品油',
      trade: '石化',
      unitWord: '常减压装置',
      ...tonnes,
      capacity: [120, 500],
    },
    ...{ profile: 'continuous', electricity: [50, 62], coal: null, water: 0.5, source: 'drill' },
    flue: stack(3, 720, 0.19, 140),
  },
  {
    ...{ industry: 'coking', product: '焦炭', trade: '焦化', unitWord: '焦炉', ...tonnes, capacity: [60, 200] },
    // The energy of the coking process (coke_stamp.2023) is gas of its own; the coal is the charge.
    ...{ profile: 'continuous', electricity: [32, 45], coal: null, water: 1.1, source: 'drill' },
    flue: stack(8, 1450, 0.24, 180),
  },
  {
    ...{
      industry: 'coal_liquid',
      product: '煤制甲醇',
      trade: '煤化',
      unitWord: '合成装置',
      ...tonnes,
      capacity: [20, 120],
    },
    ...{ profile: 'continuous', electricity: [270, 300], coal: coalOf([1400, 1800], 285), water: 9 },
    ...{ source: 'methanol_bituminous.2023', flue: stack(6, 0, 0, 52) },
  },
  {
    ...{ industry: 'basic_chem', product: '烧碱', trade: '化学', unitWord: '电解槽', ...tonnes, capacity: [10, 60] },
    ...{ profile: 'continuous', electricity: [2360, 2620], coal: null, water: 6, source: 'naoh30.2023', flue: null },
  },
  {
    ...{
      industry: 'fertilizer',
      product: '合成氨',
      trade: '化肥',
      unitWord: '合成氨装置',
      ...tonnes,
      capacity: [15, 80],
    },
    ...{ profile: 'continuous', electricity: [850, 950], coal: coalOf([1350, 1550], 900), water: 8 },
    ...{ source: 'nh3_powder.2023', flue: stack(6, 0, 0, 52) },
  },
  {
    ...{ industry: 'tyre', product: '全钢子午胎', trade: '轮胎', unitWord: '全钢线', capacityUnit: '万条/年' },
    ...{ capacity: [130, 500], hourly: 10_000 / YEAR_HOURS, outputUnit: '条', profile: 'three-shifts' },
    ...{ electricity: [42, 58], coal: null, water: 0.15, source: 'drill', flue: null },
  },
  {
    ...{ industry: 'cement', product: '水泥熟料', trade: '水泥', unitWord: '窑', capacityUnit: '吨/日' },
    ...{ capacity: [2600, 8000], hourly: 1 / 24, outputUnit: 't', profile: 'continuous', electricity: [57, 61] },
    ...{ coal: coalOf([100, 117], 59), water: 0.25, source: 'clinker.2023, GB 16780-2021' },
    flue: stack(10, 500, 0.525, 95),
  },
  {
    ...{ industry: 'lime', product: '生石灰', trade: '石灰', unitWord: '石灰窑', ...tonnes, capacity: [10, 60] },
    ...{ profile: 'continuous', electricity: [35, 48], coal: [165, 195], water: 0.1, source: 'drill' },
    flue: stack(10, 600, 0.7, 110),
  },
  {
    ...{ industry: 'bitumen_waterproof', product: '沥青基防水卷材', trade: '防水材料', unitWord: '卷材线' },
    ...{ capacityUnit: '万平方米/年', capacity: [800, 4000], hourly: 10_000 / YEAR_HOURS, outputUnit: 'm²' },
    ...{ profile: 'two-shifts', electricity: [0.3, 0.42], coal: null, water: 0.004, source: 'drill', flue: null },
  },
  {
    ...{
      industry: 'flat_glass',
      product: '平板玻璃',
      trade: '玻璃',
      unitWord: '玻璃熔窑',
      capacityUnit: '万重量箱/年',
    },
    ...{ capacity: [200, 700], hourly: 10_000 / YEAR_HOURS, outputUnit: '重量箱', profile: 'continuous' },
    ...{ electricity: [5, 6.5], coal: null, water: 0.02, source: 'drill', flue: stack(8, 150, 0.028, 160) },
  },
  {
    ...{ industry: 'ceramics', product: '建筑陶瓷', trade: '陶瓷', unitWord: '辊道窑', capacityUnit: '万平方米/年' },
    ...{ capacity: [500, 2500], hourly: 10_000 / YEAR_HOURS, outputUnit: 'm²', profile: 'three-shifts' },
    ...{ electricity: [4.2, 5], coal: coalOf([4, 7], 4.6), water: 0.03, source: 'tile_le05.2023' },
    flue: stack(16, 10, 0, 90),
  },
  {
    ...{ industry: 'steel', product: '粗钢', trade: '特钢', unitWord: '电弧炉', ...tonnes, capacity: [50, 180] },
    ...{
      profile: 'three-shifts',
      electricity: [430, 510],
      coal: null,
      water: 1.6,
      source: 'eaf_ge50.2023',
      flue: null,
    },
  },
  {
    ...{ industry: 'steel', product: '生铁', trade: '钢铁', unitWord: '高炉', ...tonnes, capacity: [80, 300] },
    ...{ profile: 'continuous', electricity: [95, 120], coal: [140, 165], water: 1.2, source: 'drill' },
    flue: stack(8, 1300, 1.1, 130),
  },
  {
    ...{
      industry: 'foundry_iron',
      product: '铸造用生铁',
      trade: '铸铁',
      unitWord: '高炉',
      ...tonnes,
      capacity: [20, 80],
    },
    ...{ profile: 'continuous', electricity: [105, 130], coal: [150, 175], water: 1.2, source: 'drill' },
    flue: stack(8, 1400, 1.2, 130),
  },
  {
    ...{
      industry: 'ferroalloy',
      product: '锰硅合金',
      trade: '铁合金',
      unitWord: '矿热炉',
      ...tonnes,
      capacity: [3, 15],
    },
    ...{ profile: 'continuous', electricity: [3850, 4250], coal: null, water: 2, source: 'fa_simn.2023' },
    flue: stack(16, 22_000, 1.4, 110),
  },
  {
    ...{
      industry: 'nonferrous',
      product: '电解铝',
      trade: '铝业',
      unitWord: '电解系列',
      ...tonnes,
      capacity: [10, 50],
    },
    ...{ profile: 'continuous', electricity: [13_000, 13_350], coal: null, water: 1.5, source: 'al.2023', flue: null },
  },
  {
    ...{ industry: 'coal_power', product: '燃煤发电', trade: '热电', unitWord: '机组', capacityUnit: '兆瓦' },
    ...{ capacity: [135, 660], hourly: 1, outputUnit: 'MWh', profile: 'load-following', electricity: [48, 62] },
    // 285 and 321 g of standard coal for a kWh supplied.
    ...{ coal: [285 / RAW_COAL, 321 / RAW_COAL], water: 1.8, source: 'GB 21258-2024' },
    flue: stack(6, 0, 0, 52),
  },
];
