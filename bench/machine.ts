// On what was measured, in one paragraph.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import Database from 'better-sqlite3';
import { versionOf } from './child.ts';
import { findChromium, openChromium } from './chromium.ts';
import type { BenchOptions } from './measure.ts';

/** The system's name as its own release file gives it. */
function systemName(): string {
  try {
    return /^PRETTY_NAME="(.+)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type();
  } catch {
    return type();
  }
}

/** What draws WebGL, by its own name: that a card was asked for does not mean that it answers. */
async function rendererOf(program: string, { gpu, switches, scratchDir }: BenchOptions): Promise<string> {
  const browser = await openChromium(program, scratchDir, { gpu, switches });
  try {
    return await browser.evaluate<string>(`(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      return gl?.getParameter(gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER) ?? 'nothing';
    })()`);
  } finally {
    await browser.close();
  }
}

export async function describeMachine(options: BenchOptions): Promise<string> {
  const db = new Database(':memory:');
  const sqlite = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  const chromium = findChromium();
  const parts = [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `${systemName()}, kernel ${release()}`,
    `Node ${process.versions.node}`,
    `SQLite ${sqlite}`,
    chromium === null
      ? 'no Chromium'
      : `${(await versionOf(chromium, '--version')) ?? chromium}, WebGL2 ${options.gpu ? `by ${await rendererOf(chromium, options)}` : 'in software'}`,
  ];
  return `${parts.join('; ')}.`;
}

/** Average number of programs that wanted a core in the last minute; more than a few tenths before a run is somebody else. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(2);
