import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atlasCells, atlasColumns, cellPixelsFor, exactCellPixels, markShare, outlineShare } from './mark-atlas.ts';
import { mostColors } from './sprite-program.ts';

describe('the atlas of marks', () => {
  it('gives each mark a cell of its own within the smallest picture that WebGL2 promises', () => {
    const cells = atlasCells(mostColors, 256);
    expect(new Set(cells.map(({ x, y }) => `${x} ${y}`)).size).toBe(mostColors);
    for (const { x, y, width, height } of cells.slice(0, 64)) {
      expect(x + width).toBeLessThanOrEqual(2048);
      expect(y + height).toBeLessThanOrEqual(2048);
    }
    // The shader counts columns too.
    expect(atlasColumns).toBe(8);
  });

  it('leaves room for the outline', () => {
    expect(markShare + outlineShare / 2).toBeLessThanOrEqual(0.5);
  });

  it('is at least as fine as what is drawn, up to what memory allows', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 256, noNaN: true }), (drawn) => {
        expect(cellPixelsFor(drawn)).toBeGreaterThanOrEqual(drawn);
        expect(Math.log2(cellPixelsFor(drawn)) % 1).toBe(0);
      }),
    );
    expect(cellPixelsFor(4000)).toBe(256);
  });

  it('is drawn pixel for pixel at whole pixels, within half of one of the height asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 224, noNaN: true }), (height) => {
        const cell = exactCellPixels(height) as number;
        expect(Number.isInteger(cell)).toBe(true);
        expect(Math.abs(cell * 2 * markShare - height)).toBeLessThanOrEqual(0.5);
      }),
    );
    expect(exactCellPixels(4000)).toBeNull();
  });
});
