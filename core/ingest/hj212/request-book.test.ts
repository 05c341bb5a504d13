// The platform's own requests: sent again after 10 s, three times; what came for them; late and lost answers.
import { describe, expect, it } from 'vitest';
import { RequestBook, type RequestOutcome } from './request-book.ts';
import { parseSegment } from './segment.ts';

const to = { st: '32', pw: '123456', mn: 'A1', version: 1 };
const start = Date.parse('2024-05-01T00:00:00Z');
function ask(cn = '2051', cp = '') {
  const book = new RequestBook();
  const ends: RequestOutcome[] = [];
  const sent = book.ask(to, { cn, cp }, start, (outcome) => ends.push(outcome));
  return { book, ends, sent };
}
const data = (cn: string, qn: string) =>
  parseSegment(`QN=${qn};ST=32;CN=${cn};PW=123456;MN=A1;Flag=4;CP=&&DataTime=20240501080000&&`);

it('names each request by a QN of its own, also within a millisecond', () => {
  const { book, sent } = ask();
  const second = book.ask(to, { cn: '1061', cp: '' }, start, () => undefined);
  expect([sent.qn, second.qn]).toEqual(['20240501080000000', '20240501080000001']);
  expect(sent).toEqual({ qn: '20240501080000000', st: '32', cn: '2051', pw: '123456', mn: 'A1', flag: 5, cp: '' });
});

it('is sent again after 10 s, three times, then ends unanswered', () => {
  const { book, ends, sent } = ask();
  const resent = Array.from({ length: 60 }, (_, second) => book.due(start + second * 1000).map(() => second)).flat();
  expect(resent).toEqual([10, 20, 30]);
  expect(ends).toEqual([{ outcome: 'unanswered', code: null, data: [] }]);
  expect([book.size, book.answered('9011', sent.qn, { QnRtn: '1' }, start)]).toEqual([0, false]);
});

describe('answers', () => {
  it('9011, data under a QN of their own, 9012', () => {
    const { book, ends, sent } = ask();
    book.data(data('2051', '20240501080000534'), start);
    book.answered('9011', sent.qn, { QnRtn: '1' }, start);
    expect(book.due(start + 20_000)).toEqual([]);
    book.data(data('2051', '20240501080000534'), start);
    book.data(data('2061', '20240501080000535'), start);
    book.answered('9012', sent.qn, { ExeRtn: '1' }, start);
    expect(ends).toMatchObject([{ outcome: 'done', code: '1', data: [{ qn: '20240501080000534' }] }]);
  });

  it.each([
    ['9011', { QnRtn: '2' }, 'refused', '2'],
    ['9012', { ExeRtn: '4' }, 'failed', '4'],
    ['9012', { ExeRtn: '1' }, 'done', '1'],
  ])('%s %o: %s', (cn, params, outcome, code) => {
    const { book, ends, sent } = ask();
    book.answered(cn, sent.qn, params, start);
    expect(ends).toEqual([{ outcome, code, data: [] }]);
  });

  it('9013 ends a notice', () => {
    const { book, ends, sent } = ask('2012');
    book.answered('9013', sent.qn, {}, start);
    expect(ends).toMatchObject([{ outcome: 'done' }]);
  });

  it('accepted without a result ends unfinished; so does a lost connection', () => {
    const { book, ends, sent } = ask();
    book.answered('9011', sent.qn, { QnRtn: '1' }, start);
    book.due(start + 60_000);
    expect(ends).toMatchObject([{ outcome: 'unfinished' }]);
    const lost = ask();
    lost.book.endAll();
    expect(lost.ends).toMatchObject([{ outcome: 'unanswered' }]);
  });

  it('a clock set back an hour keeps nobody waiting for an hour', () => {
    const { book, ends } = ask();
    const back = start - 3_600_000;
    for (let second = 0; second < 200; second++) book.due(back + second * 1000);
    expect(ends).toMatchObject([{ outcome: 'unanswered' }]);
  });
});
