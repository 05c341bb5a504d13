// Separators as files are written with them, and quotes that would swallow rows.
import { describe, expect, test } from 'vitest';
import { CsvQuotes, findSeparator } from './csv-quotes.ts';
import { SourceFileError } from './source-file-error.ts';

describe('the separator', () => {
  test.each([
    [',', 'a,b,c\n1,2,3\n'],
    [';', 'a;b;c\n1,5;2,25;3\n4,5;5,25;6\n'],
    ['\t', '2023年,企业台账\n名称\t产能\t地址\n甲\t1\tx\n乙\t2\ty\n'],
    [',', '"a;1","b;2"\n"x;1","y;2"\n'],
    [',', 'a;x,b;y,c;z\n1,2,3\n4,5,6\n'],
    [',', '"say ""a;b;c;d""",b\n"""x;y""",2\n'],
    [',', '名称，全称,产能\n甲，甲厂,1\n'],
    ['，', '名称，产能，地址\n甲，1，某路\n乙，2，某街\n'],
    ['；', '名称；产能\n甲；1,200\n'],
    ['|', 'name|capacity\n甲|1,5\n乙|2\n'],
    [',', '名称\n说明：甲，乙，丙\n丁\n'],
    [',', '名称\n甲\n乙\n'],
    [';', 'a;b;c'],
    [',', ''],
  ])('%j in %j', (separator, text) => {
    expect(findSeparator(text, true)).toBe(separator);
  });

  test('a sample that ends inside a record does not count that record', () => {
    expect(findSeparator('a,b\n1,2\n3;4;5;6', false)).toBe(',');
  });
});

function refusal(text: string, chunkChars = text.length): unknown {
  const quotes = new CsvQuotes(',');
  try {
    for (let start = 0; start < text.length; start += chunkChars) quotes.push(text.slice(start, start + chunkChars));
    quotes.end();
    return null;
  } catch (error) {
    if (!(error instanceof SourceFileError)) throw error;
    return { code: error.code, ...error.params };
  }
}

describe('quotes', () => {
  test.each([['a,b\n"x\ny",2\n'], ['"a ""b"" c",d'], ['5" pipe,"x"\n'], ['"a"\r\n"b"\r"c"\n'], ['""'], ['']])(
    '%j is whole',
    (text) => {
      for (let chunkChars = 1; chunkChars <= 4; chunkChars += 1) expect(refusal(text, chunkChars)).toBeNull();
    },
  );

  test.each([
    ['a,b\r\n1,2\r\n3,"four\r\n5,6\r\n', 3],
    ['a,b\n"one\ntwo",2\n3,"4\n', 4],
    ['a,b\r1,2\r"3,4', 3],
    // The stray quote would swallow line 2 up to the next quote.
    ['name,note\n"5 inch,old\nx,"y"\n', 2],
    ['"a"b,c\n', 1],
  ])('%j is not closed on line %d', (text, line) => {
    for (let chunkChars = 1; chunkChars <= 4; chunkChars += 1)
      expect(refusal(text, chunkChars)).toEqual({ code: 'unclosed-quote', line });
  });

  test('a cell, a row or a number of columns past the limit is refused', () => {
    expect(refusal(`a,b\n1,${'x'.repeat(2 ** 20)}\n`)).toBeNull();
    expect(refusal(`a,b\n1,${'x'.repeat(2 ** 20 + 1)}\n`)).toEqual({ code: 'too-large-cell', line: 2, limit: '1 MiB' });
    expect(refusal(`a\n${`${'x'.repeat(2 ** 20)},`.repeat(17)}`, 65_536)).toEqual({
      code: 'too-large-cell',
      line: 2,
      limit: '16 MiB',
    });
    expect(refusal(`a\n${','.repeat(16_384)}`)).toEqual({ code: 'too-large-cell', line: 2, columns: 16_384 });
    expect(refusal(`a\n${','.repeat(16_383)}`)).toBeNull();
  });

  test('a quoted cell that runs on over many lines is an unclosed quote, found before the end of the file', () => {
    const quotes = new CsvQuotes(',');
    quotes.push('a,b\n1,"2\n');
    expect(() => {
      for (let index = 0; index < 20_000; index += 1) quotes.push(`${'x'.repeat(100)}\n`);
    }).toThrow(expect.objectContaining({ code: 'unclosed-quote', params: { line: 2 } }));
  });
});
