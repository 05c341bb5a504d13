// duty.report: the closing report of an alarm as a PDF.
import { createHash } from 'node:crypto';
import type { AlarmReport } from '../../contract/duty.ts';
import type { Language } from '../../contract/reasons.ts';
import { type ReportSource, reportFacts } from './report-facts.ts';
import { reportWords } from './report-words.ts';

/** As the alarm stands now; before it is closed the report says that it is a draft. Throws AppError `unknown-alarm`. */
export async function makeReport(
  source: ReportSource,
  { alarm, language }: { readonly alarm: number; readonly language: Language },
  now: number,
): Promise<AlarmReport> {
  const facts = await reportFacts(source, alarm, now);
  // Drawing takes a library that nothing else needs.
  const { drawReport } = await import('./closing-report.ts');
  const pdf = await drawReport(facts, language);
  const words = reportWords[language];
  const isDraft = facts.detail.alarm.state !== 'closed';
  const name = [
    ...(facts.isDrill ? [words.drill] : []),
    ...[words.title, alarm],
    ...(isDraft ? [language === 'zh' ? '草稿' : 'draft'] : []),
  ];
  return {
    name: `${name.join('-').replaceAll(' ', '-')}.pdf`,
    contentType: 'application/pdf',
    base64: pdf.toString('base64'),
    sha256: createHash('sha256').update(pdf).digest('hex'),
  };
}
