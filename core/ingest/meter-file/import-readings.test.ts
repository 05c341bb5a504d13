// Files of readings into the store: what real meters and spreadsheet programs do to them, and what is said of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainChannel, registerChannel, registerDevice } from '../../devices/registry.ts';
import { encodeLegacy } from '../../imports/read/read-fixture.ts';
import { inlineRows, workbookBytes } from '../../imports/read/zip-fixture.ts';
import { messageBytes, readingOrigin } from '../../readings/reading-origin.ts';
import { found, NOW, noted, one, ReadingsDesk, refused } from './import-fixture.ts';
import { cellsAt, readMeterBlock } from './meter-block.ts';

const csv = (rows: readonly (readonly string[])[], header = 't,v'): string =>
  `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;

const two = (n: number): string => String(n).padStart(2, '0');
const QUARTER = 900_000;
/** Rows every quarter from a wall-clock time on, valued 1, 2, 3 … */
const quarters = (from: string, count: number): [string, string][] =>
  Array.from({ length: count }, (_, index) => {
    const date = new Date(Date.parse(`${from}:00Z`) + index * QUARTER);
    return [
      `${date.toISOString().slice(0, 10)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
      String(index + 1),
    ];
  });

describe('a file of readings', () => {
  it('comes in whole: a channel of its own, values with their digits, times as starts of intervals', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import('时间,电量(kWh),备注\n2026-01-01 00:00,3.170,\n2026-01-01 00:15,4,换班\n', {
      columns: one({ column: '电量(kWh)' }),
    });
    expect(report).toMatchObject({ rows: 2, accepted: 2, repeated: 0, revised: 0, rejected: 0, findings: [] });
    expect(report.read).toMatchObject({ timeColumns: ['时间'], interval: '15m', stamp: 'start', midnight: 0 });
    expect(report.channels).toMatchObject([
      {
        channel: 'meter',
        unit: 'kWh',
        kind: 'amount',
        made: true,
        from: '2026-01-01T00:00:00+08:00',
        to: '2026-01-01T00:30:00+08:00',
        gaps: 0,
      },
    ]);
    expect(desk.channel()).toMatchObject({ device: 'file/meter', quantity: 'electricity', intervalMs: QUARTER });
    expect(desk.lines()).toEqual(['2026-01-01T00:00 3.170', '2026-01-01T00:15 4']);
  });

  it('leads back from every reading to its file and row', async () => {
    using desk = new ReadingsDesk();
    const { file } = await desk.import(csv(quarters('2026-01-01T00:00', 10)));
    const [, third] = [desk.raw()[0], desk.raw()[2]];
    const [origin] = readingOrigin(desk.db, desk.channel().no, third?.time ?? 0);
    const block = readMeterBlock(messageBytes(desk.db, origin?.message ?? 0)?.bytes ?? new Uint8Array());
    expect(block).toMatchObject({ file: file.name, sha256: file.sha256, columns: ['v'] });
    expect(block && cellsAt(block, 'meter', third?.time ?? 0)).toEqual([{ row: 4, text: '3' }]);
    expect(existsSync(join(desk.dir, 'sources', file.sha256))).toBe(true);
  });

  it('stamped with ends of intervals is kept at their starts', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(
      csv([
        ['2026-01-01 00:15', '1'],
        ['2026-01-01 00:30', '2'],
        ['2026-01-01 24:00', '9'],
      ]),
      { stamp: 'end' },
    );
    expect(desk.lines()).toEqual(['2026-01-01T00:00 1', '2026-01-01T00:15 2', '2026-01-01T23:45 9']);
    expect(report.channels[0]).toMatchObject({ gaps: 1, missing: 93 });
  });

  it('stamped with the last second of intervals is kept at their starts too', async () => {
    using desk = new ReadingsDesk();
    const rows = [
      ['2026-01-01 00:14:59', '1'],
      ['2026-01-01 00:29:59', '2'],
      ['2026-01-01 00:44:59', '3'],
    ];
    const report = await desk.import(csv(rows), { stamp: 'end' });
    expect([noted(report), report.findings]).toEqual([['last-moment'], []]);
    expect(desk.lines()).toEqual(['2026-01-01T00:00 1', '2026-01-01T00:15 2', '2026-01-01T00:30 3']);
  });

  it('imported again brings nothing; so does one that says the same in other words', async () => {
    using desk = new ReadingsDesk();
    const text = csv(quarters('2026-01-01T00:00', 200));
    const first = await desk.import(text);
    const before = [desk.lines(), desk.rollUps('1d')];
    const again = await desk.import(text);
    expect(again).toMatchObject({ rows: 200, accepted: 0, repeated: 200, revised: 0, rejected: 0 });
    expect(noted(again)).toContain('imported-before');
    expect(first.channels[0]?.made && !again.channels[0]?.made).toBe(true);
    const other = await desk.import(text.replaceAll('-', '/'));
    expect(other).toMatchObject({ accepted: 0, repeated: 200, revised: 0 });
    // One finding for the run of rows, naming the file that brought them first.
    expect(found(other)).toEqual(['already-there 2-201']);
    expect(other.findings[0]?.other).toMatchObject({ file: first.file.name, row: 2 });
    expect([desk.lines(), desk.rollUps('1d')]).toEqual(before);
  });
});

