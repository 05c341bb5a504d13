// Processor time of a process, so that whoever loads it is not counted.
import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux on every common machine. */
const TICK_MS = 10;

interface Stat {
  readonly parent: number;
  readonly ownMs: number;
  /** Of children that have ended. */
  readonly endedMs: number;
}

function statOf(pid: number | string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (index: number): number => Number(fields[index]) * TICK_MS;
    return { parent: Number(fields[1]), ownMs: ticks(11) + ticks(12), endedMs: ticks(13) + ticks(14) };
  } catch {
    return null;
  }
}

/** Milliseconds of processor time of this process's children that have ended. */
export const endedMilliseconds = (): number => statOf(process.pid)?.endedMs ?? Number.NaN;

/** Milliseconds of processor time since it began, with those of its children; NaN where the system does not tell. */
export function cpuMilliseconds(pid: number): number {
  const stat = statOf(pid);
  if (stat === null) return Number.NaN;
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === pid);
  return stat.ownMs + stat.endedMs + children.reduce((sum, child) => sum + (statOf(child)?.ownMs ?? 0), 0);
}
