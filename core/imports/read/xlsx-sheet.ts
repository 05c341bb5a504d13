// Streams the rows of one worksheet as cell texts.

import { columnLetters } from '../../column-letters.ts';
import { styledText } from './cell-number.ts';
import { RichText, unescapeText } from './rich-text.ts';
import { damaged, SourceFileError } from './source-file-error.ts';
import { largestCellChars, type RawRow } from './table.ts';
import { largestSheetBytes, type XlsxPackage } from './xlsx-package.ts';
import type { XlsxWorkbook } from './xlsx-workbook.ts';
import { parseXml, type XmlHandlers } from './xml-events.ts';

const lastRow = 1_048_576;
const mostColumns = 16_384;

/** Rows that hold at least one cell, in order. @throws SourceFileError 'damaged-xlsx' | 'too-large-cell' | 'cancelled' */
export async function* readSheetRows(
  xlsx: XlsxPackage,
  workbook: XlsxWorkbook,
  sheet: { name: string; part: string },
): AsyncGenerator<readonly RawRow[]> {
  const reader = new SheetReader(workbook, sheet);
  for await (const _ of parseXml(xlsx.read(sheet.part, largestSheetBytes), sheet.part, reader)) {
    const rows = reader.takeRows();
    if (rows.length > 0) yield rows;
  }
}

/** Depths of the elements: worksheet 1, sheetData 2, row 3, c 4, v, f and is 5. */
class SheetReader implements XmlHandlers {
  readonly #workbook: XlsxWorkbook;
  readonly #sheet: { name: string; part: string };
  #rows: RawRow[] = [];
  #inRows = false;
  #rowNumber = 0;
  #rowIsNumbered = false;
  #cells: string[] = [];
  #formulas: Record<number, string> | undefined;
  #errors: Record<number, string> | undefined;
  #inCell = false;
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula: string | undefined;
  #sharedFormula: string | undefined;
  readonly #inline = new RichText(6);
  readonly #sharedFormulas = new Map<string, string>();
  #capture: 'value' | 'formula' | null = null;

  constructor(workbook: XlsxWorkbook, sheet: { name: string; part: string }) {
    this.#workbook = workbook;
    this.#sheet = sheet;
  }