describe('an import that is broken off', () => {
  it('keeps whole blocks, and goes on where it was when it is run again', async () => {
    const file = csv(quarters('2025-01-01T00:00', 12_000));
    using whole = new ReadingsDesk();
    await whole.import(file);
    using desk = new ReadingsDesk();
    await expect(desk.import(file, { writes: 2 })).rejects.toThrow('broken off');
    expect(desk.lines()).toHaveLength(10_000);
    const again = await desk.import(file);
    expect(again).toMatchObject({ accepted: 2000, repeated: 10_000, revised: 0 });
    expect(found(again)).toEqual(['already-there 2-10001']);
    expect([desk.lines(), desk.rollUps('1d'), desk.rollUps('1mo')]).toEqual([
      ...[whole.lines(), whole.rollUps('1d'), whole.rollUps('1mo')],
    ]);
  }, 60_000);
});

describe('times', () => {
  it('of day-month-year are told from the column; what the column does not tell has to be stated', async () => {
    using desk = new ReadingsDesk();
    const rows = (from: string, count: number) =>
      quarters(from, count).map(([t, v]) => [t.replace(/(\d{4})-(\d\d)-(\d\d)/, '$3/$2/$1'), v] as const);
    const report = await desk.import(csv(rows('2026-01-05T00:00', 96 * 3)));
    expect([report.read.dates, noted(report)]).toEqual(['dmy', ['date-order']]);
    expect(desk.lines()[96]).toBe('2026-01-06T00:00 97');

    const short = csv(rows('2026-03-04T00:00', 20));
    expect(await refused(desk.import(short, { columns: one({ column: 'v', channel: 'other' }) }))).toBe(
      'date-order-unclear',
    );
    await desk.import(short, { columns: one({ column: 'v', channel: 'other' }), dateFormat: 'dd/MM/yyyy HH:mm' });
    expect(desk.lines('other')[0]).toBe('2026-03-04T00:00 1');
    await desk.import(short, { columns: one({ column: 'v', channel: 'third' }), dateFormat: 'MM/dd/yyyy HH:mm' });
    expect(desk.lines('third')[0]).toBe('2026-04-03T00:00 1');
    expect(await refused(desk.import(short, { dateFormat: 'day/month' }))).toBe('bad-date-format');
  });

  const midnightAsEnd = (rows: readonly [string, string][]): [string, string][] =>
    rows.map(([t, v]) => {
      if (!t.endsWith('00:00')) return [t, v];
      const day = new Date(Date.parse(`${t.slice(0, 10)}T00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      return [`${day} 00:00`, v];
    });

  it('of 00:00 after the last of their date are its end, as the rows’ order shows; stated, the statement holds', async () => {
    using desk = new ReadingsDesk();
    const file = csv(midnightAsEnd(quarters('2026-01-01T00:15', 96 * 3)));
    const report = await desk.import(file);
    expect([report.read.midnight, report.read.found.includes('midnight'), noted(report)]).toEqual([
      24,
      true,
      ['midnight-24'],
    ]);
    expect(desk.lines()[95]).toBe('2026-01-02T00:00 96');
    expect(report.findings).toEqual([]);

    await desk.import(file, { columns: one({ column: 'v', channel: 'stated' }), midnight: 24, stamp: 'end' });
    expect(desk.lines('stated')[95]).toBe('2026-01-01T23:45 96');
    expect(desk.rollUps('1d', 'stated').map(({ count }) => count)).toEqual([96, 96, 96]);

    const contrary = await desk.import(file, { columns: one({ column: 'v', channel: 'contrary' }), midnight: 0 });
    expect(noted(contrary)).toContain('midnight-differs');
    expect(desk.lines('contrary')[0]).toBe('2026-01-01T00:00 96');
  });

  it('of 00:00 before the first of their date are its beginning', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(csv(quarters('2026-01-01T00:00', 96 * 3)));
    expect([report.read.midnight, noted(report), report.findings]).toEqual([0, [], []]);
  });

  it('in two columns are joined; of two columns of times one has to be named', async () => {
    using desk = new ReadingsDesk();
    const split = await desk.import('日期,时刻,v\n2026/1/1,0:00,1\n2026/1/1,0:15,2\n');
    expect(split.read.timeColumns).toEqual(['日期', '时刻']);
    expect(desk.lines()).toEqual(['2026-01-01T00:00 1', '2026-01-01T00:15 2']);

    const both = '采集时间,上传时间,v\n2026-01-01 00:00,2026-01-01 00:03,1\n2026-01-01 00:15,2026-01-01 00:18,2\n';
    expect(await refused(desk.import(both))).toBe('time-column-unclear');
    expect(await desk.import(both, { timeColumns: ['采集时间'] })).toMatchObject({ repeated: 2 });
    expect(await refused(desk.import('a,v\nx,1\ny,2\n'))).toBe('no-time-column');
    expect(await refused(desk.import(both, { timeColumns: ['时间'] }))).toBe('column-missing');
    expect(await refused(desk.import(both, { timeColumns: ['采集时间'], columns: one({ column: 'w' }) }))).toBe(
      'column-missing',
    );
  });

  it('with an offset of their own are that moment', async () => {
    using desk = new ReadingsDesk();
    await desk.import(
      csv([
        ['2025-12-31T16:00:00Z', '1'],
        ['2026-01-01T00:15:00+08:00', '2'],
      ]),
    );
    expect(desk.lines()).toEqual(['2026-01-01T00:00 1', '2026-01-01T00:15 2']);
  });

  it('that a file has not are assigned, and everything says so', async () => {
    using desk = new ReadingsDesk();
    const job = { startAt: Date.parse('2026-01-01T00:00:00+08:00'), intervalMs: 3_600_000 };
    const report = await desk.import('v,w\n5,1\n6,2\n\n7,3\n', job);
    expect([report.read.times, noted(report)]).toEqual(['assigned', ['times-assigned']]);
    expect(desk.lines()).toEqual(['2026-01-01T00:00 5', '2026-01-01T01:00 6', '2026-01-01T02:00 7']);
    expect(desk.channel().name).toContain('times assigned');
    const settings = desk.db.prepare("SELECT settings FROM device WHERE id = 'file/meter'").pluck().get() as string;
    expect(JSON.parse(settings)).toMatchObject({ times: 'assigned' });
    expect(
      await refused(
        desk.import('v,w\n5,1\n', { ...job, intervalMs: null, columns: one({ column: 'w', channel: 'w' }) }),
      ),
    ).toBe('interval-unclear');
  });
});

describe('traps of a meter', () => {
  const rows = quarters('2026-01-01T00:00', 96 * 2);
  const text = (times: readonly (readonly string[])[]): string => csv(times);

  it('duplicates are counted once, and named with the row that they repeat', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(
      text([...rows.slice(0, 10), rows[9] as [string, string], rows[3] as [string, string], ...rows.slice(10)]),
    );
    expect(report).toMatchObject({ rows: 194, accepted: 192, repeated: 2, revised: 0 });
    expect(report.findings).toMatchObject([
      { code: 'repeated-row', row: 12, lastRow: 13, count: 2, other: { row: 11 }, from: '2026-01-01T02:15:00+08:00' },
    ]);
    expect(desk.lines()).toHaveLength(192);
  });

  it('another value for the same time is a revision, row by row with both rows and both values', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(
      text([...rows.slice(0, 10), [rows[9]?.[0] ?? '', '99'], ...rows.slice(10), [rows[3]?.[0] ?? '', '4.5']]),
    );
    expect(report).toMatchObject({ accepted: 192, repeated: 0, revised: 2 });
    expect(report.findings).toMatchObject([
      { code: 'conflicting-value', row: 12, value: '99', other: { row: 11, file: null, value: '10' } },
      { code: 'conflicting-value', row: 195, value: '4.5', other: { row: 5, file: null, value: '4' } },
    ]);
    expect(report.findings[0]?.sentence.en).toBe(
      'Row 12 says 99 for 2026-01-01T02:15:00+08:00, row 11 says 10. Both are kept: the later one counts, the other stays as an earlier version. Check which is right.',
    );
    // The later counts, in the day too; the earlier stays.
    expect(desk.lines()[9]).toBe('2026-01-01T02:15 99');
    expect(readingOrigin(desk.db, desk.channel().no, desk.raw()[9]?.time ?? 0).map((version) => version.text)).toEqual([
      '10',
      '99',
    ]);
    expect(desk.rollUps('1d')[0]).toMatchObject({ count: 96, sum: (96 * 97) / 2 - 10 + 99 - 4 + 4.5 });
    // And so against an earlier file.
    const first = report.file.name;
    const later = await desk.import(text([[rows[20]?.[0] ?? '', '1000'], rows[21] as [string, string]]));
    expect(later.findings).toMatchObject([
      { code: 'conflicting-value', row: 2, value: '1000', other: { row: 23, file: first, value: '21' } },
      { code: 'already-there', row: 3 },
    ]);
    // The same file again does not turn the revisions round.
    const again = await desk.import(text([[rows[20]?.[0] ?? '', '1000'], rows[21] as [string, string]]));
    expect(again).toMatchObject({ accepted: 0, repeated: 2, revised: 0 });
  });

  it('a block that comes late is kept at its own times and named; so is a gap', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(
      text([...rows.slice(0, 20), ...rows.slice(40, 100), ...rows.slice(20, 40), ...rows.slice(108)]),
    );
    expect(report).toMatchObject({ accepted: 184, repeated: 0, revised: 0, read: { order: 'ascending' } });
    expect(report.findings).toMatchObject([
      {
        code: 'late-rows',
        row: 82,
        lastRow: 101,
        count: 20,
        from: '2026-01-01T05:00:00+08:00',
        to: '2026-01-01T09:45:00+08:00',
      },
      { code: 'gap', row: null, from: '2026-01-02T01:00:00+08:00', to: '2026-01-02T03:00:00+08:00' },
    ]);
    expect(report.channels[0]).toMatchObject({ gaps: 1, missing: 8 });
    expect(desk.rollUps('1d').map(({ count, expected }) => [count, expected])).toEqual([
      [96, 96],
      [88, 96],
    ]);
    // A later file closes the gap.
    const closing = await desk.import(text(rows));
    expect(closing).toMatchObject({ accepted: 8, repeated: 184 });
    expect(closing.channels[0]).toMatchObject({ gaps: 0 });
  });

  it('an hour that comes twice is named as such: no time of ours has it', async () => {
    using desk = new ReadingsDesk();
    const second = rows.slice(8, 12).map(([t, v]) => [t, `${v}.5`]);
    const report = await desk.import(text([...rows.slice(0, 12), ...second, ...rows.slice(12)]));
    expect(report).toMatchObject({ accepted: 192, revised: 4 });
    expect(report.findings[0]).toMatchObject({
      ...{
        code: 'doubled-hour',
        row: 14,
        lastRow: 17,
        from: '2026-01-01T02:00:00+08:00',
        to: '2026-01-01T02:45:00+08:00',
      },
    });
    expect(report.counts).toEqual({ 'doubled-hour': 4, 'conflicting-value': 4 });
  });

  it('what is no number or no time is rejected with its row, and is a gap, not zero', async () => {
    using desk = new ReadingsDesk();
    const faulted = rows.slice(0, 20).map(([t, v]) => [t, v]);
    faulted[3] = [faulted[3]?.[0] ?? '', 'ERR'];
    faulted[4] = [faulted[4]?.[0] ?? '', ''];
    faulted[5] = [faulted[5]?.[0] ?? '', 'N/A'];
    faulted[8] = ['合计', '210'];
    faulted[10] = [faulted[10]?.[0] ?? '', '11', '7'];
    const report = await desk.import(text(faulted));
    expect(report).toMatchObject({ rows: 20, accepted: 15, rejected: 5 });
    expect(found(report)).toEqual(['not-a-number 5', 'blank 6-7', 'bad-time 10', 'extra-cell 12', 'gap', 'gap', 'gap']);
    expect(report.findings[0]).toMatchObject({ column: 'v', value: 'ERR', from: '2026-01-01T00:45:00+08:00' });
    expect(report.channels[0]).toMatchObject({ gaps: 3, missing: 5 });
    expect(desk.lines()).toHaveLength(15);
    for (const { sentence } of report.findings)
      expect(`${sentence.zh}${sentence.en}`).not.toMatch(/undefined|NaN|\[object/);
  });

  it('odd values and times are kept as they are, and named', async () => {
    using desk = new ReadingsDesk();
    const faulted = rows.slice(0, 20).map(([t, v]) => [t, v]);
    faulted[3] = [faulted[3]?.[0] ?? '', '-4'];
    faulted[5] = ['2026-01-01 01:17', '6.25'];
    faulted[7] = [faulted[7]?.[0] ?? '', '"8,5"'];
    faulted[19] = ['2026-09-01 00:00', '1'];
    const report = await desk.import(text(faulted));
    expect(report).toMatchObject({ accepted: 20, rejected: 0 });
    expect(found(report).filter((code) => !code.startsWith('gap'))).toEqual([
      'negative-amount 5',
      'off-grid 7',
      'number-style 9',
      'in-future 21',
    ]);
    expect(desk.raw()[7]).toMatchObject({ value: 8.5, text: '8,5' });
    expect(desk.raw()[3]?.value).toBe(-4);
  });

  it('newest first is an order like the other', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import(text(rows.toReversed()));
    expect([report.read.order, report.findings, report.accepted]).toEqual(['descending', [], 192]);
  });
});

describe('numbers', () => {
  it('with decimal commas and separators of thousands are read by the whole column', async () => {
    using desk = new ReadingsDesk();
    await desk.import('t;v\n2026-01-01 00:00;1.234,5\n2026-01-01 00:15;3,17\n2026-01-01 00:30;1.200\n');
    expect(desk.raw().map(({ value }) => value)).toEqual([1234.5, 3.17, 1200]);
    await desk.import('t,v\n2026-01-01 00:00,"1,234.5"\n2026-01-01 00:15,3.17\n2026-01-01 00:30,"1,200"\n', {
      columns: one({ column: 'v', channel: 'point' }),
    });
    expect(desk.raw('point').map(({ value }) => value)).toEqual([1234.5, 3.17, 1200]);
    const unclear = 't,v\n2026-01-01 00:00,"1,234"\n2026-01-01 00:15,"1,200"\n';
    expect(await refused(desk.import(unclear, { columns: one({ column: 'v', channel: 'x' }) }))).toBe(
      'decimal-unclear',
    );
    await desk.import(unclear, { columns: one({ column: 'v', channel: 'x' }), decimal: 'comma' });
    expect(desk.raw('x').map(({ value }) => value)).toEqual([1.234, 1.2]);
  });

  it('of a registered channel are converted by its factor, in its own unit and no other', async () => {
    using desk = new ReadingsDesk();
    desk.db.transaction(() => {
      const blank = { gateway: null, enterprise: null, longitude: null, latitude: null, settings: {} };
      registerDevice(desk.db, { ...blank, id: 'gw', protocol: 'mqtt', name: 'gw' }, NOW);
      const channel = { ...plainChannel, id: 'meter', name: 'meter', device: 'gw', address: 'P', unitOfMeasure: 'kWh' };
      registerChannel(
        desk.db,
        { ...channel, kind: 'amount', quantity: 'electricity', factor: 4000, intervalMs: QUARTER },
        NOW,
      );
    })();
    const report = await desk.import(csv(quarters('2026-01-01T00:00', 4)), { columns: one({ column: 'v' }) });
    expect([report.accepted, report.channels[0]?.made]).toEqual([4, false]);
    expect(desk.raw().map(({ value, text }) => [value, text])).toEqual([
      [4000, '1'],
      [8000, '2'],
      [12000, '3'],
      [16000, '4'],
    ]);
    expect(
      await refused(desk.import(csv(quarters('2026-01-02T00:00', 4)), { columns: one({ column: 'v', unit: 'MWh' }) })),
    ).toBe('channel-differs');
  });
});

describe('kinds of file', () => {
  it('with blanks around cells is the same: a repeated value is one, and its row is found', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import('t , v\n 2026-01-01 00:00, 1 \n2026-01-01 00:15,2\n2026-01-01 00:00,1\n');
    expect(report.findings).toMatchObject([{ code: 'repeated-row', row: 4, other: { row: 2 } }]);
    expect(desk.raw()[0]?.text).toBe('1');
  });

  it('GB18030 text, and workbooks with true dates, texts and day numbers', async () => {
    using desk = new ReadingsDesk();
    await desk.import(encodeLegacy('时间,电量\n2026年1月1日 0:00,1\n2026年1月1日 0:15,2\n', 'gb18030'), {
      columns: one({ column: '电量' }),
    });
    expect(desk.lines()).toEqual(['2026-01-01T00:00 1', '2026-01-01T00:15 2']);

    // 46023 = 2026-01-01; style 1 shows it as a date with a clock.
    const styles =
      '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
    const cells = (style: string) =>
      [0, 1, 2]
        .map(
          (n) =>
            `<row r="${n + 2}"><c r="A${n + 2}"${style}><v>${46023 + n / 96}</v></c><c r="B${n + 2}"><v>${n + 0.5}</v></c></row>`,
        )
        .join('');
    const head =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>时间</t></is></c><c r="B1" t="inlineStr"><is><t>v</t></is></c></row>';
    for (const [channel, style] of [
      ['dates', ' s="1"'],
      ['serials', ''],
    ] as const) {
      const book = workbookBytes({ sheets: { 数据: head + cells(style) }, styles });
      const report = await desk.import(book, { file: `${channel}.xlsx`, columns: one({ column: 'v', channel }) });
      expect(report.file).toMatchObject({ format: 'xlsx', sheet: '数据' });
      expect(desk.lines(channel)).toEqual(['2026-01-01T00:00 0.5', '2026-01-01T00:15 1.5', '2026-01-01T00:30 2.5']);
    }
  });

  it('workbooks with several sheets: the one that is named, else the first that fits', async () => {
    using desk = new ReadingsDesk();
    const table = (v: string) =>
      inlineRows([
        ['t', 'v'],
        ['2026-01-01 00:00', v],
        ['2026-01-01 00:15', v],
      ]);
    const sheets = {
      说明: inlineRows([
        ['a', 'b'],
        ['x', 'y'],
      ]),
      一月: table('1'),
      二月: table('2'),
    };
    const first = await desk.import(workbookBytes({ sheets }), { file: 'a.xlsx' });
    expect([first.file.sheet, noted(first), desk.raw()[0]?.text]).toEqual(['一月', ['other-sheets'], '1']);
    await desk.import(workbookBytes({ sheets }), {
      file: 'b.xlsx',
      sheet: '二月',
      columns: one({ column: 'v', channel: 'second' }),
    });
    expect(desk.raw('second')[0]?.text).toBe('2');
    expect(await refused(desk.import(workbookBytes({ sheets }), { file: 'c.xlsx', sheet: '三月' }))).toBe(
      'sheet-missing',
    );
  });

  it('workbooks in which a program has made dates of some texts are refused', async () => {
    using desk = new ReadingsDesk();
    const rows = Array.from({ length: 40 }, (_, day) => {
      const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
      const text = date.replace(/(\d{4})-(\d\d)-(\d\d)/, '$3/$2/$1 08:00');
      return [Number(date.slice(8)) <= 12 ? `${date}T08:00:00` : text, String(day)];
    });
    expect(
      await refused(
        desk.import(workbookBytes({ sheets: { s: inlineRows([['t', 'v'], ...rows]) } }), { file: 'x.xlsx' }),
      ),
    ).toBe('date-cells-mixed');
  });

  it('the refusal of mixed date cells shows one of the texts, also where the calendar knows it only one way', async () => {
    using desk = new ReadingsDesk();
    const rows = [13, 14, 15, 16].flatMap((day) => [
      [`${day}/01/2026 08:00`, '1'],
      [`2026-02-0${day - 12}T08:00:00`, '2'],
    ]);
    const mixed = desk.import(workbookBytes({ sheets: { s: inlineRows([['t', 'v'], ...rows]) } }), { file: 'x.xlsx' });
    await expect(mixed).rejects.toMatchObject({ code: 'date-cells-mixed', params: { example: '13/01/2026 08:00' } });
  });

  it('months stand for themselves: nothing is due of them, and nothing is spread over days', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import('月份,v\n2026年1月,31\n2026年2月,28\n2026年3月,31\n2026年5月,31\n');
    expect([report.accepted, report.read.interval, noted(report), found(report)]).toEqual([4, null, ['monthly'], []]);
    expect(desk.rollUps('1mo')).toMatchObject([
      { from: '2026-01-01T00:00:00+08:00', sum: 31, expected: null },
      { sum: 28 },
      { sum: 31 },
      { sum: null, count: 0 },
      { sum: 31 },
    ]);
  });

  it('a column of months beside one of days says nothing more', async () => {
    using desk = new ReadingsDesk();
    const report = await desk.import('month,day,v\n2026-01,2026-01-30,1\n2026-01,2026-01-31,2\n2026-02,2026-02-01,3\n');
    expect(report.read).toMatchObject({ timeColumns: ['day'], interval: '1d' });
  });

  it.each([
    ['seconds', 1],
    ['milliseconds', 1000],
  ])('times may be %s since 1970', async (_, factor) => {
    using desk = new ReadingsDesk();
    const from = Date.parse('2026-01-01T00:00:00+08:00') / 1000;
    const rows = Array.from({ length: 96 }, (_, at) => [String((from + at * 900) * factor), '1']);
    const report = await desk.import(csv(rows, 'timestamp,v'));
    expect(report.read).toMatchObject({ timeColumns: ['timestamp'], interval: '15m', midnight: 0 });
    expect(desk.rollUps('1d')).toEqual([{ from: '2026-01-01T00:00:00+08:00', sum: 96, count: 96, expected: 96 }]);
  });

  it('tables of several meters are told apart by a column; without it, their conflicts say so', async () => {
    using desk = new ReadingsDesk();
    const rows = quarters('2026-01-01T00:00', 40).flatMap(([t, v]) => [
      ['A', t, v],
      ['B', t, `${v}.5`],
    ]);
    const long = csv(rows, '表号,t,v');
    const mixed = await desk.import(long);
    expect([mixed.revised, noted(mixed)]).toEqual([40, ['several-series']]);
    const one = await desk.import(long, { columns: [{ column: 'v', channel: 'b' }], where: [['表号', 'B']] });
    expect(one).toMatchObject({ rows: 40, accepted: 40, findings: [], notes: [{ code: 'unit-unknown' }] });
    expect(desk.lines('b')[1]).toBe('2026-01-01T00:15 2.5');
    expect(await refused(desk.import(long, { where: [['表', 'B']] }))).toBe('column-missing');
  });

  it('wide tables come in at once: all columns of numbers, or those of a map', async () => {
    using desk = new ReadingsDesk();
    const wide = 't,P(kW),Q(kWh),shift\n2026-01-01 00:00,1,10,甲\n2026-01-01 00:15,2,,乙\n';
    const all = await desk.import(wide, { columns: { prefix: 'mill' } });
    expect(all).toMatchObject({ rows: 2, accepted: 3, rejected: 1 });
    expect(
      all.channels.map(({ channel, kind, rows, accepted, rejected }) => [channel, kind, rows, accepted, rejected]),
    ).toEqual([
      ['mill/P(kW)', 'level', 2, 2, 0],
      ['mill/Q(kWh)', 'amount', 2, 1, 1],
    ]);
    expect(noted(all)).toEqual(['columns-passed-over']);
    expect(new Set([...desk.raw('mill/P(kW)'), ...desk.raw('mill/Q(kWh)')].map(({ message }) => message)).size).toBe(1);
    const map = await desk.import(wide, {
      columns: [
        { column: 'Q(kWh)', channel: 'q' },
        { column: 'p(kw)', channel: 'p' },
      ],
    });
    expect(map.channels.map(({ channel, column }) => [channel, column])).toEqual([
      ['q', 'Q(kWh)'],
      ['p', 'P(kW)'],
    ]);
    expect(desk.raw('p')).toHaveLength(2);
  });
});

describe('whatever the order and however often', () => {
  it('the same rows make the same readings and roll-ups', async () => {
    const rows = quarters('2026-01-01T00:00', 96 * 3);
    using whole = new ReadingsDesk();
    await whole.import(csv(rows));
    const expected = [whole.lines(), whole.rollUps('1h'), whole.rollUps('1d'), whole.rollUps('1mo')];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
        fc.subarray(rows),
        async (shuffled, twice) => {
          using desk = new ReadingsDesk();
          const report = await desk.import(csv([...shuffled, ...twice]), { intervalMs: QUARTER, midnight: 0 });
          expect(report).toMatchObject({ accepted: rows.length, repeated: twice.length, revised: 0 });
          expect([desk.lines(), desk.rollUps('1h'), desk.rollUps('1d'), desk.rollUps('1mo')]).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);
});
