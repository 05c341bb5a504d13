import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

describe('a pace', () => {
  it('has at most one change on its way and ends with the newest', () => {
    const acts = fc.array(fc.oneof(fc.nat({ max: 1000 }), fc.constant('settled' as const)));
    fc.assert(
      fc.property(acts, (sequence) => {
        const applied: number[] = [];
        let onTheirWay = 0;
        const pace = createPace<number>((value) => {
          applied.push(value);
          onTheirWay++;
          expect(onTheirWay).toBe(1);
        });
        const settle = () => {
          onTheirWay = 0;
          pace.settled();
        };
        for (const act of sequence) {
          if (act === 'settled') settle();
          else pace.ask(act);
        }
        settle();
        const asked = sequence.filter((act) => act !== 'settled');
        expect(applied.at(-1)).toBe(asked.at(-1));
        expect(applied.length).toBeLessThanOrEqual(asked.length);
      }),
    );
  });

  it('skips what was overtaken while it waited', () => {
    const applied: string[] = [];
    const pace = createPace<string>((value) => applied.push(value));
    for (const value of ['a', 'b', 'c']) pace.ask(value);
    pace.settled();
    pace.ask('d');
    pace.drop();
    pace.settled();
    expect(applied).toEqual(['a', 'c']);
  });
});
