// What a new workspace begins with: asked in a terminal, asked in a window, and which command makes it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askInTerminal, askInWindow, isNew, kindOf, makingArguments } from './choose-workspace.mjs';

test.each([
  ['', 'public'],
  ['1', 'public'],
  [' 2 ', 'drill'],
  ['3', 'empty'],
  ['Drill', 'drill'],
  ['4', undefined],
  ['yes', undefined],
])('the answer "%s" means %s', (answer, kind) => expect(kindOf(answer)).toBe(kind));

test.each([
  ['public', 'workspace create /w'],
  ['empty', 'workspace create /w --empty'],
  ['drill', 'drill create --workspace /w --scale province --seed 1 --json'],
] as const)('%s is made by: %s', (kind, line) => expect(makingArguments(kind, '/w', 'province').join(' ')).toBe(line));

describe('asked in a terminal', () => {
  async function ask(typed: (write: (text: string) => void) => void) {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let said = '';
    output.on('data', (chunk) => {
      said += chunk;
    });
    const asked = askInTerminal(input, output);
    typed((text) => input.write(text));
    return { kind: await asked, said };
  }

  test('all three are offered in both languages', async () => {
    const { kind, said } = await ask((write) => write('2\n'));
    expect(kind).toBe('drill');
    for (const words of ['公开台账', 'Public ledgers', '演练省', 'Drill province', '自己的数据', 'Your own data'])
      expect(said).toContain(words);
  });

  test('Enter takes the first, and what is not understood is asked again', async () => {
    expect((await ask((write) => write('\n'))).kind).toBe('public');
    const { kind, said } = await ask((write) => write('what?\n3\n'));
    expect(kind).toBe('empty');
    expect(said.match(/1\/2\/3/g)).toHaveLength(2);
  });

  test('Ctrl+C makes nothing', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    output.resume();
    const asked = askInTerminal(input, output);
    input.write('\u0003');
    expect(await asked).toBeUndefined();
  });

  test('a terminal that closes takes the first', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked = askInTerminal(input, output);
    input.end();
    expect(await asked).toBe('public');
  });
});

describe('asked in a window', () => {
  let window: ChildProcess | undefined;
  afterEach(() => {
    window?.kill('SIGKILL');
    window = undefined;
  });
  const openNothing = () => {
    window = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    return window;
  };

  test('the page offers all three, waits, and is then sent on', async () => {
    let page = '';
    const opened = new Promise<string>((resolve) => {
      void askInWindow((url) => {
        resolve(url);
        return openNothing();
      }).then(async ({ kind, goTo }) => {
        expect(kind).toBe('drill');
        goTo('http://127.0.0.1:5000/?token=once');
      });
    });
    page = await opened;
    expect(await (await fetch(page)).text()).toMatch(/公开台账[\s\S]+Drill province[\s\S]+自己的数据/);
    expect((await fetch(new URL('/', page))).status).toBe(404);
    await fetch(`${page}?kind=drill`, { method: 'POST', redirect: 'manual' });
    await expect
      .poll(async () => (await fetch(`${page}?waiting`, { redirect: 'manual' })).headers.get('location'))
      .toBe('http://127.0.0.1:5000/?token=once');
  });

  test('a window that is closed instead has chosen nothing', async () => {
    const asked = askInWindow(openNothing);
    await expect.poll(() => window?.kill()).toBe(true);
    expect((await asked).kind).toBeUndefined();
  });
});

describe('a new workspace', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianggao-new-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is a folder that is empty or not there', () => {
    expect(isNew(folder)).toBe(true);
    expect(isNew(join(folder, 'none'))).toBe(true);
    mkdirSync(join(folder, 'used'));
    writeFileSync(join(folder, 'used', 'ledger.sqlite'), '');
    expect(isNew(join(folder, 'used'))).toBe(false);
  });
});
