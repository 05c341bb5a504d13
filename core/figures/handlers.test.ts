// Figures by name: asked for in either language, refused in plain words, and explained down to the cell.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FigureDimension } from '../../contract/figures.ts';
import { recordFlags } from '../../contract/ledger.ts';
import { convert, findUnitOfMeasure } from '../../policy/units-of-measure.ts';
import { parseNumber } from '../imports/cell-rules.ts';
import { summarise } from '../ledger/slice.ts';
import { bundledFile, bundledRows, refusalOf, TestLedger } from '../ledger-fixture.ts';
import { figures } from './catalogue.ts';
import { exactSum } from './rules.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
  await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
  await ledger.import(
    ['plant_data', 'capacities_status', 'production'].map((sheet) => bundledFile(`gem-steel/shandong_${sheet}.csv`)),
  );
  await ledger.import([bundledFile('sfi-cement/shandong_dev.csv')]);
});
afterAll(() => ledger[Symbol.asyncDispose]());

const total = async (where: Partial<Record<FigureDimension, string[]>>, id = 'unit-count'): Promise<number | null> =>
  (await ledger.figure(id, { where })).total;

describe('a figure', () => {
  it('of every name is defined in both languages, with its rule', () => {
    for (const { title, formula, rule, dimensions } of ledger.figures.list()) {
      for (const text of [title, formula])
        for (const words of [text.zh, text.en]) expect(words.length).toBeGreaterThan(1);
      expect(rule).toMatch(/@\d+$/);
      expect(dimensions.length).toBeGreaterThan(0);
    }
    expect(ledger.figures.list().map((figure) => figure.id)).toEqual([
      'enterprise-count',
      'unit-count',
      'capacity',
      'dated-capacity',
      'annual-output',
      ...['metered-amount', 'hourly-amount', 'reading-completeness', 'channel-count', 'alarm-count'],
    ]);
  });

  it.each([['济南市'], ['济南'], ['Jinan'], ['jinan shi'], ['Jinan City'], ['370100'], ['莱芜'], ['Laiwu']])(
    'is narrowed to a city by any of its names: %s',
    async (name) => {
      // 20 coal units, 4 steel plants with 8 capacities, 6 cement plants.
      expect(await total({ city: [name], dataset: ['gem-coal'] })).toBe(20);
      expect(await total({ city: [name] })).toBe((await ledger.values('unit-count', 'city'))[370100]);
    },
  );

  it('is narrowed to counties, industries, products and statuses by name or id', async () => {
    const counties = await ledger.values('unit-count', 'county');
    expect(await total({ county: ['邹平市'] })).toBe(counties[371681]);
    expect(await total({ county: ['Zouping'] })).toBe(counties[371681]);
    for (const name of ['钢铁', 'steel', 'Iron and steel', '钢铁行业'])
      expect(await total({ industry: [name] })).toBe(42);
    for (const name of ['粗钢', 'crude-steel', 'Crude steel']) expect(await total({ product: [name] })).toBe(22);
    for (const name of ['在运', 'operating', '运行'])
      expect(await total({ status: [name], dataset: ['gem-coal'] })).toBe(301);
    expect(await total({ captive: ['aluminum'] })).toBe(136);
    expect(await total({ captive: ['null'], dataset: ['gem-coal'] })).toBe(283);
    expect(await total({ status: ['在运', '封存'], city: ['Jinan', 'Qingdao'] })).toBe(
      ((await total({ status: ['在运'], city: ['Jinan'] })) ?? 0) +
        ((await total({ status: ['在运'], city: ['Qingdao'] })) ?? 0),
    );
  });

  it('is split and narrowed at once, with labels in both languages', async () => {
    const { rows } = await ledger.figure('capacity', {
      by: ['city', 'status'],
      where: { city: ['滨州'], product: ['燃煤发电'] },
    });
    expect(rows.every((row) => row.keys.city === 371600)).toBe(true);
    expect(rows[0]?.labels).toMatchObject({
      city: { zh: '滨州市', en: 'Binzhou' },
      status: { zh: '在运', en: 'Operating' },
    });
    expect(exactSum(rows.flatMap((row) => row.value ?? []))).toBe(26615);
  });

  it.each<[string, string, Partial<Record<FigureDimension, string[]>>, FigureDimension[], string]>([
    ['an unknown name', 'pollution', {}, [], 'unknown-figure'],
    ['a dimension that it has not', 'unit-count', {}, ['year'], 'unknown-dimension'],
    ['a narrowing that it has not', 'annual-output', { status: ['operating'] }, [], 'unknown-dimension'],
    ['a city elsewhere', 'unit-count', { city: ['郑州'] }, [], 'unknown-place'],
    ['a county elsewhere', 'unit-count', { county: ['中牟县'] }, [], 'unknown-place'],
    ['a county of two cities', 'unit-count', { county: ['市中区'] }, [], 'ambiguous-county'],
    ['an industry that is none', 'unit-count', { industry: ['养蜂'] }, [], 'unknown-key'],
    ['a status that is none', 'unit-count', { status: ['停产'] }, [], 'unknown-key'],
    ['a place that is none', 'unit-count', { place: ['moon'] }, [], 'unknown-key'],
    ['a year that is none', 'annual-output', { year: ['last'] }, [], 'unknown-key'],
    ['a blank key', 'unit-count', { status: [''] }, [], 'unknown-key'],
    ['a flag that is none', 'unit-count', { flag: ['doubtful'] }, [], 'unknown-key'],
    ['a year of commissioning that is none', 'unit-count', { commissioned: ['2003-12'] }, [], 'unknown-key'],
    ['a class that begins elsewhere', 'unit-count', { capacityClass: ['300'], product: ['iron'] }, [], 'unknown-key'],
  ])('with %s is refused in both languages', async (_name, id, where, by, code) => {
    const refusal = await refusalOf(ledger.figure(id, { where, by }));
    expect(refusal.code).toBe(code);
    expect(refusal.zh).toMatch(/[\u4e00-\u9fff]/);
    // It says what may be asked for instead.
    expect(refusal.en).toMatch(/Use|Choose/);
  });

  it('with a county of two cities is refused by the codes of both', async () => {
    const refusal = await refusalOf(ledger.figure('unit-count', { where: { county: ['市中区'] }, by: [] }));
    expect(refusal.en).toMatch(/370103.*济南市.*370402.*枣庄市/);
  });

  it.each<[Partial<Record<FigureDimension, string[]>>, FigureDimension[]]>([
    [{}, ['capacityClass']],
    [{ capacityClass: ['200'] }, []],
    [{ capacityClass: ['200'], product: ['iron', 'coke'] }, ['status']],
  ])('of classes of capacity %j by %j is refused: they are those of one product', async (where, by) => {
    const { code, en } = await refusalOf(ledger.figure('capacity', { where, by }));
    expect([code, en]).toEqual(['class-needs-product', expect.stringContaining('narrow to one product')]);
  });

  it('is split by classes of capacity in the unit of the product', async () => {
    const { rows, total: count } = await ledger.figure('unit-count', {
      by: ['capacityClass'],
      where: { product: ['燃煤发电'] },
    });
    const megawatts = bundledRows('gem-coal/shandong_dev.csv')
      .slice(1)
      .map((row) => Number(row[10]));
    const within = (from: number, to: number): number => megawatts.filter((each) => each >= from && each < to).length;
    expect(rows.map((row) => [row.keys.capacityClass, row.labels.capacityClass?.zh, row.value])).toEqual([
      [20, '20–50 MW', within(20, 50)],
      [50, '50–100 MW', within(50, 100)],
      [100, '100–200 MW', within(100, 200)],
      [200, '200–500 MW', within(200, 500)],
      [500, '500–1000 MW', within(500, 1000)],
      [1000, '1000–2000 MW', within(1000, 2000)],
    ]);
    expect(count).toBe(485);
    const cement = await ledger.figure('unit-count', {
      by: ['product', 'capacityClass'],
      where: { product: ['水泥'] },
    });
    expect(cement.rows.at(-1)?.keys.capacityClass).toBeNull();
    expect(cement.rows[0]?.labels.capacityClass?.en).toMatch(/Mt\/a$/);
    expect(await total({ product: ['水泥'], capacityClass: ['null'] })).toBe(cement.rows.at(-1)?.value);
  });

  it('is narrowed to ranges of capacity and years, both ends included, by one and the same unit', async () => {
    const rows = bundledRows('gem-coal/shandong_dev.csv').slice(1);
    const expected = rows.filter((row) => Number(row[10]) >= 300 && Number(row[10]) <= 600 && Number(row[12]) >= 2005);
    const { total: found } = await ledger.figure('unit-count', {
      where: { dataset: ['gem-coal'] },
      between: { capacity: [300, 600], commissioned: [2005, null] },
    });
    expect(found).toBe(expected.length);
    expect(found).toBeGreaterThan(10);
    const retired = rows.filter((row) => Number(row[13]) > 0 && Number(row[13]) <= 2015);
    expect((await ledger.figure('unit-count', { between: { retired: [null, 2015] } })).total).toBe(retired.length);
    expect((await ledger.figure('enterprise-count', { between: { retired: [null, 2015] } })).total).toBe(
      new Set(retired.map((row) => row[1])).size,
    );
    // The same question without the range is another one.
    expect(await total({ dataset: ['gem-coal'] })).toBe(485);
  });

  it('with a range that it has not, or from the larger to the smaller, is refused', async () => {
    const output = await refusalOf(ledger.figure('annual-output', { between: { capacity: [1, 2] } }));
    expect([output.code, output.en]).toEqual(['unknown-measure', expect.stringContaining('unit-count')]);
    const reversed = await refusalOf(ledger.figure('capacity', { between: { capacity: [600, 300] } }));
    expect([reversed.code, reversed.zh]).toEqual(['bad-range', expect.stringContaining('300..600')]);
  });

  it('is narrowed to exactly the enterprises that show a doubt', async () => {
    const { enterprises } = await ledger.reader.slice({});
    const summaries = [...enterprises.values()].map(summarise);
    const { rows } = await ledger.figure('enterprise-count', { by: ['flag'] });
    for (const flag of recordFlags) {
      const showing = summaries.filter((each) => each.flags.includes(flag) && each.place !== 'outside');
      const found = await ledger.values('enterprise-count', 'enterprise', { where: { flag: [flag] } });
      expect(Object.keys(found).sort()).toEqual(showing.map((each) => each.id).sort());
      expect(rows.find((row) => row.keys.flag === flag)?.value ?? 0).toBe(showing.length);
    }
    expect(rows.map((row) => row.labels.flag?.en)).toContain('Near a boundary');
    expect(rows.at(-1)?.labels.flag?.zh).toBe('无存疑');
  });

  it('of capacity at the end of each year is what had been commissioned and not retired', async () => {
    const units = bundledRows('gem-coal/shandong_dev.csv')
      .slice(1)
      .map((row) => ({ mw: Number(row[10]), status: row[11] ?? '', from: row[12] ?? '', to: row[13] ?? '' }))
      .filter(({ status }) => /^(operating|retired|mothballed)/.test(status));
    const isDated = ({ status, from, to }: (typeof units)[number]): boolean =>
      from !== '' && (to !== '' || status !== 'retired') && (to === '' || from <= to);
    const coal = { dataset: ['gem-coal'] };
    const { rows, total: sum, totals } = await ledger.figure('dated-capacity', { where: coal });
    // 2025-01-01 by the clock of the ledger: this year is the last.
    expect(rows.at(-2)?.keys.year).toBe(2025);
    for (const { keys, value, labels } of rows) {
      const year = keys.year as number | null;
      const standing = units.filter((unit) =>
        year === null
          ? !isDated(unit)
          : isDated(unit) && Number(unit.from) <= year && (unit.to === '' || Number(unit.to) > year),
      );
      expect([year, value]).toEqual([year, exactSum(standing.map(({ mw }) => mw))]);
      if (year === null) expect(labels.year).toEqual({ zh: '年份不明', en: 'Year not known' });
    }
    expect([sum, totals]).toEqual([null, []]);
    const one = await ledger.figure('dated-capacity', { where: { ...coal, year: ['2010'] } });
    expect(one).toMatchObject({ total: rows.find((row) => row.keys.year === 2010)?.value, unit: 'MW' });
    // As of an earlier day, nothing is said of the years after it.
    const then = await ledger.figure('dated-capacity', { where: coal, asOf: Date.parse('2011-12-31T15:59:59Z') });
    expect(then.rows.at(-2)?.keys.year).toBe(2011);
    const nextDay = await ledger.figure('dated-capacity', { where: coal, asOf: Date.parse('2011-12-31T16:00:00Z') });
    expect(nextDay.rows.at(-2)?.keys.year).toBe(2012);
  });

  it('of nothing is zero where things are counted, and unknown where amounts are', async () => {
    expect(await total({ status: ['shelved'], city: ['Weihai'], dataset: ['sfi-cement'] })).toBe(0);
    expect(await total({ status: ['shelved'], city: ['Weihai'], dataset: ['sfi-cement'] }, 'capacity')).toBeNull();
  });

  it('never adds MW to tonnes', async () => {
    const result = await ledger.figure('capacity');
    expect(result.total).toBeNull();
    expect(result.unit).toBeNull();
    expect(result.totals.map(({ product, unit }) => [product, unit])).toEqual([
      ['coal-fired-power', 'MW'],
      ['crude-steel', 'kt/a'],
      ['iron', 'kt/a'],
      ['sinter', 'kt/a'],
      ['coke', 'kt/a'],
      ['cement', 'Mt/a'],
    ]);
  });

  it('of output is never added over years', async () => {
    const all = await ledger.figure('annual-output', { where: { product: ['iron'] } });
    expect(all.total).toBeNull();
    expect(all.rows.map((row) => row.keys.year)).toEqual([2019, 2020, 2021, 2022, 2023, 2024]);
    const one = await ledger.figure('annual-output', { where: { product: ['iron'], year: ['2022'] } });
    expect(one).toMatchObject({ total: 4794, unit: 'kt/a' });
  });

  it.each([
    'city',
    'county',
    'industry',
    'status',
    'captive',
    'ownerGroup',
    'dataset',
    'enterprise',
    'product',
  ] as const)('split by %s adds up to its total', async (dimension) => {
    const whole = await ledger.figure('unit-count');
    const { rows } = await ledger.figure('unit-count', { by: [dimension] });
    expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBe(whole.total);
    const capacity = await ledger.figure('capacity', { by: [dimension] });
    for (const { product, value, missing } of capacity.totals) {
      const parts = capacity.rows.filter((row) => row.keys.product === product);
      expect(exactSum(parts.flatMap((row) => row.value ?? []))).toBe(value);
      expect(parts.reduce((sum, row) => sum + row.missing, 0)).toBe(missing);
    }
    const enterprises = await ledger.figure('enterprise-count', { by: [dimension] });
    expect(enterprises.total).toBe(219);
    expect(enterprises.rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBeGreaterThanOrEqual(219);
  });
});

describe('an explanation', () => {
  it.each(figures.map(({ id }) => id))('of %s rests on inputs that add up to it, each down to its cell', async (id) => {
    const result = await ledger.figure(id);
    const { inputs, inputCount, definition } = await ledger.figures.explain({ id, by: [], where: {} }, 100_000);
    expect(definition.id).toBe(id);
    expect(inputs).toHaveLength(inputCount);
    for (const row of result.rows) {
      // A unit stands in many years: the inputs of one are those of a question about it.
      const asked = id === 'dated-capacity' ? { year: [String(row.keys.year)] } : {};
      const { inputs: ofRow } = await ledger.figures.explain({ id, by: [], where: asked }, 100_000);
      const behind = ofRow.filter((input) =>
        (Object.keys(row.keys) as FigureDimension[]).every((key) => input.keys[key] === row.keys[key]),
      );
      if (id === 'enterprise-count') expect(new Set(behind.map((input) => input.enterpriseId)).size).toBe(row.value);
      else {
        const stated = behind.flatMap((input) => input.value ?? []);
        expect(stated.length === 0 ? null : exactSum(stated)).toBe(row.value);
        expect(behind.length - stated.length).toBe(row.missing);
      }
    }
    for (const { value, unit, origin, keys } of inputs) {
      expect(origin?.kind).toBe('cell');
      if (origin?.kind !== 'cell' || (id !== 'capacity' && id !== 'annual-output')) continue;
      const inFile = parseNumber(origin.text);
      // Steel's files say kt, coal's MW, cement's Mt: all in the unit of the figure.
      expect(inFile, `${keys.enterprise} ${origin.file} ${origin.letter}${origin.row}`).toBe(value);
      expect(unit).not.toBe('?');
    }
  });

  it('shows the text of the very cell: file, sheet, row, column and letter', async () => {
    const { inputs } = await ledger.figures.explain(
      { id: 'capacity', by: [], where: { enterprise: ['gem-coal/L101434'] } },
      10,
    );
    const rows = bundledRows('gem-coal/shandong_dev.csv');
    for (const { origin, recordId } of inputs) {
      if (origin?.kind !== 'cell') throw new Error('not a cell');
      const row = rows[origin.row - 1] ?? [];
      expect(`gem-coal/${row[0]}`).toBe(recordId);
      expect(row['ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(origin.letter)]).toBe(origin.text);
      expect(origin).toMatchObject({
        file: 'shandong_dev.csv',
        sheet: 'shandong_dev',
        column: 'Capacity (MW)',
        importId: 1,
      });
    }
  });

  it('is cut to a limit and says how many there are', async () => {
    const { inputs, inputCount } = await ledger.figures.explain({ id: 'unit-count', by: [], where: {} }, 7);
    expect([inputs.length, inputCount]).toEqual([7, 590]);
  });

  it('converts what the file states in another unit, and still shows its text', async () => {
    await using other = await TestLedger.open();
    await other.import([{ name: 'a.csv', content: '企业名称,产能,单位\n甲,0.615,百万吨/年\n乙,61.5,万吨\n' }], {
      mapping: {
        name: 'tonnes',
        sheets: [
          {
            fields: {
              enterpriseName: '企业名称',
              product: { constant: '粗钢' },
              capacity: '产能',
              capacityUnit: '单位',
            },
          },
        ],
      },
    });
    const { inputs, result } = await other.figures.explain({ id: 'capacity', by: [], where: {} }, 10);
    expect(result).toMatchObject({ total: 1230, unit: 'kt/a' });
    expect(
      inputs.map((input) => [input.value, input.unit, input.origin?.kind === 'cell' && input.origin.text]),
    ).toEqual([
      [615, 'kt/a', '61.5'],
      [615, 'kt/a', '0.615'],
    ]);
    const [tonnes, thousands] = [findUnitOfMeasure('万吨'), findUnitOfMeasure('kt/a')];
    expect(tonnes && thousands && convert(61.5, tonnes, thousands)).toBe(615);
  });
});
