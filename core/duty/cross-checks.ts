// One source against another around an alarm: what contradicts, what agrees, and what could not be checked for want of what. DU6.
import type Database from 'better-sqlite3';
import type { Alarm, Finding } from '../../contract/alarms.ts';
import type { CrossCheck } from '../../contract/duty.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { alarmRule, ruleNumber } from '../../policy/alarm-rules.ts';
import { type CrossCheckRule, crossChecks } from '../../policy/cross-checks.ts';
import { alarmOf } from '../alarms/alarm-rows.ts';
import { loadDeclarations, type Registry } from '../devices/registry.ts';
import type { Channel, Declaration } from '../devices/registry-facts.ts';
import { LEAST_OF_DAY } from '../findings/day-judges.ts';
import { channelsOf, makeGroups } from '../findings/groups.ts';
import { listFindings } from '../findings/list-findings.ts';
import { ready } from '../readings/ready-statement.ts';
import { DAY_MS, dayOf, dayStart, monthOfDay } from '../readings/time-rules.ts';

/** A finding of a day or so before is of the same course of things; the evidence card draws as much. */
const AROUND_MS = DAY_MS;
/** Of a condition that has stood for months, the last of it. */
const LONGEST_MS = 31 * DAY_MS;

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Channels that a rule holds against each other, and what was declared, where the rule asks for that. */
interface Pairing {
  readonly channels: readonly Channel[];
  readonly declaration: Declaration | null;
}

/** Throws AppError `unknown-alarm`. */
export function crossChecksOf(db: Database.Database, registry: Registry, id: number): CrossCheck[] {
  const alarm = alarmOf(db, id);
  const window = windowOf(db, alarm);
  const scope = channelsAround(registry, alarm);
  const findings = findingsAround(db, scope, alarm, window);
  const declarations = scope.length === 0 ? [] : loadDeclarations(db);
  return crossChecks.map((check) => {
    const { id: name, rule, title, needs } = check;
    const facts = {
      check: name,
      rule,
      ruleVersion: rule === null ? null : alarmRule(rule).version,
      title: { ...title },
    };
    const missingAll = (missing: Bilingual[]): CrossCheck => ({
      ...facts,
      ...{ verdict: 'not-checked', sentence: notChecked(missing), finding: null, missing },
    });
    if (rule === null) return missingAll([{ ...needs }]);
    const found = findings.get(rule);
    if (found) {
      const { id: finding, sentence, ruleVersion } = found;
      return { ...facts, ruleVersion, verdict: 'contradicts', sentence, finding, missing: [] };
    }
    const pairings = pairingsOf(rule, scope, declarations, window);
    if (pairings.length === 0) return missingAll([{ ...needs }]);
    const looked = lookedAt(db, check, pairings, window);
    if ('missing' in looked) return missingAll(looked.missing);
    return { ...facts, verdict: 'agrees', sentence: looked.agrees, finding: null, missing: [] };
  });
}

const notChecked = (missing: readonly Bilingual[]): Bilingual => ({
  zh: `未核对，缺：${missing.map(({ zh }) => zh).join('；')}`,
  en: `Not checked; this is missing: ${missing.map(({ en }) => en).join('; ')}`,
});

/** On the readings' own time: the condition, and a day on both sides. */
function windowOf(db: Database.Database, { raisedAt, clearedAt, finding }: Alarm): Window {
  const seen = ready(db, 'SELECT to_time FROM finding WHERE id = ?').pluck().get(finding) as number | undefined;
  const to = Math.max(raisedAt, clearedAt ?? seen ?? raisedAt) + AROUND_MS;
  return { from: Math.max(raisedAt - AROUND_MS, to - LONGEST_MS), to };
}

/** Of the enterprise; of an instrument on no list, its own. */
function channelsAround({ channels, channel }: Registry, { enterprise, subject }: Alarm): Channel[] {
  const device =
    subject.kind === 'channel' ? channel(subject.id)?.device : subject.kind === 'device' ? subject.id : null;
  return [...channels.values()].filter((each) =>
    enterprise === null ? each.device === device : each.enterprise === enterprise,
  );
}

/** By rule, the newest finding that touches the window and stands. */
function findingsAround(
  db: Database.Database,
  scope: readonly Channel[],
  alarm: Alarm,
  { from, to }: Window,
): Map<string, Finding> {
  const subjects = new Map<string, readonly [kind: string, id: string]>();
  const add = (kind: string, id: string | null): void => {
    if (id !== null) subjects.set(`${kind} ${id}`, [kind, id]);
  };
  add(alarm.subject.kind, alarm.subject.id);
  for (const { id, unit, enterprise } of scope) {
    add('channel', id);
    add('unit', unit);
    add('enterprise', enterprise);
  }
  const rows = ready(
    db,
    `SELECT f.rule, f.id, max(f.from_time) FROM json_each(@rules) r CROSS JOIN json_each(@subjects) s CROSS JOIN finding f
       ON f.rule = r.value AND f.subject_kind = s.value ->> 0 AND f.subject = s.value ->> 1 AND f.from_time < @to
     WHERE f.withdrawn_at IS NULL AND (f.cleared_at IS NULL OR f.to_time > @from) GROUP BY f.rule`,
  )
    .raw()
    .all({
      ...{ rules: JSON.stringify(crossChecks.flatMap(({ rule }) => rule ?? [])), from, to },
      subjects: JSON.stringify([...subjects.values()]),
    }) as [rule: string, id: number][];
  return new Map(rows.flatMap(([rule, id]) => listFindings(db, { id }).map((finding) => [rule, finding] as const)));
}

