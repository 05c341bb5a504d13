// Readings from the dictionary of pinyin-pro. Large: loaded when the first index is made.
import { pinyin } from 'pinyin-pro';
import type { Readings } from './readings.ts';

const options = { type: 'array', toneType: 'none', v: true, traditional: false } as const;
const reading = /^[a-z]+$/;

export const dictionaryReadings: Readings = {
  ofCharacter: (character) => pinyin(character, { ...options, multiple: true }).filter((each) => reading.test(each)),
  inWords: (text) => {
    const found = pinyin(text, options);
    // One answer for each character; a character outside the basic plane has two units.
    return [...text].flatMap((character, index) => {
      const read = character === found[index] ? '' : (found[index] ?? '');
      return character.length === 1 ? [read] : [read, ''];
    });
  },
};
