// Tells from a file's first bytes whether it may be a table, and what it is if not; names and extensions are not trusted.
import type { FileKind } from './source-file-error.ts';

const signatures: readonly (readonly [FileKind, string])[] = [
  ['pdf', '%PDF-'],
  ['image', '\x89PNG\r\n'],
  ['image', '\xff\xd8\xff'],
  ['image', 'GIF89a'],
  ['image', 'GIF87a'],
  ['image', 'II*\0'],
  ['image', 'MM\0*'],
  ['archive', 'Rar!\x1a\x07'],
  ['archive', '7z\xbc\xaf\x27\x1c'],
  ['archive', '\x1f\x8b\x08'],
  ['archive', 'PK\x05\x06'],
  ['rtf', '{\\rtf'],
  ['database', 'SQLite format 3\0'],
];
const zipStart = 'PK\x03\x04';

/** `head`: the file's first bytes (a kilobyte is enough). 'cut-zip': so short that only a zip's first bytes are left. */
export function fileKindOf(head: Buffer, name: string): 'text' | 'zip' | 'cut-zip' | 'ole' | FileKind {
  const start = head.toString('latin1');
  if (start.startsWith(zipStart)) return 'zip';
  if (zipStart.startsWith(start) && /\.xls[xm]$/i.test(name)) return 'cut-zip';
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'ole';
  for (const [kind, signature] of signatures) if (start.startsWith(signature)) return kind;
  const text = start
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (/^<(!doctype html|html|head|body|meta|table)\b/i.test(text)) return 'html';
  if (/^<\?xml\b/i.test(text)) return /<html\b/i.test(text) ? 'html' : 'xml';
  return 'text';
}

/** What a zip with these names (in lower case) is when it is no XLSX workbook, or null. */
export function zipKindOf(names: ReadonlySet<string>): FileKind | null {
  if (names.has('xl/workbook.bin')) return 'xlsb';
  if (names.has('word/document.xml')) return 'docx';
  if (names.has('ppt/presentation.xml')) return 'pptx';
  if (names.has('mimetype') && names.has('content.xml')) return 'opendocument';
  return [...names].some((name) => name.startsWith('xl/')) ? null : 'archive';
}
