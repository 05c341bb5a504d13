// One row of a file of people: what its cells say, or why it cannot be taken. Pure. DU1.

import type { Person } from '../../contract/duty.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { dispatchRules, findSkill } from '../../policy/dispatch-rules.ts';
import { parseNumber } from '../imports/cell-rules.ts';

/** Headers of a file of people, in both languages. */
export const peopleColumns = {
  id: ['编号', 'id'],
  name: ['姓名', 'name'],
  role: ['岗位', 'role'],
  department: ['部门', 'department'],
  city: ['负责市', 'city'],
  longitude: ['经度', 'longitude'],
  latitude: ['纬度', 'latitude'],
  phone: ['电话', 'phone'],
  skills: ['技能', 'skills'],
  onDuty: ['当班', 'on duty'],
} as const;
export type PeopleColumn = keyof typeof peopleColumns;

export function columnOfHeader(header: string): PeopleColumn | undefined {
  const word = header.normalize('NFKC').trim().toLowerCase().replaceAll(/[_-]/g, ' ');
  return (Object.keys(peopleColumns) as PeopleColumn[]).find((column) =>
    peopleColumns[column].some((name) => name === word),
  );
}

export interface RowRefusal {
  readonly column: PeopleColumn;
  readonly sentence: Bilingual;
}

const yes = new Set(['是', '当班', '在岗', 'yes', 'y', 'true', '1']);
const no = new Set(['否', '不当班', '休息', '离岗', 'no', 'n', 'false', '0']);

/** `cityCode` = code of a city by its name or code; null = none. A city left blank = bound to none. */
export function personOf(
  cells: Readonly<Partial<Record<PeopleColumn, string>>>,
  cityCode: (text: string) => number | null,
): { readonly person: Person } | { readonly refusals: readonly RowRefusal[] } {
  const refusals: RowRefusal[] = [];
  const text = (column: PeopleColumn): string => (cells[column] ?? '').trim();
  const refuse = (column: PeopleColumn, zh: string, en: string): void => {
    refusals.push({ column, sentence: { zh, en } });
  };
  for (const column of ['id', 'name'] as const)
    if (text(column) === '') refuse(column, `缺少${peopleColumns[column][0]}`, `The ${column} is missing`);
  const city = text('city') === '' ? null : cityCode(text('city'));
  if (text('city') !== '' && city === null)
    refuse('city', `“${text('city')}”不是本省的市`, `"${text('city')}" is no city of this province`);
  const skills = text('skills')
    .split(/[、，,;；]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = skills.filter((word) => findSkill(word) === undefined);
  if (unknown.length > 0) {
    const accepted = (language: 'zh' | 'en'): string =>
      dispatchRules.skills.map(({ name }) => name[language]).join('、');
    refuse(
      'skills',
      `不认识的技能：${unknown.join('、')}。可用：${accepted('zh')}`,
      `Unknown skills: ${unknown.join(', ')}. Use: ${accepted('en')}`,
    );
  }
  const duty = text('onDuty').toLowerCase();
  if (!yes.has(duty) && !no.has(duty)) refuse('onDuty', '当班须写“是”或“否”', 'On duty has to be yes or no');
  const position = positionOf(text('longitude'), text('latitude'));
  if (position === 'bad')
    refuse(
      'longitude',
      '经纬度须同时填写，单位为度（WGS84）',
      'Give longitude and latitude together, in degrees (WGS84)',
    );
  if (refusals.length > 0 || position === 'bad') return { refusals };
  return {
    person: {
      ...{ id: text('id'), name: text('name'), role: text('role') || null, department: text('department') || null },
      ...{ city, position, phone: text('phone') || null, onDuty: yes.has(duty) },
      skills: [...new Set(skills.flatMap((word) => findSkill(word)?.id ?? []))],
    },
  };
}

function positionOf(longitudeText: string, latitudeText: string): Person['position'] | 'bad' {
  if (longitudeText === '' && latitudeText === '') return null;
  const longitude = parseNumber(longitudeText);
  const latitude = parseNumber(latitudeText);
  const isPlace = longitude !== null && latitude !== null && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  return isPlace ? [longitude, latitude] : 'bad';
}
