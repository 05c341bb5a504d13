// Electron counts only with its binary, and waiting for it never blocks a start for long.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchElectron, findElectron } from './fetch-electron.mjs';

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lianggao-electron-'));
  folder = join(root, 'node_modules', 'electron');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plantInstaller(text: string): void {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'install.js'), text);
}

const binary = () => join(folder, 'dist', 'electron');
const install = () => `
const { writeFileSync } = require('node:fs');
writeFileSync(${JSON.stringify(binary())}, '');
writeFileSync(${JSON.stringify(join(folder, 'path.txt'))}, 'electron');
`;

test('the package alone is not enough', () => {
  expect(findElectron(root)).toBeUndefined();
  plantInstaller('');
  writeFileSync(join(folder, 'path.txt'), 'electron');
  expect(findElectron(root)).toBeUndefined();
  writeFileSync(binary(), '');
  expect(findElectron(root)).toBe(binary());
});

describe('fetchElectron', () => {
  test('fetches the binary once', async () => {
    plantInstaller(install());
    expect(await fetchElectron(root)).toBe(binary());
    writeFileSync(join(folder, 'install.js'), 'process.exit(1)');
    expect(await fetchElectron(root)).toBe(binary());
  });

  test('gives up where there is no package or no network', async () => {
    expect(await fetchElectron(root)).toBeUndefined();
    plantInstaller('process.exit(1)');
    expect(await fetchElectron(root)).toBeUndefined();
  });

  test('goes on without a slow download, which still arrives', async () => {
    const mayGoOn = join(root, 'may-go-on');
    plantInstaller(`const wait = setInterval(() => {
      if (!require('node:fs').existsSync(${JSON.stringify(mayGoOn)})) return;
      clearInterval(wait);
      ${install()}
    }, 20);`);
    expect(await fetchElectron(root, 50)).toBeUndefined();
    writeFileSync(mayGoOn, '');
    await expect.poll(() => existsSync(join(folder, 'path.txt')), { timeout: 10_000 }).toBe(true);
    expect(findElectron(root)).toBe(binary());
  });
});
