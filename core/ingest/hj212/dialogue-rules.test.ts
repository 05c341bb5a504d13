// Who is answered, with what, and what is kept: the table of docs/spec/hj212.md.
import { describe, expect, it } from 'vitest';
import { firstContactCommands, type HeardFrame, react, type Standing } from './dialogue-rules.ts';
import { segmentText } from './encode-frame.ts';

const known: Standing = { device: 'known', takesUnknown: true, password: '123456', vendorLogin: 'answer' };
const stranger: Standing = { ...known, device: 'unknown', password: null };
const heard = (cn: string, more: Partial<HeardFrame> = {}): HeardFrame => ({
  ...{ qn: '20240501093000123', st: '31', cn, pw: '123456', mn: 'A1', flag: 5, hasForm: true },
  ...more,
});
const answerText = (frame: HeardFrame, standing = known) => {
  const { answer } = react(frame, standing);
  return answer === null ? null : segmentText(answer);
};

describe('answers', () => {
  it('have the QN, PW and MN of the frame, ST 91, its version, and ask for none', () => {
    expect(answerText(heard('2011'))).toBe('QN=20240501093000123;ST=91;CN=9014;PW=123456;MN=A1;Flag=4;CP=&&&&');
    expect(answerText(heard('2011', { flag: 11 }))).toBe(
      'QN=20240501093000123;ST=91;CN=9014;PW=123456;MN=A1;Flag=8;CP=&&&&',
    );
  });

  it('to loggers of 2005 name QN and command in the data', () => {
    expect(answerText(heard('2051', { flag: 1 }))).toBe(
      'ST=91;CN=9014;PW=123456;MN=A1;Flag=0;CP=&&QN=20240501093000123;CN=2051&&',
    );
    expect(answerText(heard('2051', { flag: 1, qn: '' }))).toBe('ST=91;CN=9014;PW=123456;MN=A1;Flag=0;CP=&&CN=2051&&');
  });

  it.each(['2011', '2051', '1013', '9015', '9021', '3020', '7777'])('%s without bit 0 gets none', (cn) => {
    for (const flag of [4, 8, 0, null]) expect(react(heard(cn, { flag }), known).answer).toBeNull();
  });

  it.each([
    ['2011', 'keep', '9014'],
    ['2081', 'keep', '9014'],
    ['3020', 'keep', '9014'],
    ['7777', 'keep', '9014'],
    ['1001', 'keep', '9014'],
    ['1014', 'keep', '9013'],
    ['1013', 'heard', '9013'],
    ['9015', 'heard', '9013'],
    ['9021', 'heard', '9013'],
    ['9011', 'reply', undefined],
    ['9012', 'reply', undefined],
    ['9013', 'reply', undefined],
    ['9014', 'heard', undefined],
    ['2012', 'refuse', undefined],
    ['1062', 'refuse', '9011'],
  ])('%s: %s, %s', (cn, verdict, answer) => {
    const reaction = react(heard(cn), known);
    expect([reaction.verdict, reaction.answer?.cn]).toEqual([verdict, answer]);
  });

  it('a vendor’s login is ignored where the device wants it so', () => {
    expect(react(heard('9021'), { ...known, vendorLogin: 'ignore' }).answer).toBeNull();
  });

  it('data that could not be read are kept, but never acknowledged', () => {
    expect(react(heard('2011', { hasForm: false }), known)).toMatchObject({ verdict: 'keep', answer: null });
  });
});

describe('who may', () => {
  it('a wrong password stores nothing and is told only to who asks', () => {
    expect(react(heard('2011', { pw: '000000' }), known)).toMatchObject({
      verdict: 'refuse',
      issue: 'wrong-password',
      answer: null,
    });
    expect(react(heard('1062', { pw: '000000' }), known).answer?.cp).toBe('QnRtn=3');
    expect(react(heard('2011', { pw: '000000' }), { ...known, password: null }).verdict).toBe('keep');
  });

  it('a stranger’s data are kept and acknowledged, unless strangers are turned away', () => {
    expect(react(heard('2011'), stranger)).toMatchObject({ verdict: 'keep', answer: { cn: '9014' } });
    expect(react(heard('2011'), { ...stranger, takesUnknown: false })).toMatchObject({
      verdict: 'refuse',
      issue: 'unknown-device',
      answer: null,
    });
    expect(react(heard('1062'), stranger).answer?.cp).toBe('QnRtn=4');
  });

  it('a device of another protocol is not spoken for', () => {
    expect(react(heard('2011'), { ...known, device: 'other-protocol' })).toMatchObject({
      verdict: 'refuse',
      answer: null,
    });
  });

  it('nobody’s commands are executed', () => {
    expect(react(heard('1062'), known).answer?.cp).toBe('QnRtn=8');
    expect(react(heard('2012'), known)).toMatchObject({ issue: 'unexpected-command', followUp: null });
  });

  it('a request for the time is followed by the time, for registered devices', () => {
    expect(react(heard('1013'), known).followUp).toBe('set-time');
    expect(react(heard('1013'), stranger).followUp).toBeNull();
  });
});

it('first contact sends what is stated, in the order of the standard, and nothing else', () => {
  expect(firstContactCommands({}, '20240501093000')).toEqual([]);
  const all = {
    setTime: true,
    overTime: { seconds: 5, reCount: 3 },
    rtdIntervalSeconds: 30,
    minIntervalMinutes: 10,
    realtime: true,
    status: false,
  };
  expect(firstContactCommands(all, '20240501093000')).toEqual([
    { cn: '1012', cp: 'SystemTime=20240501093000' },
    { cn: '1000', cp: 'OverTime=5;ReCount=3' },
    { cn: '1062', cp: 'RtdInterval=30' },
    { cn: '1064', cp: 'MinInterval=10' },
    { cn: '2011', cp: '' },
    { cn: '2022', cp: '' },
  ]);
});
