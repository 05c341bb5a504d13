// Layer 分市/分县指标: cities or counties coloured by any figure of the core.
import { type AreaValue, areaFigureOf, areaQueries, knowsStatus, levelOf, readAreaValues } from './area-values.ts';
import { classOf, quantileClasses, type ValueClass } from './class-breaks.ts';
import { mostClasses, rampColors, unknownColors } from './color-ramp.ts';
import type { AnsweredInput, LayerDefinition, LayerInput, LayerOption, TwinRow } from './layer-definition.ts';
import { statusesOption } from './narrowed-query.ts';
import { amountText } from './quantity-words.ts';

const options: readonly LayerOption[] = [
  {
    id: 'level',
    name: { zh: '范围', en: 'Areas' },
    choices: () => [
      { id: 'city', name: { zh: '分市', en: 'Cities' } },
      { id: 'county', name: { zh: '分县（市、区）', en: 'Counties' } },
    ],
  },
  {
    id: 'figure',
    name: { zh: '指标', en: 'Figure' },
    choices: (input) =>
      input.ledgerFigures
        .filter(({ definition, products }) => definition.unit !== null || products.length > 0)
        .map(({ definition }) => ({ id: definition.id, name: definition.title })),
  },
  {
    id: 'product',
    name: { zh: '产品', en: 'Product' },
    choices: (input) => areaFigureOf(input)?.products ?? [],
  },
  {
    id: 'year',
    name: { zh: '年份', en: 'Year' },
    choices: (input) =>
      (areaFigureOf(input)?.years ?? []).map((year) => ({ id: `${year}`, name: { zh: `${year} 年`, en: `${year}` } })),
  },
  { ...statusesOption, choices: (input) => (knowsStatus(areaFigureOf(input)) ? statusesOption.choices(input) : []) },
];

const stateWords = {
  zh: { known: '', unknown: '未知', other: '以其他单位填报', none: '无记录' },
  en: { known: '', unknown: 'Unknown', other: 'Stated in other units', none: 'No records' },
} as const;

function classesOf(areas: readonly AreaValue[]): ValueClass[] {
  return quantileClasses(
    areas.flatMap(({ value }) => (value === null ? [] : [value])),
    mostClasses,
  );
}

/** "设计产能 · 粗钢 · 在运": figure and what it is narrowed to. */
function titleOf(input: LayerInput): string {
  const chosen = options
    .slice(1)
    .flatMap((option) => option.choices(input).filter(({ id }) => id === input.options[option.id]))
    .map(({ name }) => name[input.language]);
  return chosen.join(' · ') || areaFigureLayer.name[input.language];
}

function rowOf({ region, state, value, inputs, missing }: AreaValue, input: AnsweredInput): TwinRow {
  const zh = input.language === 'zh';
  const level = levelOf(input);
  const nameOf = (named: { readonly name: string; readonly nameEn: string } | undefined) =>
    named === undefined ? null : zh ? named.name : named.nameEn;
  const city =
    level === 'county' && region !== null ? input.about.cities.find(({ code }) => code === region.parent) : undefined;
  return {
    key: String(region?.code ?? null),
    cells: {
      area:
        region === null ? (zh ? '未定（近岸或无坐标）' : 'Not assigned (offshore or no coordinates)') : nameOf(region),
      ...(level === 'county' ? { city: nameOf(city) } : {}),
      value,
      state: stateWords[input.language][state] || null,
      inputs,
      missing,
    },
    ...(region === null ? {} : { opens: { kind: 'area', level, code: region.code }, areaCode: region.code }),
  };
}

