// For tests: the command line in processes of its own, as administrators and scripts run it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The one document on stdout. */
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own shape, which the test states.
  readonly json: any;
}

const running = new Set<ChildProcess>();

export function start(args: readonly string[], language = 'en'): ChildProcess {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? '', USER: 'tester', LIANGGAO_LANG: language },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export async function run(args: readonly string[], language?: string): Promise<Ran> {
  const child = start(args, language);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  // Throws where anything but one document stands there.
  return { code, stdout, stderr, json: args.includes('--json') ? JSON.parse(stdout) : null };
}

/** Ends what still runs: a test that failed may have left a host behind. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
