// Layer 装置状态: one mark for each enterprise by the most advanced status of its units.
import type { UnitStatus } from '../../../contract/ledger.ts';
import { type Mark, neutralMark } from '../marks.ts';
import { categoryEntries, categoryQueries } from './category-legend.ts';
import { enterpriseTwin, labelsText, sharedWords } from './enterprise-twin.ts';
import type { LayerDefinition, PlacedEnterprise } from './layer-definition.ts';
import { markPixels, pointSprites } from './point-sprites.ts';

/**
 * One mark for each status and none shared: 封存 may run again and 退役 may not, 搁置 may be resumed and 取消 may not.
 * Running is green or orange, what is being prepared blue, what stopped any other hue; shapes differ within each.
 */
export const statusMarks: Readonly<Record<UnitStatus, Mark>> = {
  operating: { hue: 2, shape: 'circle' },
  'operating pre-retirement': { hue: 0, shape: 'hexagon' },
  construction: { hue: 4, shape: 'triangle' },
  permitted: { hue: 1, shape: 'diamond' },
  'pre-permit': { hue: 1, shape: 'wedge' },
  announced: { hue: 1, shape: 'star' },
  mothballed: { hue: 3, shape: 'square' },
  shelved: { hue: 6, shape: 'square' },
  retired: { hue: 7, shape: 'cross' },
  cancelled: { hue: 5, shape: 'cross' },
};

const markOfStatus = (status: string | undefined): Mark => statusMarks[status as UnitStatus] ?? neutralMark;

export const statusLayer: LayerDefinition = {
  id: 'status',
  name: { zh: '装置状态', en: 'Status of units' },
  help: {
    zh: '每家企业一个标记，按其装置中最靠前的状态画（在运先于在建，在建先于退役）。图例的数是至少有一台装置处于该状态的企业数，有几种状态的企业各计一次，所以各项之和可以大于企业数。封存、退役、搁置、取消各不相同，从不合并。',
    en: 'One mark for each enterprise, by the most advanced status among its units (operating before construction, construction before retired). The legend counts enterprises with at least one unit in a status; one with several statuses counts in each, so the entries may add to more than all enterprises. Mothballed, retired, shelved and cancelled are kept apart and never merged.',
  },
  source: {
    zh: '台账中装置的状态，按来源文件或更正；来源没有写明的是“未注明”。',
    en: 'Status of the units in the ledger, as the source files state it or as corrected; what no source states is “not stated”.',
  },
  options: [],
  figures: (input) => categoryQueries('status', input),
  draw: ({ placed, scale, brushed }) => ({
    sprites: pointSprites(placed, {
      markOf: ({ statuses }: PlacedEnterprise) => markOfStatus(statuses[0]),
      sizePixels: markPixels * scale,
      brushed,
    }),
  }),
  legend(input) {
    const zh = input.language === 'zh';
    return {
      title: zh ? '装置状态' : 'Status of units',
      unit: '1',
      entries: categoryEntries('status', input, {
        markOf: markOfStatus,
        labelOf: (key) =>
          key === 'null' ? sharedWords(input).table.notStated : labelsText([key], input.about.statuses, input),
      }),
      note: zh
        ? '数字是有该状态装置的企业数；标记按最靠前的状态。'
        : 'Numbers count enterprises with a unit in the status; marks show the most advanced.',
    };
  },
  table(input) {
    const zh = input.language === 'zh';
    const { statuses } = input.about;
    return enterpriseTwin(
      input.shown,
      {
        columns: [
          { key: 'status', title: zh ? '图上状态' : 'Status drawn' },
          { key: 'all', title: zh ? '全部状态' : 'All statuses' },
        ],
        cellsOf: (enterprise) => ({
          status: labelsText(enterprise.statuses.slice(0, 1), statuses, input) || null,
          all: labelsText(enterprise.statuses, statuses, input) || null,
        }),
      },
      input,
    );
  },
};
