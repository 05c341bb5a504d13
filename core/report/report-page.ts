// A4 pages with text that finds its fonts and breaks its lines: what the parts of a report draw on.
import PDFDocument from 'pdfkit';
import type { Language } from '../../contract/reasons.ts';
import { breakLines } from './line-rules.ts';
import { ReportFonts } from './report-fonts.ts';

export const MARGIN = 42;
export const WIDTH = 595.28 - 2 * MARGIN;
const PAGE_HEIGHT = 841.89;
const BOTTOM = PAGE_HEIGHT - 56;
const LEADING = 1.45;

export const ink = {
  text: '#1b2430',
  quiet: '#5b6775',
  line: '#c9d0d8',
  wash: '#f2f4f7',
  accent: '#0f5fa8',
  alert: '#b3261e',
};

export interface TextStyle {
  readonly size?: number;
  readonly color?: string;
}

/** Small digits that the fonts don't have are drawn from those that they have: SO₂, 10⁻⁶. */
const SMALL = 0.62;
const raised = new Map([...'⁰⁴⁵⁶⁷⁸⁹⁺⁻'].map((character, index) => [character, '0456789+−'[index] as string]));
const lowered = new Map([...'₀₁₂₃₄₅₆₇₈₉ₓ'].map((character, index) => [character, '0123456789x'[index] as string]));

interface Run {
  readonly font: string;
  text: string;
  /** Shares of the size: of the letters, and of how far they lie below the line. */
  readonly scale: number;
  readonly drop: number;
}

interface OpenedFont {
  readonly font: { hasGlyphForCodePoint(code: number): boolean };
}

/** y grows downwards from the top of the page, in points. */
export class ReportPage {
  readonly doc: PDFKit.PDFDocument;
  readonly #fonts: ReportFonts;
  readonly #widths = new Map<string, number>();
  y = MARGIN;

  constructor(info: { readonly title: string; readonly language: Language; readonly composedAt: number }) {
    this.doc = new PDFDocument({
      ...{ size: 'A4', margin: 0, bufferPages: true, autoFirstPage: false, font: '', lang: info.language },
      info: { Title: info.title, Creator: 'Lianggao Command Centre', CreationDate: new Date(info.composedAt) },
    });
    const { doc } = this;
    this.#fonts = new ReportFonts(
      (name, font) => void doc.registerFont(name, font),
      (name, character) => {
        const { font } = (doc.font(name) as unknown as { _font: OpenedFont })._font;
        return font.hasGlyphForCodePoint(character.codePointAt(0) as number);
      },
    );
    doc.addPage();
  }

  /** Stretches of one font. */
  #runs(text: string): Run[] {
    const runs: Run[] = [];
    for (const character of text) {
      const small = raised.get(character) ?? lowered.get(character);
      const [scale, drop] = small === undefined ? [1, 0] : [SMALL, lowered.has(character) ? 0.58 : 0.08];
      for (const each of small ?? this.#fonts.drawn(character)) {
        const font = this.#fonts.fontOf(each) ?? this.#fonts.main;
        const last = runs.at(-1);
        if (last?.font === font && last.scale === scale && last.drop === drop) last.text += each;
        else runs.push({ font, text: each, scale, drop });
      }
    }
    return runs;
  }

  widthOf(text: string, size: number): number {
    let width = 0;
    for (const character of text) {
      let one = this.#widths.get(character);
      if (one === undefined) {
        one = 0;
        for (const run of this.#runs(character))
          one += (this.doc.font(run.font).fontSize(100).widthOfString(run.text) / 100) * run.scale;
        this.#widths.set(character, one);
      }
      width += one * size;
    }
    return width;
  }

  lines(text: string, width: number, { size = 9 }: TextStyle = {}): string[] {
    return breakLines(text, width, (part) => this.widthOf(part, size));
  }

  /** One line; x is its left end, or its right end or middle. */
  line(
    text: string,
    x: number,
    y: number,
    { size = 9, color = ink.text, align = 'left' }: TextStyle & { readonly align?: 'left' | 'right' | 'center' } = {},
  ): void {
    const width = align === 'left' ? 0 : this.widthOf(text, size);
    let at = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    this.doc.fillColor(color);
    for (const { font, text: part, scale, drop } of this.#runs(text)) {
      this.doc.font(font).fontSize(size * scale);
      this.doc.text(part, at, y + drop * size, { lineBreak: false, features: [] });
      at += this.widthOf(part, size * scale);
    }
  }

  /** Lines from (x, y) on; gives their height. */
  block(text: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const step = (style.size ?? 9) * LEADING;
    const lines = this.lines(text, width, style);
    for (const [index, line] of lines.entries()) this.line(line, x, y + index * step, style);
    return lines.length * step;
  }

  heightOf(text: string, width: number, style: TextStyle = {}): number {
    return this.lines(text, width, style).length * (style.size ?? 9) * LEADING;
  }

  /** Begins a page where `height` does not fit any more; true = it did. */
  room(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.doc.addPage();
    this.y = MARGIN;
    return true;
  }

  heading(text: string, height = 60): void {
    this.room(height);
    this.y += 8;
    this.doc.rect(MARGIN, this.y + 2, 3, 11).fill(ink.accent);
    this.line(text, MARGIN + 9, this.y, { size: 11.5 });
    this.y += 22;
  }

  rule(y: number, color = ink.line): void {
    this.doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + WIDTH, y)
      .lineWidth(0.6)
      .strokeColor(color)
      .stroke();
  }

  /** Draws what every page carries, and gives the file. */
  async finish(eachPage: (number: number, of: number) => void): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(start + page);
      eachPage(page + 1, count);
    }
    const parts: Buffer[] = [];
    this.doc.on('data', (part: Buffer) => parts.push(part));
    const ended = new Promise((resolve, reject) => {
      this.doc.on('end', resolve);
      this.doc.on('error', reject);
    });
    this.doc.end();
    await ended;
    return Buffer.concat(parts);
  }
}
