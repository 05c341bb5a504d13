// Names as ledgers write them find their division; names that could mean two find none.
import { describe, expect, test } from 'vitest';
import type { NamedDivision } from './place-names.ts';
import { createPlaceNames } from './place-names.ts';
import { provincialDivisions } from './provincial-divisions.ts';

const division = (code: number, parent: number, name: string, shortName: string, nameEn: string): NamedDivision => ({
  code,
  parent,
  name,
  shortName,
  nameEn,
});
const names = createPlaceNames(
  { adcode: 370000, formerNames: [{ name: { zh: '莱芜市', en: 'Laiwu' }, adcode: 370100, note: '' }] },
  [
    division(370100, 370000, '济南市', '济南', 'Jinan'),
    division(370400, 370000, '枣庄市', '枣庄', 'Zaozhuang'),
    division(370900, 370000, '泰安市', '泰安', "Tai'an"),
    division(441900, 440000, '东莞市', '东莞', 'Dongguan'),
  ],
  [
    division(370103, 370100, '市中区', '市中', 'Shizhong District'),
    division(370116, 370100, '莱芜区', '莱芜', 'Laiwu District'),
    division(370402, 370400, '市中区', '市中', 'Shizhong District'),
    division(370405, 370400, '台儿庄区', '台儿庄', "Tai'erzhuang District"),
    division(371102, 371100, '东港区', '东港', 'Donggang District'),
    division(371103, 371100, '岚山区', '岚山', 'Lanshan District'),
    division(371122, 371100, '莒县', '莒县', 'Ju County'),
    division(371302, 371300, '兰山区', '兰山', 'Lanshan District'),
    division(371327, 371300, '莒南县', '莒南', 'Junan County'),
    division(371681, 371600, '邹平市', '邹平', 'Zouping City'),
    division(440232, 440200, '乳源瑶族自治县', '乳源', 'Ruyuan Yao Autonomous County'),
    division(441403, 441400, '梅县区', '梅县', 'Meixian District'),
    division(441502, 441500, '城区', '城区', 'Chengqu District'),
    division(441900, 440000, '东莞市', '东莞', 'Dongguan'),
  ],
);

describe('cities', () => {
  test.each([
    ['济南市', 370100],
    ['济南', 370100],
    [' 济 南 市 ', 370100],
    ['济南地区', 370100],
    ['Jinan', 370100],
    ['JINAN SHI', 370100],
    ['Ji Nan', 370100],
    ['Jǐnán Shì', 370100],
    ['Jinan City', 370100],
    ['Jinan Municipality', 370100],
    ['Jinan Prefecture-level City', 370100],
    ['370100', 370100],
    ['３７０１００', 370100],
    ["Tai'an", 370900],
    ['Taian Shi', 370900],
    ['Tai’an', 370900],
    ['Tai-an', 370900],
    ['Zao Zhuang Shi', 370400],
  ])('%s', (text, adcode) => {
    expect(names.cityByName(text)).toEqual({ adcode, former: false });
  });

  test.each(['Laiwu', 'Laiwu Shi', '莱芜市', '莱芜'])('%s is the former name of a part of Jinan', (text) => {
    expect(names.cityByName(text)).toEqual({ adcode: 370100, former: true });
  });

  test.each(['', '  ', 'Shi', '市', 'unknown', 'Sanmenxia', '370000', 'Jinana'])('%j is unknown', (text) => {
    expect(names.cityByName(text)).toBeNull();
  });
});

describe('counties', () => {
  test.each([
    ['邹平', 371681],
    ['邹平市', 371681],
    ['邹平县', 371681],
    ['Zouping', 371681],
    ['Zouping County', 371681],
    ['莒县', 371122],
    ['Ju County', 371122],
    ['JV County', 371122],
    ['Ju Xian', 371122],
    ['Jvnan', 371327],
    ['莱芜', 370116],
    ['Laiwu Qu', 370116],
    ['台儿庄', 370405],
    ['Taierzhuang', 370405],
    ['乳源', 440232],
    ['Ruyuan', 440232],
    ['Ruyuan County', 440232],
    ['Ruyuan Yaozu Zizhixian', 440232],
    ['梅县', 441403],
    ['Meixian', 441403],
    ['Mei Xian', 441403],
    ['城区', 441502],
    ['Chengqu', 441502],
    ['东莞', 441900],
  ])('%s', (text, adcode) => {
    expect(names.countyByName(text)).toEqual({ adcode, former: false });
  });

  test.each(['莒', '城', 'District', 'High Tech Development District'])('%s is none', (text) => {
    expect(names.countyByName(text)).toBeNull();
  });

  test('a name borne twice is settled by the city alone', () => {
    for (const text of ['市中区', '市中', 'Shizhong', 'shizhong district']) {
      expect(names.countyByName(text)).toBeNull();
      expect(names.countyByName(text, 370100)).toEqual({ adcode: 370103, former: false });
      expect(names.countyByName(text, 370400)).toEqual({ adcode: 370402, former: false });
    }
    expect(names.countyByName('Lanshan')).toBeNull();
    expect(names.countyByName('Lanshan', 371300)).toEqual({ adcode: 371302, former: false });
    expect(names.countyByName('岚山')).toEqual({ adcode: 371103, former: false });
  });

  test('with a city, only its own', () => {
    expect(names.countyByName('邹平', 370100)).toBeNull();
    expect(names.countyByName('Dongguan', 441900)).toEqual({ adcode: 441900, former: false });
  });
});

describe('provinces', () => {
  test.each([
    ['山东省', 370000],
    ['山东', 370000],
    ['Shandong', 370000],
    ['Shandong Sheng', 370000],
    ['SHANDONG PROVINCE', 370000],
    ['Shanxi', 140000],
    ['Shanxi Sheng', 140000],
    ['Shaanxi', 610000],
    ['Shaanxi Sheng', 610000],
    ['陕西', 610000],
    ['Inner Mongolia', 150000],
    ['Inner Mongolia Autonomous Region', 150000],
    ['Neimenggu Zizhiqu', 150000],
    ['内蒙古', 150000],
    ['Xinjiang Weiwuerzizhiqu', 650000],
    ['Guangxi Zhuangzuzizhiqu', 450000],
    ['Ningxia Huizuzizhiqu', 640000],
    ['Guangxi Zhuang Autonomous Region', 450000],
    ['Xizang Zizhiqu', 540000],
    ['Tibet', 540000],
    ['广西自治区', 450000],
    ['Beijing Shi', 110000],
    ['Hong Kong SAR', 810000],
    ['Macau', 820000],
    ['410000', 410000],
  ])('%s', (text, adcode) => {
    expect(names.provinceByName(text)).toEqual({ adcode, former: false });
  });

  test('each of the 34 is found by each of its names', () => {
    expect(provincialDivisions).toHaveLength(34);
    for (const { adcode, name, shortName, nameEn, alsoEn } of provincialDivisions) {
      for (const text of [name, shortName, nameEn, ...alsoEn]) expect(names.provinceByName(text)?.adcode).toBe(adcode);
    }
  });

  test.each(['', 'unknown', 'Jinan', '中国'])('%j is none', (text) => {
    expect(names.provinceByName(text)).toBeNull();
  });
});
