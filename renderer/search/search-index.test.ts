// Searching: what is found, in which order, and which letters are marked.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alphabet } from './alphabet.ts';
import { dictionaryReadings } from './dictionary.ts';
import { groupHits } from './group-hits.ts';
import { withPlaces } from './readings.ts';
import { type SearchEntry, SearchIndex, type TextRole } from './search-index.ts';
import { SpelledTexts } from './spelled-texts.ts';

const places = [
  { name: '济南市', shortName: '济南', nameEn: 'Jinan' },
  { name: '单县', shortName: '单', nameEn: 'Shan County' },
  { name: '乐陵市', shortName: '乐陵', nameEn: 'Laoling City' },
];
const alphabet = new Alphabet(withPlaces(dictionaryReadings, places));

type Kind = 'place' | 'enterprise' | 'unit';
const entry = (kind: Kind, name: string, others: Partial<Record<TextRole, string[]>> = {}): SearchEntry<Kind> => ({
  kind,
  id: `${kind} ${name}`,
  texts: [
    { text: name, role: 'name' },
    ...Object.entries(others).flatMap(([role, texts]) => texts.map((text) => ({ text, role: role as TextRole }))),
  ],
});

function indexOf(...entries: SearchEntry<Kind>[]): SearchIndex<Kind> {
  const names = ['山东省', '山东', ...places.flatMap(({ name, shortName }) => [name, shortName])];
  const index = new SearchIndex<Kind>(new SpelledTexts(alphabet, names), ['place', 'enterprise', 'unit']);
  index.add(entries);
  return index;
}

const namesFound = (index: SearchIndex<Kind>, typed: string): string[] =>
  index.find(typed, { limit: 12 }).map((hit) => hit.entry.texts[0]?.text ?? '');
const enterprises = (...names: string[]) => indexOf(...names.map((name) => entry('enterprise', name)));

