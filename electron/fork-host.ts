// Starts the host as a utility process, a Node of its own, whose words go to the log.
import type { UtilityProcess } from 'electron';
import type { ShellLog } from './shell-log.ts';

export function forkHost(
  { fork }: Pick<typeof Electron.UtilityProcess, 'fork'>,
  file: string,
  log: Pick<ShellLog, 'add' | 'append'>,
): UtilityProcess {
  const host = fork(file, [], { stdio: 'pipe', serviceName: 'Lianggao host' });
  host.stdout?.on('data', (said) => log.append(String(said)));
  host.stderr?.on('data', (said) => log.append(String(said)));
  host.on('error', (type, location) => log.add(`the host: ${type} at ${location}`));
  return host;
}
