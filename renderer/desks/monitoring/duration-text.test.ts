import { expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { zh } from '../../i18n/zh.ts';
import { durationText } from './duration-text.ts';

const minute = 60_000;

it.each([
  [0, '0 秒', '0 s'],
  [59_999, '59 秒', '59 s'],
  [60 * minute, '1 小时', '1 h'],
  [119 * minute, '119 分钟', '119 min'],
  [150 * minute, '2.5 小时', '2.5 h'],
  [49 * 60 * minute, '2 天', '2 d'],
])('%d ms is %s', (ms, chinese, english) => {
  expect(durationText(ms, zh, 'zh')).toBe(chinese);
  expect(durationText(ms, en, 'en')).toBe(english);
});

it('never says that a limit is reached before it is', () => {
  expect(durationText(5 * minute - 1, zh, 'zh')).toBe('4 分钟');
});
