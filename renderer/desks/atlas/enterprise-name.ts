// The name by which the reader knows an enterprise.
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import type { Language } from '../../../contract/reasons.ts';

export function enterpriseName(
  { name, nameEn }: Pick<EnterpriseSummary, 'name' | 'nameEn'>,
  language: Language,
): string {
  return language === 'en' ? (nameEn ?? name) : name;
}
