// Finds commands as they are typed, in both languages, in pinyin and in initials. Pure.
import { Alphabet } from '../search/alphabet.ts';
import { type SearchEntry, SearchIndex } from '../search/search-index.ts';
import { SpelledTexts } from '../search/spelled-texts.ts';
import type { Command } from './command.ts';

const lettersOnly = { ofCharacter: () => [], inWords: (text: string) => [...text].map(() => '') };

/** `alphabet`: null before the dictionary is there; then commands are found by what they are called, letter by letter. */
export function commandIndex(alphabet: Alphabet | null, commands: readonly Command[]): SearchIndex<'command'> {
  const index = new SearchIndex<'command'>(new SpelledTexts(alphabet ?? new Alphabet(lettersOnly), []), ['command']);
  index.add(
    commands.map(
      ({ id, name }): SearchEntry<'command'> => ({
        kind: 'command',
        id,
        texts: [
          { text: name.zh, role: 'name' },
          { text: name.en, role: 'alias' },
        ],
      }),
    ),
  );
  return index;
}
