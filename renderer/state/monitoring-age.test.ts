import { expect, it } from 'vitest';
import { answerWithinMs, askEveryMs, pictureAge } from './monitoring-age.ts';

it('a picture is stale at once without a wire, and within 30 s over a wire that hangs', () => {
  expect(pictureAge(1_000_000, 999_000, true)).toEqual({ kind: 'live', seconds: 1 });
  expect(pictureAge(1_000_000, 999_000, false)).toEqual({ kind: 'stale', seconds: 1 });
  // The last answer may be as old as the pause between two questions when the wire begins to hang.
  expect(pictureAge(1_000_000, 1_000_000 - 30_000, true).kind).toBe('stale');
  // One late answer is no reason to call a picture stale.
  expect(pictureAge(1_000_000, 1_000_000 - askEveryMs - answerWithinMs, true).kind).toBe('live');
});

it('there is no age before the first picture, nor a negative one where clocks disagree', () => {
  expect(pictureAge(5, null, true)).toEqual({ kind: 'none', seconds: 0 });
  expect(pictureAge(5, 5000, true)).toEqual({ kind: 'live', seconds: 0 });
});
