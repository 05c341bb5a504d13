// A made-up ledger for tests of layers: enterprises with units, and the figures that the core would answer about them.
import fc from 'fast-check';
import type { About } from '../../../contract/about.ts';
import type { FigureDefinition, FigureKey, FigureResult, FigureRow } from '../../../contract/figures.ts';
import {
  type EnterpriseSummary,
  places,
  recordFlags,
  type UnitStatus,
  unitStatuses,
} from '../../../contract/ledger.ts';
import { type Filters, figureNarrowing, noFilters } from '../../state/filters.ts';
import { sampleEnterprise } from '../../state/sample-enterprise.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import { type ThemeName, themes } from '../../theme/themes.ts';
import { assignMarks } from '../marks.ts';
import type { AnsweredInput, LayerDefinition, LayerInput, PlacedEnterprise } from './layer-definition.ts';
import { ledgerFigureQueries, ledgerFigures } from './ledger-figures.ts';

export interface SampleUnit {
  readonly product: 'steel' | 'cement';
  readonly capacity: number | null;
  readonly unit: string;
  readonly status: UnitStatus | null;
}

/** An enterprise with its units, which stand where it stands. */
export interface Sample {
  readonly enterprise: EnterpriseSummary;
  readonly units: readonly SampleUnit[];
}

const label = (id: string) => ({ id, name: { zh: `${id}名`, en: `${id} name` } });
const region = (code: number, parent: number) => ({
  code,
  name: `地区${code}`,
  shortName: `${code}`,
  nameEn: `Area ${code}`,
  parent,
  labelPoint: [118, 36] as [number, number],
  bbox: [117, 35, 119, 37] as [number, number, number, number],
});

export const sampleIndustries = ['steel', 'cement', 'tyre'];

export const sampleAbout: About = {
  version: '0',
  profile: {
    id: 'test',
    name: { zh: '测试省', en: 'Test' },
    bbox: [114.8, 34.4, 122.7, 38.4],
    timeZone: 'Asia/Shanghai',
    attributionLine: '',
    boundaryFiles: {},
  },
  boundaries: 'test',
  cities: [region(1, 0), region(2, 0), region(3, 0)],
  counties: [region(11, 1), region(12, 1), region(21, 2), region(31, 3)],
  industries: sampleIndustries.map(label),
  products: ['steel', 'cement'].map(label),
  statuses: unitStatuses.map(label),
  datasets: [],
  unitsOfMeasure: [{ id: 'kt/a', name: { zh: '千吨/年', en: 'kt/a' } }],
  documents: [],
};

const unitDimensions = ['city', 'county', 'industry', 'product', 'status', 'place', 'enterprise', 'flag'] as const;
const definition = (id: string, unit: string | null, dimensions: FigureDefinition['dimensions']): FigureDefinition => ({
  id,
  title: { zh: id, en: id },
  formula: { zh: '', en: '' },
  unit,
  dimensions,
  rule: `${id}@1`,
});
export const sampleDefinitions: readonly FigureDefinition[] = [
  definition('enterprise-count', '1', [...unitDimensions]),
  definition('unit-count', '1', [...unitDimensions]),
  definition('capacity', null, [...unitDimensions]),
  definition('annual-output', null, ['city', 'county', 'product', 'place', 'enterprise', 'year']),
];

interface Input {
  readonly sample: Sample;
  readonly unit: SampleUnit;
}

function keysOf({ sample: { enterprise }, unit }: Input, dimension: string): readonly FigureKey[] {
  switch (dimension) {
    case 'city':
      return [enterprise.cityCode];
    case 'county':
      return [enterprise.countyCode];
    case 'industry':
      return enterprise.industries.length === 0 ? [null] : enterprise.industries;
    case 'product':
      return [unit.product];
    case 'status':
      return [unit.status];
    case 'place':
      return [enterprise.place];
    case 'enterprise':
      return [enterprise.id];
    case 'flag':
      return enterprise.flags.length === 0 ? [null] : enterprise.flags;
    default:
      return [null];
  }
}

