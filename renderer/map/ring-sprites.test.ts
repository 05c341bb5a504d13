import { describe, expect, it } from 'vitest';
import { ringSprites } from './ring-sprites.ts';
import { noMark } from './sprites.ts';

const accent = '#6db3f2';

describe('rings', () => {
  it('stand where asked, strong around what is selected, thin around what is pointed at', () => {
    const set = ringSprites(
      {
        selected: [{ position: [117, 36], radiusPixels: 12 }],
        hovered: [{ position: [118, 37], radiusPixels: 10, color: '#ff0000' }],
      },
      accent,
      1,
    );
    expect([...set.positions]).toEqual([118, 37, 117, 36]);
    expect([...set.markIndexes]).toEqual([noMark, noMark]);
    const ringAt = (index: number) => set.rings?.[(set.ringIndexes?.[index] ?? 0) - 1];
    expect(ringAt(0)?.color).toBe('#ff0000');
    expect(ringAt(1)?.color).toBe(accent);
    expect(ringAt(1)?.widthPixels).toBeGreaterThan(ringAt(0)?.widthPixels as number);
  });

  it('are none without a selection', () => {
    expect(ringSprites({}, accent, 1).markIndexes).toHaveLength(0);
  });
});
