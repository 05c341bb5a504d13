// What every command shares: the language of its sentences and the times it is given.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { languageOf, parseTime } from './command.ts';

describe('a time on the command line', () => {
  // Expected values: `date -d '2024-06-30 08:00:00 +0800' +%s` and the like.
  it.each([
    ['2024-06-30T08:00:00+08:00', 1719705600000],
    ['2024-06-30T00:00:00Z', 1719705600000],
    ['2024-06-30T08:00+08:00', 1719705600000],
    ['2024-06-30T08:00:00', 1719705600000],
    ['2024-06-30 08:00', 1719705600000],
    ['2024-06-29T20:00:00.250-04:00', 1719705600250],
    ['1719705600000', 1719705600000],
  ])('%s is that moment; without an offset, China Standard Time', (text, ms) => {
    expect(parseTime(text)).toBe(ms);
    expect(parseTime(text, true)).toBe(ms);
  });

  it('that is a bare day includes the whole of it, or begins with it', () => {
    expect(parseTime('2024-06-30')).toBe(Date.parse('2024-06-30T23:59:59.999+08:00'));
    expect(parseTime('2024-06-30', true)).toBe(Date.parse('2024-06-30T00:00:00+08:00'));
    expect(parseTime('2024-06-30') + 1).toBe(parseTime('2024-07-01', true));
  });

  it.each([
    '',
    'yesterday',
    '2024',
    '2024-06',
    '2024-6-3',
    '30.06.2024',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-06-30T25:00:00+08:00',
    '2024-06-30T08:00:00+8',
    '20240630',
    '１７１９７０５６０００００',
  ])('"%s" is refused', (text) => {
    expect(() => parseTime(text)).toThrow(AppError);
  });
});

describe('the language', () => {
  it.each([
    [{}, 'zh'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'C.UTF-8' }, 'zh'],
    [{ LANG: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LIANGGAO_LANG: 'zh' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LIANGGAO_LANG: 'en' }, 'en'],
  ])('of %j is %s', (env, language) => {
    expect(languageOf(env)).toBe(language);
  });
});
