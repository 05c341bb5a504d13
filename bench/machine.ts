// On what was measured, in one paragraph.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import Database from 'better-sqlite3';
import { versionOf } from './child.ts';
import { findChromium } from './chromium.ts';

/** The system's name as its own release file gives it. */
function systemName(): string {
  try {
    return /^PRETTY_NAME="(.+)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type();
  } catch {
    return type();
  }
}

/** `gpu`: whether maps are drawn with the graphics card. */
export async function describeMachine(gpu: boolean): Promise<string> {
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
      : `${(await versionOf(chromium, '--version')) ?? chromium}, WebGL2 ${gpu ? 'on the graphics card' : 'in software'}`,
  ];
  return `${parts.join('; ')}.`;
}

/** Average number of programs that wanted a core in the last minute; more than a few tenths before a run is somebody else. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(2);