/** The hit's text with what was found in brackets. */
function marked(index: SearchIndex<Kind>, typed: string): string | undefined {
  const [hit] = index.find(typed, { limit: 1 });
  if (hit === undefined) return undefined;
  let text = hit.text;
  for (const [start, end] of hit.spans.toReversed())
    text = `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
  return text;
}

describe('a name', () => {
  const index = enterprises('济南钢铁集团有限公司', '山东魏桥铝电有限公司', '绿源热电（滨州）有限公司', '西安热电');

  it.each([
    ['jinangangtie', '[济南钢铁]集团有限公司'],
    ['JiNan GangTie', '[济南钢铁]集团有限公司'],
    ['jngt', '[济南钢铁]集团有限公司'],
    ['济南gt', '[济南钢铁]集团有限公司'],
    ['jinan钢铁', '[济南钢铁]集团有限公司'],
    ['jinangt', '[济南钢铁]集团有限公司'],
    ['jǐnán', '[济南]钢铁集团有限公司'],
    ['jinangangti', '[济南钢铁]集团有限公司'],
    ['济钢', '[济]南[钢]铁集团有限公司'],
    ['魏桥铝电', '山东[魏桥铝电]有限公司'],
    ['lvyuan', '[绿源]热电（滨州）有限公司'],
    ['luyuan', '[绿源]热电（滨州）有限公司'],
    ['lüyuan', '[绿源]热电（滨州）有限公司'],
    ['lyuyuan', '[绿源]热电（滨州）有限公司'],
    ['热电滨州', '绿源[热电（滨州]）有限公司'],
    ["xi'an", '[西安]热电'],
    ['热电 西安', '[西安热电]'],
  ])('is found by %s', (typed, found) => expect(marked(index, typed)).toBe(found));

  it('is not found by what is not in it', () => {
    for (const typed of ['jinanshui', '济南水泥', 'qqq', '〔〕', '   ', ''])
      expect(namesFound(index, typed)).toEqual([]);
  });

  it('keeps syllables apart where the reader did', () => {
    expect(namesFound(enterprises('先锋'), "xi'an")).toEqual([]);
    expect(namesFound(enterprises('先锋'), 'xian')).toEqual(['先锋']);
  });
});

describe('characters with several readings', () => {
  it('are found by each of them, and first by the one that fits the word', () => {
    const index = enterprises('重庆热电', '中庆热电', '长清水泥', '掌清水泥');
    expect(namesFound(index, 'chongqing')).toEqual(['重庆热电']);
    expect(namesFound(index, 'zhongqing')).toEqual(['中庆热电', '重庆热电']);
    expect(namesFound(index, 'changqing')).toEqual(['长清水泥']);
    expect(namesFound(index, 'zhangqing')).toEqual(['掌清水泥', '长清水泥']);
  });

  it('are read as the province’s places are called', () => {
    const index = enterprises('单县热电', '丹县热电', '闪县热电', '乐陵热电', '勒陵热电');
    expect(namesFound(index, 'shanxian')[0]).toBe('单县热电');
    expect(namesFound(index, 'danxian')).toEqual(['丹县热电', '单县热电']);
    expect(namesFound(index, 'laoling')).toEqual(['乐陵热电']);
    expect(namesFound(index, 'leling')).toEqual(['勒陵热电', '乐陵热电']);
  });
});

describe('the order', () => {
  it('is exact, whole name, beginning, word, inside, with gaps', () => {
    const names = ['华能', '山东华能有限公司', '华能济南电厂', '新源集团华能', '中华能源', '华润能源'];
    expect(namesFound(enterprises(...names.toReversed()), '华能')).toEqual(names);
  });

  it('prefers the shorter of two names, the earlier of two equals, and a place to an enterprise', () => {
    expect(namesFound(enterprises('济南热电厂', '济南热电'), 'jnr')).toEqual(['济南热电', '济南热电厂']);
    expect(namesFound(enterprises('济阳区', '槐荫区'), 'q')).toEqual(['济阳区', '槐荫区']);
    const both = indexOf(entry('unit', '泰安'), entry('enterprise', '泰安'), entry('place', '泰安'));
    expect(both.find('泰安', { limit: 3 }).map((hit) => hit.entry.kind)).toEqual(['place', 'enterprise', 'unit']);
  });

  it('never puts a kind above an exact match', () => {
    const index = indexOf(entry('place', '泰山区'), entry('unit', '泰山'));
    expect(namesFound(index, 'taishan')).toEqual(['泰山', '泰山区']);
  });
});

describe('other texts', () => {
  const index = indexOf(
    entry('enterprise', '济南热电', {
      alias: ['Jinan Thermal Power', '北郊热电厂'],
      code: ['91370100163145678X', 'gem-coal:L101434'],
      related: ['华能集团'],
    }),
    entry('enterprise', '华能集团日照电厂'),
  );

  it.each(['thermal', 'jinan power', '北郊', 'bjrdc', '91370100', '63145', 'gem-coal:L101434', 'l101434'])(
    'find their entry: %s',
    (typed) => expect(namesFound(index, typed)[0]).toBe('济南热电'),
  );

  it('that are not names stand behind those that are', () => {
    expect(namesFound(index, '华能集团')).toEqual(['华能集团日照电厂', '济南热电']);
  });

  it('that are codes are not searched for a letter or two', () => expect(namesFound(index, '91')).toEqual([]));

  it('find the number of a document however its brackets are written', () => {
    const documents = indexOf(entry('enterprise', '通知', { code: ['鲁工信产〔2022〕124号'] }));
    for (const typed of ['〔2022〕124号', '[2022]124', '(2022) 124 号', '124号', '鲁工信产2022'])
      expect(namesFound(documents, typed)).toEqual(['通知']);
  });
});

/** Common characters, each with its commonest reading. */
const common = [
  ...'山东济南青岛淄博枣庄烟台潍坊泰安威海日照临沂德州聊城滨州菏泽华鑫泰金恒宏盛达钢铁水泥热电化工焦炉铝业能源材料新兴',
];
const readingOf = (character: string): string => dictionaryReadings.ofCharacter(character)[0] ?? '';

it('any name is found by its own pinyin, its initials and itself, and marked from end to end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...common), { minLength: 2, maxLength: 14 }), (characters) => {
      const name = characters.join('');
      const index = enterprises('魏桥创业', name, '山东魏桥');
      const inWords = dictionaryReadings.inWords(name);
      for (const typed of [
        name,
        inWords.join(''),
        inWords.join("'"),
        characters.map(readingOf).join(''),
        inWords.map(([first]) => first).join(''),
        `${characters[0]}${inWords.slice(1).join('')}`,
      ]) {
        const hit = index.find(typed, { limit: 3 }).find(({ entry: { texts } }) => texts[0]?.text === name);
        expect(hit?.extent, typed).toBe('exact');
        expect(hit?.spans).toEqual([[0, name.length]]);
      }
    }),
  );
});

it('whatever is typed, hits are in order, without repetition, and marked inside their texts', () => {
  const index = enterprises('济南钢铁集团有限公司', '绿源热电（滨州）有限公司', 'Wei Qiao 2号机组', '𬭎源 热电');
  const typing = fc.oneof(fc.string(), fc.stringMatching(/^[a-z' ]{1,12}$/), fc.array(fc.constantFrom(...common)));
  fc.assert(
    fc.property(typing, (typed) => {
      const hits = index.find([typed].flat().join(''), { limit: 12 });
      expect(new Set(hits.map((hit) => hit.entry)).size).toBe(hits.length);
      expect(hits.map(({ rank }) => rank)).toEqual(hits.map(({ rank }) => rank).toSorted((one, other) => one - other));
      for (const { text, spans } of hits) {
        expect(spans.length).toBeGreaterThan(0);
        const edges = spans.flat();
        expect(edges).toEqual(edges.toSorted((one, other) => one - other));
        expect(edges.at(-1)).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

it('the list shows the best first and leaves room for every kind', () => {
  const units = Array.from({ length: 20 }, (_, number) => entry('unit', `济南热电 ${number}号机组`));
  const index = indexOf(...units, entry('enterprise', '济南热电'), entry('place', '济南市', { alias: ['济南'] }));
  const groups = groupHits(index.find('济南', { limit: 12 }), 11);
  expect(groups.map(({ kind }) => kind)).toEqual(['place', 'enterprise', 'unit']);
  expect(groups.reduce((sum, { hits }) => sum + hits.length, 0)).toBe(11);
});
