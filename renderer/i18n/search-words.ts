// Words of the search field in both languages.

const zh = {
  field: '搜索企业、装置、地点、行业、文件（/ 键）',
  placeholder: '搜索：名称、拼音、首字母、信用代码',
  hits: '搜索结果',
  count: (count: string) => `${count} 条结果`,
  none: '没有找到。',
  preparing: (count: string) => `正在建立索引（已有 ${count} 条）…`,
  failed: '装置和别名暂时查不到：没有取得名称表。',
  filter: (text: string) => `在列表中筛选“${text}”`,
  clear: '清除',
  kinds: { place: '地点', industry: '行业', enterprise: '企业', document: '文件', unit: '装置', command: '命令' },
};

const en: typeof zh = {
  field: 'Search enterprises, units, places, industries, documents (key /)',
  placeholder: 'Search: names, pinyin, initials, credit codes',
  hits: 'Results',
  count: (count) => `${count} results`,
  none: 'Nothing found.',
  preparing: (count) => `Preparing the index (${count} so far)…`,
  failed: 'Units and other names can’t be found for now: the list of names could not be fetched.',
  filter: (text) => `Filter the list by “${text}”`,
  clear: 'Clear',
  kinds: {
    place: 'Places',
    industry: 'Industries',
    enterprise: 'Enterprises',
    document: 'Documents',
    unit: 'Units',
    command: 'Commands',
  },
};

export const searchWords = { zh, en };
