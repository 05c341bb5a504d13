// For tests: a host in a process of its own with every listener open, and devices registered that are sent for without end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { openMonitoring } from '../../core/db/open-monitoring.ts';
import { createWorkspace } from '../../core/workspace/workspace.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

export interface RunningDesk {
  readonly pid: number;
  readonly ports: { readonly hj212: number; readonly mqtt: number; readonly http: number };
  /** Listeners that did not start, and why. */
  readonly refused: Readonly<
    Partial<Record<string, { readonly code: string; readonly zh: string; readonly en: string }>>
  >;
  /** What it wrote to its error output. */
  readonly log: readonly string[];
  /** A call over HTTP. Rejects where nobody answers. */
  call<Answer>(path: string, input?: unknown): Promise<{ readonly status: number; readonly answer: Answer }>;
  /** Resident memory in MB; NaN where the system does not tell. */
  memory(): number;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export class Desk implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'lianggao-desk-'));
  readonly workspaceDir: string;
  readonly #children = new Set<ChildProcess>();

  /** `workspaceDir`: where the workspace is to be, if not below a folder of its own. */
  constructor(workspaceDir?: string) {
    this.workspaceDir = workspaceDir ?? join(this.dir, 'workspace');
  }

  /** Makes the workspace; `register` is run in a transaction on its monitoring database. */
  async make(register: (db: Database.Database) => void): Promise<void> {
    await createWorkspace(this.workspaceDir, { profile: 'shandong' });
    const db = this.open({ readOnly: false });
    db.transaction(() => register(db)).immediate();
    db.close();
  }

  get databasePath(): string {
    return join(this.workspaceDir, 'monitoring.sqlite');
  }

  open({ readOnly = true }: { readonly readOnly?: boolean } = {}): Database.Database {
    return openMonitoring(this.databasePath, { readOnly });
  }

  /** Starts it and does not wait until it can be used. */
  spawn(): ChildProcess {
    const ports = ['hj212', 'mqtt', 'http'].flatMap((kind) => [`--${kind}-port`, '0']);
    const child = spawn(process.execPath, [cli, 'serve', '--workspace', this.workspaceDir, '--json', ...ports], {
      env: { PATH: process.env['PATH'] ?? '', USER: 'tester', LIANGGAO_LANG: 'en' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    // A test that is given up does not dispose of its desk.
    const endWithTest = (): void => void child.kill('SIGKILL');
    process.once('exit', endWithTest);
    child.once('exit', () => {
      this.#children.delete(child);
      process.off('exit', endWithTest);
    });
    return child;
  }

  async start(): Promise<RunningDesk> {
    const child = this.spawn();
    const log: string[] = [];
    const errors = createInterface({ input: child.stderr as NodeJS.ReadableStream });
    errors.on('line', (line) => {
      log.push(line);
      if (log.length > 1_000) log.shift();
    });
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const said = JSON.parse(line) as Partial<Said>;
      if (said.url === undefined) throw new Error(`The host refused: ${line}`);
      return runningDesk(child, { sources: {}, refused: {}, ...said, url: said.url }, log);
    }
    throw new Error(`The host ended before it said where it is.\n${log.join('\n')}`);
  }

  [Symbol.dispose](): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The line of JSON that a host writes when it is ready. */
interface Said {
  readonly url: string;
  readonly sources: Partial<RunningDesk['ports']>;
  readonly refused: RunningDesk['refused'];
}

function runningDesk(child: ChildProcess, { url: start, sources, refused }: Said, log: readonly string[]): RunningDesk {
  const url = new URL(start);
  const ports = { hj212: 0, mqtt: 0, http: 0, ...sources };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const headers = { authorization: `Bearer ${url.searchParams.get('token')}`, 'content-type': 'application/json' };
  return {
    ...{ pid: child.pid ?? 0, ports, refused, log },
    async call<Answer>(path: string, input?: unknown) {
      const request = input === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(input) };
      const response = await fetch(`${url.origin}/api${path}`, request);
      return { status: response.status, answer: (await response.json()) as Answer };
    },
    memory: () => residentMegabytes(child.pid ?? 0),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function residentMegabytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}
