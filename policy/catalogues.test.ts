// The words of ledgers find the entries of the catalogues, each word one entry only, and units convert exactly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitStatuses } from '../contract/ledger.ts';
import { findIndustry, industries } from './industries.ts';
import { findProduct, products } from './products.ts';
import { findStatus, statuses } from './statuses.ts';
import { convert, findUnitOfMeasure, unitsOfMeasure } from './units-of-measure.ts';

describe('industries', () => {
  it('are the 16 of the catalogue, each found by its names in either language', () => {
    expect(industries).toHaveLength(16);
    for (const { id, name, source } of industries) {
      for (const word of [
        id,
        id.replaceAll('_', '-'),
        name.zh,
        `${name.zh}行业`,
        name.en,
        ` ${name.en.toUpperCase()} `,
      ])
        expect(findIndustry(word)).toBe(id);
      expect(name.en).not.toBe(id);
      expect(source).not.toBe('');
    }
  });

  it('of the list of 2021 find what they have become', () => {
    // The 16 names of 鲁政办字〔2021〕57号.
    const of2021 =
      '钢铁、铁合金、电解铝、水泥、石灰、建筑陶瓷、平板玻璃、煤电、炼化、焦化、甲醇、氮肥、醋酸、氯碱、电石、沥青防水材料'.split(
        '、',
      );
    for (const name of of2021) expect(findIndustry(name), name).not.toBeNull();
    expect(findIndustry('甲醇')).toBe('coal_liquid');
    expect(findIndustry('电解铝')).toBe('nonferrous');
  });

  it('that are not in it are not guessed', () => {
    for (const word of ['', '养蜂', '钢', 'iron']) expect(findIndustry(word)).toBeNull();
  });
});

describe('products', () => {
  it('are each found by their names, and belong to an industry and a unit of measure', () => {
    for (const { id, industry, name, unit } of products) {
      for (const word of [id, name.zh, name.en, ` ${id} `]) expect(findProduct(word)?.id).toBe(id);
      expect(industries.map((each) => each.id)).toContain(industry);
      expect(findUnitOfMeasure(unit)?.id).toBe(unit);
    }
    expect(new Set(products.flatMap(({ id, name }) => [id, name.zh, name.en.toLowerCase()])).size).toBeGreaterThan(
      2 * products.length,
    );
    expect(findProduct('蜂蜜')).toBeNull();
  });
});

describe('statuses', () => {
  it('are those of the contract, each found by all its words', () => {
    expect(statuses.map((status) => status.id).sort()).toEqual([...unitStatuses].sort());
    for (const { id, name, words } of statuses)
      for (const word of [id, name.zh, name.en, ...words, id.toUpperCase(), ` ${name.zh}　`])
        expect(findStatus(word), word).toBe(id);
  });

  it('keep what may run again apart from what is gone, and leave 停产 to the office', () => {
    expect(findStatus('封存')).toBe('mothballed');
    expect(findStatus('已退役')).toBe('retired');
    expect(findStatus('缓建')).toBe('shelved');
    expect(findStatus('停产')).toBeNull();
    expect(findStatus('')).toBeNull();
  });

  it('share no word', () => {
    const words = statuses.flatMap(({ id, name, words: more }) => [
      ...new Set([id, name.zh, name.en, ...more].map((word) => word.toLowerCase())),
    ]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});

describe('units of measure', () => {
  it('are each found by all their words, in full width too', () => {
    for (const { id, name, words } of unitsOfMeasure)
      for (const word of [id, name.zh, name.en, ...words]) expect(findUnitOfMeasure(word)?.id, word).toBe(id);
    expect(findUnitOfMeasure('万吨／年')?.id).toBe('万吨/年');
    expect(findUnitOfMeasure(' ＭＷ ')?.id).toBe('MW');
    expect(findUnitOfMeasure('罐/年')).toBeNull();
  });

  it.each([
    [1, 'GW', 'MW', 1000],
    [35, '万千瓦', 'MW', 350],
    [4.61, 'Mt/a', 'kt/a', 4610],
    [0.1, '万吨/年', 't/a', 1000],
    [433_300, 't/a', 'Mt/a', 0.4333],
    [120, '万条/年', '条/年', 1_200_000],
  ])('%d %s is %3$d %2$s', (value, from, to, expected) => {
    const [a, b] = [findUnitOfMeasure(from), findUnitOfMeasure(to)];
    expect(a && b && convert(value, a, b)).toBe(expected);
  });

  it('of different quantities are never converted: a day of running is no year', () => {
    const [perDay, perYear, power] = [findUnitOfMeasure('t/d'), findUnitOfMeasure('t/a'), findUnitOfMeasure('MW')];
    if (!perDay || !perYear || !power) throw new Error('units are missing');
    expect(convert(1, perDay, perYear)).toBeNull();
    expect(convert(1, power, perYear)).toBeNull();
  });

  it('convert there and back without loss beyond the last digit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...unitsOfMeasure),
        fc.constantFrom(...unitsOfMeasure),
        fc.integer({ min: 0, max: 1e9 }),
        (from, to, thousandths) => {
          const value = thousandths / 1000;
          const there = convert(value, from, to);
          if (from.quantity !== to.quantity) expect(there).toBeNull();
          else expect(convert(there ?? Number.NaN, to, from)).toBeCloseTo(value, 6);
        },
      ),
    );
  });
});