const STATED = /^(?:2061|2031)-/;

/** As the rules themselves pair channels. */
function pairingsOf(
  rule: string,
  scope: readonly Channel[],
  declarations: readonly Declaration[],
  { from, to }: Window,
): Pairing[] {
  if (rule === 'treatment-off') {
    const rated = scope.filter(({ unit, rated, kind }) => unit !== null && rated !== null && kind !== 'register');
    return [...Map.groupBy(rated, ({ unit }) => unit).values()].flatMap((of) => {
      const sides = of.filter(({ role }) => role === 'production' || role === 'treatment');
      return new Set(sides.map(({ role }) => role)).size === 2 ? [{ channels: sides, declaration: null }] : [];
    });
  }
  if (rule === 'aggregation-mismatch') {
    const byId = new Map(scope.map((channel) => [channel.id, channel]));
    return scope.flatMap((channel) => {
      const parent = byId.get(channel.parent ?? '');
      return STATED.test(channel.series) && parent ? [{ channels: [channel, parent], declaration: null }] : [];
    });
  }
  const inTime = declarations.filter((declaration) => declaration.from < to && declaration.to > from);
  return makeGroups(scope, inTime, () => true).flatMap((group) =>
    group.rule === rule
      ? [{ channels: channelsOf(group), declaration: 'declaration' in group ? group.declaration : null }]
      : [],
  );
}

type Looked = { readonly missing: Bilingual[] } | { readonly agrees: Bilingual };

/** Whether what the rule looks at was there, so that its having found nothing means something. */
function lookedAt(
  db: Database.Database,
  { rule, by }: CrossCheckRule,
  pairings: readonly Pairing[],
  { from, to }: Window,
): Looked {
  const feed = ready(db, 'SELECT max(newest) FROM latest').pluck().get() as number | null;
  const graceMs = ruleNumber('completeness', 'graceMinutes') * 60_000;
  const isOver = (day: number): boolean => feed !== null && dayStart(day + 1) + graceMs <= feed;
  const first = dayOf(from);
  const days = Array.from({ length: dayOf(to - 1) - first + 1 }, (_, index) => first + index).filter(
    (day) => by !== 'day' || isOver(day),
  );
  if (days.length === 0)
    return {
      missing: [
        { zh: '当日数据，日终后才核对', en: 'the day’s readings: the rule looks at them once the day is over' },
      ],
    };
  const history = rule === 'electricity-against-production' ? ruleNumber(rule, 'leastDays') : 0;
  let looked = 0;
  let best = 0;
  for (const { channels, declaration } of pairings) {
    const known = channels.map((channel) => knownDays(db, channel, first - 10 * history, dayOf(to - 1), by === 'day'));
    const isMeant = (day: number): boolean =>
      declaration === null || (dayStart(day) < declaration.to && dayStart(day + 1) > declaration.from);
    const whole = days.filter((day) => isMeant(day) && known.every((of) => of.has(day)));
    const before = [...(known[0] ?? [])].filter((day) => day < (whole[0] ?? first) && known.every((of) => of.has(day)));
    best = Math.max(best, before.length);
    if (whole.length > 0 && before.length >= history) looked = Math.max(looked, whole.length);
  }
  if (looked > 0)
    return {
      agrees: {
        zh: `已核对 ${looked} 天的数据，未见矛盾`,
        en: `${looked} ${looked === 1 ? 'day' : 'days'} of readings checked; no contradiction was found`,
      },
    };
  const short = history > best;
  return {
    missing: [
      short
        ? {
            zh: `此前 ${history} 天的完整数据（现有 ${best} 天）`,
            en: `${history} whole days before (there are ${best})`,
          }
        : { zh: '本时段各方的完整数据', en: 'whole readings of both sides in this time' },
    ],
  };
}

/** Days of a channel with readings; `whole` = with as many as the rules ask of a day. */
function knownDays(db: Database.Database, channel: Channel, first: number, last: number, whole: boolean): Set<number> {
  const expected = whole && channel.intervalMs !== null ? DAY_MS / channel.intervalMs : 0;
  const rows = ready(
    db,
    `SELECT day FROM reading_day
     WHERE channel = @no AND month IN (SELECT value FROM json_each(@months)) AND day >= @first AND day <= @last
       AND amounts > 0 AND amounts >= @least`,
  )
    .pluck()
    .all({
      ...{ no: channel.no, first, last, least: LEAST_OF_DAY * expected },
      months: JSON.stringify(monthsOf(first, last)),
    }) as number[];
  return new Set(rows);
}

function monthsOf(first: number, last: number): number[] {
  const begin = monthOfDay(first);
  return Array.from({ length: monthOfDay(last) - begin + 1 }, (_, index) => begin + index);
}
