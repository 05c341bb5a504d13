// When a record's own words contradict where its position lies, and when they only cannot be read.
import { describe, expect, test } from 'vitest';
import { declaredPlaceDiffers } from './declared-place.ts';
import { createPlaceNames } from './place-names.ts';

const names = createPlaceNames(
  { adcode: 370000, formerNames: [{ name: { zh: '莱芜市', en: 'Laiwu' }, adcode: 370100, note: '' }] },
  [
    { code: 370100, parent: 370000, name: '济南市', shortName: '济南', nameEn: 'Jinan' },
    { code: 370400, parent: 370000, name: '枣庄市', shortName: '枣庄', nameEn: 'Zaozhuang' },
  ],
  [
    { code: 370102, parent: 370100, name: '历下区', shortName: '历下', nameEn: 'Lixia District' },
    { code: 370103, parent: 370100, name: '市中区', shortName: '市中', nameEn: 'Shizhong District' },
    { code: 370402, parent: 370400, name: '市中区', shortName: '市中', nameEn: 'Shizhong District' },
    { code: 370481, parent: 370400, name: '滕州市', shortName: '滕州', nameEn: 'Tengzhou City' },
  ],
);
const inside = { place: 'inside', cityCode: 370100, countyCode: 370103, elsewhereCode: null } as const;
const inHenan = { place: 'outside', cityCode: null, countyCode: null, elsewhereCode: 410000 } as const;
const atSea = { place: 'outside', cityCode: null, countyCode: null, elsewhereCode: null } as const;
const offshore = { place: 'offshore', cityCode: null, countyCode: null, elsewhereCode: null } as const;
const agrees = { differs: [], unrecognised: [] };

describe('inside the province', () => {
  test.each([
    {},
    { province: '', city: null, county: '  ' },
    { province: 'Shandong', city: 'Jinan', county: 'Shizhong' },
    { province: '山东省', city: '济南市', county: '市中区' },
    { county: '市中区' },
    { city: 'Laiwu' },
  ])('%j agrees', (declared) => {
    expect(declaredPlaceDiffers(declared, inside, names)).toEqual(agrees);
  });

  test('another province differs, and its cities are not looked for', () => {
    expect(declaredPlaceDiffers({ province: 'Henan', city: 'Sanmenxia', county: 'Tengzhou' }, inside, names)).toEqual({
      differs: [{ level: 'province', declared: 'Henan', declaredCode: 410000, actual: 370000 }],
      unrecognised: [],
    });
  });

  test('another city and county differ, each on its own level', () => {
    expect(declaredPlaceDiffers({ city: ' Zaozhuang ', county: 'Shizhong' }, inside, names)).toEqual({
      differs: [
        { level: 'city', declared: 'Zaozhuang', declaredCode: 370400, actual: 370100 },
        { level: 'county', declared: 'Shizhong', declaredCode: 370402, actual: 370103 },
      ],
      unrecognised: [],
    });
    expect(declaredPlaceDiffers({ city: '济南', county: '滕州' }, inside, names).differs).toEqual([
      { level: 'county', declared: '滕州', declaredCode: 370481, actual: 370103 },
    ]);
  });

  test('words that cannot be read are no difference', () => {
    expect(declaredPlaceDiffers({ province: '?', city: 'High Tech', county: 'Chucun Town' }, inside, names)).toEqual({
      differs: [],
      unrecognised: [
        { level: 'province', declared: '?' },
        { level: 'city', declared: 'High Tech' },
        { level: 'county', declared: 'Chucun Town' },
      ],
    });
  });
});

describe('outside the province', () => {
  test('claiming it differs', () => {
    expect(declaredPlaceDiffers({ province: 'Shandong', city: 'Jinan' }, inHenan, names)).toEqual({
      differs: [{ level: 'province', declared: 'Shandong', declaredCode: 370000, actual: 410000 }],
      unrecognised: [],
    });
    expect(declaredPlaceDiffers({ province: 'Shandong' }, atSea, names).differs).toEqual([
      { level: 'province', declared: 'Shandong', declaredCode: 370000, actual: null },
    ]);
  });

  test('naming the province where it lies, or one that cannot be checked, agrees', () => {
    expect(declaredPlaceDiffers({ province: '河南' }, inHenan, names)).toEqual(agrees);
    expect(declaredPlaceDiffers({ province: 'Xinjiang' }, atSea, names)).toEqual(agrees);
  });

  test('naming a third province differs', () => {
    expect(declaredPlaceDiffers({ province: 'Hebei' }, inHenan, names).differs).toMatchObject([
      { level: 'province', declaredCode: 130000, actual: 410000 },
    ]);
  });
});

test('offshore only the words are read', () => {
  expect(
    declaredPlaceDiffers({ province: 'Shandong', city: 'Zaozhuang', county: 'Tengzhou' }, offshore, names),
  ).toEqual(agrees);
  expect(declaredPlaceDiffers({ county: 'Shizhong' }, offshore, names).unrecognised).toEqual([
    { level: 'county', declared: 'Shizhong' },
  ]);
});
