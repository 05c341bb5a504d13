import { describe, expect, it } from 'vitest';
import { parseDatum } from '../../../geodata/geometry/datum.ts';
import { zh } from '../../i18n/zh.ts';
import { crsChoices } from './crs-choices.ts';

describe('coordinate systems offered', () => {
  const shandong = crsChoices([114.80432, 34.38659, 122.69769, 38.40003], zh.crs);

  it('are all understood by the import, each once', () => {
    for (const { code } of shandong) expect(parseDatum(code), code).toBe(code);
    expect(new Set(shandong.map(({ code }) => code)).size).toBe(shandong.length);
    expect(new Set(shandong.map(({ name }) => name)).size).toBe(shandong.length);
  });

  it('hold the strips of the province and none far from it', () => {
    const codes = shandong.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['wgs84', 'gcj02', 'bd09', 'cgcs2000-gk3-39', 'cgcs2000-gk3-40', 'cgcs2000-gk6-20']),
    );
    expect(codes).not.toContain('cgcs2000-gk3-25');
  });
});
