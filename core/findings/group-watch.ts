// Runs the rules that hold channels against each other, for each day of a group that has passed or has changed.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { FindingDraft } from '../alarms/finding-change.ts';
import type { Channel, Declaration } from '../devices/registry-facts.ts';
import { dayOf, dayStart } from '../readings/time-rules.ts';
import { controlDrafts } from './control-line.ts';
import { type DayJudge, dayJudge } from './day-judges.ts';
import type { FindingStore } from './finding-store.ts';
import { channelsOf, type Group, makeGroups } from './groups.ts';
import type { ReadingStream } from './reading-stream.ts';
import type { RollUps } from './roll-ups.ts';
import { draftOf, type Stated } from './stated.ts';

/** How long after a day readings of it are waited for. */
const GRACE_MS = ruleNumber('completeness', 'graceMinutes') * 60_000;

export interface GroupWatchOptions {
  readonly rollUps: RollUps;
  readonly store: FindingStore;
  readonly stream: ReadingStream;
  readonly isExcused: (stated: Stated) => boolean;
  readonly log: (text: string) => void;
}

export class GroupWatch {
  readonly #o: GroupWatchOptions;
  #groups = new Map<string, Group>();
  #byChannel = new Map<number, Group[]>();
  /** Days of groups that are to be judged, by key. */
  readonly #due = new Map<string, Set<number>>();

  constructor(options: GroupWatchOptions) {
    this.#o = options;
  }

  setRegistry(
    channels: readonly Channel[],
    declarations: readonly Declaration[],
    placed: (channel: Channel) => boolean,
  ): void {
    const before = this.#groups;
    this.#groups = new Map();
    this.#byChannel = new Map();
    for (const group of makeGroups(channels, declarations, placed)) {
      this.#groups.set(group.key, group);
      for (const { no } of channelsOf(group)) this.#byChannel.set(no, [...(this.#byChannel.get(no) ?? []), group]);
      // Declared after the fact: the days that it speaks of are judged now.
      if (before.size > 0 && !before.has(group.key) && 'declaration' in group) this.#declare(group, group.declaration);
    }
  }

  #declare(group: Group, { from, to }: Declaration): void {
    const newest = Math.max(...channelsOf(group).map(({ no }) => this.#o.stream.newest(no)));
    for (let day = dayOf(from); day <= dayOf(Math.min(to - 1, newest)); day++) this.#add(group, day);
  }

  touched(channel: number, day: number): void {
    for (const group of this.#byChannel.get(channel) ?? []) this.#add(group, day);
  }

  #add({ key }: Group, day: number): void {
    const days = this.#due.get(key);
    if (days) days.add(day);
    else this.#due.set(key, new Set([day]));
  }

  /** Judges up to `most` groups whose days have passed; the rest waits. */
  run(feed: number, most: number): void {
    let left = most;
    for (const [key, days] of this.#due) {
      const group = this.#groups.get(key);
      if (!group) {
        this.#due.delete(key);
        continue;
      }
      const until = this.#closedUntil(group, feed);
      const ready = group.rule === 'output-over-control' ? [...days] : [...days].filter((day) => day < until);
      if (ready.length === 0) continue;
      if (left-- <= 0) return;
      for (const day of ready) days.delete(day);
      if (days.size === 0) this.#due.delete(key);
      this.#judge(
        group,
        ready.sort((a, b) => a - b),
        until,
      );
    }
  }

  /** First day that is not over: all channels have gone beyond a day, or the feed has by the grace. */
  #closedUntil(group: Group, feed: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { no, intervalMs } of channelsOf(group))
      least = Math.min(least, this.#o.stream.newest(no) + (intervalMs ?? 0));
    return dayOf(Math.max(least, feed - GRACE_MS));
  }

  #judge(group: Group, days: readonly number[], until: number): void {
    const { rollUps, store, stream, log, isExcused } = this.#o;
    if (group.rule === 'output-over-control') {
      const { drafts, from, to } = controlDrafts(group, rollUps, log);
      store.settle(
        [group.rule],
        group.subject,
        from,
        to,
        drafts,
        Math.max(...group.output.map(({ no }) => stream.newest(no))),
      );
      return;
    }
    const judge = dayJudge(group, rollUps);
    for (let i = 0; i < days.length; ) {
      let j = i;
      while (j + 1 < days.length && days[j + 1] === (days[j] as number) + 1) j++;
      this.#judgeDays(group, judge, days[i] as number, (days[j] as number) + 1, until, isExcused);
      i = j + 1;
    }
  }

  /** Days that fail in a row are one finding, also with those that were judged before. */
  #judgeDays(
    group: Group,
    judge: DayJudge,
    first: number,
    end: number,
    until: number,
    isExcused: (stated: Stated) => boolean,
  ): void {
    const { store } = this.#o;
    const { rule, subject } = group;
    const before = store.touching(rule, subject, dayStart(first) - 1, dayStart(end) + 1);
    const from = Math.min(first, dayOf(before[0]?.from_time ?? dayStart(first)));
    const to = Math.max(end, Math.min(until, dayOf((before.at(-1)?.to_time ?? 0) - 1) + 1));
    const drafts: FindingDraft[] = [];
    let run: { from: number; far: number; says: ReturnType<DayJudge>; days: number } | null = null;
    const close = (day: number): void => {
      if (!run?.says) return;
      const goesOn = day >= until;
      const { far: _, ...says } = run.says;
      const inputs = [...says.inputs, { name: 'days', value: run.days, unitOfMeasure: 'd', channel: null }];
      const window = { from: dayStart(run.from), to: dayStart(day), clearedAt: goesOn ? null : dayStart(day) };
      const stated: Stated = { rule, subject, ...window, ...says, inputs };
      if (!isExcused(stated)) drafts.push(draftOf(stated));
      run = null;
    };
    for (let day = from; day < to; day++) {
      const says = judge(day);
      if (!says) close(day);
      else if (!run) run = { from: day, far: says.far, says, days: 1 };
      else
        run = {
          from: run.from,
          days: run.days + 1,
          ...(says.far > run.far ? { far: says.far, says } : { far: run.far, says: run.says }),
        };
    }
    close(to);
    store.settle([rule], subject, dayStart(from), dayStart(to), drafts, dayStart(to));
  }

  toJson(): unknown {
    return [...this.#due].map(([key, days]) => [key, [...days]]);
  }

  restore(json: unknown): void {
    this.#due.clear();
    for (const [key, days] of json as [string, number[]][]) this.#due.set(key, new Set(days));
  }
}
