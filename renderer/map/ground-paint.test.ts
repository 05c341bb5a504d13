import { describe, expect, it } from 'vitest';
import { themes } from '../theme/themes.ts';
import type { Ground } from './base-style.ts';
import { type GroundWishes, groundPaint, mixed } from './ground-paint.ts';
import type { FillPart } from './ground-shapes.ts';

const ground: Ground = {
  files: {},
  labels: [],
  themeName: 'dark',
  colors: themes.dark.map,
  accent: themes.dark.accent,
  scale: 2,
};
const wishes: GroundWishes = {
  fills: [],
  cells: [],
  cellOpacity: 0,
  level: 'city',
  within: null,
  hovered: null,
  selected: [],
};
const part = (kind: FillPart['kind'], code: number, parent = 0): FillPart => ({
  kind,
  code,
  parent,
  box: { west: 0, east: 0, north: 0, south: 0 },
  firstVertex: 0,
  vertexCount: 0,
  firstIndex: 0,
  indexCount: 0,
});
const fillOf = (some: Partial<GroundWishes>, ...of: Parameters<typeof part>) =>
  groundPaint(ground, { ...wishes, ...some }).fillOf(part(...of));
const fill = (level: 'city' | 'county', code: number, color: string, opacity = 1) => ({
  fill: { level, colors: new Map([[code, color]]), hatched: new Set<number>() },
  opacity,
});

describe('the paint of the ground', () => {
  it('leaves land as land where no layer says anything, and draws no counties for nothing', () => {
    expect(fillOf({}, 'city', 370100)).toBe(ground.colors.land);
    expect(fillOf({}, 'county', 370102, 370100)).toBeNull();
    expect(fillOf({ hovered: 370102 }, 'county', 370102, 370100)).not.toBeNull();
  });

  it('lays one layer over another by its opacity', () => {
    const fills = [fill('city', 370100, '#ff0000'), fill('city', 370100, '#0000ff', 0.5)];
    expect(fillOf({ fills }, 'city', 370100)).toBe('#800080');
    expect(fillOf({ fills: [fill('county', 370102, '#00ff00')] }, 'county', 370102, 370100)).toBe('#00ff00');
  });

  it('hatches what the topmost layer calls unknown', () => {
    const unknown = {
      fill: { level: 'city' as const, colors: new Map([[370100, '#444444']]), hatched: new Set([370100]) },
      opacity: 1,
    };
    const hatched = (fills: GroundWishes['fills']) =>
      groundPaint(ground, { ...wishes, fills }).hatched(part('city', 370100));
    expect(hatched([unknown])).toBe(true);
    expect(hatched([unknown, fill('city', 370100, '#ff0000')])).toBe(false);
    expect(hatched([fill('city', 370100, '#ff0000')])).toBe(false);
  });

  it('tints what is pointed at and selected without hiding what it says', () => {
    const fills = [fill('city', 370100, '#ff0000')];
    const plain = fillOf({ fills }, 'city', 370100);
    for (const some of [{ hovered: 370100 }, { selected: [370100] }]) {
      const tinted = fillOf({ fills, ...some }, 'city', 370100) as string;
      expect(tinted).not.toBe(plain);
      expect(Number.parseInt(tinted.slice(1, 3), 16)).toBeGreaterThan(0x60);
    }
  });

  it('sets every other city aside while one is open', () => {
    const open = { level: 'county', within: 370100 } as const;
    expect(fillOf(open, 'city', 370100)).toBe(ground.colors.land);
    expect(fillOf(open, 'city', 370200)).not.toBe(ground.colors.land);
  });

  it('has county borders at every zoom once counties matter, and scales lines with the page', () => {
    expect(groundPaint(ground, wishes).lines.county.fromZoom).toBeGreaterThan(0);
    expect(groundPaint(ground, { ...wishes, level: 'county' }).lines.county.fromZoom).toBe(0);
    expect(groundPaint(ground, wishes).lines['dash-line'].fromZoom).toBe(0);
    expect(groundPaint(ground, wishes).lines.province.widthPixels).toBe(3.5);
  });
});

it('mixes colours', () => {
  expect(mixed('#000000', '#ffffff', 0)).toBe('#000000');
  expect(mixed('#000000', '#ffffff', 1)).toBe('#ffffff');
  expect(mixed('#102030', '#304050', 0.5)).toBe('#203040');
});
