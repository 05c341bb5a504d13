// An error as a sentence for the reader: the core's own where it sent one, otherwise what to do next.
import type { Language } from '../../contract/reasons.ts';
import type { Words } from './zh.ts';

/** The sentence that the core or the host sent with an error; null where there is none. */
export function sentenceOf(error: unknown): { zh: string; en: string } | null {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('zh' in data) || !('en' in data)) return null;
  return { zh: String(data.zh), en: String(data.en) };
}

export function errorText(error: unknown, language: Language, words: Words, connected: boolean): string {
  const sentence = sentenceOf(error);
  if (sentence !== null) return sentence[language];
  if (!connected || error instanceof TypeError) return words.errors.disconnected;
  return `${words.errors.unexpected} ${error instanceof Error ? error.message : String(error)}`;
}
