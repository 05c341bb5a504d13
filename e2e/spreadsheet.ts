// Reads a saved workbook as a spreadsheet program does, as far as tests ask: the cells of its first sheet.
import { text } from 'node:stream/consumers';
import { fromBuffer, type ZipFile } from 'yauzl';

export interface SheetCell {
  readonly text: string;
  readonly kind: 'number' | 'text';
  /** Whether the program would compute it. */
  readonly formula: boolean;
}

const opened = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) =>
    fromBuffer(bytes, { autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip))),
  );

/** The XML parts of a workbook by path. */
async function partsOf(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const zip = await opened(bytes);
  const reading: Promise<readonly [string, string]>[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry) => {
      reading.push(
        new Promise((done, failed) =>
          zip.openReadStream(entry, (error, stream) =>
            error ? failed(error) : text(stream).then((content) => done([entry.fileName, content]), failed),
          ),
        ),
      );
    });
    zip.on('end', resolve);
    zip.on('error', reject);
  });
  return new Map(await Promise.all(reading));
}

const plain = (xml: string): string =>
  [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)]
    .map(([, part = '']) => part)
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Rows of the first sheet; what is empty in between is left out. */
export async function firstSheet(bytes: Buffer): Promise<SheetCell[][]> {
  const parts = await partsOf(bytes);
  const shared = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, xml = '']) =>
    plain(xml),
  );
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].flatMap(([, attributes = '', inside]): SheetCell[] => {
      if (inside === undefined || inside === '') return [];
      const value = /<v>([^<]*)<\/v>/.exec(inside)?.[1] ?? '';
      const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n';
      const said = type === 's' ? (shared[Number(value)] ?? '') : type === 'n' ? value : plain(inside) || value;
      return [{ text: said, kind: type === 'n' ? 'number' : 'text', formula: inside.includes('<f') }];
    }),
  );
}
