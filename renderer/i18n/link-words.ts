// Words of links to a view, in both languages.

const zh = {
  copy: '复制链接（Ctrl+Shift+C）',
  copied: '链接已复制。打开后是同样的画面，数据随台账更新。',
  copiedWithData: '链接已复制，两个时点都已固定：以后打开，数字不变。',
  withData: '连同数据版本再复制',
  withoutPage: '“这个数怎么来的”一页涉及的企业太多，没有放进链接。',
  byHand: '浏览器不许本页使用剪贴板。请按 Ctrl+C 复制下面的链接。',
  link: '链接',
  failed: '没有复制：暂时无法向主机询问数据版本。恢复连接后请重试。',
  ignored: (parts: string) => `链接里有本程序不认识或不再存在的部分，已略过：${parts}`,
  close: '关闭',
};

const en: typeof zh = {
  copy: 'Copy a link to this view (Ctrl+Shift+C)',
  copied: 'Link copied. It opens the same view, with the data of that day.',
  copiedWithData: 'Link copied with both times pinned: opened later, it shows the same numbers.',
  withData: 'Copy again with this version of the data',
  withoutPage: 'The page that explains the figure speaks of too many enterprises and is not in the link.',
  byHand: 'The browser does not let this page use the clipboard. Press Ctrl+C to copy the link below.',
  link: 'Link',
  failed: 'Nothing copied: the host could not be asked for the version of the data. Try again once connected.',
  ignored: (parts) => `Parts of the link are unknown here or no longer exist and were skipped: ${parts}`,
  close: 'Close',
};

export const linkWords = { zh, en };
