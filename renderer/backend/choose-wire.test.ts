// The desktop's wire: a stand-in for the preload hands over real ports, behind which a small router answers.
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { describe, expect, it } from 'vitest';
import { contract } from '../../contract/calls.ts';
import type { Connection, DesktopBridge } from '../../contract/desktop.ts';
import { createBackend } from './backend.ts';
import { chooseWire, findHere, linkBase, WireRefused } from './choose-wire.ts';
import { uploadFile } from './upload-file.ts';

const none = { host: 0, window: 0 };
const location = { protocol: 'app:', host: 'lianggao' };

/** A host that knows one figure list, and the preload that leads to it. */
function desktop(answers: Connection[], sends: (give: (data: unknown, fromElsewhere?: boolean) => void) => void) {
  const events = new EventTarget();
  const os = implement(contract);
  const silent = os.world.changes.handler(() => new Promise<never>(() => {}));
  const router = os.router({ figure: { list: os.figure.list.handler(() => []) }, world: { changes: silent } } as never);
  const bridge: DesktopBridge = {
    async connect() {
      sends((data, fromElsewhere = false) => {
        const { port1, port2 } = new MessageChannel();
        new RPCHandler(router).upgrade(port1);
        port1.start();
        const source = fromElsewhere ? null : page;
        events.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port2] }));
      });
      return answers.shift() ?? { refused: null, recoveries: none };
    },
    chosenPath: async (file) => ((file as File).name === 'here.csv' ? '/home/user/here.csv' : ''),
  };
  const page = Object.assign(events, { location, desktop: bridge }) as unknown as Parameters<typeof chooseWire>[0] &
    EventTarget;
  return { page };
}

describe('the wire of the desktop', () => {
  it('carries calls over the port that its window was handed, and tells what was recovered', async () => {
    const recoveries = { host: 2, window: 1 };
    const { page } = desktop([{ refused: null, recoveries }], (give) => {
      give('lianggao:port', true);
      give('something else');
      give('lianggao:port');
    });
    const wire = await chooseWire(page)();
    expect(wire.recoveries).toEqual(recoveries);
    expect(await createBackend(wire.link).figure.list()).toEqual([]);
    wire.close();
    await wire.closed;
  });

  it('is closed when word comes that the host has ended, calls under way fail, and it opens anew', async () => {
    const { page } = desktop([], (give) => give('lianggao:port'));
    const first = await chooseWire(page)();
    const underWay = expect(createBackend(first.link).world.changes()).rejects.toThrow();
    page.dispatchEvent(Object.assign(new Event('message'), { data: 'lianggao:lost', source: page, ports: [] }));
    await first.closed;
    await underWay;
    const second = await chooseWire(page)();
    expect(await createBackend(second.link).figure.list()).toEqual([]);
    second.close();
  });

  it('passes the host’s own sentence on where there is no host to be had', async () => {
    const sentence = { code: 'workspace-in-use', zh: '正在使用', en: 'In use' };
    const { page } = desktop([{ refused: sentence, recoveries: none }], () => {});
    const error = await chooseWire(page)().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WireRefused);
    expect(error).toMatchObject({ data: { zh: '正在使用', en: 'In use' } });
  });
});

describe('a chosen file', () => {
  const { page } = desktop([], () => {});
  const signal = new AbortController().signal;

  it('is named by its path on the desktop, without being sent', async () => {
    const progress: number[] = [];
    const file = new File(['a'], 'here.csv');
    const path = await uploadFile(file, (fraction) => progress.push(fraction), signal, findHere(page));
    expect([path, progress]).toEqual(['/home/user/here.csv', [1]]);
  });

  it('is refused in both languages where it lies on no disk', async () => {
    const file = new File(['a'], 'from-a-mail.csv');
    const data = { zh: expect.stringContaining('保存到本机'), en: expect.stringContaining('Save it here') };
    await expect(uploadFile(file, () => {}, signal, findHere(page))).rejects.toMatchObject({ data });
  });

  it('is sent from a browser', () => {
    expect(findHere({})).toBe(null);
  });
});

it('leads a link to the program on the desktop, and to the page in a browser', () => {
  const { page } = desktop([], () => {});
  expect(linkBase(page)).toBe('lianggao://view');
  expect(linkBase({})).toBe(null);
});
