// Reads what a workbook's sheets share: their names and order, number styles, the date system and the shared texts.
import { type NumberStyle, numberStyle } from './cell-number.ts';
import { RichText } from './rich-text.ts';
import { damaged } from './source-file-error.ts';
import type { XlsxPackage } from './xlsx-package.ts';
import { prefixedAttribute, readXml } from './xml-events.ts';

export interface XlsxWorkbook {
  /** Worksheets in the workbook's order, hidden ones too; chart and dialog sheets are left out. */
  readonly sheets: readonly { readonly name: string; readonly part: string; readonly isHidden: boolean }[];
  readonly is1904: boolean;
  /** By style index of a cell. */
  readonly numberStyles: readonly NumberStyle[];
  readonly sharedTexts: readonly string[];
}

interface Relationship {
  readonly type: string;
  readonly part: string;
}

/** @throws SourceFileError 'damaged-xlsx' | 'zip-bomb' */
export async function readWorkbook(xlsx: XlsxPackage): Promise<XlsxWorkbook> {
  const roots = xlsx.has('_rels/.rels') ? await readRelationships(xlsx, '') : new Map<string, Relationship>();
  const part = [...roots.values()].find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  const relationships = await readRelationships(xlsx, part);

  let is1904 = false;
  const listed: { name: string; id: string; isHidden: boolean }[] = [];
  await readXml(xlsx.read(part), part, {
    open(name, attributes, depth) {
      if (depth === 2 && name === 'workbookPr') is1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (depth === 3 && name === 'sheet')
        listed.push({
          name: attributes.name ?? '',
          id: prefixedAttribute(attributes, 'id') ?? '',
          isHidden: (attributes.state ?? 'visible') !== 'visible',
        });
    },
    text() {},
    close() {},
  });

  const sheets = listed.flatMap(({ name, id, isHidden }) => {
    const relationship = relationships.get(id);
    if (relationship === undefined) throw damaged(part, 'missing', name);
    return relationship.type === 'worksheet' ? [{ name, part: relationship.part, isHidden }] : [];
  });
  const partOf = (type: string) => [...relationships.values()].find((relationship) => relationship.type === type)?.part;
  return {
    sheets,
    is1904,
    numberStyles: await readNumberStyles(xlsx, partOf('styles')),
    sharedTexts: await readSharedTexts(xlsx, partOf('sharedStrings')),
  };
}

/** `type` is the last word of the relationship's type: its beginning differs between the transitional and the strict variant. */
async function readRelationships(xlsx: XlsxPackage, owner: string): Promise<Map<string, Relationship>> {
  const slash = owner.lastIndexOf('/') + 1;
  const part = `${owner.slice(0, slash)}_rels/${owner.slice(slash)}.rels`;
  const relationships = new Map<string, Relationship>();
  await readXml(xlsx.read(part), part, {
    open(name, { Id, Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || TargetMode === 'External') return;
      relationships.set(Id, {
        type: Type.slice(Type.lastIndexOf('/') + 1),
        part: resolvePart(owner.slice(0, slash), Target),
      });
    },
    text() {},
    close() {},
  });
  return relationships;
}

function resolvePart(directory: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : directory + target).replaceAll('\\', '/').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

async function readNumberStyles(xlsx: XlsxPackage, part: string | undefined): Promise<NumberStyle[]> {
  const styles: NumberStyle[] = [];
  if (part === undefined) return styles;
  const codes = new Map<number, string>();
  let section = '';
  await readXml(xlsx.read(part), part, {
    open(name, attributes, depth) {
      if (depth === 2) section = name;
      if (depth !== 3) return;
      if (section === 'numFmts' && name === 'numFmt')
        codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (section === 'cellXfs' && name === 'xf') {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(numberStyle(id, codes.get(id)));
      }
    },
    text() {},
    close() {},
  });
  return styles;
}

async function readSharedTexts(xlsx: XlsxPackage, part: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (part === undefined) return texts;
  const collector = new RichText(3);
  await readXml(xlsx.read(part), part, {
    open(name, _, depth) {
      if (depth === 2) collector.begin();
      else collector.open(name, depth);
    },
    text(text) {
      collector.add(text);
    },
    close(name, depth) {
      if (depth > 2) collector.close(depth);
      if (depth === 2 && name === 'si') texts.push(collector.text());
    },
  });
  return texts;
}
