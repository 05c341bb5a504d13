// Answers what the pages ask of the main process, after looking at who asks.
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { Connection } from '../contract/desktop.ts';
import { isAppUrl } from './app-address.ts';
import { channels } from './channels.ts';
import { HostRefused, type HostSupervisor } from './supervise-host.ts';

export function answerPages(options: {
  ipcMain: Pick<IpcMain, 'handle' | 'on'>;
  host: HostSupervisor;
  /** How often the window was recovered. */
  windowRecoveries(contents: WebContents): number;
  onLanguage(language: string): void;
}): void {
  const { ipcMain, host } = options;
  const connected = new Set<WebFrameMain>();
  host.onEnded(() => {
    for (const frame of connected) tellLost(frame);
    connected.clear();
  });

  ipcMain.handle(channels.connect, async (event): Promise<Connection> => {
    const frame = ourFrame(event);
    const recoveries = () => ({ host: host.recoveries(), window: options.windowRecoveries(event.sender) });
    try {
      const port = await host.openPort();
      // Both at once: a host that ends can only end before or after.
      connected.add(frame);
      frame.postMessage(channels.port, null, [port]);
      return { refused: null, recoveries: recoveries() };
    } catch (error) {
      if (error instanceof HostRefused) return { refused: error.sentence, recoveries: recoveries() };
      throw error;
    }
  });

  ipcMain.handle(channels.chosen, async (event, path: unknown) => {
    ourFrame(event);
    if (typeof path === 'string' && path !== '') await host.choose(path);
  });

  ipcMain.on(channels.language, (event, language: unknown) => {
    // Nobody waits for an answer, and an error here would end the program.
    if (isOurs(event) && typeof language === 'string') options.onLanguage(language);
  });
}

function tellLost(frame: WebFrameMain): void {
  try {
    frame.send(channels.lost);
  } catch {
    // Its page has gone, and the frame with it.
  }
}

/** Whether the page of one of our windows asks, and no frame inside it. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent | IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isAppUrl(senderFrame.url);
}

/** The frame that asks. Throws where it is not ours. */
function ourFrame(event: IpcMainInvokeEvent): WebFrameMain {
  if (event.senderFrame === null || !isOurs(event)) throw new Error('only the program’s own page may ask');
  return event.senderFrame;
}
