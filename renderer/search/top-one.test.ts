// Five hundred real names in four spellings, and the province's places: the one that was meant stands first. How they are
// spelled does not come from the product's dictionary: that of spelled-names.csv comes from another one and was corrected
// by hand, that of the places from their official English names.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { About, Region } from '../../contract/about.ts';
import type { RecordName } from '../../contract/ledger.ts';
import { dictionaryReadings } from './dictionary.ts';
import { aboutEntries, alphabetOf, ledgerIndex, recordEntries } from './ledger-entries.ts';

const file = (path: string): string => readFileSync(new URL(`../../geodata/${path}`, import.meta.url), 'utf8');

interface SpelledName {
  readonly name: string;
  /** Of its Chinese characters, parted by spaces. */
  readonly pinyin: string;
  /** What people may call it: a former name, or a part of its name that no other name holds. */
  readonly part: string;
  readonly alias: string;
}
const spelledNames = parse(readFileSync(new URL('./spelled-names.csv', import.meta.url), 'utf8'), {
  columns: true,
}) as SpelledName[];

type RegionProperties = Pick<Region, 'name' | 'shortName' | 'nameEn' | 'parent'> & { readonly adcode: number };

function regionsOf(path: string): Region[] {
  const { features } = JSON.parse(file(`boundaries/${path}`)) as { features: { properties: RegionProperties }[] };
  return features.map(({ properties: { adcode, name, shortName, nameEn, parent } }) => ({
    code: adcode,
    name,
    shortName,
    nameEn,
    parent,
    labelPoint: [0, 0],
    bbox: [0, 0, 0, 0],
  }));
}

const about = {
  profile: { name: { zh: '山东省', en: 'Shandong' } },
  cities: regionsOf('shandong.cities.geojson'),
  counties: regionsOf('shandong.counties.geojson'),
  industries: ['钢铁', '水泥', '焦化', '煤电', '炼化', '铁合金', '轮胎'].map((zh) => ({
    id: zh,
    name: { zh, en: zh },
  })),
  documents: [],
} as unknown as About;

/** Every Chinese plant name of the bundled ledgers, so that the 500 have to stand out from thousands. */
function ledgerNames(): string[] {
  const columns: [string, string][] = [
    ['gem-coal/shandong_dev.csv', 'Plant name (local)'],
    ['gem-coal/china_other_provinces.csv', 'Plant name (local)'],
    ['gem-steel/shandong_plant_data.csv', 'Plant name (other language)'],
    ['gem-steel/china_other_provinces_plant_data.csv', 'Plant name (other language)'],
  ];
  return columns.flatMap(([path, column]) =>
    (parse(file(`ledgers/${path}`), { columns: true, bom: true }) as Record<string, string>[])
      .map((row) => (row[column] ?? '').replaceAll(/\s+/g, ''))
      .filter((name) => /\p{Script=Han}/u.test(name)),
  );
}

const aliases = new Map(spelledNames.map(({ name, alias }) => [name, alias]));
const enterpriseNames = [...new Set([...ledgerNames(), ...aliases.keys()])];
const records = enterpriseNames.flatMap((name, index): RecordName[] => {
  const blank = { enterpriseId: `e${index}`, nameEn: null, otherNames: [], creditCode: null, owner: null };
  const alias = aliases.get(name) ?? '';
  return [
    { ...blank, kind: 'enterprise', id: `e${index}`, name, otherNames: alias === '' ? [] : [alias] },
    { ...blank, kind: 'unit', id: `u${index}`, name: '1号机组' },
  ];
});

const index = ledgerIndex(about, alphabetOf(about, dictionaryReadings));
index.add(aboutEntries(about));
index.add(recordEntries(records));

/** What was typed for a name that should then be found. */
interface Try {
  readonly typed: string;
  readonly name: string;
}

