// What a day of a group comes to under its rule: the numbers from the roll-ups, the judgement from group-rules.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { dayStart, HOUR_MS } from '../readings/time-rules.ts';
import {
  balanceOf,
  type DayOfUse,
  historyQuantile,
  judgeBalance,
  judgeStop,
  judgeUse,
  normalDay,
  usualUse,
} from './group-rules.ts';
import type { Group } from './groups.ts';
import { meanOf, type RollUp, type RollUps } from './roll-ups.ts';
import { input, tidy } from './series-rules.ts';
import type { Says } from './span-statements.ts';

/** null = nothing is wrong, or it cannot be judged; `far` tells which of several days is the worst. */
export type DayJudge = (day: number) => (Says & { readonly far: number }) | null;

type Of<Rule extends Group['rule']> = Extract<Group, { rule: Rule }>;

/** A day of which less is there is not judged: its sums are not sums of the day. */
export const LEAST_OF_DAY = 0.9;

export function dayJudge(group: Exclude<Group, { rule: 'output-over-control' }>, rollUps: RollUps): DayJudge {
  switch (group.rule) {
    case 'main-against-sub':
      return judgeMeters(group, rollUps);
    case 'electricity-against-production':
      return judgeProduction(group, rollUps);
    case 'declared-stop':
      return judgeDeclaredStop(group, rollUps);
    case 'unlisted-activity':
      return judgeActivity(group, rollUps);
    case 'dilution':
      return judgeDilution(group, rollUps);
  }
}

const isWhole = ({ amounts, expected }: RollUp): boolean => expected === null || amounts >= LEAST_OF_DAY * expected;

/** A day's amount, or mean of levels; null = too little of the day is there. */
const amountOf = (row: RollUp, { kind }: Channel): number | null =>
  !isWhole(row) ? null : kind === 'level' ? meanOf(row) : row.sum;

/**
 * A register's difference stands at the reading that it begins with. Where none was read around midnight, one day has what
 * another used, and neither sum is the day's.
 */
function isCutAtMidnight(channel: Channel, row: RollUp, next: RollUp | undefined, rollUps: RollUps): boolean {
  if (channel.kind !== 'register' || channel.intervalMs === null || channel.intervalMs > HOUR_MS) return true;
  const begins = (day: RollUp): boolean =>
    (day.expected !== null && day.count >= day.expected) ||
    rollUps.hours(channel, day.from, day.from + HOUR_MS).length > 0;
  return next !== undefined && begins(row) && begins(next);
}

/** Sums over channels by day; only days that all of them have whole. */
function sums(rollUps: RollUps, channels: readonly Channel[], first: number, end: number): Map<number, number> {
  const totals = new Map<number, { sum: number; channels: number }>();
  for (const channel of channels) {
    const rows = new Map(
      rollUps
        .days(channel, first, end + 1)
        .map((row) => [Math.round((row.from - dayStart(0)) / (24 * HOUR_MS)), row] as const),
    );
    for (const [day, row] of rows) {
      const amount = day < end ? amountOf(row, channel) : null;
      if (amount === null || !isCutAtMidnight(channel, row, rows.get(day + 1), rollUps)) continue;
      const total = totals.get(day) ?? { sum: 0, channels: 0 };
      totals.set(day, { sum: total.sum + amount, channels: total.channels + 1 });
    }
  }
  return new Map(
    [...totals].flatMap(([day, total]) => (total.channels === channels.length ? [[day, total.sum] as const] : [])),
  );
}

const percent = (share: number): string => `${tidy(Math.round(share * 1000) / 10)}%`;

