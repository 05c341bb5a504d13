// Draws all marks once onto one picture, for the layers that show them by the thousand.
import { contrast, luminance } from '../theme/contrast.ts';
import type { ThemeName } from '../theme/themes.ts';
import { type Mark, markColor, markShapes } from './marks.ts';

/** Where a mark lies in the picture, in its pixels; anchored at its middle. */
export interface AtlasCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Cells in a row: 72 marks of the largest size still fit into the 2048 pixels that every WebGL2 can hold. */
export const atlasColumns = 8;
/** Half the mark's box, as a share of the cell; the rest is room for the outline. */
export const markShare = 28 / 64;
/** Width of the outline as a share of the cell, unless another is asked for; half of it lies outside the mark. */
export const outlineShare = 7 / 64;

export function markId(mark: Mark): string {
  return `${mark.hue ?? 'neutral'}-${mark.shape}`;
}

/** Cells of the marks in their order, row after row. Pure. */
export function atlasCells(count: number, cellPixels: number): AtlasCell[] {
  return Array.from({ length: count }, (_, index) => ({
    x: (index % atlasColumns) * cellPixels,
    y: Math.floor(index / atlasColumns) * cellPixels,
    width: cellPixels,
    height: cellPixels,
  }));
}

/** The largest: a row of them is as wide as a picture may be. */
const greatestCell = 256;

/** Pixels of a cell for marks of many sizes, whose cells are at most `drawnPixels` high on the screen: powers of two. */
export function cellPixelsFor(drawnPixels: number): number {
  return Math.min(greatestCell, Math.max(32, 2 ** Math.ceil(Math.log2(drawnPixels))));
}

/**
 * Pixels of a cell for marks that are all `heightPixels` high on the screen: drawn at just this size, each pixel of
 * theirs is one of the cell's, and nothing is left to be smoothed. null for marks larger than cells may be.
 */
export function exactCellPixels(heightPixels: number): number | null {
  const cell = Math.max(1, Math.round(heightPixels / (2 * markShare)));
  return cell <= greatestCell ? cell : null;
}

/** A mark as dark (or bright) as its outline would melt into dark areas with it: such a mark gets the opposite. */
export function outlineOf(fill: string, outline: string): string {
  if (contrast(fill, outline) >= 3) return outline;
  return luminance(outline) < 0.5 ? '#ffffff' : '#000000';
}

/** `outline`: its colour, and its width as a share of the cell. */
export function drawMarkAtlas(
  marks: readonly Mark[],
  theme: ThemeName,
  outline: { readonly color: string; readonly share: number },
  cellPixels: number,
): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  const cells = atlasCells(marks.length, cellPixels);
  picture.width = atlasColumns * cellPixels;
  picture.height = Math.max(1, Math.ceil(marks.length / atlasColumns)) * cellPixels;
  const context = picture.getContext('2d');
  if (context === null) return picture;
  const radius = markShare * cellPixels;
  context.lineJoin = 'round';
  for (const [index, mark] of marks.entries()) {
    const cell = cells[index] as AtlasCell;
    context.setTransform(radius, 0, 0, radius, cell.x + cellPixels / 2, cell.y + cellPixels / 2);
    const path = new Path2D(markShapes[mark.shape]);
    context.lineWidth = (outline.share * cellPixels) / radius;
    const fill = markColor(mark, theme);
    context.strokeStyle = outlineOf(fill, outline.color);
    context.stroke(path);
    context.fillStyle = fill;
    context.fill(path);
  }
  return picture;
}
