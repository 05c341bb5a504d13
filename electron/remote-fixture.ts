// For browser tests: main.ts with the stand-in for Electron, as a program that is asked over its IPC channel what a window would ask.
import { rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createElectron } from './electron-fixture.ts';

type Asked =
  | { readonly kind: 'ask'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'fetch'; readonly id: number; readonly url: string; readonly headers: Record<string, string> }
  | { readonly kind: 'to-host'; readonly data: string | Uint8Array }
  | { readonly kind: 'crash-host' };

const say = (message: object): void => void process.send?.(message);

const electron = createElectron(fileURLToPath(new URL('../dist/desktop', import.meta.url)));
const names = Object.keys(electron.api);
Object.assign(globalThis, { electronStandIn: electron.api });
const source = `export const { ${names.join(', ')} } = globalThis.electronStandIn;`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
      : next(specifier, context),
});
await import('../main.ts');
electron.ready();
await new Promise((resolve) => setImmediate(resolve));

const [window] = electron.windows;
if (window === undefined) throw new Error('there is no window');
const frame = window.webContents.mainFrame;
let toHost: (data: string | Uint8Array) => void = () => {};
frame.postMessage = (channel, _message, [port] = []) => {
  say({ kind: 'to-page', channel });
  if (port === undefined) return;
  toHost = (data) => port.postMessage(data);
  port.on('message', ({ data }) => say({ kind: 'from-host', data }));
  port.start();
};
frame.send = (channel) => say({ kind: 'to-page', channel });

async function answer(asked: Asked): Promise<void> {
  if (asked.kind === 'ask') {
    say({ kind: 'answer', id: asked.id, answer: await electron.ask(window as never, asked.channel, asked.args) });
  } else if (asked.kind === 'fetch') {
    const response = await electron.fetch(asked.url, { headers: asked.headers });
    const body = new Uint8Array(await response.arrayBuffer());
    const got = { status: response.status, headers: Object.fromEntries(response.headers), body };
    say({ kind: 'answer', id: asked.id, answer: got });
  } else if (asked.kind === 'to-host') toHost(asked.data);
  else await electron.hosts.at(-1)?.worker.terminate();
}
process.on('message', (asked: Asked) => void answer(asked));
process.once('disconnect', () => {
  rmSync(electron.directory, { recursive: true, force: true });
  process.exit(0);
});
say({ kind: 'ready' });
