// Words of the command palette and of the list of keys, in both languages.

const zh = {
  title: '命令面板',
  find: '输入命令，可用拼音或首字母',
  results: '命令',
  recent: '最近使用',
  all: '全部命令',
  none: '没有这样的命令。',
  count: (count: string) => `${count} 条命令`,
  close: '关闭',
  groups: {
    go: '导航',
    alarms: '告警',
    map: '地图',
    layers: '图层',
    time: '时点',
    data: '数据',
    screen: '画面',
    lists: '表格与列表',
  },
};

const en: typeof zh = {
  title: 'Command palette',
  find: 'Type a command; pinyin and initials work too',
  results: 'Commands',
  recent: 'Used lately',
  all: 'All commands',
  none: 'No such command.',
  count: (count) => `${count} commands`,
  close: 'Close',
  groups: {
    go: 'Getting around',
    alarms: 'Alarms',
    map: 'Map',
    layers: 'Layers',
    time: 'Time',
    data: 'Data',
    screen: 'Screen',
    lists: 'Tables and lists',
  },
};

export const commandWords = { zh, en };
