// Layer 数据质量: enterprises whose records carry doubts found at import, one mark for each kind of doubt.
import type { RecordFlag } from '../../../contract/ledger.ts';
import { type Mark, neutralMark } from '../marks.ts';
import { categoryEntries, categoryQueries } from './category-legend.ts';
import { enterpriseTwin, sharedWords } from './enterprise-twin.ts';
import type { LayerDefinition, PlacedEnterprise } from './layer-definition.ts';
import { markPixels, pointSprites } from './point-sprites.ts';

/** Marks of the doubts, the gravest first: an enterprise with several is drawn by the first of them. */
export const flagMarks: Readonly<Record<RecordFlag, Mark>> = {
  impossibleCoordinates: { hue: 7, shape: 'cross' },
  outsideProvince: { hue: 5, shape: 'triangle' },
  declaredPlaceDiffers: { hue: 0, shape: 'diamond' },
  declaredCountyDiffers: { hue: 3, shape: 'wedge' },
  offshore: { hue: 4, shape: 'star' },
  nearBoundary: { hue: 1, shape: 'hexagon' },
  approximatePosition: { hue: 2, shape: 'circle' },
  blankCapacity: { hue: 6, shape: 'square' },
};

const gravestFirst = Object.keys(flagMarks) as RecordFlag[];
const ordered = (flags: readonly RecordFlag[]): RecordFlag[] => gravestFirst.filter((flag) => flags.includes(flag));
const markOfFlag = (flag: string | undefined): Mark => flagMarks[flag as RecordFlag] ?? neutralMark;

/** Height in CSS pixels at scale 1 of the dots that stand for enterprises without a doubt. */
const dotPixels = 6;

export const qualityLayer: LayerDefinition = {
  id: 'quality',
  name: { zh: '数据质量', en: 'Data quality' },
  help: {
    zh: '导入时发现存疑的企业，标记表示存疑的种类；有几种的按最严重的一种画，全部列在表中。小灰点是没有存疑的企业。坐标错误的记录没有位置，只能在表中看到；没有存疑不等于数据正确，只是导入时的检查没有发现。',
    en: 'Enterprises in whose records the import found a doubt; the mark tells its kind, the gravest where there are several, and the table lists all of them. Small grey dots are enterprises without a doubt. Records with impossible coordinates have no place and are in the table only. No doubt does not mean that the data are right, only that the checks at import found nothing.',
  },
  source: {
    zh: '导入时的检查：坐标与边界、填报的市县与坐标、产能是否填写。',
    en: 'Checks at import: coordinates against boundaries, declared places against coordinates, and whether capacity is stated.',
  },
  options: [],
  figures: (input) => categoryQueries('flag', input),
  draw: ({ placed, scale, brushed }) => {
    const sound = placed.filter(({ flags }) => flags.length === 0);
    const doubtful = placed.filter(({ flags }) => flags.length > 0);
    return {
      sprites: pointSprites([...sound, ...doubtful], {
        markOf: ({ flags }: PlacedEnterprise) => markOfFlag(ordered(flags)[0]),
        sizePixels: ({ flags }) => (flags.length === 0 ? dotPixels : markPixels) * scale,
        brushed,
      }),
    };
  },
  legend(input) {
    const zh = input.language === 'zh';
    const { flagShort } = sharedWords(input);
    const entries = categoryEntries('flag', input, {
      markOf: markOfFlag,
      labelOf: (key) =>
        key === 'null' ? (zh ? '无存疑' : 'No doubt') : (flagShort[key as keyof typeof flagShort] ?? key),
    });
    const place = (key: string) => (gravestFirst as string[]).indexOf(key);
    return {
      title: zh ? '数据质量' : 'Data quality',
      unit: '1',
      // What is no known flag, “no doubt” above all, comes last.
      entries: entries.sort((one, other) => (place(one.key) >>> 0) - (place(other.key) >>> 0)),
      note: zh ? '有几种存疑的企业各计一次。' : 'An enterprise with several doubts counts in each.',
    };
  },
  table(input) {
    const zh = input.language === 'zh';
    const { flagShort } = sharedWords(input);
    const rank = ({ flags }: { readonly flags: readonly RecordFlag[] }) =>
      gravestFirst.indexOf(ordered(flags)[0] as RecordFlag) >>> 0;
    return enterpriseTwin(
      input.shown.toSorted((one, other) => rank(one) - rank(other)),
      {
        columns: [
          { key: 'drawn', title: zh ? '图上存疑' : 'Doubt drawn' },
          { key: 'flags', title: zh ? '全部存疑' : 'All doubts' },
          { key: 'count', title: zh ? '存疑数' : 'Doubts', unit: '1', numeric: true },
        ],
        cellsOf({ flags }) {
          const names = ordered(flags).map((flag) => flagShort[flag]);
          return { drawn: names[0] ?? null, flags: names.join(zh ? '、' : ', ') || null, count: flags.length };
        },
      },
      input,
    );
  },
};
