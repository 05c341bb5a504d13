// Keys that belong to one part of the page and are heard there; listed beside the commands' own. A list.
import type { Bilingual } from '../../contract/figures.ts';
import type { Desk } from '../state/view-store.ts';
import type { CommandGroup } from './command.ts';

export interface PageKey {
  readonly group: CommandGroup | 'lists';
  /** As they are shown. */
  readonly keys: string;
  readonly name: Bilingual;
  /** The desk that has them; left out = every desk. */
  readonly desk?: Desk;
}

export const pageKeys: readonly PageKey[] = [
  {
    group: 'go',
    desk: 'atlas',
    keys: 'Shift+Enter',
    name: { zh: '在搜索框中：按文字筛选列表', en: 'In the search field: filter the list by the text' },
  },
  {
    group: 'map',
    desk: 'atlas',
    keys: 'Enter',
    name: { zh: '打开选中的企业，进入选中的市县', en: 'Open the selected enterprise, go into the selected area' },
  },
  {
    group: 'map',
    desk: 'atlas',
    keys: '← ↑ → ↓',
    name: { zh: '移动地图（焦点在地图上时）', en: 'Move the map (while it has the focus)' },
  },
  {
    group: 'map',
    desk: 'atlas',
    keys: '+ −',
    name: { zh: '缩放地图（焦点在地图上时）', en: 'Zoom the map (while it has the focus)' },
  },
  {
    group: 'layers',
    desk: 'atlas',
    keys: 'Alt+↑ Alt+↓',
    name: { zh: '调整图层次序（焦点在图层上时）', en: 'Move a layer up or down (while it has the focus)' },
  },
  {
    group: 'time',
    desk: 'atlas',
    keys: '[ ]',
    name: { zh: '事实时点后退、前进一步', en: 'Step the as-of time back and forth' },
  },
  {
    group: 'time',
    desk: 'atlas',
    keys: 'Space',
    name: { zh: '播放、暂停事实时点', en: 'Play and pause the as-of time' },
  },
  { group: 'lists', keys: '↑ ↓', name: { zh: '在表格、列表中上下移动', en: 'Move up and down in tables and lists' } },
  { group: 'lists', keys: 'Enter', name: { zh: '打开所选', en: 'Open what is selected' } },
  {
    group: 'lists',
    desk: 'atlas',
    keys: '← →',
    name: {
      zh: '调整地图与表格的宽度（焦点在分隔条上时）',
      en: 'Width of map and table (while the divider has the focus)',
    },
  },
];
