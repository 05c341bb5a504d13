// Every check is proven on a small tree of its own: the tree passes, and each planted fault is found and named.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checks } from './check.mjs';
import { repositoryRoot } from './install.mjs';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function plant(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'lianggao-check-'));
  trees.push(root);
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return root;
}

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

async function check(name: string, root: string): Promise<{ passed: boolean; output: string }> {
  const run = checks[name];
  if (!run) throw new Error(`there is no check named ${name}`);
  return run(root);
}

describe('boundaries', () => {
  const packages = {
    dependencies: ['zod', '@orpc/contract', 'better-sqlite3', 'kysely', 'ws', 'gcoord'],
    devDependencies: ['react', 'antd', 'vite', '@playwright/test', 'vitest'],
    undeclared: ['left-out'],
  };

  /** A tree in which everybody imports what the table allows. */
  const sound: Record<string, string> = {
    'contract/calls.ts': "import { z } from 'zod';\nimport '@orpc/contract';\nexport const calls = z;",
    'contract/record.ts': "import type { calls } from './calls.ts';\nexport type RecordOf = typeof calls;",
    'geodata/geometry/datum.ts': "import 'gcoord';\nexport const datum = 1;",
    'policy/limits.ts': "import type { RecordOf } from '../contract/record.ts';\nexport const limits: RecordOf[] = [];",
    'core/app.ts': "import { answer } from './alarms/handlers.ts';\nexport const createApp = answer;",
    'core/db/open.ts': "import 'better-sqlite3';\nimport 'node:fs';\nexport const open = 1;",
    'core/alarms/rules.ts':
      "import type { RecordOf } from '../../contract/record.ts';\nimport { datum } from '../../geodata/geometry/datum.ts';\nimport { limits } from '../../policy/limits.ts';\nexport const rule = (r: RecordOf) => [r, datum, limits];",
    'core/alarms/store.ts': "import { open } from '../db/open.ts';\nimport 'kysely';\nexport const store = open;",
    'core/alarms/handlers.ts':
      "import { rule } from './rules.ts';\nimport { store } from './store.ts';\nexport const answer = [rule, store];",
    'core/cases/handlers.ts':
      "import { answer } from '../alarms/handlers.ts';\nimport { rule } from '../alarms/rules.ts';\nexport const open = [answer, rule];",
    'core/alarms/alarms.test.ts': "import 'vitest';\nimport { answer } from './handlers.ts';\nanswer;",
    'host/serve.ts':
      "import 'ws';\nimport 'node:http';\nimport { createApp } from '../core/app.ts';\nimport { calls } from '../contract/calls.ts';\nexport const serve = [createApp, calls];",
    'host/assets.ts': "import 'node:fs';\nexport const assets = 1;",
    'main.ts':
      "import 'electron';\nimport { assets } from './host/assets.ts';\nimport { harden } from './electron/harden.ts';\n[assets, harden];",
    'host/security-headers.ts': 'export const headers = 1;',
    'electron/harden.ts':
      "import 'electron';\nimport { headers } from '../host/security-headers.ts';\nexport const harden = headers;",
    'electron/channels.ts': 'export const channels = 1;',
    'electron/preload.ts':
      "import 'electron';\nimport type { RecordOf } from '../contract/record.ts';\nimport { channels } from './channels.ts';\nexport const bridge = (r: RecordOf) => [channels, r];",
    'renderer/main.tsx':
      "import { Panel } from './ui/panel.tsx';\nimport { datum } from '../geodata/geometry/datum.ts';\nimport type { RecordOf } from '../contract/record.ts';\nexport const page = (r: RecordOf) => <Panel title={String([datum, r])} />;",
    'renderer/ui/panel.tsx':
      "import 'react';\nimport 'antd';\nexport const Panel = ({ title }: { title: string }) => <b>{title} import</b>;",
    'e2e/driver.ts': "import '@playwright/test';\nexport const driver = 1;",
    'e2e/alarm.spec.ts': "import { driver } from './driver.ts';\ndriver;",
    'bench/ingest.ts': "import { createApp } from '../core/app.ts';\ncreateApp;",
    'tools/chore.mjs': "import 'node:fs';",
    'core/cases/cases.test.ts':
      "export async function take() {\n  await using taken = await import('./handlers.ts');\n  return taken;\n}",
    'vite.config.ts': "import 'vite';",
  };

  /** One fault for every rule: the file at fault and what it holds. */
  const faults: Record<string, [file: string, text: string]> = {
    'contract-stands-alone': ['contract/reads-files.ts', "import 'node:fs';\nexport const a = 1;"],
    'geodata-is-geometry': ['geodata/geometry/reads-files.ts', "import 'node:fs';\nexport const a = 1;"],
    'policy-knows-the-contract-only': [
      'policy/asks-core.ts',
      "import { createApp } from '../core/app.ts';\nexport const a = createApp;",
    ],
    'core-has-no-shell': [
      'core/alarms/asks-host.ts',
      "import type { serve } from '../../host/serve.ts';\nexport type A = typeof serve;",
    ],
    'core-has-no-screen-or-socket': ['core/alarms/listens.ts', "import 'node:net';\nexport const a = 1;"],
    'rules-are-pure': [
      'core/purchases/rules.ts',
      "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;",
    ],
    'rules-take-types-from-the-contract': [
      'core/orders/rules.ts',
      "import { calls } from '../../contract/calls.ts';\nexport const a = calls;",
    ],
    'feature-store-is-private': [
      'core/cases/peeks.ts',
      "import { store } from '../alarms/store.ts';\nexport const a = store;",
    ],
    'host-runs-the-core': [
      'host/asks-policy.ts',
      "import { limits } from '../policy/limits.ts';\nexport const a = limits;",
    ],
    'electron-is-a-shell': [
      'electron/asks-core.ts',
      "import { createApp } from '../core/app.ts';\nexport const a = createApp;",
    ],
    'preload-stands-alone': ['electron/preload.ts', "import './harden.ts';\nexport const bridge = 1;"],
    'renderer-knows-the-contract-and-geometry': [
      'renderer/asks-core.tsx',
      "import type { createApp } from '../core/app.ts';\nexport const a = <b>{typeof ({} as typeof createApp)}</b>;",
    ],
    'renderer-runs-in-a-browser': ['renderer/reads-files.ts', "import 'node:fs';\nexport const a = 1;"],
    'renderer-uses-no-server-package': ['renderer/opens-database.ts', "import 'better-sqlite3';\nexport const a = 1;"],
    'ui-knows-no-domain-word': [
      'renderer/ui/knows-alarms.tsx',
      "import type { RecordOf } from '../../contract/record.ts';\nexport const A = (r: RecordOf) => <b>{String(r)}</b>;",
    ],
    'only-the-shell-imports-electron': ['renderer/knows-electron.ts', "import 'electron';\nexport const a = 1;"],
    'only-the-driver-imports-playwright': ['e2e/clicks.spec.ts', "import { test } from '@playwright/test';\ntest;"],
    'outside-uses-the-front-door': ['bench/store.ts', "import { store } from '../core/alarms/store.ts';\nstore;"],
    'bench-pages-draw-the-map': ['bench/pages/store.ts', "import { store } from '../../core/alarms/store.ts';\nstore;"],
    'nothing-imports-tools': ['host/does-chores.ts', "import '../tools/chore.mjs';\nexport const a = 1;"],
    'nothing-imports-a-test': ['core/alarms/reuses-test.ts', "import './alarms.test.ts';\nexport const a = 1;"],
    'shipped-code-uses-shipped-packages': ['host/builds.ts', "import 'vite';\nexport const a = 1;"],
    'only-declared-packages': ['host/left-out.ts', "import 'left-out';\nexport const a = 1;"],
    resolvable: ['host/lost.ts', "import './nowhere.ts';\nexport const a = 1;"],
    'no-cycles': ['core/alarms/egg.ts', "import type { Hen } from './hen.ts';\nexport type Egg = Hen;"],
    'no-orphans': ['renderer/forgotten.ts', 'export const a = 1;'],
  };
  const otherHalves = { 'core/alarms/hen.ts': "import type { Egg } from './egg.ts';\nexport type Hen = Egg;" };

  const configFile = join(repositoryRoot, '.dependency-cruiser.cjs');
  const rules: string[] = createRequire(import.meta.url)(configFile).forbidden.map(
    (rule: { name: string }) => rule.name,
  );
  const list = (names: string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));

  async function cruise(files: Record<string, string>): Promise<{ passed: boolean; output: string }> {
    const { dependencies, devDependencies, undeclared } = packages;
    const manifest = { name: 'tree', dependencies: list(dependencies), devDependencies: list(devDependencies) };
    const root = plant({ ...files, 'package.json': JSON.stringify(manifest) });
    for (const name of [...dependencies, ...devDependencies, ...undeclared]) {
      write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      write(root, `node_modules/${name}/index.js`, '');
    }
    cpSync(configFile, join(root, '.dependency-cruiser.cjs'));
    return check('boundaries', root);
  }

  test('every rule has a planted fault', () => {
    expect(Object.keys(faults).sort()).toEqual([...rules].sort());
  });

  test('a sound tree passes', async () => {
    expect(await cruise(sound)).toMatchObject({ passed: true });
  });

  describe('planted faults', () => {
    let output = '';
    let passed = true;
    beforeAll(async () => {
      ({ output, passed } = await cruise({ ...sound, ...otherHalves, ...Object.fromEntries(Object.values(faults)) }));
    });

    test('the tree is refused', () => expect(passed).toBe(false));

    test.each(Object.entries(faults))('%s', (rule, [file]) => {
      expect(output).toMatch(new RegExp(`error ${rule}: ${file.replaceAll('.', '[.]')}( |$)`, 'm'));
    });
  });
});

