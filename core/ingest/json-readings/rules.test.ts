import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines } from './ndjson-rules.ts';
import { issuesOf, readPayload } from './read-payload.ts';
import { rowReason } from './row-reasons.ts';
import { JsonRows, type JsonSender } from './rules.ts';
import { readTopic, siteAddress } from './topic-rules.ts';

const T = 1_719_705_600_000;
const sender: JsonSender = { device: 'D1', name: null, receivedAt: null, mayName: (device) => device === 'D2' };

function read(payload: unknown, more: Partial<JsonSender> = {}, limit = 1000): JsonRows {
  const rows = new JsonRows({ ...sender, ...more }, limit);
  rows.document(payload);
  return rows;
}

const found = (rows: JsonRows) =>
  Array.from(rows.readings, ({ device, address, value, text, flag }) => [device, address, value, text, flag]);

it.each<[unknown, number | null, string]>([
  [1.5, 1.5, '1.5'],
  ['1.50', 1.5, '1.50'],
  [' -1e3 ', -1000, '-1e3'],
  ['.5', 0.5, '.5'],
  [true, 1, 'true'],
  [false, 0, 'false'],
  [null, null, ''],
  ['NaN', null, 'NaN'],
  ['--', null, '--'],
  ['12,5', null, '12,5'],
  ['0x10', null, '0x10'],
  ['1e999', null, '1e999'],
])('takes the value %j as %s', (v, value, text) => {
  expect([...read({ t: T, name: 'p', v }).readings]).toEqual([
    { device: 'D1', address: 'p', time: T, value, text, flag: null },
  ]);
});

it.each<[unknown, string | null]>([
  ['N', 'N'],
  [' D ', 'D'],
  ['good', 'good'],
  [true, 'good'],
  [false, 'bad'],
  [192, '192'],
  ['', null],
  [null, null],
])('passes the quality mark %j as %s', (q, flag) => {
  expect(read({ t: T, name: 'p', v: 1, q }).readings.flag).toEqual([flag]);
});

it('takes the longer names of fields', () => {
  expect(found(read({ time: T, name: 'p', value: 1, quality: 'N' }))).toEqual([['D1', 'p', 1, '1', 'N']]);
});

it('gives a table the marks of its cells, its rows or all of it, and leaves empty cells out', () => {
  const table = {
    t: [T, T + 1],
    names: ['a', 'b'],
    v: [
      [1, null],
      [3, 4],
    ],
  };
  const marks = (q: unknown) => read({ ...table, q }).readings.flag;
  expect(found(read(table)).map(([, address, value]) => [address, value])).toEqual([
    ['a', 1],
    ['a', 3],
    ['b', 4],
  ]);
  expect(
    marks([
      ['x', 'y'],
      ['z', null],
    ]),
  ).toEqual(['x', 'z', null]);
  expect(marks(['x', 'y'])).toEqual(['x', 'y', 'y']);
  expect(marks('x')).toEqual(['x', 'x', 'x']);
});

it('counts the rows of a table that is the whole payload, and of a table in an array as one', () => {
  const table = { t: [T, 'never'], names: ['a'], v: [[1], [2]] };
  expect(read(table).faults).toMatchObject([{ row: 2, code: 'time-unreadable' }]);
  expect(read([{ t: T, name: 'a', v: 1 }, table]).faults).toMatchObject([{ row: 2, code: 'time-unreadable' }]);
});

it('lets the topic name the channel', () => {
  const topic = { name: 'power', receivedAt: T + 5 };
  expect(
    found(
      read(
        [
          { t: T, v: 1 },
          { t: T, v: 2, name: 'other' },
        ],
        topic,
      ),
    ).map(([, address]) => address),
  ).toEqual(['power', 'other']);
  const bare = read(23.5, topic);
  expect([...bare.readings]).toMatchObject([{ address: 'power', time: T + 5, value: 23.5 }]);
  expect(issuesOf(bare)).toEqual([{ code: 'time-of-arrival', count: 1 }]);
});

it('lets a sender name the devices that it speaks for', () => {
  const rows = read({
    device: 'D2',
    readings: [
      { t: T, name: 'a', v: 1 },
      { t: T, name: 'a', v: 2, device: 'D3' },
      { t: T, name: 'a', v: 3, device: 'D1' },
    ],
  });
  expect(found(rows).map(([device, , value]) => [device, value])).toEqual([
    ['D2', 1],
    ['D1', 3],
  ]);
  expect(rows.faults).toMatchObject([{ row: 2, code: 'device-not-yours', detail: 'D3' }]);
});

