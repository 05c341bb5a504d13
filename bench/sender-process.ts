// The program that sends readings, in a process of its own: its work is not the host's.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SenderInput, Sent } from './reading-sender.ts';

export interface Sender {
  /** Sends the next span; resolves when all of it has been answered for. */
  sendNext(): Promise<Sent>;
}

/** Resolves when everything is built and connected. The program ends with its last span. */
export async function startSender(input: SenderInput): Promise<Sender> {
  const script = fileURLToPath(new URL('reading-sender.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(input)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const endWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithParent);
  child.once('exit', () => process.off('exit', endWithParent));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`What sends over ${input.way} ended before it was done; see above.`);
    return JSON.parse(value);
  };
  await next();
  return {
    async sendNext() {
      child.stdin.write('\n');
      return (await next()) as Sent;
    },
  };
}