function judgeMeters({ main, subs }: Of<'main-against-sub'>, rollUps: RollUps): DayJudge {
  const unit = main.unitOfMeasure;
  return (day) => {
    const total = sums(rollUps, [main], day, day + 1).get(day);
    const parts = sums(rollUps, subs, day, day + 1).get(day);
    if (total === undefined || parts === undefined) return null;
    const share = balanceOf(total, parts);
    const verdict = share === null ? null : judgeBalance(share);
    if (share === null || !verdict) return null;
    return {
      far: Math.abs(share),
      inputs: [
        input('main', total, unit),
        input('subs', parts, unit),
        input('share', share, '1'),
        input('meters', subs.length, '1'),
      ],
      formula: 'share = (main − Σ subs) / main',
      threshold: `< ${ruleNumber('main-against-sub', 'impossible')} ; > ${ruleNumber('main-against-sub', 'look')} ; > ${ruleNumber('main-against-sub', 'alarm')}`,
      sentence:
        share < 0
          ? {
              zh: `${subs.length}块分表之和${tidy(parts)} ${unit}大于总表${tidy(total)} ${unit}`,
              en: `The ${subs.length} sub-meters add up to ${tidy(parts)} ${unit}, more than the main meter's ${tidy(total)} ${unit}`,
            }
          : {
              zh: `总表${tidy(total)} ${unit}，分表之和${tidy(parts)} ${unit}，${percent(share)}未计量`,
              en: `The main meter counts ${tidy(total)} ${unit}, its sub-meters ${tidy(parts)} ${unit}: ${percent(share)} is not metered`,
            },
    };
  };
}

function judgeProduction({ electricity, output }: Of<'electricity-against-production'>, rollUps: RollUps): DayJudge {
  const history = ruleNumber('electricity-against-production', 'days');
  const [kwh, tonnes] = [electricity[0]?.unitOfMeasure ?? '', output[0]?.unitOfMeasure ?? ''];
  return (day) => {
    const used = sums(rollUps, electricity, day - history, day + 1);
    const made = sums(rollUps, output, day - history, day + 1);
    const days: DayOfUse[] = [];
    for (const [each, amount] of used) {
      const of = made.get(each);
      if (of !== undefined) days.push({ day: each, electricity: amount, output: of });
    }
    const today = days.find((each) => each.day === day);
    const baseline = usualUse(days.filter((each) => each.day < day));
    const verdict = today && baseline ? judgeUse(today, baseline) : null;
    if (!today || !baseline || !verdict) return null;
    const numbers = [
      ...[input('electricity', today.electricity, kwh), input('output', today.output, tonnes)],
      ...[
        input('usualPerOutput', baseline.perOutput, `${kwh}/${tonnes}`),
        input('usualElectricity', baseline.electricity, kwh),
      ],
      ...[input('baselineDays', baseline.days, 'd'), input('share', verdict.share, '1')],
    ];
    const deviation = Math.max(ruleNumber('electricity-against-production', 'deviation'), baseline.ordinary);
    const [e, p] = [`${tidy(today.electricity)} ${kwh}`, `${tidy(today.output)} ${tonnes}`];
    const sentences = {
      'per-output': {
        zh: `日用电${e}、产量${p}，单耗偏离自身中位数${percent(verdict.share)}`,
        en: `${e} for ${p} in a day: use per output departs from its own median by ${percent(verdict.share)}`,
      },
      'too-little-electricity': {
        zh: `报产量${p}，用电${e}仅为平时的${percent(verdict.share)}`,
        en: `${p} reported on ${e}, ${percent(verdict.share)} of the usual electricity`,
      },
      'no-output': {
        zh: `产量为零，用电${e}却为平时的${percent(verdict.share)}`,
        en: `No output, yet ${e}: ${percent(verdict.share)} of the usual electricity`,
      },
    };
    return {
      far: Math.abs(verdict.share),
      inputs: numbers,
      formula: 'share = (electricity / output) / usualPerOutput − 1, or electricity / usualElectricity',
      threshold: `|share| > ${tidy(deviation)} ; < ${ruleNumber('electricity-against-production', 'idleShare')} ; output = 0`,
      sentence: sentences[verdict.fault],
    };
  };
}

function judgeDeclaredStop({ declaration, electricity }: Of<'declared-stop'>, rollUps: RollUps): DayJudge {
  const unit = electricity[0]?.unitOfMeasure ?? '';
  const first = Math.ceil((declaration.from - dayStart(0)) / (24 * HOUR_MS));
  const end = Math.floor((declaration.to - dayStart(0)) / (24 * HOUR_MS));
  const before = sums(rollUps, electricity, first - ruleNumber('declared-stop', 'days'), first);
  const normal = normalDay([...before.values()]);
  return (day) => {
    // Whole days of the stop alone: on its first and last it ran for a part.
    if (day < first || day >= end || normal === null) return null;
    const used = sums(rollUps, electricity, day, day + 1).get(day);
    const share = used === undefined ? null : judgeStop(used, normal);
    if (used === undefined || share === null) return null;
    return {
      far: share,
      inputs: [
        input('electricity', used, unit),
        input('normal', normal, unit),
        input('share', share, '1'),
        input('declaration', declaration.source),
      ],
      formula: 'share = electricity of the day / median day before the stop',
      threshold: `> ${ruleNumber('declared-stop', 'share')}`,
      sentence: {
        zh: `申报停产期间日用电${tidy(used)} ${unit}，为停产前正常日的${percent(share)}`,
        en: `Declared stopped, yet ${tidy(used)} ${unit} in a day: ${percent(share)} of a normal day before the stop`,
      },
    };
  };
}

