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
