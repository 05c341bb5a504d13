// Electron's entry: one locked-down window on the host's loopback address, which `npm start` passes in LIANGGAO_URL.
// Not seen in a real Electron window yet.
import { app, BrowserWindow, session } from 'electron';

const address = process.env.LIANGGAO_URL;
if (!address) {
  process.stderr.write('请用 npm start 启动。 Start it with npm start.\n');
  app.exit(1);
}
const hostOrigin = new URL(address ?? 'http://127.0.0.1').origin;

// The map needs WebGL, also where there is no graphics card.
app.commandLine.appendSwitch('enable-unsafe-swiftshader');

function isHost(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === hostOrigin;
}

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => {
    if (!isHost(url)) event.preventDefault();
  });
  contents.on('will-redirect', (event, url) => {
    if (!isHost(url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => ({ action: isHost(url) ? 'allow' : 'deny' }));
});

app.on('window-all-closed', () => app.quit());

await app.whenReady();
session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
session.defaultSession.setPermissionCheckHandler(() => false);
const window = new BrowserWindow({
  width: 1600,
  height: 900,
  title: '两高指挥舱 Lianggao Command Centre',
  backgroundColor: '#10151c',
  webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
});
window.removeMenu();
await window.loadURL(address ?? hostOrigin);