export const areaFigureLayer: LayerDefinition = {
  id: 'area-figure',
  name: { zh: '分市、分县指标', en: 'Figure by city or county' },
  help: {
    zh: '按市或县（市、区）给一个指标着色，分五级，每级的地区数大致相同（分位数），同值同级；级界随筛选改变，以图例为准。没有颜色的是台账中没有记录；斜线的是有记录但都没有填数，不当作 0。已按市筛选时，分市图仍画出其他市，以便比较；颜色深浅不是好坏。',
    en: 'Colours cities or counties by one figure in five classes with about as many areas each (quantiles); equal values share a class, and the limits change with the filters. No colour means that the ledger has no records there; hatched means that there are records but none states a number, which is not 0. Cities stay coloured beside the one that is filtered, for comparison. More is not better or worse.',
  },
  source: {
    zh: '核心的指标；公式、依据的记录和来源见“这个数怎么来的”。',
    en: 'Figures of the core; formula, records and sources under “where does this come from”.',
  },
  options,
  figures: areaQueries,
  draw(input) {
    const values = readAreaValues(input);
    if (values === null) return {};
    const classes = classesOf(values.areas);
    const ramp = rampColors(input.themeName, classes.length);
    const colors = new Map<number, string>();
    const hatched = new Set<number>();
    for (const { region, state, value } of values.areas) {
      if (region === null || state === 'none') continue;
      if (value === null) hatched.add(region.code);
      const color = value === null ? unknownColors[input.themeName] : ramp[classOf(value, classes)];
      if (color !== undefined) colors.set(region.code, color);
    }
    return { areas: { level: levelOf(input), colors, hatched } };
  },
  legend(input) {
    const zh = input.language === 'zh';
    const values = readAreaValues(input);
    if (values === null) return { title: titleOf(input), unit: null, entries: [] };
    const { areas, unassigned, otherUnits, unit } = values;
    const classes = classesOf(areas);
    const ramp = rampColors(input.themeName, classes.length);
    const states = new Set(areas.map(({ state }) => state));
    const unnumbered = (['unknown', 'other'] as const).filter((state) => states.has(state));
    const words = stateWords[input.language];
    const partly = areas.filter(({ state, missing }) => state === 'known' && missing > 0).length;
    return {
      title: titleOf(input),
      unit,
      entries: [
        ...classes.map(({ least, greatest }, index) => ({
          key: `class-${index}`,
          label:
            least === greatest
              ? amountText(least, null, input)
              : `${amountText(least, null, input)} – ${amountText(greatest, null, input)}`,
          color: ramp[index] ?? '',
        })),
        ...(unnumbered.length > 0
          ? [
              {
                key: 'unknown',
                label: unnumbered.map((state) => words[state]).join(zh ? '、' : ', '),
                color: unknownColors[input.themeName],
                hatched: true,
              },
            ]
          : []),
        ...(states.has('none') ? [{ key: 'none', label: words.none, color: input.theme.map.land }] : []),
      ],
      note: [
        zh ? '分位数分级，同值同级。' : 'Quantiles; equal values share a class.',
        ...(partly > 0
          ? [
              zh
                ? `${partly} 个地区有部分数未知，未计入。`
                : `In ${partly} areas some numbers are unknown and not in the value.`,
            ]
          : []),
        ...(unassigned !== null
          ? [
              zh
                ? `另有 ${unassigned.value === null ? '未知' : amountText(unassigned.value, unit, input)} 未定到地区（近岸或无坐标）。`
                : `Besides, ${unassigned.value === null ? 'an unknown amount' : amountText(unassigned.value, unit, input)} in no area (offshore or no coordinates).`,
            ]
          : []),
        ...(otherUnits > 0
          ? [
              zh
                ? `${otherUnits} 条以其他单位填报，未着色。`
                : `${otherUnits} records in other units of measure are left out.`,
            ]
          : []),
      ].join(zh ? '' : ' '),
    };
  },
  table(input) {
    const zh = input.language === 'zh';
    const values = readAreaValues(input);
    const county = levelOf(input) === 'county';
    const unit = values?.unit ?? null;
    const title = areaFigureOf(input)?.definition.title[input.language] ?? (zh ? '数值' : 'Value');
    return {
      columns: [
        { key: 'area', title: county ? (zh ? '县（市、区）' : 'County') : zh ? '市' : 'City' },
        ...(county ? [{ key: 'city', title: zh ? '市' : 'City' }] : []),
        { key: 'value', title, numeric: true, ...(unit === null ? {} : { unit }) },
        { key: 'state', title: zh ? '说明' : 'Remark' },
        { key: 'inputs', title: zh ? '依据的记录' : 'Inputs', unit: '1', numeric: true },
        { key: 'missing', title: zh ? '未知条数' : 'Missing', unit: '1', numeric: true },
      ],
      rows:
        values === null
          ? []
          : [...values.areas, ...(values.unassigned === null ? [] : [values.unassigned])].map((area) =>
              rowOf(area, input),
            ),
    };
  },
};