it.each([
  [{ t: T, name: '', v: 1 }, 'name-missing'],
  [{ t: T, name: ' \t', v: 1 }, 'name-missing'],
  [{ t: T, name: 5, v: 1 }, 'name-unreadable'],
  [{ t: T, name: 'a\nb', v: 1 }, 'name-unreadable'],
  [{ t: T, name: 'x'.repeat(129), v: 1 }, 'name-unreadable'],
  [{ t: T, name: 'a', v: [1] }, 'value-unreadable'],
  [{ t: T, name: 'a', v: {} }, 'value-unreadable'],
  [{ t: T, name: 'a', v: '9'.repeat(129) }, 'value-too-long'],
  [{ t: T, name: 'a', v: 1, q: {} }, 'quality-unreadable'],
  [{ t: T, name: 'a', v: 1, q: 'x'.repeat(33) }, 'quality-unreadable'],
  [{ t: T, name: 'a', v: 1, device: 7 }, 'device-unreadable'],
  [{ t: T, name: 'a', v: 1, device: ' ' }, 'device-unreadable'],
  [{ t: T, name: 'a', v: 1, device: 'D1\n' }, 'device-unreadable'],
  [{ t: T, values: [1] }, 'not-a-reading'],
  [{ readings: 'x' }, 'not-a-reading'],
  [{ t: [T], names: ['a'], v: [[1], [2]] }, 'columns-uneven'],
  [{ t: T, names: ['a'], v: [[1]] }, 'columns-uneven'],
  ['text', 'not-a-reading'],
])('names what is wrong with %j: %s', (payload, code) => {
  const rows = read(payload);
  expect([rows.readings.length, rows.faults.map((fault) => fault.code)]).toEqual([0, [code]]);
});

it('stops at the limit, and says so once', () => {
  const rows = read(
    Array.from({ length: 10 }, (_, index) => ({ t: T + index, name: 'a', v: index })),
    {},
    4,
  );
  expect([rows.readings.length, rows.faults]).toEqual([4, [{ row: 5, code: 'too-many-readings', detail: '4' }]]);
});

it('has a sentence for every fault', () => {
  for (const payload of ['x', { t: 'x', name: 'a', v: 1 }, { name: 'a', v: 1 }, [{ t: T, v: 1 }]]) {
    for (const fault of read(payload).faults)
      expect(Object.values(rowReason(fault)).every((text) => text.length > 5)).toBe(true);
  }
});

it('reads any line as the JSON parser does, however plain it is', () => {
  const ofParser = (line: string, rows: JsonRows): void => {
    let item: unknown;
    try {
      item = JSON.parse(line);
    } catch {
      if (line.trim() !== '') rows.fault(1, 'not-json', line.slice(0, 40));
      return;
    }
    rows.item(item, 1);
  };
  const number = fc.oneof(
    fc.integer().map(String),
    fc.double().map(String),
    fc.tuple(fc.nat({ max: 9999 }), fc.stringMatching(/^[0-9]{0,12}$/)).map(([whole, part]) => `${whole}.${part}`),
    fc.constantFrom('-0', '007', '5.', '.5', '-', '1e5', '1.2.3', '0.10', '123456789012345.6', '1 2', '+1'),
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((each) => JSON.stringify(each)),
    fc.constantFrom(
      '"D1"',
      '"D2"',
      '"功率"',
      '"N"',
      '"2024-06-30T08:00:00+08:00"',
      '"\\u0041"',
      '"a\tb"',
      `"${'x'.repeat(300)}"`,
      '"',
    ),
  );
  const time = fc.oneof({ weight: 5, arbitrary: fc.constant(String(T)) }, number);
  const key = fc.constantFrom(
    'device',
    't',
    'time',
    'name',
    'v',
    'value',
    'q',
    'quality',
    'names',
    '__proto__',
    'constructor',
  );
  const other = fc.oneof(number, text, fc.constantFrom('null', 'true', '[1]', '{}', ''));
  const field = fc.oneof(
    fc.tuple(fc.constantFrom('t', 'time'), time),
    fc.tuple(fc.constantFrom('name', 'device', 'q', 'v'), text),
    fc.tuple(fc.constantFrom('v', 'value'), number),
    fc.tuple(key, other),
  );
  const space = fc.constantFrom('', '', ' ', '\t', '\r');
  const line = fc
    .tuple(fc.array(field, { maxLength: 6 }), space, fc.constantFrom('}', '}', '}', '', '},', '}x', '}\r'))
    .map(
      ([all, gap, end]) =>
        `{${all.map(([name, value]) => `${gap}"${name}"${gap}:${gap}${value}`).join(',')}${gap}${end}`,
    );
  const usual = fc
    .tuple(text, time, text, number, fc.option(text, { nil: undefined }))
    .map(
      ([device, t, name, v, q]) =>
        `{"device":${device},"t":${t},"name":${name},"v":${v}${q === undefined ? '' : `,"q":${q}`}}`,
    );
  const plain = fc
    .tuple(fc.constantFrom('D1', 'D2', 'D3'), fc.string({ minLength: 1 }), number, fc.constantFrom('N', 'good', ''))
    .map(
      ([device, name, v, q]) => `{"device":"${device}","t":${T},"name":${JSON.stringify(name)},"v":${v},"q":"${q}"}`,
    );
  fc.assert(
    fc.property(fc.oneof(line, usual, plain, fc.constantFrom('', '  ', '{', 'null', '7', '[]')), (each) => {
      const [rows, parsed] = [new JsonRows(sender, 1000), new JsonRows(sender, 1000)];
      readLines(new TextEncoder().encode(each), 1, rows);
      ofParser(each.isWellFormed() ? each : each.toWellFormed(), parsed);
      expect([[...rows.readings], rows.rows, rows.faults]).toEqual([[...parsed.readings], parsed.rows, parsed.faults]);
    }),
    { numRuns: 5000 },
  );
});

