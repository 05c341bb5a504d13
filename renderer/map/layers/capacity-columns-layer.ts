// Layer 产能（立体柱）: a column for each enterprise, its height in proportion to the capacity of the chosen product.
import { ColumnLayer } from '@deck.gl/layers';
import { numberText } from '../../format/quantity-text.ts';
import { markColor } from '../marks.ts';
import { rgbOf } from '../rgb-of.ts';
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
import type { LayerDefinition, LayerInput, PlacedEnterprise } from './layer-definition.ts';
import { amountText } from './quantity-words.ts';

/** CSS pixels at scale 1: the highest column, seen from the side, and half the width of each. */
const highestPixels = 150;
const radiusPixels = 5;

const EQUATOR_METERS = 40_075_016.686;

/**
 * Metres of height for each unit of capacity, so that the highest column keeps its height on the screen at every step
 * of the zoom: a scale fixed in metres would be flat over the province and out of sight over a county.
 */
export function metersPerUnit(greatest: number, { about, zoom, scale }: LayerInput): number {
  if (greatest <= 0) return 0;
  const [, south, , north] = about.profile.bbox;
  const latitude = ((south + north) / 2) * (Math.PI / 180);
  const metersPerPixel = (EQUATOR_METERS * Math.cos(latitude)) / (512 * 2 ** zoom);
  return (highestPixels * scale * metersPerPixel) / greatest;
}

export const capacityColumnsLayer: LayerDefinition = {
  id: 'capacity-columns',
  name: { zh: '产能（立体柱）', en: 'Capacity as columns' },
  help: {
    zh: '每家企业一根柱，高度与所选产品的设计产能成正比；地图倾斜后才看得出高低，缩放时比例尺随之改变，以图例为准。产能未知的不画柱，个数写在图例下方。近大远小，准确比较请用表格或比例符号。',
    en: 'One column for each enterprise, its height in proportion to its design capacity of the chosen product. Heights show only on a tilted map, and their scale changes with the zoom, as the legend says. Unknown capacity has no column; the legend counts it. What is nearer looks larger: compare exactly in the table or with circles.',
  },
  source: capacitySource,
  options: capacityOptions,
  figures: capacityQueries,
  draw(input) {
    const { known, byId, greatest } = readCapacities(input);
    const color = rgbOf(markColor(capacityMark, input.themeName));
    return {
      tilted: true,
      deck: [
        new ColumnLayer<PlacedEnterprise>({
          id: 'capacity-columns',
          data: known.map(([enterprise]) => enterprise),
          pickable: true,
          extruded: true,
          diskResolution: 16,
          radius: radiusPixels * input.scale,
          radiusUnits: 'pixels',
          getPosition: ({ position }) => [position[0], position[1]],
          getElevation: ({ id }) => byId.get(id)?.value ?? 0,
          elevationScale: metersPerUnit(greatest, input),
          getFillColor: color,
          // Mostly the colour itself: shaded sides stay readable on the dark ground.
          material: { ambient: 0.7, diffuse: 0.4, shininess: 8 },
          updateTriggers: { getFillColor: color },
        }),
      ],
    };
  },
  legend(input) {
    const capacities = readCapacities(input);
    const { unit, greatest, unknown } = capacities;
    const zh = input.language === 'zh';
    const color = markColor(capacityMark, input.themeName);
    const meters = metersPerUnit(greatest, input);
    const km = (value: number) => numberText(Number(((value * meters) / 1000).toPrecision(2)), input.language);
    return {
      title: capacityTitle(input),
      unit,
      entries: roundScale(greatest).map((value) => ({
        key: String(value),
        label: zh
          ? `${amountText(value, unit, input)}：柱高 ${km(value)} 公里`
          : `${amountText(value, unit, input)}: ${km(value)} km high`,
        color,
      })),
      note: [
        zh ? '柱高与产能成正比，按当前缩放。' : 'Heights are in proportion, at this zoom.',
        ...(unknown.length > 0
          ? [zh ? `${unknown.length} 家产能未知，没有柱。` : `${unknown.length} of unknown capacity have no column.`]
          : []),
        ...capacityNotes(capacities, input),
      ].join(zh ? '' : ' '),
    };
  },
  table: capacityTwin,
};
