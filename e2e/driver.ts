// Speaks of the product as its users do; the only file that knows Playwright. Each test gets a host and a workspace of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };

const root = fileURLToPath(new URL('..', import.meta.url));
export const bundled = (name: string): string => join(root, 'geodata', 'ledgers', name);
export const example = (name: string): string => join(root, 'docs', 'examples', name);

/** Runs `lianggao` to its end; throws with what it said unless it ends with 0. */
async function lianggao(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'host', 'cli.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`lianggao ${args.join(' ')} ended with ${code}: ${said}`);
}

/** A host on a free port of this machine, and how to stop it. */
class Host {
  readonly workspace: string;
  #child: ChildProcess | null = null;
  url = '';

  constructor(workspace: string) {
    this.workspace = workspace;
  }

  async start(port = '0'): Promise<void> {
    const args = [join(root, 'host', 'cli.ts'), 'serve', '--workspace', this.workspace, '--port', port, '--json'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      this.url = (JSON.parse(line) as { url: string }).url;
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

  async open(): Promise<void> {
    await this.page.goto(this.host.url);
    await this.mapIsDrawn();
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

  /** One count of an import's report, such as 新增. */
  count(report: Locator, name: string): Locator {
    return report
      .locator('dl > div')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .locator('dd');
  }

  async search(text: string): Promise<void> {
    await this.page.keyboard.press('/');
    await this.page.keyboard.insertText(text);
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

  /** Whole-screen picture kept with the test's results. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(root, '.build', 'pictures', `${name}.png`), animations: 'disabled' });
  }
}

interface Fixtures {
  /** Ledgers that the workspace begins with. */
  ledgers: 'none' | 'bundled';
  desk: Desk;
}

export const test = base.extend<Fixtures>({
  ledgers: ['bundled', { option: true }],
  desk: async ({ page, ledgers }, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'lianggao-e2e-'));
    const workspace = join(dir, 'workspace');
    const host = new Host(workspace);
    try {
      await lianggao('workspace', 'create', workspace, ...(ledgers === 'none' ? ['--empty'] : []));
      await host.start();
      const desk = new Desk(page, host);
      await use(desk);
      expect(desk.outbound, 'nothing leaves the machine').toEqual([]);
    } finally {
      await host.stop();
      await rm(dir, { recursive: true, force: true });
    }
  },
});