/** Those of which another name stands first; `tied` where nothing typed tells the two apart. */
function missed(tries: readonly Try[]): { readonly text: string; readonly tied: boolean }[] {
  return tries.flatMap(({ typed, name }) => {
    const hits = index.find(typed, { limit: 20 });
    const [first] = hits;
    if (first?.entry.texts[0]?.text === name) return [];
    const meant = hits.find(({ entry }) => entry.texts[0]?.text === name);
    const text = `${typed}: ${first?.entry.texts[0]?.text}, not ${name}`;
    return [{ text, tied: meant !== undefined && meant.rank === first?.rank }];
  });
}

const characters = (name: string): string[] => [...name].filter((each) => /\p{Script=Han}/u.test(each));
const initials = (syllables: readonly string[]): string => syllables.map(([first]) => first).join('');

/** Four ways to mix, in turn. */
function mixed(name: string, syllables: readonly string[], turn: number): string {
  const chinese = characters(name);
  const [begin, end] = [syllables.slice(0, 2), syllables.slice(2)];
  switch (turn % 4) {
    case 0:
      return chinese.slice(0, 2).join('') + end.join('');
    case 1:
      return chinese.slice(0, 2).join('') + initials(end);
    case 2:
      return begin.join('') + chinese.slice(2).join('');
    default:
      return initials(begin) + chinese.slice(2).join('');
  }
}

const triesOf = (spell: (each: SpelledName, turn: number) => string): Try[] =>
  spelledNames.map((each, turn) => ({ typed: spell(each, turn), name: each.name }));

describe('of 500 names of enterprises', () => {
  it('there are 500', () => expect(new Set(spelledNames.map(({ name }) => name)).size).toBe(500));

  it.each<[string, (each: SpelledName, turn: number) => string]>([
    ['full pinyin', ({ pinyin }) => pinyin.replaceAll(' ', '')],
    ['full pinyin with spaces', ({ pinyin }) => pinyin],
    ['initials', ({ pinyin }) => initials(pinyin.split(' '))],
    ['Chinese and letters mixed', ({ name, pinyin }, turn) => mixed(name, pinyin.split(' '), turn)],
    ['a Chinese part or a former name', ({ part }) => part],
  ])('98 % stand first when typed in %s', (_, spell) => {
    const misses = missed(triesOf(spell));
    expect(misses.length, misses.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(10);
  });
});

describe('every city and county', () => {
  // Two districts of one name, such as 市中区, are told apart by what stands beside them, not by typing.
  const places = [...about.cities, ...about.counties].map((place) => ({
    ...place,
    pinyin: (place.nameEn.split(' ')[0] ?? '').replaceAll(/[^A-Za-z]/g, '').toLowerCase(),
  }));

  it.each<[string, (place: (typeof places)[number]) => string]>([
    ['its Chinese name', ({ name }) => name],
    ['its short name', ({ shortName }) => shortName],
    ['its official English name', ({ nameEn }) => nameEn],
    ['pinyin of the short name', ({ pinyin }) => pinyin],
  ])('stands first when typed as %s, or beside its namesakes', (_, spell) => {
    const tries = places.map((place) => ({ typed: spell(place), name: place.name }));
    expect(missed(tries).filter(({ tied }) => !tied)).toEqual([]);
  });

  it.each([
    ['changqing', '长清区'],
    ['laoling', '乐陵市'],
    ['leling', '乐陵市'],
    ['shanxian', '单县'],
    ['danxian', '单县'],
    ['shenxian', '莘县'],
    ['xinxian', '莘县'],
    ['chiping', '茌平区'],
    ['linqu', '临朐县'],
    ["dong'e", '东阿县'],
    ['donga', '东阿县'],
    ['muping', '牟平区'],
    ['mouping', '牟平区'],
  ])('%s finds %s, whichever way it is read', (typed, name) => {
    expect(index.find(typed, { limit: 1 })[0]?.entry.texts[0]?.text).toBe(name);
  });
});
