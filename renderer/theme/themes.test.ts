// Both themes must meet WCAG 2 AA: text 4.5 : 1 on every surface it stands on, marks and borders 3 : 1.
import { describe, expect, it } from 'vitest';
import { markHues } from '../map/marks.ts';
import { contrast } from './contrast.ts';
import { type ThemeName, themes } from './themes.ts';

describe.each(['dark', 'light'] as ThemeName[])('theme %s', (name) => {
  const theme = themes[name];

  it.each(['ground', 'surface', 'raised'] as const)('text is readable on %s', (surface) => {
    for (const text of ['text', 'muted', 'accent', 'doubt', 'refusal'] as const) {
      expect(contrast(theme[text], theme[surface]), text).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('text on the accent is readable', () => {
    expect(contrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it('labels are readable on land, selected or not', () => {
    for (const land of ['land', 'landHovered', 'landSelected', 'halo'] as const) {
      expect(contrast(theme.map.label, theme.map[land]), land).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('borders that matter stand out from the land', () => {
    expect(contrast(theme.map.cityBorder, theme.map.land)).toBeGreaterThanOrEqual(3);
    expect(contrast(theme.map.provinceBorder, theme.map.neighbour)).toBeGreaterThanOrEqual(3);
  });

  it('every mark stands out from the land by its fill or by its outline', () => {
    for (const hue of markHues[name]) {
      for (const land of [theme.map.land, theme.map.landHovered, theme.map.landSelected]) {
        const best = Math.max(contrast(hue, land), contrast(theme.map.markOutline, land));
        expect(best, `${hue} on ${land}`).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
