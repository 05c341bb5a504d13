// What can be done on the desks from anywhere. A list.

import { walkAlarms } from '../state/duty-desk.ts';
import { isFiltered, noFilters } from '../state/filters.ts';
import { copyLink } from '../state/follow-address.ts';
import { walk } from '../state/monitoring-list.ts';
import { neighbour, useShownList } from '../state/shown-list.ts';
import { type Tool, useView, type View } from '../state/view-store.ts';
import { type Command, isOffered } from './command.ts';

/** The search field of the page. */
export const searchFieldId = 'desk-search';

function focusSearch(): void {
  const field = document.getElementById(searchFieldId);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

/** Where the figure that has the focus comes from, or else the first on the screen. */
function explainFigure(): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-figure]');
  (focused ?? document.querySelector<HTMLElement>('[data-figure]'))?.click();
}

function walkList(view: View, step: 1 | -1): void {
  if (view.desk === 'duty') walkAlarms(step);
  else if (view.desk === 'monitoring') walk(step);
  else view.select(neighbour(useShownList.getState().ids, view.selected, step));
}

const tool = (id: Tool, zh: string, en: string, key: string): Command => ({
  id: `tool-${id}`,
  desk: 'atlas',
  group: 'map',
  name: { zh, en },
  keys: [key],
  run: (view) => view.setTool(view.tool === id ? 'select' : id),
});

export const deskCommands: readonly Command[] = [
  {
    id: 'search',
    group: 'go',
    name: { zh: '到搜索框', en: 'Go to the search field' },
    keys: ['/'],
    run: focusSearch,
  },
  {
    id: 'palette',
    group: 'go',
    name: { zh: '命令面板', en: 'Command palette' },
    keys: ['mod+k', 'mod+shift+p'],
    run: (view) => view.openDialog('palette'),
  },
  {
    id: 'step-back',
    group: 'go',
    name: { zh: '后退一步（视角、筛选和页面）', en: 'One step back (camera, filters and page)' },
    keys: ['backspace'],
    enabled: ({ past }) => past.length > 0,
    run: (view) => view.stepBack(),
  },
  {
    id: 'leave',
    group: 'go',
    name: {
      zh: '退出当前操作：工具、选中、页面、筛选',
      en: 'Leave what is innermost: tool, selection, page, filters',
    },
    keys: ['escape'],
    run: (view) => view.leave(),
  },
  {
    id: 'next',
    group: 'go',
    name: { zh: '选中列表中的下一项', en: 'Select the next of the list' },
    keys: ['j'],
    run: (view) => walkList(view, 1),
  },
  {
    id: 'previous',
    group: 'go',
    name: { zh: '选中列表中的上一项', en: 'Select the previous of the list' },
    keys: ['k'],
    run: (view) => walkList(view, -1),
  },
  {
    id: 'explain',
    desk: 'atlas',
    group: 'go',
    name: { zh: '这个数怎么来的', en: 'Where does this figure come from' },
    keys: ['i'],
    run: explainFigure,
  },
  {
    id: 'home',
    desk: 'atlas',
    group: 'map',
    name: { zh: '看全省', en: 'See the whole province' },
    run: (view) => view.moveCamera({ kind: 'home' }),
  },
  tool('lasso', '圈选', 'Lasso', 'q'),
  tool('distance', '测距', 'Measure distance', 'm'),
  tool('area', '测面积', 'Measure area', 'shift+m'),
  {
    id: 'clear-filters',
    desk: 'atlas',
    group: 'data',
    name: { zh: '清除筛选', en: 'Clear filters' },
    keys: ['x'],
    enabled: ({ filters }) => isFiltered(filters),
    run: (view) => view.setFilters(() => noFilters),
  },
  {
    id: 'open-table',
    desk: 'atlas',
    group: 'data',
    name: { zh: '打开企业表', en: 'Open the table of enterprises' },
    run: (view) => view.openTable('enterprises'),
  },
  {
    id: 'times-now',
    desk: 'atlas',
    group: 'time',
    name: { zh: '时点都回到现在', en: 'Both times to now' },
    enabled: ({ times }) => times.asOf !== undefined || times.knownAt !== undefined,
    run: (view) => view.setTimes({ asOf: undefined, knownAt: undefined }),
  },
  {
    id: 'import',
    group: 'data',
    name: { zh: '导入台账', en: 'Import a ledger' },
    run: (view) => view.openDialog('import'),
  },
  {
    id: 'about-data',
    group: 'data',
    name: { zh: '数据说明', en: 'About data' },
    run: (view) => view.openDialog('about-data'),
  },
  {
    id: 'copy-link',
    group: 'screen',
    name: { zh: '复制当前画面的链接', en: 'Copy a link to this view' },
    keys: ['mod+shift+c'],
    run: () => void copyLink(),
  },
  {
    id: 'copy-link-with-data',
    group: 'screen',
    name: { zh: '复制链接，连同数据版本', en: 'Copy a link with this version of the data' },
    run: () => void copyLink({ withData: true }),
  },
  {
    id: 'theme-dark',
    group: 'screen',
    name: { zh: '深色主题', en: 'Dark theme' },
    enabled: ({ theme }) => theme !== 'dark',
    run: (view) => view.setTheme('dark'),
  },
  {
    id: 'theme-light',
    group: 'screen',
    name: { zh: '浅色主题', en: 'Light theme' },
    enabled: ({ theme }) => theme !== 'light',
    run: (view) => view.setTheme('light'),
  },
  {
    id: 'language',
    group: 'screen',
    name: { zh: '切换语言：English', en: 'Switch language: 中文' },
    run: (view) => view.setLanguage(view.language === 'zh' ? 'en' : 'zh'),
  },
  {
    id: 'keys',
    group: 'screen',
    name: { zh: '快捷键', en: 'Keyboard shortcuts' },
    keys: ['?'],
    run: (view) => view.openDialog('keys'),
  },
];

/** Does it, where it can be done now. */
export function runCommand(command: Command): void {
  const view = useView.getState();
  if (isOffered(command, view)) command.run(view);
}
