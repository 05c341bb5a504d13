// `hj212 decode`: one line out for each line in, in the shapes that are promised, whatever stands in the lines.
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay, vectorsOf } from '../../core/ingest/hj212/vector-fixture.ts';
import { type Hj212DecodeOptions, hj212DecodeCommand } from './hj212-commands.ts';

async function decode(chunks: readonly (string | Buffer)[], options: Partial<Hj212DecodeOptions> = {}) {
  const output = new PassThrough();
  const text = output.toArray();
  await hj212DecodeCommand(
    { dialect: 'hj212', ...options },
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
    output,
  );
  output.end();
  const lines = Buffer.concat(await text)
    .toString()
    .split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line));
}
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

describe('shapes', () => {
  it('frames: what is there, and nothing else', async () => {
    const vectors = vectorsOf('frame');
    const answers = await decode(vectors.map(({ id, frame }) => line({ id, frame })));
    for (const [i, { id, valid, reason, expected }] of vectors.entries()) {
      const { cp_items: _, ...shown } = expected ?? {};
      expect(answers[i]).toEqual(valid ? { id, valid, ...shown } : { id, valid, reason });
    }
  });

  it('streams and split messages', async () => {
    const [streams, sets] = [vectorsOf('stream'), vectorsOf('multipart')];
    const answers = await decode([...streams, ...sets].map(line));
    expect(answers).toEqual([
      ...streams.map(({ id, expected_frames: frames }) => ({ id, frames })),
      ...sets.map(({ id, expected }) => ({ id, ...expected })),
    ]);
  });

  it('a set that is not whole, or not one message, or holds bad frames, says so', async () => {
    const [first, second] = vectorsOf('multipart');
    const [part = '', rest = ''] = first?.frames ?? [];
    const [answer, mixed] = await decode([
      line({ id: 1, frames: [part, 'x'] }),
      line({ id: 2, frames: [part, rest, ...(second?.frames ?? [])] }),
    ]);
    expect(answer).toMatchObject({ id: 1, parts: 1, incomplete: true, of: 2, rejected: ['no_header'] });
    expect(mixed).toEqual({ id: 2, ...first?.expected, others: [second?.expected] });
  });

  it('a session’s lines have no id: the number of the line names them', async () => {
    const answers = await decode(replay.map(line));
    expect(answers.map(({ id, valid }) => [id, valid])).toEqual(replay.map((_, i) => [i + 1, true]));
  });

  it('a frame without CR LF is not valid, but its contents are shown', async () => {
    const frame = vectorsOf('frame')
      .find(({ valid }) => valid)
      ?.frame.trimEnd();
    expect(await decode([line({ id: 'a', frame })])).toMatchObject([
      { id: 'a', valid: false, reason: 'tail_missing', header: { MN: expect.any(String) } },
    ]);
  });

  it('with --issues departures are named; with --dialect a MODBUS check value is right', async () => {
    const modbus = vectorsOf('frame').find(({ reason }) => reason === 'crc_modbus_variant');
    const [answer] = await decode([line(modbus)], { dialect: 'modbus', issues: true });
    expect(answer).toMatchObject({ valid: true, issues: expect.arrayContaining(['crc-modbus', 'mn-not-24-hex']) });
  });
});

describe('bad input', () => {
  it('is answered in its place, and the next line goes on', async () => {
    const good = line({ id: 'last', frame: '' });
    const answers = await decode([
      'nonsense\n',
      '\n',
      '[1]\n',
      'null\n',
      '{"id":7,"frame":5}\n',
      '{"frames":["a",1]}\n',
      good.trimEnd(),
    ]);
    expect(answers.map(({ id, error }) => [id, typeof error])).toEqual([
      ...Array(4).fill([null, 'string']),
      [7, 'string'],
      [null, 'string'],
      ['last', 'undefined'],
    ]);
  });

  it('of any bytes, cut anywhere, gives as many lines as it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), async (chunks) => {
        const bytes = Buffer.concat(chunks);
        const expected = bytes.length === 0 ? 0 : bytes.toString('latin1').replace(/\n$/, '').split('\n').length;
        expect(await decode(chunks.map((chunk) => Buffer.from(chunk)))).toHaveLength(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('ends quietly where nobody reads on', async () => {
    const output = new PassThrough();
    output.destroy(new Error('EPIPE'));
    await hj212DecodeCommand({ dialect: 'hj212' }, Readable.from([Buffer.from('x\n'.repeat(100_000))]), output);
    expect(output.destroyed).toBe(true);
  });
});
