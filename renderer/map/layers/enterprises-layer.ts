// Layer 企业: one mark for each enterprise, hue and shape telling its industry, a ring where a record is in doubt.
import { recordFlags } from '../../../contract/ledger.ts';
import { type Mark, neutralMark } from '../marks.ts';
import { categoryEntries, categoryQueries } from './category-legend.ts';
import { clusterPlaced } from './clusters.ts';
import { enterpriseTwin, labelsText, sharedWords } from './enterprise-twin.ts';
import type { LayerDefinition, LayerInput, LegendEntry, PlacedEnterprise } from './layer-definition.ts';
import { markPixels, pointSprites } from './point-sprites.ts';

/** Beyond so many, marks stay marks: discs would be remade for long at every step of the zoom. */
const mostClustered = 5_000;

/** Discs can't follow a hand on a histogram, which hides single marks. */
function clusters({ placed, options, brushed }: LayerInput): boolean {
  if (brushed !== undefined) return false;
  return options['cluster'] === 'on' || (options['cluster'] !== 'off' && placed.length <= mostClustered);
}

/** Mark of an enterprise: that of its first industry. */
export function industryMark(
  { industries }: Pick<PlacedEnterprise, 'industries'>,
  marks: ReadonlyMap<string, Mark>,
): Mark {
  return marks.get(industries[0] ?? '') ?? neutralMark;
}

export const enterprisesLayer: LayerDefinition = {
  id: 'enterprises',
  name: { zh: '企业（按行业）', en: 'Enterprises by industry' },
  help: {
    zh: '每家企业一个标记，颜色和形状合起来表示行业；有多个行业的企业按第一个画，在图例中各计一次。标记外的圆环表示导入时有存疑。靠得太近的企业合成一个带数字的圆，放大后分开；没有坐标的企业不在图上，只在表中。',
    en: 'One mark for each enterprise; hue and shape together tell its industry. One with several industries is drawn by the first and counts in each of them in the legend. A ring means that the import found a doubt. Enterprises too close to be told apart become a disc with their number and part when you zoom in; those without coordinates are in the table only.',
  },
  source: {
    zh: '台账中的企业和装置；坐标、行业按来源文件，已更正的按更正。',
    en: 'Enterprises and units of the ledger; positions and industries as the source files state them, or as corrected.',
  },
  options: [
    {
      id: 'cluster',
      name: { zh: '合并邻近企业', en: 'Cluster neighbours' },
      choices: () => [
        { id: 'auto', name: { zh: '自动（不超过 5,000 家时）', en: 'Automatic (up to 5,000)' } },
        { id: 'off', name: { zh: '不合并', en: 'Never' } },
        { id: 'on', name: { zh: '始终合并', en: 'Always' } },
      ],
    },
  ],
  figures(input) {
    const { where, between } = input.narrowing('flag');
    return [
      ...categoryQueries('industry', input),
      { id: 'enterprise-count', where: { ...where, flag: [...recordFlags] }, between },
      { id: 'enterprise-count', by: ['place'], ...input.narrowing('place') },
    ];
  },
  draw(input) {
    const { placed, industryMarks, theme, scale } = input;
    const { alone, discs } = clusters(input) ? clusterPlaced(placed, input) : { alone: placed, discs: [] };
    const sprites = pointSprites(alone, {
      markOf: (enterprise) => industryMark(enterprise, industryMarks),
      sizePixels: markPixels * scale,
      ring: { color: theme.doubt, widthPixels: 1.25 * scale, around: ({ flags }) => flags.length > 0 },
      brushed: input.brushed,
    });
    return { sprites, counts: discs };
  },
  legend(input) {
    const { about, language, industryMarks, theme } = input;
    const words = sharedWords(input);
    const entries: LegendEntry[] = categoryEntries('industry', input, {
      markOf: (key) => industryMarks.get(key) ?? neutralMark,
      labelOf: (key) => (key === 'null' ? words.map.unclassified : labelsText([key], about.industries, input)),
    });
    const [, , doubts, places] = input.figures ?? [];
    entries.push({
      key: 'doubt',
      label: words.map.doubt,
      ring: theme.doubt,
      count: doubts?.total ?? null,
      filter: { dimension: 'flag', keys: recordFlags },
    });
    for (const { keys, value } of places?.rows ?? []) {
      const place = keys.place as keyof typeof words.place;
      if (place === 'inside') continue;
      entries.push({
        key: place,
        label: words.place[place],
        count: value,
        filter: { dimension: 'place', keys: [place] },
      });
    }
    return { title: language === 'zh' ? '企业（按行业）' : 'Enterprises by industry', unit: '1', entries };
  },
  table(input) {
    const { about, language } = input;
    const titles = language === 'zh' ? ['行业', '状态', '存疑'] : ['Industry', 'Status', 'In doubt'];
    const [industry = '', status = '', flags = ''] = titles;
    return enterpriseTwin(
      input.shown,
      {
        columns: [
          { key: 'industry', title: industry },
          { key: 'status', title: status },
          { key: 'flags', title: flags },
        ],
        cellsOf: (enterprise) => ({
          industry: labelsText(enterprise.industries, about.industries, input) || null,
          status: labelsText(enterprise.statuses, about.statuses, input) || null,
          flags:
            enterprise.flags.map((flag) => sharedWords(input).flagShort[flag]).join(language === 'zh' ? '、' : ', ') ||
            null,
        }),
      },
      input,
    );
  },
};
