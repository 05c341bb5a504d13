// Test support: what a PDF shows, read back from the file: its pages' text through the fonts' own maps to Unicode.
import { inflateSync } from 'node:zlib';

interface PdfObject {
  readonly head: string;
  readonly stream: Buffer | null;
}

function objectsOf(pdf: Buffer): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>();
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/(\d+) 0 obj\n/g)) {
    const begin = match.index + match[0].length;
    const end = text.indexOf('endobj', begin);
    const at = text.indexOf('stream\n', begin);
    const isStream = at >= 0 && at < end;
    const head = text.slice(begin, isStream ? at : end);
    let stream: Buffer | null = null;
    if (isStream) {
      const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
      const raw = pdf.subarray(at + 'stream\n'.length, at + 'stream\n'.length + length);
      stream = head.includes('/Filter') ? inflateSync(raw) : raw;
    }
    objects.set(Number(match[1]), { head, stream });
  }
  return objects;
}

/** Glyph numbers of a font to text, as its ToUnicode map says. */
function unicodeOf(map: string): Map<number, string> {
  const found = new Map<number, string>();
  const textOf = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, from = '', , list = ''] of map.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi))
    [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex = ''], index) => {
      found.set(Number.parseInt(from, 16) + index, textOf(hex.replaceAll(' ', '')));
    });
  return found;
}

export interface PdfPage {
  readonly text: string;
  /** Drawing operators: lines and curves that the page is made of. */
  readonly strokes: number;
}

export function readPdf(pdf: Buffer): PdfPage[] {
  const objects = objectsOf(pdf);
  const headOf = (no: string | undefined): string => objects.get(Number(no))?.head ?? '';
  const fonts = new Map<string, Map<number, string>>();
  for (const { head } of objects.values())
    for (const [, list = ''] of head.matchAll(/\/Font <<([^>]*)>>/g))
      for (const [, name = '', no] of list.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const map = objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(headOf(no))?.[1]))?.stream;
        if (map) fonts.set(name, unicodeOf(map.toString('latin1')));
      }
  return [...objects.values()].flatMap(({ head }) => {
    if (!/\/Type \/Page\b/.test(head)) return [];
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(head)?.[1]))?.stream?.toString('latin1') ?? '';
    let font = new Map<number, string>();
    let text = '';
    for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[\s\d.-])*)\] TJ/gi)) {
      if (name !== undefined) font = fonts.get(name) ?? new Map();
      for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9a-f]*)>/gi))
        for (const [glyph] of hex.matchAll(/.{4}/g)) text += font.get(Number.parseInt(glyph, 16)) ?? '\uFFFD';
    }
    return [{ text, strokes: [...content.matchAll(/^S$/gm)].length }];
  });
}
