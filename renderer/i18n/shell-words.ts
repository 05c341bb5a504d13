// Words of the shell area in both languages: what only a desktop program has to say.

const zh = {
  recovered: '已自动恢复',
  hostRecovered: (times: number) => `数据服务曾意外退出 ${times} 次，已重新启动。数据没有丢失。`,
  windowRecovered: (times: number) => `此窗口曾意外退出 ${times} 次，已重新载入。数据没有丢失。`,
  ifAgain: '若反复出现，请用菜单“帮助 › 打开日志文件夹”取得日志，交给维护人员。',
  noPath: '此文件不在本机磁盘上，无法导入。请先把它保存到本机，再选择。',
};

const en: typeof zh = {
  recovered: 'Recovered',
  hostRecovered: (times) => `The host has ended unexpectedly (${times}×) and was started again. No data was lost.`,
  windowRecovered: (times) => `This window has ended unexpectedly (${times}×) and was loaded again. No data was lost.`,
  ifAgain:
    'If it goes on, take the log from the menu, Help › Open the folder of logs, and give it to whoever maintains the program.',
  noPath:
    'This file does not lie on a disk of this computer and cannot be imported. Save it here first, then choose it.',
};

export const shellWords = { zh, en };
