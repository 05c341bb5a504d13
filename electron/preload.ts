// Runs in each window before its page, and gives it what a page alone can't have: the wire to the core, and where a chosen file lies.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Connection, DesktopBridge } from '../contract/desktop.ts';
import { channels } from './channels.ts';

const bridge: DesktopBridge = {
  connect: () => ipcRenderer.invoke(channels.connect) as Promise<Connection>,
  async chosenPath(file) {
    // A File that a page has made up has no path; only the user's own choice gives it one.
    const path = webUtils.getPathForFile(file as File);
    if (path !== '') await ipcRenderer.invoke(channels.chosen, path);
    return path;
  },
};

contextBridge.exposeInMainWorld('desktop', bridge);

// A port can't be given through the bridge. `*` reaches no one else: a window's message to itself stays in it.
for (const channel of [channels.port, channels.lost]) {
  ipcRenderer.on(channel, ({ ports }) => window.postMessage(channel, '*', ports));
}

window.addEventListener('DOMContentLoaded', () => {
  const root = document.documentElement;
  const tell = (): void => ipcRenderer.send(channels.language, root.lang);
  new MutationObserver(tell).observe(root, { attributes: true, attributeFilter: ['lang'] });
  tell();
});
