// Speaks of the product as its users do; the only file that knows Playwright. Each test gets a host and a workspace of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect, type Locator, type Page };

const root = fileURLToPath(new URL('..', import.meta.url));
export const bundled = (name: string): string => join(root, 'geodata', 'ledgers', name);
export const example = (name: string): string => join(root, 'docs', 'examples', name);

/** Runs `lianggao` to its end and gives what it wrote to stdout; throws with what it said unless it ends with 0. */
export async function lianggao(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'host', 'cli.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let wrote = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    wrote += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`lianggao ${args.join(' ')} ended with ${code}: ${said}`);
  return wrote;
}

/** What `lianggao figure` is asked: splits, conditions, ranges as `300..600`, times as the command line takes them. */
export interface Asked {
  readonly by?: string;
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly between?: Readonly<Record<string, string>>;
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** An answer of `lianggao figure`; rows hold the keys of their splits beside the value. */
export interface Told {
  readonly total: number | null;
  readonly totals: readonly { readonly product: string | null; readonly unit: string; readonly value: number | null }[];
  readonly rows: readonly (Readonly<Record<string, string | number | null>> & {
    readonly value: number | null;
    readonly unit: string;
    readonly inputs: number;
    readonly missing: number;
  })[];
}

/** A host on a free port of this machine, and how to stop it. */
class Host {
  readonly workspace: string;
  #child: ChildProcess | null = null;
  url = '';
  /** Ports on which instruments can connect, by protocol. */
  sources: Readonly<Record<string, number>> = {};

  constructor(workspace: string) {
    this.workspace = workspace;
  }

  /** `more`: further options, such as ports for instruments. */
  async start(port = '0', more: readonly string[] = []): Promise<void> {
    const args = [
      join(root, 'host', 'cli.ts'),
      'serve',
      '--workspace',
      this.workspace,
      '--port',
      port,
      '--json',
      ...more,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const { url, sources = {} } = JSON.parse(line) as { url: string; sources?: Record<string, number> };
      this.url = url;
      this.sources = sources;
      return;
    }
    throw new Error('the host ended before it served');
  }

  get port(): string {
    return new URL(this.url).port;
  }

  /** SIGKILL: what a power cut or a crash looks like to a screen. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

/** The desk as a person at it sees it. */
export class Desk {
  readonly page: Page;
  readonly host: Host;
  /** Addresses outside the host that the page asked for; must stay empty. */
  readonly outbound: string[] = [];
  readonly errors: string[] = [];

  constructor(page: Page, host: Host) {
    this.page = page;
    this.host = host;
    page.on('request', (request) => {
      const { protocol, host: target } = new URL(request.url());
      if (!['data:', 'blob:'].includes(protocol) && target !== new URL(host.url).host)
        this.outbound.push(request.url());
    });
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(host.url).host) this.outbound.push(socket.url());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** `link`: the part of an address that restores a view, with its `#`. */
  async open(link = ''): Promise<void> {
    await this.page.goto(`${this.host.url}${link}`);
    await this.mapIsDrawn();
  }

  /** A figure as the command line tells it, from the same workspace by another way than the screen's. */
  async told(id: string, { by, where = {}, between = {}, asOf, knownAt }: Asked = {}): Promise<Told> {
    const options = [
      ...(by === undefined ? [] : ['--by', by]),
      ...Object.entries(where).flatMap(([key, values]) => values.flatMap((value) => ['--where', `${key}=${value}`])),
      ...Object.entries(between).flatMap(([measure, range]) => ['--between', `${measure}=${range}`]),
      ...(asOf === undefined ? [] : ['--as-of', asOf]),
      ...(knownAt === undefined ? [] : ['--known-at', knownAt]),
    ];
    return JSON.parse(await lianggao('figure', id, '--workspace', this.host.workspace, ...options, '--json')) as Told;
  }

  /** The same desk in another browser that has never been here, let in by the address of the host. */
  async elsewhere(): Promise<Desk> {
    const context = await this.page.context().browser()?.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    if (context === undefined) throw new Error('there is no browser');
    const other = new Desk(await context.newPage(), this.host);
    await other.open();
    return other;
  }

