// The program that runs the core and lets screens in, from start to a clean stop.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createApp } from '../core/app.ts';
import { AppError } from '../core/app-error.ts';
import { type Instruments, type SourcePorts, startInstruments } from './instruments.ts';
import { isLoopback } from './request-gate.ts';
import { type Served, serve } from './serve.ts';

const builtScreen = fileURLToPath(new URL('../dist/renderer', import.meta.url));

export interface HostOptions {
  workspaceDir: string;
  geodataDir?: string;
  /** 0 = a free port. */
  port: number;
  /** Left out = this machine alone. */
  host?: string;
  /** Print one line of JSON, {"url","pid"}, for a program that started us; else sentences for people. */
  json: boolean;
  /** Listeners for instruments: 0 = a free port. */
  sourcePorts?: SourcePorts;
  /** The start token stays good for the whole run: for automation. */
  reusableToken: boolean;
}

/**
 * Runs until SIGINT, SIGTERM or SIGHUP. Ends with process.exitCode 1, and sentences on stderr, if it can't start; throws only
 * on a defect.
 */
export async function runHost(options: HostOptions): Promise<void> {
  const stopping = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  try {
    const app = await createApp({
      workspaceDir: options.workspaceDir,
      ...(options.geodataDir !== undefined && { geodataDir: options.geodataDir }),
      purpose: 'serve',
      log,
    });
    try {
      const served = await serve({
        app,
        port: options.port,
        ...(options.host !== undefined && { host: options.host }),
        assetsDir: builtScreen,
        reusableToken: options.reusableToken,
        log,
      });
      const instruments = await startInstruments({
        ...{ app, log },
        ...(options.sourcePorts !== undefined && { ports: options.sourcePorts }),
        ...(options.host !== undefined && { host: options.host }),
      });
      announce(served, instruments, options);
      await stopping;
      // Whatever still runs by then would not have ended by itself.
      setTimeout(() => process.exit(), 5000).unref();
      await instruments.close();
      await served.close();
    } finally {
      await app.close();
    }
  } catch (error) {
    const sentences = startRefused(error, options);
    if (sentences === null) throw error;
    const [zh, en] = sentences;
    process.stderr.write(`${zh}\n${en}\n`);
    const code = error instanceof AppError ? error.code : 'not-listening';
    if (options.json) process.stdout.write(`${JSON.stringify({ error: { code, zh, en } })}\n`);
    process.exitCode = 1;
  }
}

function announce(served: Served, { ports, failed }: Instruments, { json, host, reusableToken }: HostOptions): void {
  if (json) {
    const sources = Object.keys(ports).length > 0 ? { sources: ports } : {};
    const refused = Object.keys(failed).length > 0 ? { refused: failed } : {};
    process.stdout.write(`${JSON.stringify({ url: served.url, pid: process.pid, ...sources, ...refused })}\n`);
    return;
  }
  const say = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`);
  say(
    '两高指挥舱已启动，请在浏览器中打开：',
    'Lianggao Command Centre is running. Open in a browser:',
    `  ${served.url}`,
  );
  if (host !== undefined && !isLoopback(host)) {
    say(
      '本网络中的其他计算机也能访问，且传输未加密：请只在可信网络中这样使用。',
      'Other computers on the network can reach it, without encryption: do this on a trusted network only.',
    );
  }
  for (const [kind, port] of Object.entries(ports))
    say(`接收 ${kind}：端口 ${port}`, `Listening for ${kind} on port ${port}`);
  for (const refusal of Object.values(failed)) say(refusal.zh, refusal.en);
  say('按 Ctrl+C 停止。', 'Press Ctrl+C to stop.');
  if (reusableToken || !process.stdin.isTTY) return;
  say('地址只能用一次；按回车键可得到新地址。', 'The address works once; press Enter for a new one.');
  process.stdin.on('data', () => say(`  ${served.newUrl()}`));
  process.stdin.unref();
}

/** What a person can act on, in both languages; null = a defect. */
function startRefused(error: unknown, { port, host }: HostOptions): [zh: string, en: string] | null {
  if (error instanceof AppError) return [error.text('zh'), error.text('en')];
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  if (code === 'EADDRINUSE') {
    return [
      `端口 ${port} 已被其他程序占用。请换一个端口，或用 0 自动选择。`,
      `Port ${port} is in use by another program. Choose another, or 0 for any free one.`,
    ];
  }
  if (code === 'EACCES') {
    return [
      `没有权限使用端口 ${port}。请选择 1024 以上的端口，或用 0 自动选择。`,
      `Port ${port} may not be used without privileges. Choose one above 1024, or 0 for any free one.`,
    ];
  }
  return [
    `无法在地址 ${host} 上提供服务（${code}）。请使用本机的地址，或省略地址只供本机使用。`,
    `The address ${host} can't be served on (${code}). Give an address of this machine, or none to serve this machine alone.`,
  ];
}

function log(entry: string): void {
  process.stderr.write(`${new Date().toISOString()} ${entry}\n`);
}
