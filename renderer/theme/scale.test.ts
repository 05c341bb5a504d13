import { describe, expect, it } from 'vitest';
import { basePixels, holdsThreeColumns, scaleFor } from './scale.ts';

describe('scale of the page', () => {
  it('draws 4K at twice the size of full HD, so that a wall shows the same words larger', () => {
    expect(scaleFor(3840, 2160)).toBe(2 * scaleFor(1920, 1080));
  });

  it('gives a double-width wall more room, not larger type', () => {
    expect(scaleFor(7680, 2160)).toBe(scaleFor(3840, 2160));
    expect(holdsThreeColumns(7680, scaleFor(7680, 2160))).toBe(true);
    expect(holdsThreeColumns(3840, scaleFor(3840, 2160))).toBe(false);
  });

  it('never goes below 13 px for the body', () => {
    expect(scaleFor(800, 400) * basePixels).toBeGreaterThanOrEqual(13);
    expect(scaleFor(1280, 720) * basePixels).toBeGreaterThanOrEqual(13);
  });
});
