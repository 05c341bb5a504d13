// The fonts of a report: one that has the common characters of Chinese, and of the rarer ones the slice that has them.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unpackWoff } from './unpack-woff.ts';

const require = createRequire(import.meta.url);

const COMMON = 'chinese-simplified';

interface Slice {
  readonly name: string;
  /** Code points, both included. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** No file has Greek; what units and formulas take from it is written out, but for the sign of a millionth, which there is. */
const greek: Readonly<Record<string, string>> = {
  ...{ μ: 'µ', Ω: 'ohm', Δ: 'Delta', Σ: 'Sigma', Φ: 'Phi', α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta' },
  ...{ ε: 'epsilon', η: 'eta', θ: 'theta', λ: 'lambda', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'phi', ω: 'omega' },
};

/** Asks an opened font whether it has a character. */
export type HasGlyph = (font: string, character: string) => boolean;

let files: { readonly folder: string; readonly slices: readonly Slice[] } | null = null;

function fontFiles(): NonNullable<typeof files> {
  if (files) return files;
  const index = require.resolve('@fontsource/noto-sans-sc/unicode.json');
  const listed = JSON.parse(readFileSync(index, 'utf8')) as Record<string, string>;
  const slices = Object.entries(listed).map(([name, ranges]) => ({
    name: name.replace(/^\[(.*)\]$/, '$1'),
    ranges: ranges.split(',').map((range) => {
      const [from = '', to = from] = range.replace(/^U\+/, '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    }),
  }));
  files = { folder: join(dirname(index), 'files'), slices };
  return files;
}

/** Noto Sans SC, regular; SIL Open Font License 1.1. Files are opened as their characters come up. */
export class ReportFonts {
  readonly #register: (name: string, font: Buffer) => void;
  readonly #hasGlyph: HasGlyph;
  readonly #opened = new Set<string>();
  readonly #fontOf = new Map<string, string | null>();
  readonly main = this.#nameOf(COMMON);

  constructor(register: (name: string, font: Buffer) => void, hasGlyph: HasGlyph) {
    this.#register = register;
    this.#hasGlyph = hasGlyph;
    this.#open(COMMON);
  }

  #nameOf(slice: string): string {
    return `noto-${slice}`;
  }

  /** null = the product comes without it: it would hold nothing that the common one does not. */
  #open(slice: string): string | null {
    const name = this.#nameOf(slice);
    if (this.#opened.has(name)) return name;
    const file = join(fontFiles().folder, `noto-sans-sc-${slice}-400-normal.woff`);
    if (!existsSync(file)) return null;
    this.#opened.add(name);
    this.#register(name, unpackWoff(readFileSync(file)));
    return name;
  }

  /** The font that draws a character; null = no file has it. */
  fontOf(character: string): string | null {
    let font = this.#fontOf.get(character);
    if (font === undefined) {
      font = this.#find(character);
      this.#fontOf.set(character, font);
    }
    return font;
  }

  #find(character: string): string | null {
    if (this.#hasGlyph(this.main, character)) return this.main;
    const code = character.codePointAt(0) as number;
    const slice = fontFiles().slices.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
    const name = slice ? this.#open(slice.name) : null;
    return name !== null && this.#hasGlyph(name, character) ? name : null;
  }

  /** A character as it can be drawn: itself; its parts (㎥ as m3); its name; 〓, as printers set what they have no type for. */
  drawn(character: string): string {
    if (this.fontOf(character) !== null) return character;
    const parts = [character.normalize('NFKC'), greek[character] ?? greek[character.normalize('NFKC')] ?? ''];
    return parts.find((text) => text !== '' && [...text].every((each) => this.fontOf(each) !== null)) ?? '〓';
  }
}