it('numbers lines whatever is wrong with others', () => {
  const good = (v: number) => `{"t":${T},"name":"a","v":${v}}\n`;
  const bytes = Buffer.concat([
    ...[good(1), '\n', '{"t":1}{}\n', '\r\n', good(5)].map((line) => Buffer.from(line)),
    ...[Buffer.from([0x22, 0xff, 0x0a]), Buffer.from(good(7)), Buffer.from(good(8).trim())],
  ]);
  const rows = new JsonRows(sender, 1000);
  expect(readLines(bytes, 11, rows)).toBe(8);
  expect([rows.readings.value, rows.rows]).toEqual([
    [1, 5, 7, 8],
    [11, 15, 17, 18],
  ]);
  expect(rows.faults.map(({ row, code }) => [row, code])).toEqual([
    [13, 'not-json'],
    [16, 'not-json'],
  ]);
});

it('reads any JSON and any bytes without throwing, and gives only sound readings', () => {
  const check = (rows: JsonRows) => {
    for (const { address, time, value, text } of rows.readings) {
      expect(
        address.length > 0 &&
          Number.isInteger(time) &&
          (value === null || Number.isFinite(value)) &&
          text.length <= 128,
      ).toBe(true);
    }
    expect(rows.rows).toHaveLength(rows.readings.length);
  };
  const keys = fc.constantFrom(
    't',
    'time',
    'name',
    'v',
    'value',
    'q',
    'values',
    'names',
    'readings',
    'device',
    '__proto__',
    'constructor',
  );
  const leaf = fc.oneof(fc.constant(T), fc.string(), fc.double(), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (payload) => check(read(payload, { receivedAt: T }))),
    { numRuns: 1000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => check(readPayload(bytes, sender, 100))));
});

it('is not led astray by depth', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const rows = readPayload(new TextEncoder().encode(deep), sender, 100);
  expect(rows.readings).toHaveLength(0);
  expect(rows.faults).toHaveLength(1);
});

it.each([
  ['lianggao/v1/D1/readings', { device: 'D1', name: null }],
  ['lianggao/v1/D1/power', { device: 'D1', name: 'power' }],
  ['lianggao/v1/设备/a/b', { device: '设备', name: 'a/b' }],
  ['lianggao/v1/D1', null],
  ['lianggao/v1//x', null],
  ['lianggao/v1/ /x', null],
  ['lianggao/v1/D1\n/x', null],
  ['lianggao/v1/D1/', null],
  ['lianggao/v2/D1/x', null],
  ['', null],
])('reads the topic %s', (topic, expected) => {
  expect(readTopic(topic)).toEqual(expected);
});

it('names readings of a site by topic and name', () => {
  expect([siteAddress('a/b', null), siteAddress('a/b', 'c')]).toEqual(['a/b', 'a/b/c']);
});
