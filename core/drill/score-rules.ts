// How well the rules found what was planted: arithmetic over cases and findings, and nothing else.
import type { PlantedCase } from './plan-facts-rules.ts';

/** A planted case as the file of answers keeps it. */
export type Answer = Pick<
  PlantedCase,
  'id' | 'kind' | 'lookAlike' | 'rules' | 'besides' | 'subject' | 'covers' | 'from' | 'to' | 'least'
>;

/** What a rule has said. */
export interface FindingSeen {
  readonly rule: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly from: number;
  readonly to: number;
  /** Feed time at which it was raised; null = not known. */
  readonly raisedAt: number | null;
}

export interface KindScore {
  readonly kind: string;
  readonly planted: number;
  readonly found: number;
  readonly missed: readonly string[];
  /** Hours from a case's beginning until it was found, of those found. */
  readonly hoursToFind: { readonly median: number; readonly greatest: number } | null;
  readonly lookAlikes: number;
  /** Look-alikes that were taken for the real thing, each with the rules that were taken in. */
  readonly taken: readonly { readonly id: string; readonly rules: readonly string[] }[];
}

export interface DrillScore {
  readonly kinds: readonly KindScore[];
  readonly planted: number;
  readonly found: number;
  /** found / planted; null = nothing was planted in the time looked at. */
  readonly recall: number | null;
  /** Findings that belong to no case: those on look-alikes, and those where nothing was planted at all. */
  readonly falseFindings: number;
  readonly falseByRule: Readonly<Record<string, number>>;
  /** Each of them, with the look-alikes that it is about. */
  readonly falseList: readonly (FindingSeen & { readonly about: readonly string[] })[];
  /** falseFindings for each enterprise and 30 days. */
  readonly falsePerEnterpriseMonth: number;
  /** Kind of case, `look-alike` or `nothing planted` → rule → findings. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Cases that had not ended by the time looked at. */
  readonly notYet: readonly string[];
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A rule that looks at whole days speaks of the day; what a case leaves behind, such as the way back, is seen within a day. */
const GRACE = DAY;
/** A clock that is slow writes into the hour before. */
const BEFORE = HOUR;

/** Series of a factor are channels of their own, `<id>/2061-Avg`: they are spoken of as their channel. */
const subjectKey = ({ kind, id }: FindingSeen['subject']): string =>
  kind === 'channel' ? `channel:${id.replace(/\/\d{4}-[A-Za-z]+$/, '')}` : `${kind}:${id}`;

const touches = (answer: Answer, finding: FindingSeen): boolean =>
  finding.from < answer.to + GRACE && finding.to >= answer.from - BEFORE;

/** `until`: end of what the rules have seen. `days`: length of what they have seen. */
export function scoreDrill(
  answers: readonly Answer[],
  findings: readonly FindingSeen[],
  { until, days, enterprises }: { readonly until: number; readonly days: number; readonly enterprises: number },
): DrillScore {
  const judged = answers.filter(({ to }) => to <= until + HOUR);
  const notYet = answers.filter(({ to }) => to > until + HOUR).map(({ id }) => id);
  const bySubject = new Map<string, Answer[]>();
  for (const answer of answers) {
    for (const key of new Set([`${answer.subject.kind}:${answer.subject.id}`, ...answer.covers])) {
      const list = bySubject.get(key);
      if (list) list.push(answer);
      else bySubject.set(key, [answer]);
    }
  }
  const hits = new Map<string, FindingSeen[]>();
  const confusion: Record<string, Record<string, number>> = {};
  const falseByRule: Record<string, number> = {};
  const put = (row: string, rule: string): void => {
    const counts = confusion[row] ?? {};
    confusion[row] = counts;
    counts[rule] = (counts[rule] ?? 0) + 1;
  };
  const falseList: (FindingSeen & { about: string[] })[] = [];
  for (const finding of findings) {
    const about = (bySubject.get(subjectKey(finding.subject)) ?? []).filter((answer) => touches(answer, finding));
    const named = about.filter(({ rules }) => rules.includes(finding.rule));
    for (const answer of named) hits.set(answer.id, [...(hits.get(answer.id) ?? []), finding]);
    const real = named.find(({ lookAlike }) => !lookAlike) ?? about.find(({ lookAlike }) => !lookAlike);
    if (real) {
      put(real.kind, finding.rule);
      continue;
    }
    const isRight = about.some(({ besides }) => besides.includes(finding.rule));
    put(about.length > 0 ? 'look-alike' : 'nothing planted', finding.rule);
    if (isRight) continue;
    falseList.push({ ...finding, about: about.map(({ id }) => id) });
    falseByRule[finding.rule] = (falseByRule[finding.rule] ?? 0) + 1;
  }
  const isFound = ({ id, least }: Answer): boolean => (hits.get(id)?.length ?? 0) >= least;
  const kinds = [...new Set(judged.map(({ kind }) => kind))].toSorted().map((kind): KindScore => {
    const ofKind = judged.filter((answer) => answer.kind === kind);
    const real = ofKind.filter(({ lookAlike }) => !lookAlike);
    const alike = ofKind.filter(({ lookAlike }) => lookAlike);
    return {
      kind,
      planted: real.length,
      found: real.filter(isFound).length,
      missed: real.filter((answer) => !isFound(answer)).map(({ id }) => id),
      hoursToFind: hoursToFind(real.filter(isFound), hits),
      lookAlikes: alike.length,
      taken: alike
        .filter(({ id }) => hits.has(id))
        .map(({ id }) => ({ id, rules: [...new Set((hits.get(id) ?? []).map(({ rule }) => rule))].toSorted() })),
    };
  });
  const planted = kinds.reduce((sum, each) => sum + each.planted, 0);
  const found = kinds.reduce((sum, each) => sum + each.found, 0);
  return {
    ...{ kinds, planted, found, recall: planted === 0 ? null : found / planted },
    ...{ falseFindings: falseList.length, falseByRule, falseList, confusion, notYet },
    falsePerEnterpriseMonth: falseList.length / enterprises / (days / 30),
  };
}

function hoursToFind(
  answers: readonly Answer[],
  hits: ReadonlyMap<string, readonly FindingSeen[]>,
): KindScore['hoursToFind'] {
  const hours = answers
    .flatMap(({ id, from, least }) => {
      const times = (hits.get(id) ?? []).flatMap(({ raisedAt }) => raisedAt ?? []).toSorted((a, b) => a - b);
      const at = times[least - 1];
      return at === undefined ? [] : [Math.max(0, at - from) / HOUR];
    })
    .toSorted((a, b) => a - b);
  const greatest = hours.at(-1);
  if (greatest === undefined) return null;
  return { median: hours[Math.floor((hours.length - 1) / 2)] as number, greatest };
}
