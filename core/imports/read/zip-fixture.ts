// Test support: writes zip containers and small workbooks byte by byte, well-formed or not.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Kept as it is instead of deflated. */
  readonly stored?: boolean;
  /** General purpose flags; 1 marks an encrypted part. */
  readonly flags?: number;
  /** Sizes and checksum to claim instead of the true ones. */
  readonly claim?: { readonly crc32?: number; readonly bytes?: number };
}

export function zipBytes(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false, flags = 0, claim = {} } of parts) {
    const plain = Buffer.from(content);
    const packed = stored ? plain : deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags | 0x800, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(claim.crc32 ?? crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claim.bytes ?? plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, nameBytes]));
    bodies.push(body);
    offset += body.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listing, end]);
}

export interface WorkbookFixture {
  /** Each sheet's XML between <sheetData> and </sheetData>. */
  readonly sheets: Readonly<Record<string, string>>;
  /** XML of the <si> elements. */
  readonly shared?: string;
  /** XML inside <styleSheet>. */
  readonly styles?: string;
  readonly workbookPr?: string;
  /** Names of sheets that a spreadsheet program does not show. */
  readonly hidden?: readonly string[];
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relationshipNames = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

export function workbookParts({ sheets, shared, styles, workbookPr = '', hidden = [] }: WorkbookFixture): ZipPart[] {
  const names = Object.keys(sheets);
  const sheetTags = names.map(
    (name, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  );
  const relationships = names.map((_, index) =>
    relationship(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  if (shared !== undefined) relationships.push(relationship('rIdS', 'sharedStrings', 'sharedStrings.xml'));
  if (styles !== undefined) relationships.push(relationship('rIdT', 'styles', '/xl/styles.xml'));
  const parts: ZipPart[] = [
    {
      name: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: '_rels/.rels',
      content: `<Relationships ${packageRelationships}>${relationship('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<?xml version="1.0" encoding="UTF-8"?><workbook ${main} xmlns:r="${relationshipNames}">${workbookPr}<sheets>${sheetTags.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships ${packageRelationships}>${relationships.join('')}</Relationships>`,
    },
    ...Object.values(sheets).map((rows, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `<?xml version="1.0"?><worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ];
  if (shared !== undefined) parts.push({ name: 'xl/sharedStrings.xml', content: `<sst ${main}>${shared}</sst>` });
  if (styles !== undefined)
    parts.push({ name: 'xl/styles.xml', content: `<styleSheet ${main}>${styles}</styleSheet>` });
  return parts;
}

export function workbookBytes(fixture: WorkbookFixture): Buffer {
  return zipBytes(workbookParts(fixture));
}

/** The rows' XML with every cell an inline text, '' a cell left out. */
export function inlineRows(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells, row) => {
      const tags = cells.map((text, column) =>
        text === ''
          ? ''
          : `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`,
      );
      return `<row r="${row + 1}">${tags.join('')}</row>`;
    })
    .join('');
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function relationship(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${relationshipNames}/${type}" Target="${target}"/>`;
}
