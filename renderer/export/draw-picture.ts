// Draws an exported map picture as it was laid out, on a canvas of its own.
import { markColor, markShapes } from '../map/marks.ts';
import type { Theme, ThemeName } from '../theme/themes.ts';
import type { PictureLayout, PictureMark } from './picture-layout.ts';

export interface PictureLook {
  readonly name: ThemeName;
  readonly theme: Theme;
  readonly fontFamily: string;
  /** Width of thin lines: one CSS pixel of the page, scaled as it is. */
  readonly linePixels: number;
  /** Written over and over across the picture; null = nothing. */
  readonly watermark: string | null;
}

/** Whether pixels (RGBA) are those of a canvas on which nothing was drawn: all alike, and clear, black or white. */
export function isBlank(pixels: Uint8ClampedArray): boolean {
  const [red, green, blue, alpha] = pixels;
  for (let at = 4; at < pixels.length; at += 4)
    if (pixels[at] !== red || pixels[at + 1] !== green || pixels[at + 2] !== blue || pixels[at + 3] !== alpha)
      return false;
  const bare = red === green && green === blue && (red === 0 || red === 255);
  return alpha === 0 || bare;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d');
}

/** Whether a map's picture shows nothing, judged by a small copy of it. */
export function isBlankPicture(picture: HTMLCanvasElement): boolean {
  if (picture.width === 0 || picture.height === 0) return true;
  const small = document.createElement('canvas');
  small.width = 96;
  small.height = 64;
  const context = contextOf(small);
  context?.drawImage(picture, 0, 0, small.width, small.height);
  return context === null || isBlank(context.getImageData(0, 0, small.width, small.height).data);
}

/** Width of texts in the page's own type. */
export function textMeasure(fontFamily: string): (text: string, sizePixels: number, bold: boolean) => number {
  const context = contextOf(document.createElement('canvas'));
  return (text, sizePixels, bold) => {
    if (context === null) return text.length * sizePixels;
    context.font = `${bold ? 600 : 400} ${sizePixels}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}

function drawMark(context: CanvasRenderingContext2D, mark: PictureMark, look: PictureLook): void {
  const { entry, x, y, radius } = mark;
  const outline = look.theme.map.markOutline;
  context.save();
  context.globalAlpha = mark.opacity;
  context.translate(x, y);
  if (entry.mark !== undefined) {
    const scale = 0.8 * radius;
    context.scale(scale, scale);
    const path = new Path2D(markShapes[entry.mark.shape]);
    context.lineJoin = 'round';
    context.lineWidth = 0.25;
    context.strokeStyle = outline;
    context.stroke(path);
    context.fillStyle = markColor(entry.mark, look.name);
    context.fill(path);
  } else if (entry.radiusPixels !== undefined) {
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.fillStyle = entry.color ?? 'transparent';
    context.fill();
    context.lineWidth = look.linePixels;
    context.strokeStyle = look.theme.text;
    context.stroke();
  } else if (entry.ring !== undefined) {
    context.beginPath();
    context.arc(0, 0, 0.72 * radius, 0, 2 * Math.PI);
    context.lineWidth = 0.28 * radius;
    context.strokeStyle = entry.ring;
    context.stroke();
  } else if (entry.color !== undefined) {
    const swatch = new Path2D();
    swatch.rect(-radius, -0.8 * radius, 2 * radius, 1.6 * radius);
    context.fillStyle = entry.color;
    context.fill(swatch);
    context.lineWidth = look.linePixels;
    context.strokeStyle = look.theme.line;
    context.stroke(swatch);
    if (entry.hatched === true) drawHatch(context, swatch, radius, look);
  }
  context.restore();
}

/** The strokes that stand for “unknown”, within `area` around the origin. */
function drawHatch(context: CanvasRenderingContext2D, area: Path2D, radius: number, look: PictureLook): void {
  context.save();
  context.clip(area);
  context.beginPath();
  for (let x = -3 * radius; x < 3 * radius; x += radius / 2) {
    context.moveTo(x, radius);
    context.lineTo(x + 2 * radius, -radius);
  }
  context.strokeStyle = look.theme.text;
  context.stroke();
  context.restore();
}

function drawScaleBar(
  context: CanvasRenderingContext2D,
  bar: NonNullable<PictureLayout['scaleBar']>,
  { theme, fontFamily }: PictureLook,
): void {
  const { x, y, length, sizePixels } = bar;
  const tick = 0.45 * sizePixels;
  const outline = new Path2D(`M${x} ${y - tick}V${y}H${x + length}V${y - tick}`);
  for (const [color, width] of [
    [theme.map.halo, 0.4 * sizePixels],
    [theme.text, 0.14 * sizePixels],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(outline);
  }
  context.font = `600 ${sizePixels}px ${fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 0.28 * sizePixels;
  context.strokeStyle = theme.map.halo;
  context.strokeText(bar.text, x + tick, y - 1.05 * sizePixels);
  context.fillStyle = theme.text;
  context.fillText(bar.text, x + tick, y - 1.05 * sizePixels);
}

/** Along the rising diagonal, every other line shifted, so that no part of the picture that is worth cutting out is without it. */
function drawWatermark(
  context: CanvasRenderingContext2D,
  { width, height }: PictureLayout,
  text: string,
  { theme, fontFamily, linePixels }: PictureLook,
): void {
  const sizePixels = 26 * linePixels;
  context.save();
  context.translate(width / 2, height / 2);
  context.rotate(-0.42);
  context.font = `700 ${sizePixels}px ${fontFamily}`;
  context.fillStyle = theme.text;
  context.globalAlpha = 0.16;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const step = context.measureText(text).width + 3 * sizePixels;
  const reach = Math.hypot(width, height) / 2;
  for (let line = 0, y = -reach; y < reach; line += 1, y += 5 * sizePixels)
    for (let x = -reach - (line % 2 === 0 ? 0 : step / 2); x < reach; x += step) context.fillText(text, x, y);
  context.restore();
}

/** null where the browser gives no canvas of that size. */
export function drawPicture(
  layout: PictureLayout,
  picture: HTMLCanvasElement,
  look: PictureLook,
): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = layout.width;
  canvas.height = layout.height;
  const context = contextOf(canvas);
  if (context === null) return null;
  const { map } = layout;
  context.fillStyle = look.theme.surface;
  context.fillRect(0, 0, layout.width, layout.height);
  context.fillStyle = look.theme.map.sea;
  context.fillRect(map.x, map.y, map.width, map.height);
  context.drawImage(picture, map.x, map.y, map.width, map.height);
  for (const mark of layout.marks) drawMark(context, mark, look);
  context.textBaseline = 'middle';
  for (const { text, x, y, sizePixels, bold, muted, align } of layout.texts) {
    context.font = `${bold ? 600 : 400} ${sizePixels}px ${look.fontFamily}`;
    context.fillStyle = muted ? look.theme.muted : look.theme.text;
    context.textAlign = align;
    context.fillText(text, x, y);
  }
  if (layout.scaleBar !== null) drawScaleBar(context, layout.scaleBar, look);
  if (look.watermark !== null) drawWatermark(context, layout, look.watermark, look);
  return canvas;
}

/** null where the browser can not make a picture of that size. */
export function pngFile(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}