describe('types', () => {
  const folders = ['contract', 'geodata', 'policy', 'core', 'host', 'electron', 'renderer', 'e2e', 'bench', 'tools'];

  function typedTree(files: Record<string, string>): string {
    const root = plant({
      'package.json': '{ "type": "module" }',
      'geodata/geometry/datum.ts': 'export const datum = 1;\n',
      ...files,
    });
    for (const file of [
      'tsconfig.json',
      'tsconfig.base.json',
      ...folders.map((folder) => join(folder, 'tsconfig.json')),
    ]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      cpSync(join(repositoryRoot, file), join(root, file));
    }
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
    return root;
  }

  test('each folder knows only its own runtime', async () => {
    const root = typedTree({
      'contract/sound.ts': 'export const sound = new Map<string, number>();\n',
      'contract/asks-process.ts': 'export const pid = process.pid;\n',
      'contract/asks-console.ts': "console.log('x');\n",
      'core/asks-screen.ts': 'export const title = document.title;\n',
      'renderer/asks-process.ts': 'export const pid = process.pid;\n',
      'renderer/sound.ts': 'export const title = document.title;\n',
      'host/sound.ts': 'export const pid = process.pid;\n',
      'renderer/width.ts': 'export const width = 1;\n',
      'host/peeks.ts': "import type { width } from '../renderer/width.ts';\nexport type A = typeof width;\n",
      'tools/chore.mjs': '/** @type {number} */\nexport const a = "text";\n',
    });
    const { passed, output } = await check('types', root);
    expect(passed).toBe(false);
    const files = [...output.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map((match) => match[1]);
    expect(new Set(files)).toEqual(
      new Set([
        'contract/asks-process.ts',
        'contract/asks-console.ts',
        'core/asks-screen.ts',
        'renderer/asks-process.ts',
        'host/peeks.ts',
        'tools/chore.mjs',
      ]),
    );
  });
});

describe('lint and format', () => {
  function linted(files: Record<string, string>): string {
    const root = plant({ 'core/sound.ts': 'export const sound = 1;\n', ...files });
    for (const file of ['biome.json', '.gitignore', 'tools/pure-rules.grit']) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      cpSync(join(repositoryRoot, file), join(root, file));
    }
    return root;
  }

  test('a sound tree passes', async () => {
    const rules = 'export const isDue = (dueAt: number, now: number) => new Date(now).getTime() > dueAt;\n';
    expect(await check('lint and format', linted({ 'core/alarms/rules.ts': rules }))).toMatchObject({ passed: true });
  });

  test.each([
    ['noExplicitAny', 'core/a.ts', 'export const a = (b: any) => b;\n'],
    ['noConsole', 'core/a.ts', "console.log('a');\n"],
    ['noNonNullAssertion', 'core/a.ts', 'export const a = (b?: string) => b!.length;\n'],
    ['useImportType', 'core/a.ts', "import { A } from './b.ts';\n\nexport type B = A;\n"],
    ['format', 'core/a.ts', 'export const a = "double"\n'],
    ['rules.ts is pure', 'core/alarms/rules.ts', 'export const now = () => Date.now();\n'],
    ['rules.ts is pure', 'core/alarms/level-rules.ts', 'export const now = () => new Date();\n'],
    ['rules.ts is pure', 'core/alarms/rules.ts', 'export const draw = () => Math.random();\n'],
    ['rules.ts is pure', 'core/alarms/rules.ts', 'export const home = () => process.env.HOME;\n'],
  ])('%s in %s', async (complaint, file, text) => {
    const { passed, output } = await check('lint and format', linted({ [file]: text }));
    expect(passed).toBe(false);
    expect(output).toContain(complaint);
  });
});

