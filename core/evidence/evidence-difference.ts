// What has changed since evidence was frozen: readings corrected, come late or gone, and inputs that a rule has now. AL10.
import type Database from 'better-sqlite3';
import type { EvidenceInput, Finding } from '../../contract/alarms.ts';
import { loadChannel } from '../devices/registry.ts';
import { readRaw } from '../readings/read-readings.ts';
import type { FrozenEvidence, FrozenReadings } from './freeze-evidence.ts';

export interface ReadingDifference {
  readonly channel: string;
  readonly time: number;
  /** null = it was not there, or was no number. */
  readonly before: number | null;
  readonly after: number | null;
  /** The mark that it has now, where it had another one or none. */
  readonly mark?: string;
}

export interface InputDifference {
  readonly name: string;
  readonly before: EvidenceInput['value'];
  readonly after: EvidenceInput['value'];
}

export interface EvidenceDifference {
  readonly readings: readonly ReadingDifference[];
  /** How many more differ. */
  readonly more: number;
  readonly inputs: readonly InputDifference[];
}

const LISTED = 500;

/** `findings` = those of the alarm as the rules have them now. */
export function evidenceDifference(
  db: Database.Database,
  evidence: FrozenEvidence,
  findings: readonly Finding[],
): EvidenceDifference {
  const all = evidence.readings.flatMap((frozen) => differenceOf(db, frozen));
  const inputs = evidence.findings.flatMap((frozen) => {
    const now = findings.find(({ from, subject }) => from === frozen.from && subject.id === frozen.subject.id);
    return now ? changedInputs(frozen.inputs, now.inputs) : [];
  });
  return { readings: all.slice(0, LISTED), more: Math.max(0, all.length - LISTED), inputs };
}

function changedInputs(before: readonly EvidenceInput[], after: readonly EvidenceInput[]): InputDifference[] {
  const now = new Map(after.map((input) => [`${input.name} ${input.channel}`, input.value]));
  return before.flatMap(({ name, channel, value }) => {
    const present = now.get(`${name} ${channel}`) ?? null;
    return present === value ? [] : [{ name, before: value, after: present }];
  });
}

function differenceOf(db: Database.Database, frozen: FrozenReadings): ReadingDifference[] {
  const channel = loadChannel(db, frozen.channel);
  if (!channel) return [];
  const { times, values, flags } = frozen;
  // Beyond what was kept nothing can be said.
  const to = frozen.more && times.length > 0 ? (times.at(-1) as number) + 1 : frozen.to;
  const after = new Map(readRaw(db, channel.no, { from: frozen.from, to }).map((row) => [row.time, row]));
  const differences: ReadingDifference[] = [];
  times.forEach((time, index) => {
    const row = after.get(time);
    const before = values[index] ?? null;
    const isMarked = row !== undefined && row.flag !== (flags[index] ?? null);
    if (!row || row.value !== before || isMarked)
      differences.push({
        ...{ channel: frozen.channel, time, before, after: row?.value ?? null },
        ...(isMarked && row.flag !== null ? { mark: row.flag } : {}),
      });
    after.delete(time);
  });
  for (const [time, row] of after) differences.push({ channel: frozen.channel, time, before: null, after: row.value });
  return differences.sort((a, b) => a.time - b.time);
}
