// How Chinese characters are read: all readings of each, and the one that the words around it ask for. Pure.

export interface Readings {
  /** All readings in pinyin without tones, ü as v; the commonest first; [] for what is no Chinese character. */
  ofCharacter(character: string): readonly string[];
  /** The reading of each UTF-16 unit of `text` in its word; '' where there is none. */
  inWords(text: string): readonly string[];
}

/** A place by its Chinese names and its official spelling, such as 单县 (short 单), “Shan County”. */
export interface SpelledPlace {
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
}

/** Divides `spelled` among the characters of `name`, each by one of its readings; null = it spells something else. */
function divide(name: string, spelled: string, readings: Readings): readonly string[] | null {
  const [first, ...rest] = name;
  if (first === undefined) return spelled === '' ? [] : null;
  for (const each of readings.ofCharacter(first)) {
    // Official spellings write lü and nü without their dots, or with a y.
    const start = [each, each.replace('v', 'u'), each.replace('v', 'yu')].find((form) => spelled.startsWith(form));
    const others = start === undefined ? null : divide(rest.join(''), spelled.slice(start.length), readings);
    if (others !== null) return [each, ...others];
  }
  return null;
}

/**
 * Readings that know how the given places are called, which no dictionary does reliably (单县 is Shanxian, 乐陵 Laoling):
 * the places' own English names say so.
 */
export function withPlaces(readings: Readings, places: readonly SpelledPlace[]): Readings {
  const corrected: { readonly name: string; readonly read: readonly string[] }[] = [];
  for (const { name, shortName, nameEn } of places) {
    const spelled = (nameEn.split(' ')[0] ?? '').toLowerCase().replaceAll(/[^a-z]/g, '');
    const stem = [shortName, shortName.slice(0, -1)].find((part) => part !== '' && divide(part, spelled, readings));
    if (stem === undefined) continue;
    const read = divide(stem, spelled, readings) ?? [];
    // A single character is read like the place only where the place's whole name stands.
    const context = stem.length > 1 ? stem : name;
    const usual = readings.inWords(context);
    if (read.some((each, index) => each !== usual[index])) corrected.push({ name: context, read });
  }
  return {
    ofCharacter: readings.ofCharacter,
    inWords: (text) => {
      const found = [...readings.inWords(text)];
      for (const { name, read } of corrected)
        for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
          read.forEach((each, index) => {
            found[at + index] = each;
          });
      return found;
    },
  };
}
