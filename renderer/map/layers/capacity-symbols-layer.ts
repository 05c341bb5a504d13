// Layer 产能（比例符号）: a circle for each enterprise, its area in proportion to the capacity of the chosen product.
import { circleShare, type Mark } from '../marks.ts';
import { roundScale } from './class-breaks.ts';
import {
  capacityMark,
  capacityNotes,
  capacityOptions,
  capacityQueries,
  capacitySource,
  capacityTitle,
  capacityTwin,
  readCapacities,
} from './enterprise-capacities.ts';
import type { LayerDefinition, PlacedEnterprise } from './layer-definition.ts';
import { pointSprites } from './point-sprites.ts';
import { amountText } from './quantity-words.ts';

const unknownMark: Mark = { hue: null, shape: 'ring' };

/** CSS pixels at scale 1. */
const largestRadius = 26;
const leastRadius = 2;
const unknownRadius = 5;

/** Areas are in proportion, so radii go with the root; below the least radius nothing could be seen or met. */
export function radiusPixels(value: number, greatest: number, scale: number): number {
  const share = greatest > 0 ? Math.sqrt(value / greatest) : 0;
  return Math.max(leastRadius, largestRadius * share) * scale;
}

export const capacitySymbolsLayer: LayerDefinition = {
  id: 'capacity-symbols',
  name: { zh: '产能（比例符号）', en: 'Capacity as circles' },
  help: {
    zh: '每家企业一个圆，面积与所选产品的设计产能成正比，最大的圆是当前显示的最大值；太小的圆按半径 2 像素画。产能未知的画成小空心环，不当作 0。一次只画一种产品，不同单位不相加。',
    en: 'One circle for each enterprise, its area in proportion to its design capacity of the chosen product; the largest circle is the largest value shown now, and very small ones are drawn with a radius of 2 pixels. Unknown capacity is a small hollow ring, never 0. One product at a time; units of measure are not added.',
  },
  source: capacitySource,
  options: capacityOptions,
  figures: capacityQueries,
  draw(input) {
    const { known, unknown, byId, greatest } = readCapacities(input);
    const radiusOf = ({ id }: PlacedEnterprise): number => {
      const value = byId.get(id)?.value ?? null;
      return value === null ? unknownRadius * input.scale : radiusPixels(value, greatest, input.scale);
    };
    // The largest lies lowest, so that no circle is hidden under another.
    const enterprises = [...known.map(([enterprise]) => enterprise), ...unknown];
    return {
      sprites: pointSprites(enterprises, {
        markOf: ({ id }) => (byId.get(id)?.value == null ? unknownMark : capacityMark),
        sizePixels: (enterprise) => (2 * radiusOf(enterprise)) / circleShare,
        brushed: input.brushed,
      }),
    };
  },
  legend(input) {
    const capacities = readCapacities(input);
    const { unit, greatest, byId } = capacities;
    const zh = input.language === 'zh';
    const unknown = [...byId.values()].filter(({ value }) => value === null).length;
    return {
      title: capacityTitle(input),
      unit,
      entries: [
        ...roundScale(greatest).map((value) => ({
          key: String(value),
          label: amountText(value, unit, input),
          radiusPixels: radiusPixels(value, greatest, input.scale),
        })),
        {
          key: 'unknown',
          label: zh ? '产能未知' : 'Capacity unknown',
          mark: unknownMark,
          count: input.figures === null ? null : unknown,
        },
      ],
      note: [
        zh ? '圆的面积与产能成正比。' : 'Areas of circles are in proportion.',
        ...capacityNotes(capacities, input),
      ].join(zh ? '' : ' '),
    };
  },
  table: capacityTwin,
};
