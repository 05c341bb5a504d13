// Numbers as text. A missing number is never written as 0: the caller says which word stands for unknown.
import type { Language } from '../../contract/reasons.ts';

const localeOf: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };
const formats = new Map<string, Intl.NumberFormat>();

/** Thousands grouped; at most `fractionDigits` digits after the point, none added. */
export function numberText(value: number, language: Language, fractionDigits = 3): string {
  const key = `${language}${fractionDigits}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: fractionDigits });
    formats.set(key, format);
  }
  return format.format(value);
}

/** 0.974 → 97.4%; never rounded up to 100 % while something is missing, nor down to 0 % while something is there. */
export function shareText(share: number, language: Language): string {
  const percent = share <= 0 ? 0 : share >= 1 ? 100 : Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10));
  return `${numberText(percent, language, 1)}%`;
}

/** 1.5 MB, 12 KB, 800 B */
export function bytesText(bytes: number, language: Language): string {
  if (bytes >= 1024 * 1024) return `${numberText(bytes / 1024 / 1024, language, 1)} MB`;
  if (bytes >= 1024) return `${numberText(bytes / 1024, language, 0)} KB`;
  return `${bytes} B`;
}
