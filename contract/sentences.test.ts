// Whatever the contract lets through is whole: every reason has its sentence in both languages, every mapping its form.
import { describe, expect, it } from 'vitest';
import { mappingSchema, shortMappingSchema } from './imports.ts';
import { correctionSchema } from './ledger.ts';
import { reasonCodes, reasonSchema, reasonText } from './reasons.ts';

/** Every parameter that any reason may have. */
const params = {
  ...{
    column: '产能',
    value: '1e308',
    min: 0,
    max: 1_000_000_000,
    formula: '=A1',
    accepted: '在运/operating',
    why: 'check',
  },
  ...{
    row: 7,
    rows: 12,
    key: 'ledger/1',
    dataset: 'gem-coal',
    other: '甲厂',
    longitude: '36.6',
    latitude: '117.1',
    where: '济南市',
  },
};

describe('a reason', () => {
  it.each(reasonCodes)('%s is a sentence in Chinese and in English, with nothing left open', (code) => {
    const reason = reasonSchema.parse({ code, params });
    const [zh, en] = [reasonText(reason, 'zh'), reasonText(reason, 'en')];
    expect(zh).toMatch(/[\u4e00-\u9fff].*[。）]$/);
    expect(en).toMatch(/[a-z].*\.$/);
    for (const text of [zh, en]) expect(text).not.toMatch(/undefined|NaN|\[object|\$\{/);
    expect(en).not.toMatch(/[。，“”（）]/);
  });

  it('of an unknown code is none', () => {
    expect(reasonSchema.safeParse({ code: 'because', params: {} }).success).toBe(false);
  });
});

describe('a mapping', () => {
  const fields = {
    enterpriseName: '企业',
    capacity: { column: '产能', values: { 无: null } },
    unitKey: { join: ['a', 'b'] },
  };

  it('is taken in its long and its short form', () => {
    expect(mappingSchema.parse({ name: 'my-list', crs: 'gcj02', sheets: [{ fields }] }).sheets).toHaveLength(1);
    expect(shortMappingSchema.parse({ name: 'my-list', fields, match: ['企业'] }).fields).toEqual(fields);
  });

  it.each([
    ['no name', { sheets: [{ fields }] }],
    ['a name that is no id', { name: 'My List', sheets: [{ fields }] }],
    ['no sheet', { name: 'x', sheets: [] }],
    ['an unknown key', { name: 'x', sheets: [{ fields }], sheet: 1 }],
    ['an unknown field', { name: 'x', sheets: [{ fields: { colour: 'red' } }] }],
    ['an unknown way to pick', { name: 'x', sheets: [{ fields: { owner: { column: 'a', pick: 'first' } } }] }],
    ['an order of coordinates that is none', { name: 'x', sheets: [{ fields, coordinateOrder: 'y-x' }] }],
  ])('with %s is refused', (_name, mapping) => {
    expect(mappingSchema.safeParse(mapping).success).toBe(false);
  });
});

describe('a correction', () => {
  const whole = { entity: 'unit', id: 'x', attribute: 'capacity', value: 1, reason: '核实', actor: '张三' };

  it('needs a person and a reason', () => {
    expect(correctionSchema.safeParse(whole).success).toBe(true);
    for (const lacking of [
      { reason: ' ' },
      { reason: 'x' },
      { actor: '  ' },
      { actor: undefined },
      { entity: 'output' },
      { value: undefined },
    ])
      expect(correctionSchema.safeParse({ ...whole, ...lacking }).success).toBe(false);
  });
});
