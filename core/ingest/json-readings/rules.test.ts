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
  rows.readings.map(({ device, address, value, text, flag }) => [device, address, value, text, flag]);

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
  expect(read({ t: T, name: 'p', v }).readings).toEqual([
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
  expect(read({ t: T, name: 'p', v: 1, q }).readings[0]?.flag).toBe(flag);
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
  const marks = (q: unknown) => read({ ...table, q }).readings.map(({ flag }) => flag);
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
  expect(bare.readings).toMatchObject([{ address: 'power', time: T + 5, value: 23.5 }]);
  expect(issuesOf(bare)).toEqual([{ code: 'time-of-arrival', detail: '1 ×' }]);
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
  [{ t: T, name: 5, v: 1 }, 'name-unreadable'],
  [{ t: T, name: 'a\nb', v: 1 }, 'name-unreadable'],
  [{ t: T, name: 'x'.repeat(129), v: 1 }, 'name-unreadable'],
  [{ t: T, name: 'a', v: [1] }, 'value-unreadable'],
  [{ t: T, name: 'a', v: {} }, 'value-unreadable'],
  [{ t: T, name: 'a', v: '9'.repeat(129) }, 'value-too-long'],
  [{ t: T, name: 'a', v: 1, q: {} }, 'quality-unreadable'],
  [{ t: T, name: 'a', v: 1, q: 'x'.repeat(33) }, 'quality-unreadable'],
  [{ t: T, name: 'a', v: 1, device: 7 }, 'device-unreadable'],
  [{ t: T, values: [1] }, 'not-a-reading'],
  [{ readings: 'x' }, 'not-a-reading'],
  [{ t: [T], names: ['a'], v: [[1], [2]] }, 'columns-uneven'],
  [{ t: T, names: ['a'], v: [[1]] }, 'columns-uneven'],
  ['text', 'not-a-reading'],
])('names what is wrong with %j: %s', (payload, code) => {
  const rows = read(payload);
  expect([rows.readings, rows.faults.map((fault) => fault.code)]).toEqual([[], [code]]);
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

it('reads lines together as it reads them one by one', () => {
  const aLine = fc.oneof(
    fc
      .record({
        t: fc.constant(T),
        name: fc.constantFrom('a', 'b'),
        v: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
      })
      .map((row) => JSON.stringify(row)),
    fc.constantFrom('', '  ', '{', '{"a":1},{"b":2}', '[1', '2]', 'null', '"x"', '7'),
  );
  fc.assert(
    fc.property(fc.array(aLine, { maxLength: 8 }), fc.boolean(), (lines, ends) => {
      const together = new JsonRows(sender, 1000);
      expect(readLines(lines.join('\n') + (ends ? '\n' : ''), 1, together)).toBeGreaterThanOrEqual(lines.length - 1);
      const single = new JsonRows(sender, 1000);
      for (const [index, line] of lines.entries()) readLines(line, index + 1, single);
      expect(together.readings).toEqual(single.readings);
      expect(together.rows).toEqual(single.rows);
    }),
  );
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
  expect(rows.readings).toEqual([]);
  expect(rows.faults).toHaveLength(1);
});

it.each([
  ['lianggao/v1/D1/readings', { device: 'D1', name: null }],
  ['lianggao/v1/D1/power', { device: 'D1', name: 'power' }],
  ['lianggao/v1/设备/a/b', { device: '设备', name: 'a/b' }],
  ['lianggao/v1/D1', null],
  ['lianggao/v1//x', null],
  ['lianggao/v1/D1/', null],
  ['lianggao/v2/D1/x', null],
  ['', null],
])('reads the topic %s', (topic, expected) => {
  expect(readTopic(topic)).toEqual(expected);
});

it('names readings of a site by topic and name', () => {
  expect([siteAddress('a/b', null), siteAddress('a/b', 'c')]).toEqual(['a/b', 'a/b/c']);
});