describe('spelling', () => {
  test.each([
    ['contract/a.ts', 'export const enterpirseCount = 1;\n', 'enterpirse'],
    ['docs/a.md', '# The commnad centre\n', 'commnad'],
  ])('a misspelt word in %s is named', async (file, text, word) => {
    const root = plant({
      [file]: text,
      'contract/sound.ts': '// 两高项目 the Lianggao ledger\nexport const enterpriseCount = 1;\n',
    });
    for (const config of ['cspell.json', 'tools/words.txt', '.gitignore']) {
      mkdirSync(dirname(join(root, config)), { recursive: true });
      cpSync(join(repositoryRoot, config), join(root, config));
    }
    const { passed, output } = await check('spelling', root);
    expect(passed).toBe(false);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining(`(${word})`)]);
  });
});

describe('dead code', () => {
  test('an export, a file and a package that nobody uses are named', async () => {
    const root = plant({
      'package.json': JSON.stringify({ name: 'tree', type: 'module', dependencies: { 'never-used': '1.0.0' } }),
      'host/cli.ts': "import { usedNumber } from '../core/app.ts';\n\nexport const cli = usedNumber;\n",
      'core/app.ts': 'export const usedNumber = 1;\nexport const forgottenNumber = 2;\n',
      'core/forgotten-file.ts': 'export const a = 1;\n',
    });
    cpSync(join(repositoryRoot, 'knip.json'), join(root, 'knip.json'));
    const { passed, output } = await check('dead code', root);
    expect(passed).toBe(false);
    expect(output).toContain('forgottenNumber');
    expect(output).toContain('core/forgotten-file.ts');
    expect(output).toContain('never-used');
    expect(output).not.toContain('usedNumber');
  });
});

describe('forbidden words', () => {
  test.each([
    ['core/a.ts', `export const home = '${['', 'work', 'main'].join('/')}';\n`],
    ['docs/a.md', `Get it from https://${['registry', 'npmjs', 'org'].join('.')}/x\n`],
  ])('in %s are found with their line', async (file, text) => {
    const root = plant({ [file]: `\n${text}`, 'core/sound.ts': "import './network/a.ts';\n" });
    spawnSync('git', ['init', '-q'], { cwd: root });
    const { passed, output } = await check('forbidden words', root);
    expect(passed).toBe(false);
    expect(output).toMatch(new RegExp(`^${file}:2: .+$`));
  });
});
