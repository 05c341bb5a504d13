// The package as it ships, but around a stand-in for Electron's binary: what is in it, what is not, and that it runs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureDesktop } from './build-desktop.mjs';
import { ensureRenderer } from './build-renderer.mjs';
import { repositoryRoot } from './install.mjs';
import { pack } from './pack.mjs';

/** What Electron's binaries carry for the switches of @electron/fuses: a sentinel, version 1, nine of them, all as they are made. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseWire = `${fuseSentinel}\u0001\u0009${'1'.repeat(9)}`;
const megabyte = 1024 * 1024;
/** Threads of the host, each started by its file. */
const workers = ['import-worker.mjs', 'reading-worker.mjs', 'archive-thread.mjs'];

const settings = () => [`-c.electronDist=${electron}`, `-c.directories.output=${join(folder, 'packed')}`];
const bindingsIn = (archiveFile: string) =>
  listPackage(archiveFile, { isPack: false }).filter((path) => path.endsWith('.node'));

const architecture = process.arch === 'arm64' ? 'arm64' : 'x64';
let folder: string;
let electron: string;
let resources: string;
let archive: string;
let files: string[];

beforeAll(async () => {
  await ensureRenderer();
  await ensureDesktop();
  folder = mkdtempSync(join(repositoryRoot, '.build', 'pack-'));
  electron = join(folder, 'electron');
  mkdirSync(join(electron, 'resources'), { recursive: true });
  mkdirSync(join(electron, 'locales'));
  for (const language of ['en-US', 'zh-CN', 'de']) writeFileSync(join(electron, 'locales', `${language}.pak`), '');
  for (const name of ['electron', 'electron.exe']) writeFileSync(join(electron, name), fuseWire, { mode: 0o755 });
  writeFileSync(join(electron, 'version'), '0.0.0');
  expect(await pack(['--linux', 'dir', `--${architecture}`, ...settings()], 'ignore')).toBe(0);
  const packed = join(folder, 'packed', architecture === 'x64' ? 'linux-unpacked' : 'linux-arm64-unpacked');
  resources = join(packed, 'resources');
  archive = join(resources, 'app.asar');
  files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('has the built processes, the screen and the ground', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString());
    expect(manifest.main).toBe('dist/desktop/main.mjs');
    expect(files).toEqual(
      expect.arrayContaining([
        ...['main.mjs', 'host.mjs', 'preload.cjs', ...workers].map((name) => `/dist/desktop/${name}`),
        ...['/dist/renderer/index.html', '/geodata/catalogue.json', '/geodata/boundaries/shandong.cities.geojson'],
        ...['/geodata/profiles/shandong.json', '/LICENSE', '/NOTICE'],
      ]),
    );
  });

  test('has no sources, no tests, no tools, and of all packages only those with native code and the font of reports', () => {
    expect(files.filter((path) => /\.(tsx?|map|test\.\w+)$/.test(path))).toEqual([]);
    const roots = new Set(files.map((path) => path.split('/')[1]));
    expect([...roots].sort()).toEqual(['LICENSE', 'NOTICE', 'dist', 'geodata', 'node_modules', 'package.json']);
    const packages = new Set(
      files.flatMap((path) => /^\/node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)/.exec(path)?.[1] ?? []),
    );
    const binding = `@duckdb/node-bindings-linux-${architecture}`;
    expect([...packages].sort()).toEqual([
      ...['@duckdb/node-api', '@duckdb/node-bindings', binding, '@fontsource/noto-sans-sc'],
      ...['better-sqlite3', 'detect-libc'],
    ]);
    const font = '/node_modules/@fontsource/noto-sans-sc';
    const common = `${font}/files/noto-sans-sc-chinese-simplified-400-normal.woff`;
    expect(files).toEqual(expect.arrayContaining([`${font}/LICENSE`, `${font}/unicode.json`, common]));
    const others = files.filter((path) => path.startsWith(`${font}/files/`) && !path.endsWith('-400-normal.woff'));
    expect(others).toEqual([]);
    const native = ['electron', 'better-sqlite3', '@duckdb/node-api'];
    for (const name of ['main.mjs', 'host.mjs', ...workers]) {
      const imports = extractFile(archive, `dist/desktop/${name}`)
        .toString()
        .matchAll(/^import .* from "([^".][^"]*)";$/gm);
      for (const [, from = ''] of imports) {
        expect(isBuiltin(from) || native.includes(from)).toBe(true);
      }
    }
  });

  test('has the database binding for its system alone, outside the archive, where it can be loaded', () => {
    const binding = `/node_modules/better-sqlite3/prebuilds/linux-${architecture}.node`;
    const duckdb = `/node_modules/@duckdb/node-bindings-linux-${architecture}`;
    expect(bindingsIn(archive)).toEqual([`${duckdb}/duckdb.node`, binding]);
    const unpacked = files.filter((path) => 'unpacked' in statFile(archive, path.slice(1)));
    expect(unpacked.filter((path) => /\.(node|so|dylib|dll)$/.test(path)).sort()).toEqual([
      ...[`${duckdb}/duckdb.node`, `${duckdb}/libduckdb.so`, binding],
    ]);
    const nativeBinding = join(resources, 'app.asar.unpacked', binding);
    expect(existsSync(nativeBinding)).toBe(true);
    if (process.platform !== 'linux') return;
    const Database = createRequire(import.meta.url)('better-sqlite3');
    const database = new Database(':memory:', { nativeBinding });
    expect(database.prepare('select 6 * 7 as answer').get()).toEqual({ answer: 42 });
    database.close();
  });

  test('has the binding of the system that it is for, not of the one that it was packed on', async () => {
    // It ends badly, because the stand-in is no Windows program that could be stamped; the archive is whole by then.
    await pack(['--win', 'dir', '--arm64', '-c.win.signAndEditExecutable=false', ...settings()], 'ignore');
    const forWindows = join(folder, 'packed', 'win-arm64-unpacked', 'resources', 'app.asar');
    expect(bindingsIn(forWindows)).toEqual(['/node_modules/better-sqlite3/prebuilds/win32-arm64.node']);
  }, 120_000);

  test('is complete: its host starts from nothing but what is in it', () => {
    // Not below the repository, whose packages it could find.
    const alone = mkdtempSync(join(tmpdir(), 'lianggao-alone-'));
    extractAll(archive, alone);
    const starter = join(alone, 'start.mjs');
    writeFileSync(
      starter,
      `import { EventEmitter } from 'node:events';
      const parent = Object.assign(new EventEmitter(), {
        postMessage(message) { process.stdout.write(JSON.stringify(message)); process.exit(0); },
      });
      process.parentPort = parent;
      await import('./dist/desktop/host.mjs');
      const start = { kind: 'start', workspaceDir: ${JSON.stringify(join(alone, 'workspace'))}, chosenPaths: [] };
      parent.emit('message', { data: start, ports: [] });`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [starter], { encoding: 'utf8', cwd: alone });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ kind: 'ready' });
    rmSync(alone, { recursive: true, force: true });
  });

  test('stays within its size, Electron itself left out', () => {
    const unpacked = statFile(archive, `node_modules/better-sqlite3/prebuilds/linux-${architecture}.node`);
    const bytes = readFileSync(archive).byteLength + ('size' in unpacked ? unpacked.size : 0);
    expect(bytes).toBeGreaterThan(5 * megabyte);
    expect(bytes).toBeLessThan(24 * megabyte);
    const screen = files
      .filter((path) => path.startsWith('/dist/renderer/assets/'))
      .map((path) => statFile(archive, path.slice(1)));
    expect(screen.reduce((sum, file) => sum + ('size' in file ? file.size : 0), 0)).toBeLessThan(12 * megabyte);
  });

  test('has the switches of Electron set against misuse', () => {
    const binary = readFileSync(join(resources, '..', 'lianggao-desktop'));
    const at = binary.indexOf(Buffer.from(fuseSentinel)) + fuseSentinel.length + 2;
    // Run as Node, cookies encrypted, NODE_OPTIONS, --inspect, archive's integrity, archive only, (snapshot), file: privileges.
    expect(binary.subarray(at, at + 6).toString()).toBe('010011');
    expect(binary.subarray(at + 7, at + 8).toString()).toBe('0');
  });
});