  takeRows(): RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, depth: number): void {
    if (depth === 2) this.#inRows = name === 'sheetData';
    else if (!this.#inRows) return;
    else if (depth === 3 && name === 'row') this.#beginRow(attributes.r);
    else if (depth === 4 && name === 'c') this.#beginCell(attributes);
    else if (depth === 5 && this.#inCell) this.#openInCell(name, attributes);
    else if (depth > 5 && this.#inCell) this.#inline.open(name, depth);
  }

  text(text: string): void {
    if (!this.#inCell) return;
    if (this.#capture === 'value') this.#value += text;
    else if (this.#capture === 'formula') this.#formula += text;
    else this.#inline.add(text);
    if (this.#value.length > largestCellChars || (this.#formula?.length ?? 0) > largestCellChars)
      throw this.#tooLarge();
  }

  close(name: string, depth: number): void {
    if (!this.#inRows) return;
    if (depth > 5) this.#inline.close(depth);
    else if (depth === 5) this.#closeInCell(name);
    else if (depth === 4 && this.#inCell) this.#endCell();
    else if (depth === 3 && name === 'row') this.#endRow();
    else if (depth === 2) this.#inRows = false;
  }

  #beginRow(r: string | undefined): void {
    const rowNumber = r === undefined ? this.#rowNumber + 1 : Number(r);
    this.#rowIsNumbered = r !== undefined;
    this.#setRow(rowNumber, this.#rowNumber, `row ${r}`);
    this.#cells = [];
    this.#formulas = undefined;
    this.#errors = undefined;
    this.#column = -1;
  }

  #setRow(rowNumber: number, after: number, named: string): void {
    if (!Number.isInteger(rowNumber) || rowNumber <= after || rowNumber > lastRow)
      throw damaged(this.#sheet.part, 'address', named);
    this.#rowNumber = rowNumber;
  }

  #beginCell(attributes: Readonly<Record<string, string>>): void {
    const { r, t = 'n', s = '0' } = attributes;
    const previous = this.#column;
    if (r === undefined) this.#column += 1;
    else {
      const address = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(r);
      if (address === null) throw damaged(this.#sheet.part, 'address', r);
      this.#column = columnIndex(address[1] as string);
      const rowNumber = Number(address[2]);
      // A row without a number of its own takes that of its cells.
      if (!this.#rowIsNumbered) this.#setRow(rowNumber, this.#rowNumber - 1, r);
      this.#rowIsNumbered = true;
      if (rowNumber !== this.#rowNumber) throw damaged(this.#sheet.part, 'address', r);
    }
    if (this.#column <= previous || this.#column >= mostColumns)
      throw damaged(this.#sheet.part, 'address', r ?? this.#address());
    this.#inCell = true;
    this.#type = t;
    this.#style = Number(s);
    this.#value = '';
    this.#formula = undefined;
    this.#sharedFormula = undefined;
    this.#inline.begin();
    this.#capture = null;
  }

  #openInCell(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'v') this.#capture = 'value';
    if (name !== 'f') return;
    this.#capture = 'formula';
    this.#formula = '';
    if (attributes.t === 'shared') this.#sharedFormula = attributes.si;
  }

  #closeInCell(name: string): void {
    this.#capture = null;
    if (name === 'is') this.#value = this.#inline.text();
  }

  #endCell(): void {
    this.#inCell = false;
    const text = this.#cellText();
    if (text.length > largestCellChars) throw this.#tooLarge();
    if (this.#formula !== undefined) this.#keepFormula(this.#formula);
    if (this.#type === 'e' && text !== '') {
      this.#errors ??= {};
      this.#errors[this.#column] = text;
    }
    if (text === '') return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells.push(text);
  }

  /** A formula that was filled into a range is written out in its first cell only; the others name that cell after an @. */
  #keepFormula(formula: string): void {
    let text = formula;
    if (this.#sharedFormula !== undefined) {
      if (formula !== '') this.#sharedFormulas.set(this.#sharedFormula, `${formula} @${this.#address()}`);
      else text = this.#sharedFormulas.get(this.#sharedFormula) ?? '';
    }
    this.#formulas ??= {};
    this.#formulas[this.#column] = text;
  }

  #cellText(): string {
    const value = this.#value;
    if (value === '') return '';
    switch (this.#type) {
      case 'n': {
        // Stricter than Number(), which takes blanks and hexadecimal numbers too.
        if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) throw this.#wrongValue();
        const number = Number(value);
        if (!Number.isFinite(number)) throw this.#wrongValue();
        return styledText(number, this.#workbook.numberStyles[this.#style] ?? 'number', this.#workbook.is1904);
      }
      case 's': {
        const text = this.#workbook.sharedTexts[Number(value)];
        if (text === undefined) throw this.#wrongValue();
        return text;
      }
      case 'str':
        return unescapeText(value);
      case 'inlineStr':
      case 'e':
        return value;
      case 'b':
        if (value === '1' || value === 'true') return 'TRUE';
        if (value === '0' || value === 'false') return 'FALSE';
        throw this.#wrongValue();
      case 'd':
        return isoText(value);
      default:
        throw this.#wrongValue();
    }
  }

  #endRow(): void {
    if (this.#cells.length === 0 && this.#formulas === undefined) return;
    this.#rows.push({
      rowNumber: this.#rowNumber,
      cells: this.#cells,
      ...(this.#formulas === undefined ? {} : { formulas: this.#formulas }),
      ...(this.#errors === undefined ? {} : { errors: this.#errors }),
    });
  }

  #address(): string {
    return `${columnLetters(this.#column)}${this.#rowNumber}`;
  }

  #wrongValue(): SourceFileError {
    return damaged(this.#sheet.part, 'value', this.#address());
  }

  #tooLarge(): SourceFileError {
    return new SourceFileError('too-large-cell', { sheet: this.#sheet.name, cell: this.#address(), limit: '1 MiB' });
  }
}

/** Dates written as ISO 8601 texts, in the same form as those of date styles. */
function isoText(value: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(?:\.0+)?Z?$/.exec(value);
  if (parts === null) return value;
  const time = parts[2] + (parts[3] ?? ':00');
  return time === '00:00:00' ? (parts[1] as string) : `${parts[1]}T${time}`;
}

/** A → 0, Z → 25, AA → 26. */
function columnIndex(letters: string): number {
  let index = 0;
  for (let position = 0; position < letters.length; position += 1)
    index = index * 26 + letters.charCodeAt(position) - 64;
  return index - 1;
}
