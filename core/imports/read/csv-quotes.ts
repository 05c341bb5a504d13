// Follows the quotes and lines of CSV text: refuses what a parser would silently swallow, and tells which separator a file uses.
import { SourceFileError } from './source-file-error.ts';
import { largestCellChars } from './table.ts';

const largestRowChars = 1 << 24;
const mostColumns = 16_384;

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const fieldStart = 0;
const plain = 1;
const quoted = 2;
const quoteInQuoted = 3;

/**
 * Passes over the text and keeps nothing of it. A quote opens a quoted cell only as the cell's first character; elsewhere it stands for
 * itself. After the closing quote only a separator, a line end or the end may follow: otherwise a stray quote would join unrelated rows.
 */
export class CsvQuotes {
  readonly #separator: number;
  readonly #onRecord: ((fields: number) => void) | undefined;
  #state = fieldStart;
  #afterCr = false;
  #line = 1;
  #position = 0;
  #recordStart = 0;
  #recordLine = 1;
  #cellStart = 0;
  #cellLine = 1;
  #fields = 1;

  /** `onRecord` hears the number of cells of each record. */
  constructor(separator: string, onRecord?: (fields: number) => void) {
    this.#separator = separator.charCodeAt(0);
    this.#onRecord = onRecord;
  }

  /** @throws SourceFileError 'unclosed-quote' | 'too-large-cell' */
  push(text: string): void {
    const separator = this.#separator;
    let state = this.#state;
    let afterCr = this.#afterCr;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code === lineFeed && afterCr) {
        // The second half of a line end that is counted already.
        afterCr = false;
        if (state === fieldStart) this.#beginRecord(index + 1);
        continue;
      }
      afterCr = code === carriageReturn;
      if (state === quoted) {
        if (code === quote) state = quoteInQuoted;
        else if (afterCr || code === lineFeed) this.#line += 1;
      } else if (state === quoteInQuoted && code === quote) {
        state = quoted;
      } else if (code === separator) {
        this.#checkCell(index);
        this.#fields += 1;
        this.#beginCell(index + 1);
        state = fieldStart;
      } else if (afterCr || code === lineFeed) {
        this.#endRecord(index);
        this.#line += 1;
        this.#beginRecord(index + 1);
        state = fieldStart;
      } else if (state === quoteInQuoted) {
        throw this.#unclosed();
      } else if (state === fieldStart) {
        state = code === quote ? quoted : plain;
      }
    }
    this.#state = state;
    this.#afterCr = afterCr;
    this.#checkCell(text.length, state === quoted);
    this.#position += text.length;
  }

  /** @throws SourceFileError 'unclosed-quote' */
  end(): void {
    if (this.#state === quoted) throw this.#unclosed();
    if (this.#state !== fieldStart || this.#fields > 1) this.#endRecord(0);
  }

  #beginCell(index: number): void {
    this.#cellStart = this.#position + index;
    this.#cellLine = this.#line;
  }

  #beginRecord(index: number): void {
    this.#beginCell(index);
    this.#recordStart = this.#cellStart;
    this.#recordLine = this.#line;
    this.#fields = 1;
  }

  #endRecord(index: number): void {
    this.#checkCell(index);
    this.#onRecord?.(this.#fields);
  }

  #checkCell(index: number, isOpen = false): void {
    const position = this.#position + index;
    if (position - this.#cellStart > largestCellChars) {
      if (isOpen && this.#line > this.#cellLine) throw this.#unclosed();
      throw new SourceFileError('too-large-cell', { line: this.#cellLine, limit: '1 MiB' });
    }
    if (position - this.#recordStart > largestRowChars)
      throw new SourceFileError('too-large-cell', { line: this.#recordLine, limit: '16 MiB' });
    if (this.#fields > mostColumns)
      throw new SourceFileError('too-large-cell', { line: this.#recordLine, columns: mostColumns });
  }

  #unclosed(): SourceFileError {
    return new SourceFileError('unclosed-quote', { line: this.#cellLine });
  }
}

/** In order of preference where the text fits several. */
const commonSeparators = [',', '\t', ';'] as const;
/** Also written inside cells, so they count only if every record has them equally often. */
const doubtfulSeparators = ['，', '；', '|'] as const;
const sampleRecords = 10;

/** The separator that `sample`, a file's first characters, is written with; a comma if there is none. `complete`: the sample is all there is. */
export function findSeparator(sample: string, complete: boolean): string {
  const common = commonSeparators.map((separator) => separatorUse(separator, sample, complete)).reduce(better);
  return doubtfulSeparators
    .map((separator) => separatorUse(separator, sample, complete))
    .filter((use) => use.alike === use.records && use.divided > common.divided)
    .reduce(better, common).separator;
}

interface SeparatorUse {
  separator: string;
  records: number;
  /** Records with two or more cells; of these, as many as have the commonest number of cells; and that number. */
  divided: number;
  alike: number;
  fields: number;
}

function separatorUse(separator: string, sample: string, complete: boolean): SeparatorUse {
  const counts: number[] = [];
  const quotes = new CsvQuotes(separator, (fields) => counts.push(fields));
  try {
    quotes.push(sample);
    if (complete || counts.length === 0) quotes.end();
  } catch {
    // Quotes that do not fit this separator; the records before them still tell something.
  }
  const head = counts.slice(0, sampleRecords);
  const tally = new Map<number, number>();
  for (const fields of head) if (fields > 1) tally.set(fields, (tally.get(fields) ?? 0) + 1);
  const [fields, alike] = [...tally].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0]);
  return { separator, records: head.length, divided: head.filter((count) => count > 1).length, alike, fields };
}

/** The earlier one stays where both fit alike. */
function better(best: SeparatorUse, use: SeparatorUse): SeparatorUse {
  return (use.divided - best.divided || use.alike - best.alike || use.fields - best.fields) > 0 ? use : best;
}
