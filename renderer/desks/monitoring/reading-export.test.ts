// Files of a channel's readings: source and completeness in them, gaps blank, and a drill marked in every row.
import { describe, expect, it } from 'vitest';
import { csvText } from '../../export/csv-file.ts';
import { drillMarked } from '../../export/drill-mark.ts';
import { zh } from '../../i18n/zh.ts';
import { channelWith } from './channel-fixture.ts';
import { exportedReadings } from './reading-export.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const hour = 3_600_000;
const from = at('2026-06-01T08:00:00');
const table = exportedReadings(
  {
    channel: channelWith({ limitHigh: 35, limitPeriod: 'hour' }),
    step: '1h',
    span: { from, to: from + 2 * hour },
    rows: [
      {
        ...{ from, to: from + hour, sum: 60, avg: 1.5, min: -1, max: 4 },
        count: 40,
        expected: 60,
        completeness: 2 / 3,
      },
      {
        ...{ from: from + hour, to: from + 2 * hour, sum: null, avg: null, min: null, max: null },
        count: 0,
        expected: 60,
        completeness: 0,
      },
    ],
  },
  { words: zh, language: 'zh', timeZone: 'Asia/Shanghai', enterprise: null, exportedAt: from, version: '1' },
);
const fact = (id: string) => table.facts.find((each) => each.id === id)?.value;

describe('exported readings', () => {
  it('carry source, unit, span and completeness', () => {
    expect(fact('source')).toBe('88888880000001 a34013');
    expect(fact('limit')).toBe('≤ 35 mg/m³ · 小时均值');
    expect(fact('completeness')).toBe('33.3% · 有效 40 / 应到 120');
    expect(fact('span')).toBe('2026-06-01T08:00:00+08:00 – 2026-06-01T10:00:00+08:00');
    expect(fact('enterprise')).toBe('不在名单');
  });

  it('leave a gap blank: it is not zero', () => {
    const [, first, second] = csvText(table).replace('\uFEFF', '').split('\r\n');
    expect(first?.split(',').slice(0, 9)).toEqual([
      ...['2026-06-01T08:00:00+08:00', '2026-06-01T09:00:00+08:00', '60', '1.5', '-1', '4', '40', '60'],
      String(2 / 3),
    ]);
    expect(second?.split(',').slice(2, 6)).toEqual(['', '', '', '']);
  });

  it('of a drill say so in every row and first of all', () => {
    const marked = drillMarked(table, zh);
    const lines = csvText(marked).replace('\uFEFF', '').trim().split('\r\n');
    expect(lines).toHaveLength(3);
    for (const line of lines.slice(1)) expect(line).toMatch(/^演练数据 drill data,/);
    expect(marked.facts[0]).toMatchObject({ value: '演练数据 drill data' });
    expect(marked.rows[0]?.cells).toMatchObject({ sum: 60 });
  });
});
