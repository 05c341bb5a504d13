// A host in a process of its own, started as an administrator starts it, and a program that calls it over WebSocket.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../contract/calls.ts';
import { repositoryRoot } from './child.ts';
import { peakMegabytes } from './measure.ts';

export type Client = ContractRouterClient<Contract>;

export interface HostProcess {
  /** `performance.now()` at which the process was spawned. */
  readonly startedAt: number;
  /** Start address; its token opens any number of sessions. */
  readonly url: string;
  readonly pid: number;
  /** Ports for instruments, where they were asked for. */
  readonly sources: Partial<Record<'hj212' | 'mqtt' | 'http', number>>;
  readonly peakMegabytes: () => number | null;
  connect(): Promise<{ readonly client: Client; close(): void }>;
  stop(): Promise<void>;
}

/** Free ports for every kind of instrument. */
export const listening: readonly string[] = ['hj212', 'mqtt', 'http'].flatMap((kind) => [`--${kind}-port`, '0']);

/** Resolves with the one line of JSON that says where the host is. `more`: further options of `serve`. */
export async function startHost(
  workspaceDir: string,
  { more = [], node = [] }: { readonly more?: readonly string[]; readonly node?: readonly string[] } = {},
): Promise<HostProcess> {
  const startedAt = performance.now();
  const command = [...node, 'host/cli.ts', 'serve', '--workspace', workspaceDir, '--json', ...more];
  const child = spawn(process.execPath, command, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithParent);
  const stop = async (): Promise<void> => {
    process.off('exit', endWithParent);
    await endOf(child, 'SIGTERM');
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"url":')) {
      const { url, pid, sources = {} } = JSON.parse(line) as Pick<HostProcess, 'url' | 'pid' | 'sources'>;
      const peak = (): number | null => peakMegabytes(child.pid ?? 0);
      return { startedAt, url, pid, sources, peakMegabytes: peak, connect: () => connect(url), stop };
    }
    process.stderr.write(`${line}\n`);
  }
  await stop();
  throw new Error(`The host ended with ${child.exitCode} before it said where it is; see above.`);
}

async function connect(url: string): Promise<{ client: Client; close(): void }> {
  const { host, searchParams } = new URL(url);
  const socket = new WebSocket(`ws://${host}/rpc`, {
    headers: { Authorization: `Bearer ${searchParams.get('token')}` },
  });
  await once(socket, 'open');
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient<Client>(link), close: () => socket.terminate() };
}

/** Ends a process that this program has started, and waits until it is gone. */
export async function endOf(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
