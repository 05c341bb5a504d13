import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedValue } from './correction-value.ts';

describe('a corrected value', () => {
  it('takes back every plain number as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (thousandths) => {
        const rounded = thousandths / 1000;
        expect(correctedValue('capacity', String(rounded), false)).toEqual({ kind: 'value', value: rounded });
      }),
    );
  });

  it('reads grouped and full-width digits', () => {
    expect(correctedValue('capacity', '1,234,567.5', false)).toEqual({ kind: 'value', value: 1234567.5 });
    expect(correctedValue('capacity', '３５０', false)).toEqual({ kind: 'value', value: 350 });
  });

  it.each(['', '  ', '350 MW', '12,5', '1e', '约350', '--1', '0x10'])('refuses %j as a number', (text) => {
    expect(correctedValue('capacity', text, false)).toEqual({ kind: 'problem', problem: 'needNumber' });
  });

  it('is unknown only when said so, and 0 only when written', () => {
    expect(correctedValue('capacity', '350', true)).toEqual({ kind: 'value', value: null });
    expect(correctedValue('capacity', '0', false)).toEqual({ kind: 'value', value: 0 });
    expect(correctedValue('name', ' ', false)).toEqual({ kind: 'problem', problem: 'needText' });
    expect(correctedValue('name', ' 甲（集团） ', false)).toEqual({ kind: 'value', value: '甲（集团）' });
  });
});
