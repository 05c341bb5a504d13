// Capacity of one product by enterprise, for the layers that draw it: what is asked, and how the answer is read. Pure.
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import type { Mark } from '../marks.ts';
import { enterpriseTwin } from './enterprise-twin.ts';
import type { AnsweredInput, LayerInput, LayerOption, PlacedEnterprise, TableTwin } from './layer-definition.ts';
import { figureOf } from './ledger-figures.ts';
import { narrowedQuery, statusesOption, statusesWhere } from './narrowed-query.ts';
import { amountText } from './quantity-words.ts';

/** What stands for a known capacity, as circle or column: a hue that keeps 3 : 1 against the land of both themes. */
export const capacityMark: Mark = { hue: 4, shape: 'circle' };

/** Where the facts of both capacity layers come from. */
export const capacitySource = {
  zh: '指标“设计产能”，由台账中各装置的产能相加。',
  en: 'The figure “design capacity”, added from the units of the ledger.',
};

export const capacityOptions: readonly LayerOption[] = [
  {
    id: 'product',
    name: { zh: '产品', en: 'Product' },
    choices: (input) => figureOf(input, 'capacity')?.products ?? [],
  },
  statusesOption,
];

export function capacityQueries(input: LayerInput): UntimedQuery[] {
  const figure = figureOf(input, 'capacity');
  const { product } = input.options;
  if (figure === null || product === undefined) return [];
  const where = { product: [product], ...statusesWhere(input) };
  return [narrowedQuery(figure.definition, input, { by: ['enterprise'], where })];
}

/** What one enterprise states of the product. */
export interface EnterpriseCapacity {
  /** In `unit` of the whole; null = unknown, or stated in other units only. */
  readonly value: number | null;
  readonly inputs: number;
  readonly missing: number;
  /** Amounts in other units of measure, which nothing is added to. */
  readonly others: readonly string[];
}

export interface Capacities {
  /** The unit that most records state; null without any. */
  readonly unit: string | null;
  readonly byId: ReadonlyMap<string, EnterpriseCapacity>;
  /** Of the product, whether or not on the map. */
  readonly enterprises: readonly EnterpriseSummary[];
  /** On the map, with a value: the largest first. */
  readonly known: readonly (readonly [PlacedEnterprise, number])[];
  readonly unknown: readonly PlacedEnterprise[];
  /** 0 where nothing is known. */
  readonly greatest: number;
}

/** The unit that most inputs are stated in. Rows of a figure may have several, which are never added. */
export function mainUnit(rows: readonly { readonly unit: string; readonly inputs: number }[]): string | null {
  const inputs = new Map<string, number>();
  for (const row of rows) inputs.set(row.unit, (inputs.get(row.unit) ?? 0) + row.inputs);
  return [...inputs].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}

export function readCapacities(input: AnsweredInput): Capacities {
  const rows = input.figures?.[0]?.rows ?? [];
  const unit = mainUnit(rows);
  const byId = new Map<string, EnterpriseCapacity>();
  for (const row of rows) {
    const id = String(row.keys.enterprise);
    const known = byId.get(id) ?? { value: null, inputs: 0, missing: 0, others: [] };
    byId.set(id, {
      value: row.unit === unit ? row.value : known.value,
      inputs: known.inputs + row.inputs,
      missing: known.missing + row.missing,
      others:
        row.unit === unit || row.value === null
          ? known.others
          : [...known.others, amountText(row.value, row.unit, input)],
    });
  }
  const known: (readonly [PlacedEnterprise, number])[] = [];
  const unknown: PlacedEnterprise[] = [];
  for (const enterprise of input.placed) {
    const capacity = byId.get(enterprise.id);
    if (capacity === undefined) continue;
    if (capacity.value === null) unknown.push(enterprise);
    else known.push([enterprise, capacity.value]);
  }
  known.sort((one, other) => other[1] - one[1]);
  return {
    unit,
    byId,
    enterprises: input.shown.filter(({ id }) => byId.has(id)),
    known,
    unknown,
    greatest: known[0]?.[1] ?? 0,
  };
}

/** "设计产能 · 粗钢 · 在运": what the legend is about. */
export function capacityTitle(input: LayerInput): string {
  const chosen = capacityOptions
    .flatMap((option) => option.choices(input).filter(({ id }) => id === input.options[option.id]))
    .map(({ name }) => name[input.language]);
  return [input.language === 'zh' ? '设计产能' : 'Design capacity', ...chosen].join(' · ');
}

/** Sentences on what the picture can't show: values in part unknown, in other units, or without a place. */
export function capacityNotes(capacities: Capacities, { language }: LayerInput): string[] {
  const { byId, enterprises } = capacities;
  const partly = [...byId.values()].filter(({ value, missing }) => value !== null && missing > 0).length;
  const otherUnits = [...byId.values()].filter(({ others }) => others.length > 0).length;
  const elsewhere = enterprises.filter(({ position }) => position === null).length;
  const zh = language === 'zh';
  return [
    ...(partly > 0
      ? [
          zh
            ? `${partly} 家有部分装置产能未知，未计入其值。`
            : `In ${partly}, some units' capacity is unknown and not in the value.`,
        ]
      : []),
    ...(otherUnits > 0
      ? [
          zh
            ? `${otherUnits} 家有以其他单位填报的产能，不换算、不相加，见表。`
            : `${otherUnits} state capacity in other units, which are not converted or added; see the table.`,
        ]
      : []),
    ...(elsewhere > 0
      ? [zh ? `${elsewhere} 家没有坐标，只在表中。` : `${elsewhere} without coordinates are in the table only.`]
      : []),
  ];
}

export function capacityTwin(input: AnsweredInput): TableTwin {
  const { unit, byId, enterprises } = readCapacities(input);
  const zh = input.language === 'zh';
  const most = (id: string) => byId.get(id)?.value ?? Number.NEGATIVE_INFINITY;
  return enterpriseTwin(
    enterprises.toSorted((one, other) => (most(other.id) > most(one.id) ? 1 : most(other.id) < most(one.id) ? -1 : 0)),
    {
      columns: [
        {
          key: 'capacity',
          title: zh ? '设计产能' : 'Design capacity',
          numeric: true,
          ...(unit === null ? {} : { unit }),
        },
        { key: 'units', title: zh ? '装置数' : 'Units', unit: '1', numeric: true },
        { key: 'missing', title: zh ? '产能未知的装置' : 'Units of unknown capacity', unit: '1', numeric: true },
        { key: 'others', title: zh ? '以其他单位填报' : 'Stated in other units' },
      ],
      cellsOf({ id }) {
        const capacity = byId.get(id);
        return {
          capacity: capacity?.value ?? null,
          units: capacity?.inputs ?? null,
          missing: capacity?.missing ?? null,
          others: capacity?.others.join(zh ? '、' : ', ') || null,
        };
      },
    },
    input,
  );
}
