// Positions in the datums that readers choose.
import { describe, expect, it } from 'vitest';
import { positionText } from './position-text.ts';

describe('positionText', () => {
  it('shows CGCS2000 as the ledger has it, and other datums moved by hundreds of metres', () => {
    expect(positionText([117.12, 36.65], 'cgcs2000')).toBe('117.12000, 36.65000');
    const [longitude, latitude] = positionText([117.12, 36.65], 'gcj02').split(', ').map(Number) as [number, number];
    expect(Math.abs(longitude - 117.12)).toBeGreaterThan(0.003);
    expect(Math.abs(longitude - 117.12)).toBeLessThan(0.01);
    expect(Math.abs(latitude - 36.65)).toBeLessThan(0.01);
  });

  it('projects into the strip that the position lies in, north first as surveyors write', () => {
    // On the strip's own meridian, easting is the false easting.
    expect(positionText([117, 36], 'cgcs2000-gk3')).toMatch(/^X 398\d{4}, Y 500000 \(117°\)$/);
    expect(positionText([119.9, 36], 'cgcs2000-gk3')).toMatch(/\(120°\)$/);
  });
});
