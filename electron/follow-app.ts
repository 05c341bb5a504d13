// From one start to a clean end: a second start leaves all to the first, and the host is stopped before the program ends.
import type { App } from 'electron';

/** False = another program holds this workspace; it has been told, and this one is ending. */
export function isOnlyInstance(app: Pick<App, 'requestSingleInstanceLock' | 'quit'>): boolean {
  if (app.requestSingleInstanceLock()) return true;
  app.quit();
  return false;
}

export function followApp(
  app: Pick<App, 'on' | 'quit'>,
  { focus, settle, stop }: { focus(): void; settle(): void; stop(): Promise<void> },
): void {
  let stopped = false;
  app.on('activate', () => focus());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', settle);
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
