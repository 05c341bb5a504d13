// The few dialogs that the shell opens by itself, each in both languages: nobody knows yet who is looking.
import type { BrowserWindow, Dialog } from 'electron';
import { bothLanguages } from './shell-words.ts';

const choices = (second: 'quit' | 'close') => ({
  type: 'error' as const,
  title: bothLanguages('title').replace('\n', ' '),
  buttons: [bothLanguages('tryAgain').replace('\n', ' '), bothLanguages(second).replace('\n', ' ')],
  defaultId: 0,
  cancelId: 1,
  noLink: true,
});

/** True = try again, false = quit. */
export async function askHostFails(dialog: Pick<Dialog, 'showMessageBox'>, logs: string): Promise<boolean> {
  const detail = `${bothLanguages('hostFailsDetail')}\n${logs}`;
  const { response } = await dialog.showMessageBox({ ...choices('quit'), message: bothLanguages('hostFails'), detail });
  return response === 0;
}

/** What another program can show without a file of this machine being read or a command run. */
const outsideSchemes: readonly string[] = ['http:', 'https:', 'rtsp:', 'rtsps:'];

/** True = open it in the program that the system has for it. Asked each time, with the whole address; never for other schemes. */
export async function askOpenOutside(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: BrowserWindow,
  url: string,
): Promise<boolean> {
  if (!URL.canParse(url) || !outsideSchemes.includes(new URL(url).protocol)) return false;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: bothLanguages('title').replace('\n', ' '),
    message: bothLanguages('openOutside'),
    detail: url,
    buttons: [bothLanguages('open').replace('\n', ' '), bothLanguages('cancel').replace('\n', ' ')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** True = try again, false = close the window. */
export async function askWindowFails(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: BrowserWindow,
  logs: string,
): Promise<boolean> {
  const detail = `${bothLanguages('windowFailsDetail')}\n${logs}`;
  const message = bothLanguages('windowFails');
  const { response } = await dialog.showMessageBox(window, { ...choices('close'), message, detail });
  return response === 0;
}
