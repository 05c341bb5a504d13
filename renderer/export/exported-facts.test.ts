import { describe, expect, it } from 'vitest';
import type { About } from '../../contract/about.ts';
import type { FigureResult } from '../../contract/figures.ts';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { exportedFacts, type FactSources, pictureLines } from './exported-facts.ts';
import { exportedFileName } from './exported-table.ts';

const about: About = {
  version: '1.2.3',
  profile: {
    id: 'shandong',
    name: { zh: '山东省', en: 'Shandong' },
    bbox: [114, 34, 123, 39],
    timeZone: 'Asia/Shanghai',
    attributionLine: '审图号:GS(2024)0650号',
    boundaryFiles: {},
  },
  boundaries: 'abc123',
  cities: [],
  counties: [],
  industries: [],
  products: [],
  statuses: [],
  datasets: [{ id: 'gem', name: { zh: '全球煤电追踪', en: 'Coal tracker' } }],
  unitsOfMeasure: [],
  documents: [],
};
const figure: FigureResult = {
  id: 'capacity',
  unit: 'MW',
  rows: [],
  total: 1,
  totals: [],
  asOf: Date.UTC(2026, 0, 1),
  knownAt: Date.UTC(2026, 5, 1),
  revision: 42,
  completeness: 1,
  rule: 'capacity/3',
  boundaries: 'abc123',
  datasets: ['gem'],
};
const from: FactSources = {
  title: '产能',
  about,
  figures: [figure, { ...figure, id: 'unit-count', rule: 'unit-count/1' }],
  definitions: [
    {
      id: 'capacity',
      title: { zh: '产能', en: 'Capacity' },
      formula: { zh: '装置产能之和', en: 'Sum of unit capacities' },
      unit: null,
      dimensions: [],
      rule: 'capacity/3',
    },
  ],
  asOf: 0,
  knownAt: 0,
  revision: 1,
  source: '公开台账',
  options: ['产品 燃煤发电', '状态 在运'],
  filters: [],
  rowCount: 12,
  language: 'zh',
  words: zh,
};
const valueFor = (facts: readonly { id: string; value: string | number }[], id: string) =>
  facts.find((fact) => fact.id === id)?.value;

describe('what a file says about itself', () => {
  it('is what the figures say: formula, both times, revision, rules, datasets, in the province’s time', () => {
    const facts = exportedFacts(from);
    expect(valueFor(facts, 'formula')).toBe('产能：装置产能之和');
    expect(valueFor(facts, 'options')).toBe('产品 燃煤发电 · 状态 在运');
    expect(valueFor(facts, 'asOf')).toBe('2026-01-01 08:00:00');
    expect(valueFor(facts, 'knownAt')).toBe('2026-06-01 08:00:00');
    expect(valueFor(facts, 'revision')).toBe(42);
    expect(valueFor(facts, 'rule')).toBe('capacity/3、unit-count/1');
    expect(valueFor(facts, 'datasets')).toBe('全球煤电追踪');
    expect(valueFor(facts, 'attribution')).toBe('审图号:GS(2024)0650号');
    expect(valueFor(facts, 'filters')).toBe('未筛选');
    expect(valueFor(facts, 'rows')).toBe(12);
  });

  it('names the times and the revision of the screen where it rests on no figure', () => {
    const facts = exportedFacts({ ...from, figures: [] });
    expect(valueFor(facts, 'asOf')).toBe('1970-01-01 08:00:00');
    expect(valueFor(facts, 'revision')).toBe(1);
    expect(valueFor(facts, 'rule')).toBeUndefined();
  });

  it('stands under a picture in few lines, in either language', () => {
    for (const [language, words] of [
      ['zh', zh],
      ['en', en],
    ] as const) {
      const facts = exportedFacts({ ...from, language, words, filters: ['A', 'B'] });
      const lines = pictureLines(facts, { language, words });
      expect(lines.length).toBeLessThanOrEqual(5);
      for (const text of ['2026-01-01 08:00:00', '2026-06-01 08:00:00', 'A · B', 'GS(2024)0650', 'capacity/3'])
        expect(lines.join('\n')).toContain(text);
    }
  });
});

it('names files so that every file system takes them', () => {
  expect(exportedFileName('企业', '2026-11-20', 'csv')).toBe('两高_企业_2026-11-20.csv');
  expect(exportedFileName('a/b:c*?', '2026-11-20', 'png')).toBe('两高_a b c_2026-11-20.png');
});
