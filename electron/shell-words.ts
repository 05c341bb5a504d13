// What the shell itself says: its menu and its few dialogs, in both languages.
export type ShellLanguage = 'zh' | 'en';

const zh = {
  title: '两高指挥舱',
  file: '文件',
  newWindow: '新建窗口',
  close: '关闭窗口',
  quit: '退出',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  reload: '重新载入',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  tools: '开发者工具',
  help: '帮助',
  logs: '打开日志文件夹',
  about: '关于',
  hostFails: '数据服务反复意外退出。数据没有丢失。',
  hostFailsDetail: '请重试；若再次出现，请把日志文件交给维护人员：',
  windowFails: '此窗口反复意外退出。数据没有丢失。',
  windowFailsDetail: '请重试，或关闭此窗口；若再次出现，请把日志文件交给维护人员：',
  tryAgain: '重试',
  openOutside: '要在系统的其他程序中打开此地址吗？',
  open: '打开',
  cancel: '取消',
};

const en: typeof zh = {
  title: 'Lianggao Command Centre',
  file: 'File',
  newWindow: 'New window',
  close: 'Close window',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  reload: 'Reload',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  tools: 'Developer tools',
  help: 'Help',
  logs: 'Open the folder of logs',
  about: 'About',
  hostFails: 'The host keeps ending unexpectedly. No data was lost.',
  hostFailsDetail: 'Try again; if it happens again, give the log to whoever maintains the program:',
  windowFails: 'This window keeps ending unexpectedly. No data was lost.',
  windowFailsDetail:
    'Try again or close the window; if it happens again, give the log to whoever maintains the program:',
  tryAgain: 'Try again',
  openOutside: 'Open this address in another program of the system?',
  open: 'Open',
  cancel: 'Cancel',
};

export const shellWords: Readonly<Record<ShellLanguage, typeof zh>> = { zh, en };

/** Chinese unless told otherwise. */
export function shellLanguage(locale: string): ShellLanguage {
  return /^en\b/i.test(locale) ? 'en' : 'zh';
}

/** Both languages, for what is said when nobody knows who is looking. */
export function bothLanguages(word: keyof typeof zh): string {
  return `${zh[word]}\n${en[word]}`;
}