/** What the core would answer: records outside the province only where places are asked for, units never mixed. */
export function answerTo({ id, by = [], where = {} }: UntimedQuery, samples: readonly Sample[]): FigureResult {
  const [dimension] = by;
  const counts = id !== 'capacity';
  const inputs = samples
    .flatMap((sample) => sample.units.map((unit): Input => ({ sample, unit })))
    .filter((input) =>
      Object.entries(where).every(([name, accepted]) =>
        keysOf(input, name).some((key) => accepted?.includes(String(key))),
      ),
    )
    .filter(
      ({ sample }) => sample.enterprise.place !== 'outside' || where.place !== undefined || dimension === 'place',
    );
  const groups = new Map<string, { key: FigureKey; inputs: Input[] }>();
  for (const input of inputs) {
    for (const key of dimension === undefined ? [null] : keysOf(input, dimension)) {
      const name = JSON.stringify([key, counts ? '1' : [input.unit.product, input.unit.unit]]);
      const group = groups.get(name) ?? { key, inputs: [] };
      groups.set(name, group);
      group.inputs.push(input);
    }
  }
  const enterprises = (list: readonly Input[]) => new Set(list.map(({ sample }) => sample.enterprise.id)).size;
  const amountOf = (list: readonly Input[]): number | null => {
    if (id === 'enterprise-count') return enterprises(list);
    if (counts) return list.length;
    const stated = list.flatMap(({ unit }) => (unit.capacity === null ? [] : [unit.capacity]));
    return stated.length === 0 ? null : stated.reduce((sum, each) => sum + each, 0);
  };
  const rows = [...groups.values()].map(({ key, inputs: list }): FigureRow => {
    const [first] = list;
    const product = counts || first === undefined ? {} : { product: first.unit.product };
    return {
      keys: { ...(dimension === undefined ? {} : { [dimension]: key }), ...product },
      labels: {},
      value: amountOf(list),
      unit: counts ? '1' : (first?.unit.unit ?? '1'),
      inputs: list.length,
      missing: counts ? 0 : list.filter(({ unit }) => unit.capacity === null).length,
    };
  });
  return {
    id,
    unit: counts ? '1' : null,
    rows,
    total: counts ? (amountOf(inputs) ?? 0) : null,
    totals: [],
    asOf: 0,
    knownAt: 0,
    revision: 0,
    completeness: 1,
    rule: `${id}@1`,
    boundaries: 'test',
    datasets: [],
  };
}

export interface SampleScreen {
  readonly filters?: Filters;
  readonly language?: 'zh' | 'en';
  readonly themeName?: ThemeName;
  readonly zoom?: number;
}

/** The input of layers over `samples`, of which those pass that the core would let pass. */
export function sampleInput(samples: readonly Sample[], screen: SampleScreen = {}): LayerInput {
  const { filters = noFilters, language = 'zh', themeName = 'dark', zoom = 6 } = screen;
  const { where, between } = figureNarrowing(filters, []);
  const passing = answerTo({ id: 'enterprise-count', by: ['enterprise'], where, between }, samples);
  const ids = new Set(passing.rows.map(({ keys }) => keys.enterprise));
  const shown = samples.map(({ enterprise }) => enterprise).filter(({ id }) => ids.has(id));
  return {
    about: sampleAbout,
    language,
    themeName,
    theme: themes[themeName],
    scale: 1,
    zoom,
    ledgerFigures: ledgerFigures(
      sampleDefinitions,
      ledgerFigureQueries(sampleDefinitions.slice(0, 3)).map((query) => answerTo(query, samples)),
    ),
    filters,
    narrowing: (except) => figureNarrowing(filters, shown, except),
    shown,
    placed: shown.filter((each): each is PlacedEnterprise => each.position !== null),
    industryMarks: assignMarks(sampleIndustries),
    options: {},
    opacity: 1,
  };
}

/** `input` for one layer: options settled, figures answered. */
export function answered(
  layer: LayerDefinition,
  samples: readonly Sample[],
  input: LayerInput,
  chosen: Readonly<Record<string, string>> = {},
): AnsweredInput {
  let options: Readonly<Record<string, string>> = {};
  for (const option of layer.options) {
    const choices = option.choices({ ...input, options });
    const choice = choices.find(({ id }) => id === chosen[option.id]) ?? choices[0];
    if (choice !== undefined) options = { ...options, [option.id]: choice.id };
  }
  const settled = { ...input, options };
  return { ...settled, figures: layer.figures(settled).map((query) => answerTo(query, samples)) };
}

const lifeOrder: readonly UnitStatus[] = ['operating', 'construction', 'announced', 'mothballed', 'retired'];
const unit: fc.Arbitrary<SampleUnit> = fc.record({
  product: fc.constantFrom('steel' as const, 'cement' as const),
  capacity: fc.option(fc.integer({ min: 0, max: 5000 })),
  unit: fc.constantFrom('kt/a', 'kt/a', 'kt/a', 't/d'),
  status: fc.option(fc.constantFrom(...lifeOrder)),
});

/** Any small ledger, with some enterprises without coordinates, outside the province or in doubt. */
export const anySamples: fc.Arbitrary<readonly Sample[]> = fc
  .array(
    fc.record({
      position: fc.option(
        fc.tuple(fc.double({ min: 115, max: 122, noNaN: true }), fc.double({ min: 34.5, max: 38.3, noNaN: true })),
        { freq: 5 },
      ),
      place: fc.constantFrom(...places),
      county: fc.option(fc.constantFrom(...sampleAbout.counties)),
      industries: fc.uniqueArray(fc.constantFrom(...sampleIndustries)),
      flags: fc.uniqueArray(fc.constantFrom(...recordFlags), { maxLength: 3 }),
      units: fc.array(unit, { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ position, place, county, industries, flags, units }, index) => ({
      enterprise: sampleEnterprise({
        id: `e${index}`,
        position,
        place,
        cityCode: county?.parent ?? null,
        countyCode: county?.code ?? null,
        industries,
        statuses: lifeOrder.filter((status) => units.some((each) => each.status === status)),
        flags,
      }),
      units,
    })),
  );
