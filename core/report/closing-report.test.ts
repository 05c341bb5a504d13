// The closing report, read back from the PDF: what it must say is there, each character drawn by a font that has it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmReport } from '../../contract/duty.ts';
import type { Language } from '../../contract/reasons.ts';
import { AppError } from '../app-error.ts';
import { HOUR } from '../readings/readings-fixture.ts';
import { makeReport } from './handlers.ts';
import { type PdfPage, readPdf } from './pdf-text-fixture.ts';
import { ENTERPRISE, NOON, ReportDesk } from './report-fixture.ts';

let desk: ReportDesk;
beforeAll(async () => {
  desk = await ReportDesk.open();
  desk.exceed();
});
afterAll(() => desk[Symbol.dispose]());

async function report(language: Language): Promise<{ name: string; pages: PdfPage[]; text: string; bytes: number }> {
  const began = performance.now();
  const { name, base64, contentType } = await makeReport(
    desk.source,
    { alarm: desk.alarm, language },
    desk.readings.clock,
  );
  const pdf = Buffer.from(base64, 'base64');
  process.stdout.write(
    `closing report (${language}): ${(performance.now() - began).toFixed(0)} ms, ${pdf.length} bytes\n`,
  );
  expect(contentType).toBe('application/pdf');
  expect(pdf.toString('latin1', 0, 5)).toBe('%PDF-');
  const pages = readPdf(pdf);
  // Spaces lie between texts, not in them.
  return {
    name,
    pages,
    text: pages
      .map(({ text }) => text)
      .join('\n')
      .replaceAll(' ', ''),
    bytes: pdf.length,
  };
}

const has = (text: string, ...parts: string[]) => {
  for (const part of parts) expect(text).toContain(part.replaceAll(' ', ''));
};

describe('the closing report', () => {
  it('is a draft as long as the alarm is open', async () => {
    const { name, text, pages } = await report('zh');
    expect(name).toContain('草稿');
    has(text, '告警处置报告', '草稿', '告警尚未关闭', '新告警', 'D 故障 ×60', '上限 35 mg/m³');
    expect(pages).toHaveLength(1);
  });

  it('says who did what and when, why, on which evidence, and what was corrected', async () => {
    const span = { channel: 'so2', from: NOON - 4 * HOUR, to: NOON - 3 * HOUR, alarm: desk.alarm };
    desk.readings.writer.correct({ ...span, mark: '器具更换、未登记', reason: '08:50 换表', actor: '李四' });
    desk.handle();
    const { name, text, pages, bytes } = await report('zh');
    expect(name).toBe(`告警处置报告-${desk.alarm}.pdf`);
    has(text, ENTERPRISE, '1号炉 SO2 折算浓度', '淄博市 张店区', '118.06000°E 36.79000°N', '审图号:GS(2024)0650号');
    has(text, '超标（按限值的平均时段）', 'limit-exceedance', '版本 1', '2026-06-02 12:00 – 2026-06-02 14:15');
    has(
      text,
      '张三',
      '第三检查组',
      '派现场核查',
      '治理设施故障',
      '2030-01-01',
      '烟温 128 ℃',
      '3 µg/m³',
      '〔现场比',
      '已解决 → 已关闭',
    );
    has(text, '李四', '60 条标记为“器具更换、未登记”', '器具更换、未登记 ×60');
    const sha256 = desk.source.db.prepare('SELECT evidence FROM alarm WHERE id = ?').pluck().get(desk.alarm);
    has(text, `SHA-256 ${String(sha256)}`);
    expect(text).not.toContain('草稿');
    expect(text).not.toContain('演练数据');
    // Curves and map are lines, not pictures, and no character is one that its font does not know.
    expect(pages[0]?.strokes).toBeGreaterThan(20);
    expect(text).not.toContain('\uFFFD');
    expect(pages.length).toBeLessThanOrEqual(3);
    expect(bytes).toBeLessThan(400_000);
  });

  it('is in English where that is asked for, and the same bytes for the same facts', async () => {
    const { name, text } = await report('en');
    expect(name).toBe(`Alarm-closing-report-${desk.alarm}.pdf`);
    const again = (): Promise<AlarmReport> =>
      makeReport(desk.source, { alarm: desk.alarm, language: 'en' }, desk.readings.clock);
    expect((await again()).sha256).toBe((await again()).sha256);
    has(
      text,
      'What was done',
      'Zibo',
      'Upper limit 35 mg/m³',
      'Fault of treatment equipment',
      'Resolved → Closed',
      ENTERPRISE,
    );
  });

  it('carries the watermark of a drill on every page', async () => {
    desk.source.db.prepare("INSERT INTO setting (key, value) VALUES ('drill', '{}')").run();
    const { name, pages } = await report('zh');
    expect(name).toMatch(/^演练数据-/);
    for (const { text } of pages) expect(text.split('演练数据').length).toBeGreaterThanOrEqual(4);
  });

  it('of an alarm that is not there is refused', async () => {
    await expect(makeReport(desk.source, { alarm: 999, language: 'zh' }, 0)).rejects.toThrow(AppError);
  });
});
