// Draws all marks once onto one picture, for the layers that show them by the thousand.
import type { ThemeName } from '../theme/themes.ts';
import { type Mark, markColor, markShapes } from './marks.ts';

/** Where a mark lies in the picture, in its pixels; anchored at its middle. */
export interface AtlasCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a cell: four times the usual drawn size, so that marks stay sharp on a wall. */
const cellPixels = 64;
/** Half the mark's box in a cell; the rest is room for the outline. */
const radiusPixels = 25;
const outlinePixels = 8;

export function markId(mark: Mark): string {
  return `${mark.hue ?? 'neutral'}-${mark.shape}`;
}

/** Cells of the distinct marks, side by side. Pure. */
export function atlasCells(marks: readonly Mark[]): Record<string, AtlasCell> {
  const ids = [...new Set(marks.map(markId))];
  return Object.fromEntries(
    ids.map((id, index) => [id, { x: index * cellPixels, y: 0, width: cellPixels, height: cellPixels }]),
  );
}

export interface MarkAtlas {
  readonly picture: HTMLCanvasElement;
  readonly cells: Readonly<Record<string, AtlasCell>>;
}

export function drawMarkAtlas(marks: readonly Mark[], theme: ThemeName, outline: string): MarkAtlas {
  const cells = atlasCells(marks);
  const picture = document.createElement('canvas');
  picture.width = Math.max(1, Object.keys(cells).length) * cellPixels;
  picture.height = cellPixels;
  const context = picture.getContext('2d');
  if (context === null) return { picture, cells };
  context.lineJoin = 'round';
  for (const mark of marks) {
    const cell = cells[markId(mark)] as AtlasCell;
    context.setTransform(radiusPixels, 0, 0, radiusPixels, cell.x + cellPixels / 2, cellPixels / 2);
    const path = new Path2D(markShapes[mark.shape]);
    context.lineWidth = outlinePixels / radiusPixels;
    context.strokeStyle = outline;
    context.stroke(path);
    context.fillStyle = markColor(mark, theme);
    context.fill(path);
  }
  return { picture, cells };
}
