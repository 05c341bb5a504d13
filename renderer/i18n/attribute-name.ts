// What an attribute of a record is called in the reader's language.
import type { Words } from './zh.ts';

/** An attribute without a name of its own stands under the one that the core gives it. */
export function attributeName(attribute: string, words: Words): string {
  return words.attribute[attribute as keyof Words['attribute']] ?? attribute;
}
