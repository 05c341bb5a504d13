// Which colour each piece of the ground has: land, what a layer says of an area, what is pointed at, selected or set aside. Pure.
import type { Ground } from './base-style.ts';
import type { GroundPaint } from './ground-layer.ts';
import type { FillPart } from './ground-shapes.ts';
import type { AreaFill, GroundCell } from './layers/layer-definition.ts';

export interface GroundWishes {
  /** Bottom first; one laid over another by its opacity. */
  readonly fills: readonly { readonly fill: AreaFill; readonly opacity: number }[];
  readonly cells: readonly GroundCell[];
  readonly cellOpacity: number;
  /** Which polygons can be pointed at; within a city, all other cities are set aside. */
  readonly level: 'city' | 'county';
  readonly within: number | null;
  readonly hovered: number | null;
  readonly selected: readonly number[];
}

/** `over` laid upon `under` with opacity `share`; all #rrggbb. */
export function mixed(under: string, over: string, share: number): string {
  const parts = [1, 3, 5].map((start) => {
    const [low, high] = [under, over].map((hex) => Number.parseInt(hex.slice(start, start + 2), 16)) as [
      number,
      number,
    ];
    return Math.round(low + (high - low) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

export function groundPaint({ colors, accent, scale }: Ground, wishes: GroundWishes): GroundPaint {
  const { fills, within, hovered } = wishes;
  const selected = new Set(wishes.selected);

  function filled(level: AreaFill['level'], code: number, under: string): string {
    return fills.reduce((color, { fill, opacity }) => {
      const over = fill.level === level ? fill.colors.get(code) : undefined;
      return over === undefined ? color : mixed(color, over, opacity);
    }, under);
  }

  function isHatched({ kind, code }: FillPart): boolean {
    const top = fills.findLast(({ fill }) => fill.level === kind && fill.colors.has(code));
    return top?.fill.hatched.has(code) ?? false;
  }

  /** A fill keeps saying what it says: pointing at it and selecting it only tint it. */
  function marked(code: number, color: string, plain: boolean): string {
    if (selected.has(code)) return plain ? colors.landSelected : mixed(color, colors.landSelected, 0.15);
    if (code === hovered) return plain ? colors.landHovered : mixed(color, accent, 0.18);
    return color;
  }

  function cityColor(code: number): string {
    const color = filled('city', code, colors.land);
    const shown = marked(code, color, color === colors.land);
    return within !== null && code !== within ? mixed(shown, colors.sea, 0.55) : shown;
  }

  function countyColor({ code, parent }: FillPart): string | null {
    const base = cityColor(parent);
    const color = filled('county', code, colors.land);
    const said = color !== colors.land;
    if (!said && !selected.has(code) && code !== hovered) return null;
    const shown = marked(code, said ? color : base, !said);
    return within !== null && parent !== within ? mixed(shown, colors.sea, 0.55) : shown;
  }

  const countiesMatter = wishes.level === 'county' || fills.some(({ fill }) => fill.level === 'county');
  // Water would cut coloured areas and be read as one more colour or as a border.
  const waterless = fills.length > 0;
  const line = (color: string, widthPixels: number, fromZoom = 0) => ({
    color,
    widthPixels: widthPixels * scale,
    fromZoom,
  });
  return {
    sea: colors.sea,
    fillOf(part) {
      if (part.kind === 'neighbour') return colors.neighbour;
      if (part.kind === 'foreign') return colors.foreign;
      if (part.kind === 'lake') return waterless ? null : colors.water;
      return part.kind === 'city' ? cityColor(part.code) : countyColor(part);
    },
    hatched: isHatched,
    hatch: { color: colors.label, stepPixels: 7 * scale, widthPixels: 1.25 * scale },
    lines: {
      neighbour: line(colors.faintBorder, 1),
      'neighbour-city': line(colors.faintBorder, 0.5),
      river: line(colors.water, 1.5, waterless ? Number.POSITIVE_INFINITY : 0),
      county: line(colors.faintBorder, 0.75, countiesMatter ? 0 : 7.5),
      city: line(colors.cityBorder, 1),
      province: line(colors.provinceBorder, 1.75),
      // 南海断续线: part of the map wherever the South China Sea is in view, so it has no zoom limit.
      'dash-line': line(colors.provinceBorder, 1.5),
    },
    cells: wishes.cells,
    cellOpacity: wishes.cellOpacity,
    outlined: wishes.selected,
    outline: line(accent, 2.25),
  };
}
