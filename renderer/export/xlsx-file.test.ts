import { describe, expect, it } from 'vitest';
import { xlsxFile } from './xlsx-file.ts';

/** The files of a zip archive as text, by their paths. */
async function unzipped(blob: Blob): Promise<ReadonlyMap<string, string>> {
  const bytes = await blob.arrayBuffer();
  const view = new DataView(bytes);
  const files = new Map<string, string>();
  const end = bytes.byteLength - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const [method, packed, nameLength] = [at + 10, at + 20, at + 28];
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.slice(at + 46, at + 46 + view.getUint16(nameLength, true)));
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = new Blob([bytes.slice(start, start + view.getUint32(packed, true))]);
    const text =
      view.getUint16(method, true) === 0
        ? content.text()
        : new Response(content.stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
    files.set(name, await text);
    at += 46 + view.getUint16(nameLength, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

const table = {
  columns: [
    { key: 'name', title: '企业' },
    { key: 'amount', title: '产能', unit: 'MW', numeric: true },
  ],
  titles: ['企业', '产能（兆瓦）'],
  rows: [
    { key: 'a', cells: { name: '=1+1', amount: 1200.5 } },
    { key: 'b', cells: { name: '鲁<北>&', amount: null } },
  ],
  facts: [
    { id: 'asOf', name: '事实时点', value: '2026-11-20 09:14:05' },
    { id: 'revision', name: '台账修订号', value: 7 },
  ],
};

describe('an Excel workbook', () => {
  it('holds numbers as numbers, texts as texts, and nothing where nothing is known', async () => {
    const files = await unzipped(await xlsxFile(table, { sheet: '数据', notes: '说明' }));
    const data = files.get('xl/worksheets/sheet1.xml') ?? '';
    const texts = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
      ([, text]) => text,
    );
    expect(data).toMatch(/<c r="B2"[^>]*><v>1200\.5<\/v><\/c>/);
    expect(data).not.toContain('<f>');
    expect(data).not.toMatch(/<c r="B3"[^>]*><v>/);
    expect(texts).toEqual(expect.arrayContaining(['企业', '产能（兆瓦）', '=1+1', '鲁&lt;北&gt;&amp;']));
  });

  it('says on its second sheet where the first comes from', async () => {
    const files = await unzipped(await xlsxFile(table, { sheet: '数据', notes: '说明' }));
    const names = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(['数据', '说明']);
    expect(files.get('xl/sharedStrings.xml')).toContain('2026-11-20 09:14:05');
    expect(files.get('xl/worksheets/sheet2.xml')).toMatch(/<c r="B2"[^>]*><v>7<\/v><\/c>/);
  });
});
