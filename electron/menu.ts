// The menu of the desktop program, in the language of the page. No shortcut in it is one that the page uses.
// cspell:ignore togglefullscreen
import type { MenuItemConstructorOptions } from 'electron';
import { type ShellLanguage, shellWords } from './shell-words.ts';

export function menuTemplate(options: {
  language: ShellLanguage;
  /** Not in a packaged program. */
  developerTools: boolean;
  openWindow(): void;
  showLogs(): void;
}): MenuItemConstructorOptions[] {
  const words = shellWords[options.language];
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    {
      label: process.platform === 'darwin' ? words.title : words.file,
      submenu: [
        { label: words.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: options.openWindow },
        separator,
        { label: words.close, role: 'close' },
        { label: words.quit, role: 'quit' },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { label: words.undo, role: 'undo' },
        { label: words.redo, role: 'redo' },
        separator,
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
        { label: words.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        { label: words.reload, role: 'reload' },
        separator,
        { label: words.actualSize, role: 'resetZoom' },
        { label: words.zoomIn, role: 'zoomIn' },
        { label: words.zoomOut, role: 'zoomOut' },
        separator,
        { label: words.fullScreen, role: 'togglefullscreen' },
        ...(options.developerTools ? [{ label: words.tools, role: 'toggleDevTools' } as const] : []),
      ],
    },
    {
      label: words.help,
      submenu: [
        { label: words.logs, click: options.showLogs },
        { label: words.about, role: 'about' },
      ],
    },
  ];
}
