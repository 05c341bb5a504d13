// Lengths and areas as people read them.
import { describe, expect, it } from 'vitest';
import { areaText, lengthText } from './length-text.ts';

describe('measured amounts', () => {
  it('change to kilometres where metres would be too many digits', () => {
    expect(lengthText(812.4, 'zh')).toBe('812 m');
    expect(lengthText(12_345, 'en')).toBe('12.35 km');
    expect(lengthText(348_400, 'zh')).toBe('348 km');
    expect(areaText(5_200, 'en')).toBe('5,200 m²');
    expect(areaText(3_410_000, 'zh')).toBe('3.41 km²');
    expect(areaText(15_711e6, 'zh')).toBe('15,711 km²');
  });
});
