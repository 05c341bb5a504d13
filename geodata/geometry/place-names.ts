// Which division a name in a record means: Chinese, English or pinyin, with or without the word for its rank.
import type { BilingualName, ProvinceProfile } from './province-profile.ts';
import { provincialDivisions } from './provincial-divisions.ts';

export interface NamedPlace {
  readonly adcode: number;
  /** The name is one that the division, or a part of it, had before. */
  readonly former: boolean;
}

/** Each lookup gives null for a name it does not know and for one that several divisions bear. */
export interface PlaceNames {
  /** Adcode of the profile's own province. */
  readonly provinceCode: number;
  /** Any provincial division of China. */
  provinceByName(text: string): NamedPlace | null;
  cityByName(text: string): NamedPlace | null;
  /** With a city, only among its counties; this settles names that occur twice in the province. */
  countyByName(text: string, cityCode?: number): NamedPlace | null;
}

/** What the lookups need of a city or county. */
export interface NamedDivision {
  readonly code: number;
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
  readonly parent: number;
}

const chineseRank = /(?:特别行政区|自治区|自治州|自治县|地区|省|市|区|县|盟|旗)$/;

// Words after a name that only say its rank, in English and in pinyin.
const latinRanks = new Set([
  ...['province', 'municipality', 'autonomous', 'special', 'administrative', 'region', 'prefecture', 'level', 'city'],
  ...['district', 'county', 'sar', 'zhuang', 'hui', 'uygur', 'uyghur', 'yao', 'and', 'sheng', 'shi', 'qu', 'xian'],
  ...['zizhiqu', 'zizhixian', 'zhuangzu', 'huizu', 'weiwuer', 'yaozu'],
  ...['zhuangzuzizhiqu', 'huizuzizhiqu', 'weiwuerzizhiqu'],
]);

export function createPlaceNames(
  profile: Pick<ProvinceProfile, 'adcode' | 'formerNames'>,
  cities: readonly NamedDivision[],
  counties: readonly NamedDivision[],
): PlaceNames {
  const provinces = createNameTable(
    provincialDivisions.map(({ adcode, name, shortName, nameEn, alsoEn }) => ({
      adcode,
      names: [name, shortName, nameEn, ...alsoEn],
    })),
  );
  const byLevel = [cities, counties].map((divisions) => {
    const adcodes = new Set(divisions.map(({ code }) => code));
    const former = profile.formerNames.filter(({ adcode }) => adcodes.has(adcode));
    return {
      current: createNameTable(divisions.map((d) => ({ adcode: d.code, names: [d.name, d.shortName, d.nameEn] }))),
      former: createNameTable(former.map(({ name, adcode }) => ({ adcode, names: bothNames(name) }))),
    };
  }) as [Level, Level];
  const cityOfCounty = new Map(counties.map(({ code, parent }) => [code, parent]));

  const find = ({ current, former }: Level, text: string, accepts: (adcode: number) => boolean): NamedPlace | null => {
    const today = current(text, accepts);
    if (today.length > 0) return today.length === 1 ? { adcode: today[0] as number, former: false } : null;
    const before = former(text, accepts);
    return before.length === 1 ? { adcode: before[0] as number, former: true } : null;
  };

  return {
    provinceCode: profile.adcode,
    provinceByName(text) {
      const found = provinces(text, () => true);
      return found.length === 1 ? { adcode: found[0] as number, former: false } : null;
    },
    cityByName: (text) => find(byLevel[0], text, () => true),
    countyByName: (text, cityCode) =>
      find(
        byLevel[1],
        text,
        // A city without counties stands among the counties under its own code.
        (adcode) => cityCode === undefined || adcode === cityCode || cityOfCounty.get(adcode) === cityCode,
      ),
  };
}

/** The adcodes that a text may mean, best spelling first: a match of the whole name hides those of its stem. */
type NameTable = (text: string, accepts: (adcode: number) => boolean) => readonly number[];

interface Level {
  readonly current: NameTable;
  readonly former: NameTable;
}

function createNameTable(
  entries: readonly { readonly adcode: number; readonly names: readonly string[] }[],
): NameTable {
  const adcodesBySpelling = new Map<string, Set<number>>();
  for (const { adcode, names } of entries) {
    for (const spelling of [String(adcode), ...names.flatMap(spellingsOf)]) {
      const known = adcodesBySpelling.get(spelling);
      if (known) known.add(adcode);
      else adcodesBySpelling.set(spelling, new Set([adcode]));
    }
  }
  return (text, accepts) => {
    for (const spelling of spellingsOf(text)) {
      const adcodes = [...(adcodesBySpelling.get(spelling) ?? [])].filter(accepts);
      if (adcodes.length > 0) return adcodes;
    }
    return [];
  };
}

function bothNames({ zh, en }: BilingualName): string[] {
  return [zh, en];
}

/** The spellings to look for, from the whole name to its stem. Empty for a blank text. */
function spellingsOf(text: string): string[] {
  // Full-width forms become half-width, and tone marks go.
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
  if (plain === '') return [];
  return /\p{Script=Han}/u.test(plain) ? chineseSpellings(plain) : latinSpellings(plain);
}

function chineseSpellings(text: string): string[] {
  const whole = text.replaceAll(/\s/g, '');
  const stem = whole.replace(chineseRank, '');
  // 莒县 and 城区 would leave a single character or none: those stay whole.
  return stem.length >= 2 && stem !== whole ? [whole, stem] : [whole];
}

function latinSpellings(text: string): string[] {
  const words = text
    .replaceAll(/['’‘`´]/g, '')
    .split(/[\s,.()-]+/)
    .filter((word) => word !== '');
  const spellings: string[] = [];
  // Syllables may be written apart (Zao Zhuang), and the last may look like a rank (Mei Xian): drop one word at a time.
  for (let count = words.length; count > 0; count -= 1) {
    // In pinyin v stands for ü (and, in some sources, wrongly for u): Jvnan is 莒南, Junan.
    spellings.push(words.slice(0, count).join('').replaceAll('v', 'u'));
    if (!latinRanks.has(words[count - 1] as string)) break;
  }
  return spellings;
}
