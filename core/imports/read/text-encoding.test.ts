// Encodings that offices use are told apart; those that would come out as nonsense are refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeLegacy } from './read-fixture.ts';
import { SourceFileError } from './source-file-error.ts';
import { decodeText, EncodingDetector } from './text-encoding.ts';

const ledger = '企业名称,产能（万吨）,地址\n某某钢铁有限公司,350,枣庄市薛城区天山路\n某某水泥厂,120,临沂市兰陵县\n';

function verdict(bytes: Uint8Array, chunkBytes = 1 << 16): string | Record<string, unknown> {
  const detector = new EncodingDetector(bytes);
  for (let start = 0; start < bytes.length; start += chunkBytes)
    detector.push(bytes.subarray(start, start + chunkBytes));
  try {
    return detector.finish();
  } catch (error) {
    if (!(error instanceof SourceFileError)) throw error;
    return { code: error.code, ...error.params };
  }
}

describe('accepted encodings', () => {
  test.each([
    ['plain ASCII', Buffer.from('name,capacity\nA,350\n'), 'utf-8'],
    ['UTF-8', Buffer.from(ledger), 'utf-8'],
    ['UTF-8 with emoji', Buffer.from('名称\n🏭 甲\n'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${ledger}`), 'utf-8-bom'],
    ['UTF-16LE', Buffer.from(`\ufeff${ledger}`, 'utf16le'), 'utf-16le'],
    ['UTF-16BE', Buffer.from(`\ufeff${ledger}`, 'utf16le').swap16(), 'utf-16be'],
    ['GB18030', encodeLegacy(ledger, 'gb18030'), 'gb18030'],
    [
      'GB18030 with rare characters of names',
      encodeLegacy('姓名,职务\n朱镕,某县某镇某村委会主任\n李堃,某市某局某处某科科长\n', 'gb18030'),
      'gb18030',
    ],
    [
      'GB18030 in traditional characters',
      encodeLegacy('企業名稱,產能\n某某鋼鐵有限公司,三百五十\n某某電力發展公司,國營\n', 'gb18030'),
      'gb18030',
    ],
    [
      'GB18030 with a four-byte character',
      Buffer.concat([encodeLegacy(ledger, 'gb18030'), Buffer.from([0x95, 0x32, 0x82, 0x36])]),
      'gb18030',
    ],
    [
      'Windows code page 936 with its euro sign 0x80',
      Buffer.concat([encodeLegacy(ledger, 'gb18030'), Buffer.from([0x80])]),
      'gb18030',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(verdict(bytes)).toBe(expected);
  });

  test('the verdict and the text do not depend on how the file is cut into chunks', async () => {
    const files = [
      Buffer.from(ledger),
      encodeLegacy(ledger, 'gb18030'),
      Buffer.from(`\ufeff${ledger}`, 'utf16le'),
      Buffer.from(`\ufeff${ledger}`),
    ];
    for (const bytes of files) {
      const encoding = verdict(bytes) as 'utf-8';
      for (let chunkBytes = 1; chunkBytes <= 9; chunkBytes += 1) {
        expect(verdict(bytes, chunkBytes)).toBe(encoding);
        let text = '';
        for await (const piece of decodeText(chunksOf(bytes, chunkBytes), encoding)) text += piece;
        expect(text).toBe(ledger);
      }
    }
  });
});

describe('refused encodings', () => {
  test.each([
    ['Big5', encodeLegacy('企業名稱,產能\n中華鋼鐵公司,350\n這是關於節能的說明,一個人的力量是有限的\n', 'big5')],
    [
      'Shift-JIS',
      encodeLegacy('会社名,生産能力\n日本製鉄,高炉の生産能力は年間です\nトヨタ自動車,テスト\n', 'shift_jis'),
    ],
    ['Shift-JIS without kana', encodeLegacy('会社名,年間\n日本製鉄,350\n神戸製鋼所,120\n', 'shift_jis')],
    [
      'Latin-1',
      encodeLegacy('Usine,Région\nAciérie de la Loire,Rhône-Alpes\nCimenterie générale,très élevée\n', 'windows-1252'),
    ],
    ['Latin-1 whose bytes are valid GB18030', encodeLegacy('Usine,Région\nA,350\n', 'windows-1252')],
    ['Cyrillic', encodeLegacy('Завод,Мощность\nМагнитогорский комбинат,высокая\n', 'windows-1251')],
    ['GB18030 cut off inside a character', encodeLegacy(ledger.trimEnd(), 'gb18030').subarray(0, -1)],
    [
      'GB18030 with the byte 0xFF, which it lacks',
      Buffer.concat([encodeLegacy(ledger, 'gb18030'), Buffer.from([0xff])]),
    ],
    ['UTF-16 with half a character', Buffer.from(`\ufeff${ledger}`, 'utf16le').subarray(0, -1)],
  ])('%s', (_, bytes) => {
    expect(verdict(bytes)).toEqual({ code: 'encoding-unknown' });
  });

  test('NUL bytes mean that it is no text', () => {
    expect(verdict(Buffer.from('a,b\n1,\0\n'))).toEqual({ code: 'not-a-table', kind: 'binary' });
    expect(verdict(Buffer.from('\ufeffa,\0\n', 'utf16le'))).toEqual({ code: 'not-a-table', kind: 'binary' });
  });

  test('a UTF-8 file with a damaged byte is refused with the place, not read as GB18030', () => {
    const bytes = Buffer.from(ledger.replaceAll('\n', '\r\n'));
    const line = '某某水泥厂,120,临沂市';
    const offset = bytes.indexOf(line);
    for (const wrong of [0xff, 0xc0, 0xa1, 0x41]) {
      const damaged = Buffer.from(bytes);
      damaged[offset] = wrong;
      const expected = wrong === 0x41 ? offset + 1 : offset;
      expect(verdict(damaged)).toEqual({ code: 'encoding-damaged', offset: expected, line: 3 });
    }
  });

  test('so is a UTF-8 file that ends inside a character, and one whose mark promises UTF-8', () => {
    const bytes = Buffer.from(ledger.trimEnd());
    expect(verdict(bytes.subarray(0, -1))).toEqual({ code: 'encoding-damaged', offset: bytes.length - 3, line: 3 });
    expect(verdict(Buffer.concat([Buffer.from('\ufeff'), encodeLegacy(ledger, 'gb18030')]))).toEqual({
      code: 'encoding-damaged',
      offset: 3,
      line: 1,
    });
  });
});

test('valid is what a strict decoder takes', () => {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .array(fc.constantFrom(0x41, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf), {
        maxLength: 8,
      })
      .map((list) => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 12 }), (file, chunkBytes) => {
      fc.pre(!file.includes(0) && !(file[0] === 0xff && file[1] === 0xfe) && !(file[0] === 0xfe && file[1] === 0xff));
      let valid = true;
      try {
        strict.decode(file);
      } catch {
        valid = false;
      }
      expect(String(verdict(file, chunkBytes)).startsWith('utf-8')).toBe(valid);
    }),
    { numRuns: 2000 },
  );
});

async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}