  /** What the last copy has put on the clipboard. */
  async copied(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** What the press of a button saves as a file: its name and its path on this machine. */
  async saved(press: () => Promise<void>): Promise<{ name: string; path: string }> {
    const coming = this.page.waitForEvent('download');
    await press();
    const download = await coming;
    return { name: download.suggestedFilename(), path: await download.path() };
  }

  async mapIsDrawn(enterprises?: number): Promise<void> {
    const map = this.page.getByTestId('map');
    await expect(map).toHaveAttribute('data-state', 'idle', { timeout: 45_000 });
    if (enterprises !== undefined)
      await expect(map).toHaveAttribute('data-enterprises', String(enterprises), { timeout: 20_000 });
  }

  figure(id: string): Locator {
    return this.page.getByTestId(`figure-${id}`);
  }

  async openImport(): Promise<Locator> {
    await this.page.getByRole('button', { name: '导入台账' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: '导入台账' });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async chooseFiles(...paths: string[]): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles(paths);
  }

  /** Takes a ledger of a known layout in, and waits until it is written. */
  async importLedger(path: string): Promise<void> {
    const dialog = await this.openImport();
    await this.chooseFiles(path);
    await expect(dialog.getByRole('heading', { name: /已识别布局/ })).toBeVisible();
    await dialog.getByRole('button', { name: '试导入' }).click();
    await expect(dialog.getByRole('region', { name: '试导入结果（尚未写入）' })).toBeVisible({ timeout: 60_000 });
    await dialog.getByLabel('操作人').fill('测试');
    await dialog.getByLabel('原因').fill('测试');
    await dialog.getByRole('button', { name: '正式导入' }).click();
    await expect(dialog.getByRole('region', { name: '导入完成' })).toBeVisible({ timeout: 60_000 });
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }

  /** One count of an import's report, such as 新增. */
  count(report: Locator, name: string): Locator {
    return report
      .locator('dl > div')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .locator('dd');
  }

  /** Narrows the list to a text. */
  async search(text: string): Promise<void> {
    await this.page.keyboard.press('/');
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('Shift+Enter');
  }

  /** Types into the search field, a key at a time as a person does, and waits for what the list says of it. */
  async lookUp(text: string): Promise<Locator> {
    await this.page.keyboard.press('/');
    await this.page.keyboard.type(text);
    const list = this.page.getByRole('listbox', { name: '搜索结果' });
    await expect(list.getByRole('option', { name: `在列表中筛选“${text}”` })).toBeVisible();
    return list;
  }

  /** Serious and critical findings of axe on what is on the screen now. */
  async accessibilityProblems(): Promise<string[]> {
    // Evaluated rather than added as a script, which the page's content policy would refuse.
    await this.page.evaluate(await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
        };
      };
      const { violations } = await axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    });
  }

  /** How far the page sticks out of the window to the side, in CSS pixels; 0 = not at all. */
  async overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** Controls of the page that lie outside the window or are cut off by what holds them, by name; none should. */
  async cutOff(): Promise<string[]> {
    return this.page.evaluate(() => {
      const cut: string[] = [];
      for (const control of document.querySelectorAll<HTMLElement>(
        'header button, nav button, [role=tab], .ledger-extra *',
      )) {
        const { left, right, width } = control.getBoundingClientRect();
        if (width > 0 && (left < -0.5 || right > innerWidth + 0.5))
          cut.push(control.getAttribute('aria-label') ?? control.textContent?.slice(0, 40) ?? control.tagName);
      }
      return cut;
    });
  }

  /** A picture that was saved from the desk, kept beside those of the screen. */
  async keepPicture(name: string, picture: Buffer): Promise<void> {
    await mkdir(join(root, '.build', 'pictures'), { recursive: true });
    await writeFile(join(root, '.build', 'pictures', `${name}.png`), picture);
  }

  /** Whole-screen picture kept with the test's results. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(root, '.build', 'pictures', `${name}.png`), animations: 'disabled' });
  }
}

/** A file taken in before the host starts, with the day from which its contents hold. */
export interface Import {
  readonly file: string;
  readonly validFrom?: string;
}

export interface Fixtures {
  /**
   * What the workspace begins with: nothing, the public ledgers, a small drill province with three days of readings and
   * open ports for instruments, or the imports named, in their order.
   */
  ledgers: 'none' | 'bundled' | 'drill' | { readonly imports: readonly Import[] };
  desk: Desk;
}

const listening = ['--hj212-port', '0', '--mqtt-port', '0', '--http-port', '0'];

/** Made once a worker, by the first test that asks for it. */
let drillMade: Promise<string> | null = null;

function drillWorkspace(): Promise<string> {
  drillMade ??= makeDrill();
  return drillMade;
}

async function makeDrill(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lianggao-e2e-drill-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const workspace = join(dir, 'workspace');
  await lianggao('drill', 'create', '--workspace', workspace, '--scale', 'small', '--seed', '1');
  await lianggao('drill', 'feed', '--workspace', workspace, '--to', '2026-01-04');
  return workspace;
}

export const test = base.extend<Fixtures, { bundledWorkspace: string }>({
  ledgers: ['bundled', { option: true }],
  permissions: ['clipboard-read', 'clipboard-write'],
  // Made once and copied for each test: importing takes longer than copying.
  bundledWorkspace: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const dir = await mkdtemp(join(tmpdir(), 'lianggao-e2e-bundled-'));
      try {
        await lianggao('workspace', 'create', join(dir, 'workspace'));
        await use(join(dir, 'workspace'));
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    { scope: 'worker' },
  ],
  desk: async ({ page, ledgers, bundledWorkspace }, use, testInfo) => {
    // The first test of a worker waits for the province to be made.
    if (ledgers === 'drill') testInfo.slow();
    const dir = await mkdtemp(join(tmpdir(), 'lianggao-e2e-'));
    const workspace = join(dir, 'workspace');
    const host = new Host(workspace);
    try {
      if (ledgers === 'bundled') await cp(bundledWorkspace, workspace, { recursive: true });
      else if (ledgers === 'drill') await cp(await drillWorkspace(), workspace, { recursive: true });
      else await lianggao('workspace', 'create', workspace, '--empty');
      for (const { file, validFrom } of typeof ledgers === 'string' ? [] : ledgers.imports) {
        const from = validFrom === undefined ? [] : ['--valid-from', validFrom];
        await lianggao('import', file, '--workspace', workspace, '--actor', '测试', '--reason', '测试', ...from);
      }
      await host.start('0', ledgers === 'drill' ? listening : []);
      const desk = new Desk(page, host);
      await use(desk);
      expect(desk.outbound, 'nothing leaves the machine').toEqual([]);
    } finally {
      await host.stop();
      await rm(dir, { recursive: true, force: true });
    }
  },
});
