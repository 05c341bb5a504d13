// Every character that a report may hold is drawn: Latin, units of measure, brackets of document numbers, rare names.
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { ReportFonts } from './report-fonts.ts';

function openFonts() {
  const doc = new PDFDocument({ font: '' });
  const has = (name: string, character: string): boolean => {
    const { font } = (doc.font(name) as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
      ._font;
    return font.hasGlyphForCodePoint(character.codePointAt(0) as number);
  };
  return { has, fonts: new ReportFonts((name, font) => void doc.registerFont(name, font), has) };
}

describe('the fonts of a report', () => {
  const { has, fonts } = openFonts();

  it.each([
    ['Latin and digits', 'The quick brown fox 0123456789 (%) “”‘’ – — … × · ° ± ≤ ≥ → ä é'],
    ['units of measure', '℃ mg/m³ m² µg kW·h ‰ ㎡ ㎎'],
    ['marks of Chinese', '〔2022〕号，。、；：？！（）《》【】「」“”％～￥'],
    ['names of places and people', '鄄莒邹峄岱崮垟墘埠堽淄沂泗洙汶沭胶莱牟郓曹単'],
    ['rarer names of enterprises', '鑫垚淼焱森骉犇骏昇晟祎璟喆珺玥翀赟燚懋镕铧镔锴鋆'],
  ])('draw %s', (_, text) => {
    const missing = [...text].filter((each) => {
      const font = fonts.fontOf(each);
      return each !== ' ' && (font === null || !has(font, each));
    });
    expect(missing).toEqual([]);
  });

  it('write out what no font has, so that it can be read', () => {
    expect([...'㎥μΩⅧη㎾'].map((each) => fonts.drawn(each))).toEqual(['m3', 'µ', 'ohm', 'VIII', 'eta', 'kW']);
    expect(fonts.drawn('\u{10FFFD}')).toBe('〓');
  });
});
