// Where everything stands in an exported map picture: title, map, legends beside it, facts below, scale bar. Pure.
import type { LegendEntry } from '../map/layers/layer-definition.ts';

export interface PictureLegend {
  readonly title: string;
  /** Of the pictures of its entries, 0…1. */
  readonly opacity: number;
  readonly unit: string | null;
  readonly entries: readonly (LegendEntry & { readonly countText?: string })[];
  readonly note?: string | undefined;
}

export interface PictureContent {
  /** Size of the map's picture in its own pixels, of which `pixelRatio` make one CSS pixel. */
  readonly map: { readonly width: number; readonly height: number };
  readonly pixelRatio: number;
  /** Body size in the picture's pixels; all other sizes follow from it. */
  readonly remPixels: number;
  readonly title: string;
  readonly legends: readonly PictureLegend[];
  /** Facts, a paragraph each. */
  readonly facts: readonly string[];
  /** On the ground, along the middle of the map; null = seen from the side, where no one scale holds. */
  readonly metersPerPixel: number | null;
  scaleText(meters: number): string;
  /** Width in pixels of a text at a size. */
  measure(text: string, sizePixels: number, bold: boolean): number;
}

/** `y` is the middle of the line. */
export interface PictureText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly sizePixels: number;
  readonly bold: boolean;
  readonly muted: boolean;
  readonly align: 'left' | 'right';
}

/** The picture of a legend entry: its middle, and half its height; circles are as large as on the map. */
export interface PictureMark {
  readonly entry: LegendEntry;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly opacity: number;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly map: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly texts: readonly PictureText[];
  readonly marks: readonly PictureMark[];
  readonly scaleBar: {
    readonly x: number;
    readonly y: number;
    readonly length: number;
    readonly text: string;
    readonly sizePixels: number;
  } | null;
}

const words = new Intl.Segmenter('zh', { granularity: 'word' });

const opening = /[([（【「『《“‘]$/;
const closing = /^[)\]）】」』》”’，。、；：！？,.;:!?%]/;

/** Pieces between which a line may break: words, each with the signs that must not be parted from it. */
function piecesOf(paragraph: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of words.segment(paragraph)) {
    const last = pieces.at(-1);
    if (last !== undefined && (closing.test(segment) || opening.test(last))) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** Breaks a text into lines no wider than `widthPixels`, between words where it can, inside them where it must. */
export function wrapText(text: string, widthPixels: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    const put = (piece: string): void => {
      if (line === '' || widthOf(line + piece) <= widthPixels) {
        line += piece;
        return;
      }
      lines.push(line.trimEnd());
      line = piece.trimStart();
    };
    for (const piece of piecesOf(paragraph)) {
      if (widthOf(piece) <= widthPixels) put(piece);
      else for (const sign of piece) put(sign);
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
  }
  return lines;
}

/** The longest of 1, 2 or 5 times a power of ten that is not longer than `meters`. */
export function roundMeters(meters: number): number {
  const power = 10 ** Math.floor(Math.log10(meters));
  return ([5, 2].find((step) => step * power <= meters) ?? 1) * power;
}

/** Meters on the ground for one CSS pixel in the middle of a map seen from above; MapLibre's world is 512 px at zoom 0. */
export function groundMetersPerPixel({ latitude, zoom }: { readonly latitude: number; readonly zoom: number }): number {
  const equatorMeters = 40_075_016.686;
  return (equatorMeters * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** Share of the map's width that the scale bar fills at most. */
const longestScaleBar = 0.2;

export function layOutPicture(content: PictureContent): PictureLayout {
  const { map, remPixels: rem, measure } = content;
  const texts: PictureText[] = [];
  const marks: PictureMark[] = [];
  const gap = rem;
  const lineHeight = 1.5 * rem;
  const legendWidth = content.legends.length === 0 ? 0 : 17 * rem;
  const width = Math.round(map.width + 2 * gap + (legendWidth === 0 ? 0 : legendWidth + gap));

  /** Writes a text in as many lines as it takes and answers the y below them. */
  function write(
    text: string,
    at: { x: number; y: number; width: number },
    look: { size?: number; bold?: boolean; muted?: boolean } = {},
  ): number {
    const { size = rem, bold = false, muted = false } = look;
    const step = 1.5 * size;
    const lines = wrapText(text, at.width, (part) => measure(part, size, bold));
    for (const [index, line] of lines.entries())
      texts.push({
        text: line,
        x: at.x,
        y: at.y + (index + 0.5) * step,
        sizePixels: size,
        bold,
        muted,
        align: 'left',
      });
    return at.y + lines.length * step;
  }

  const top = Math.round(
    write(content.title, { x: gap, y: 0.7 * gap, width: width - 2 * gap }, { size: 1.5 * rem, bold: true }) + 0.7 * gap,
  );

  const legendX = gap + map.width + gap;
  let y = top;
  for (const legend of content.legends) {
    const at = (): { x: number; y: number; width: number } => ({ x: legendX, y, width: legendWidth });
    y = write(legend.title, at(), { bold: true });
    if (legend.unit !== null) y = write(legend.unit, at(), { size: 0.86 * rem, muted: true });
    const radiusOf = ({ radiusPixels }: LegendEntry): number =>
      radiusPixels === undefined ? 0.5 * rem : radiusPixels * content.pixelRatio;
    // One column for the pictures, as wide as the largest, so that all labels begin at one line.
    const column = legend.entries.reduce((most, entry) => Math.max(most, radiusOf(entry)), 0.5 * rem);
    for (const entry of legend.entries) {
      const radius = radiusOf(entry);
      const countText = entry.countText ?? '';
      const countWidth = countText === '' ? 0 : measure(countText, rem, false) + 0.5 * rem;
      const textX = legendX + 2 * column + 0.6 * rem;
      const lines = wrapText(entry.label, legendX + legendWidth - countWidth - textX, (part) =>
        measure(part, rem, false),
      );
      const height = Math.max(2 * radius + 0.4 * rem, lines.length * lineHeight);
      const middle = y + height / 2;
      marks.push({ entry, x: legendX + column, y: middle, radius, opacity: legend.opacity });
      for (const [index, line] of lines.entries())
        texts.push({
          text: line,
          x: textX,
          y: middle + (index - (lines.length - 1) / 2) * lineHeight,
          sizePixels: rem,
          bold: false,
          muted: false,
          align: 'left',
        });
      if (countText !== '')
        texts.push({
          text: countText,
          x: legendX + legendWidth,
          y: middle,
          sizePixels: rem,
          bold: false,
          muted: true,
          align: 'right',
        });
      y += height;
    }
    if (legend.note !== undefined) y = write(legend.note, at(), { size: 0.86 * rem, muted: true });
    y += gap;
  }

  let foot = Math.max(top + map.height, y) + 0.7 * gap;
  for (const fact of content.facts)
    foot = write(fact, { x: gap, y: foot, width: width - 2 * gap }, { size: 0.92 * rem, muted: true });

  const longest = (content.metersPerPixel ?? 0) * map.width * longestScaleBar;
  const meters = longest > 0 ? roundMeters(longest) : 0;
  return {
    width,
    height: Math.ceil(foot + 0.7 * gap),
    map: { x: Math.round(gap), y: top, width: map.width, height: map.height },
    texts,
    marks,
    scaleBar:
      meters === 0 || content.metersPerPixel === null
        ? null
        : {
            x: Math.round(gap) + gap,
            y: top + map.height - gap,
            length: meters / content.metersPerPixel,
            text: content.scaleText(meters),
            sizePixels: rem,
          },
  };
}
