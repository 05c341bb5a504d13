import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { defaultWorkspace, shellDirectory } from './default-workspace.ts';

const chooser = fileURLToPath(new URL('../tools/choose-window.mjs', import.meta.url));

it('is where `npm start` looks for it, on every system', async () => {
  const tools = await import(/* @vite-ignore */ chooser);
  const environments = [{}, { LIANGGAO_WORKSPACE: '/w' }, { XDG_DATA_HOME: '/x' }, { APPDATA: 'C:\\a' }];
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    for (const env of environments) {
      expect(defaultWorkspace({ platform, env }, '/home/a')).toBe(
        tools.defaultWorkspace({ platform, env, home: '/home/a' }),
      );
    }
  }
});

it('has a folder of the shell’s own, which is not inside it', () => {
  const one = shellDirectory('/config', '/data/one');
  expect(one).toMatch(/^\/config\/lianggao\/desktop-[0-9a-f]{8}$/);
  expect(one.startsWith(join('/data', 'one'))).toBe(false);
  expect(shellDirectory('/config', '/data/two')).not.toBe(one);
  expect(shellDirectory('/config', '/data/one')).toBe(one);
});