function judgeActivity({ channels }: Of<'unlisted-activity'>, rollUps: RollUps): DayJudge {
  const least = ruleNumber('unlisted-activity', 'hours');
  const share = ruleNumber('unlisted-activity', 'runningShare');
  return (day) => {
    let worst: (Says & { far: number }) | null = null;
    for (const channel of channels) {
      const running = rollUps.hours(channel, dayStart(day), dayStart(day + 1)).filter((hour) => {
        const perInterval =
          channel.kind === 'level' || hour.amounts === 0 ? meanOf(hour) : (hour.sum ?? 0) / hour.amounts;
        return (perInterval ?? 0) > (channel.rated === null ? 0 : share * channel.rated);
      }).length;
      if (running < least || running <= (worst?.far ?? 0)) continue;
      worst = {
        far: running,
        inputs: [
          { ...input('runningHours', running, 'h'), channel: channel.id },
          input('rated', channel.rated, channel.unitOfMeasure),
        ],
        formula: channel.rated === null ? 'hours with more than nothing' : 'hours above runningShare × rating',
        threshold: `≥ ${least} h`,
        sentence: {
          zh: `不在任何清单的场所一日内运行${running}小时（${channel.name}）`,
          en: `A site on no list ran for ${running} h of a day (${channel.name})`,
        },
      };
    }
    return worst;
  };
}

function judgeDilution({ oxygen, pollutants, production }: Of<'dilution'>, rollUps: RollUps): DayJudge {
  const days = ruleNumber('dilution', 'days');
  const rise = ruleNumber('dilution', 'rise');
  return (day) => {
    const [from, to] = [dayStart(day), dayStart(day + 1)];
    const past = rollUps.hours(oxygen, dayStart(day - days), from).flatMap((hour) => meanOf(hour) ?? []);
    const bound = historyQuantile(past, ruleNumber('dilution', 'quantile'));
    const usual = historyQuantile(past, 0.5);
    if (past.length < ruleNumber('dilution', 'leastHours') || bound === null || usual === null) return null;
    const runs = (hour: RollUp): boolean =>
      production.length === 0 ||
      production.some((channel) => {
        const at = rollUps.hours(channel, hour.from, hour.to)[0];
        return (
          at !== undefined &&
          (meanOf(at) ?? 0) > ruleNumber('dilution', 'load') * (channel.rated ?? Number.POSITIVE_INFINITY)
        );
      });
    let hours = 0;
    let most = 0;
    for (const hour of rollUps.hours(oxygen, from, to)) {
      const value = meanOf(hour);
      if (value === null || value <= Math.max(bound, usual + rise) || !runs(hour)) continue;
      const within = pollutants.every((channel) => {
        const at = rollUps.hours(channel, hour.from, hour.to)[0];
        const mean = at ? meanOf(at) : null;
        return mean !== null && (channel.limitHigh === null || mean <= channel.limitHigh);
      });
      if (!within) continue;
      hours++;
      most = Math.max(most, value);
    }
    if (hours < ruleNumber('dilution', 'hours')) return null;
    return {
      far: most,
      inputs: [
        { ...input('oxygen', most, '%'), channel: oxygen.id },
        input('bound', bound, '%'),
        input('usual', usual, '%'),
        input('hours', hours, 'h'),
      ],
      formula: 'concentrations within limits while oxygen > P90 of its own history',
      threshold: `> max(${tidy(bound)}, ${tidy(usual)} + ${rise}) %, ≥ ${ruleNumber('dilution', 'hours')} h`,
      sentence: {
        zh: `在产且浓度不超限，而氧含量达${tidy(most)}%，高于自身历史P90（${tidy(bound)}%）共${hours}小时`,
        en: `Running and within limits, yet oxygen reaches ${tidy(most)} %, above the P90 of its own history (${tidy(bound)} %) for ${hours} h`,
      },
    };
  };
}
