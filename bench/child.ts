// Runs one measured piece of work in a process of its own, so that neither memory nor compiled code carries over.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { peakMegabytes } from './measure.ts';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

export interface Finished {
  readonly stdout: string;
  /** From spawning to the end. */
  readonly milliseconds: number;
  /** Sampled every 5 ms, so null for a process that was gone before. */
  readonly peakMegabytes: number | null;
}

/** Rejects when the program is not there (code ENOENT) or ends with another exit code than 0. */
export function runToEnd(program: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(program, args, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    let peak: number | null = null;
    const sampling = setInterval(() => {
      peak = (child.pid === undefined ? null : peakMegabytes(child.pid)) ?? peak;
    }, 5);
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const endWithParent = (): void => void child.kill();
    process.once('exit', endWithParent);
    const settle = (): void => {
      clearInterval(sampling);
      process.off('exit', endWithParent);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code) => {
      settle();
      if (code === 0) resolve({ stdout, milliseconds: performance.now() - startedAt, peakMegabytes: peak });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stderr}`));
    });
  });
}

/** Runs a script of this folder with one JSON argument; it answers with one JSON document. */
export async function runScript<T>(script: string, argument: unknown): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await runToEnd(process.execPath, [path, JSON.stringify(argument)]);
  return JSON.parse(stdout) as T;
}

/** The command line, as an administrator uses it. */
export const lianggao = (...args: string[]): Promise<Finished> => runToEnd(process.execPath, ['host/cli.ts', ...args]);

/** A program's answer to `args`, or null where it is not installed or does not work. */
export async function versionOf(program: string, ...args: string[]): Promise<string | null> {
  return runToEnd(program, args).then(
    ({ stdout }) => stdout.trim().split('\n')[0] ?? '',
    () => null,
  );
}
