// What a window of the desktop may not do. Everything is denied that is not named here.
import type { App, Session, WebPreferences } from 'electron';
import { contentSecurityPolicy } from '../host/security-headers.ts';
import { appOrigin, isAppUrl } from './app-address.ts';

/** Of every window, beside its preload. */
export const hardWebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // A middle click would open a window; and dictionaries would be fetched from the network.
  disableBlinkFeatures: 'Auxclick',
  spellcheck: false,
  // An alarm sounds whether or not somebody has clicked into the window.
  autoplayPolicy: 'no-user-gesture-required',
} as const satisfies WebPreferences;

/** Copying text and filling the screen, and telling of an alarm: what the user asks for with a click. */
const allowedPermissions: readonly string[] = ['clipboard-sanitized-write', 'fullscreen', 'notifications'];

/** Before the first window is made: no page leads anywhere but to itself, and none opens another by itself (see `createWindows`). */
export function hardenContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isAppUrl(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allowedPermissions.includes(permission) && isAppUrl(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => allowedPermissions.includes(permission) && isAppUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  // The content policy forbids it already; this holds whatever a page comes to be.
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*'];
  session.webRequest.onBeforeRequest({ urls }, (_details, answer) => answer({ cancel: true }));
  session.webRequest.onHeadersReceived(({ url, responseHeaders }, answer) => {
    if (url.startsWith('devtools:')) return answer({});
    answer({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': [contentSecurityPolicy] } });
  });
  // What the page saves comes from itself; the user is asked where to.
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    if (!isAppUrl(url) && !url.startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
}
