// An episode as a finding: its numbers, and a sentence with them.
import type { EvidenceInput } from '../../contract/alarms.ts';
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import type { Episode, EpisodeKind } from './episodes.ts';
import { input, tidy } from './series-rules.ts';
import type { Stated } from './stated.ts';

type Says = Pick<Stated, 'formula' | 'threshold' | 'sentence'> & { readonly inputs: readonly EvidenceInput[] };

const says = (inputs: readonly EvidenceInput[], formula: string, threshold: string, zh: string, en: string): Says => ({
  inputs,
  formula,
  threshold,
  sentence: { zh, en },
});

const HOUR = 3_600_000;

const statements: Record<EpisodeKind, (episode: Episode, channel: Channel) => Says> = {
  'limit-exceedance': ({ worst, bound, count }, { unitOfMeasure: unit }) =>
    says(
      [input('worst', worst, unit), input('limit', bound, unit), input('readings', count, '1')],
      worst > bound ? 'value > limit' : 'value < limit',
      worst > bound ? `> ${tidy(bound)} ${unit}` : `< ${tidy(bound)} ${unit}`,
      `${count}个监测值超出限值${tidy(bound)} ${unit}，最甚${tidy(worst)} ${unit}`,
      `${count} readings beyond the limit of ${tidy(bound)} ${unit}, ${tidy(worst)} ${unit} at worst`,
    ),
  'out-of-range': ({ worst, bound, count }, { unitOfMeasure: unit }) =>
    says(
      [input('worst', worst, unit), input('bound', bound, unit), input('readings', count, '1')],
      worst > bound ? 'value > bound' : 'value < bound',
      `${worst > bound ? '>' : '<'} ${tidy(bound)} ${unit}`,
      `${count}个监测值超出可能范围（界限${tidy(bound)} ${unit}），最甚${tidy(worst)} ${unit}`,
      `${count} readings beyond what is possible (${tidy(bound)} ${unit}), ${tidy(worst)} ${unit} at worst`,
    ),
  'negative-value': ({ worst, count }, { unitOfMeasure: unit }) =>
    says(
      [input('worst', worst, unit), input('readings', count, '1')],
      'value < 0',
      '< 0',
      `${count}个监测值小于零，最小${tidy(worst)} ${unit}`,
      `${count} readings below zero, the least ${tidy(worst)} ${unit}`,
    ),
  'counter-fault': ({ worst, bound, count }, { unitOfMeasure: unit }) =>
    says(
      [input('register', worst, unit), input('before', bound, unit), input('times', count, '1')],
      worst < bound ? 'register < before, no rollover, no declared meter event' : 'register − before > rating × time',
      worst < bound ? '< before' : `× ${ruleNumber('counter-fault', 'ratedShare')}`,
      worst < bound
        ? `累计量由${tidy(bound)}降至${tidy(worst)} ${unit}，既非翻转也无换表登记`
        : `累计量由${tidy(bound)}增至${tidy(worst)} ${unit}，超过铭牌能力`,
      worst < bound
        ? `The register falls from ${tidy(bound)} to ${tidy(worst)} ${unit}: no rollover, no meter event declared`
        : `The register grows from ${tidy(bound)} to ${tidy(worst)} ${unit}, more than its rating allows`,
    ),
  'mark-against-data': ({ worst, bound, count }, { quantity, unitOfMeasure: unit }) =>
    says(
      [input(quantity, worst, unit), input('bound', bound, unit), input('readings', count, '1'), input('mark', 'F')],
      quantity === 'oxygen' ? 'mark = F and value < bound' : 'mark = F and value > bound',
      `${quantity === 'oxygen' ? '<' : '>'} ${tidy(bound)} ${unit}`,
      `标记为停运（F）的${count}个值显示在运：${tidy(worst)} ${unit}（界限${tidy(bound)}）`,
      `${count} values marked stopped (F) show it running: ${tidy(worst)} ${unit} against ${tidy(bound)}`,
    ),
  'clock-fault': ({ worst, count }) =>
    says(
      [input('difference', worst, 'min'), input('readings', count, '1')],
      'difference = time of the reading − time of receipt',
      `> ${ruleNumber('clock-fault', 'differenceMinutes')} min`,
      `设备时间与接收时间相差${tidy(worst)}分钟（${count}个值）`,
      `The device's time differs from the time of receipt by ${tidy(worst)} min (${count} readings)`,
    ),
  'late-data': ({ worst, count }) =>
    says(
      [input('late', count, '1'), input('longestDelay', worst, 'h')],
      'late = readings older than the newest before them; as a share of those due in a day',
      `> ${ruleNumber('late-data', 'share')}`,
      `${count}个值在较新的值之后才到，最晚迟${tidy(worst)}小时`,
      `${count} readings came after newer ones, up to ${tidy(worst)} h late`,
    ),
  'duplicate-rows': ({ count }) =>
    says(
      [input('repeated', count, '1')],
      'repeated = readings given again with the same value',
      `live sources > ${ruleNumber('duplicate-rows', 'share')} of a day`,
      `${count}条记录以相同的值重复出现`,
      `${count} readings come again with the same value`,
    ),
  'conflicting-duplicates': ({ count, worst }, { unitOfMeasure: unit }) =>
    says(
      [input('revised', count, '1'), input('example', worst, unit)],
      'another value for a time that had one',
      'any',
      `对已有值的时刻又给出${count}个不同的值（例：${tidy(worst)} ${unit}），各版本均已保留`,
      `${count} other values were given for times that had one (such as ${tidy(worst)} ${unit}); every version is kept`,
    ),
  'constant-value': ({ count, worst, bound, from, last }, { unitOfMeasure: unit }) =>
    says(
      [input('run', count, '1'), input('value', worst, unit), input('least', bound, '1')],
      'run ≥ least, value ≠ 0',
      `run ≥ ${bound}`,
      `连续${count}个值（${tidy((last - from) / HOUR)}小时）恒为${tidy(worst)} ${unit}`,
      `${count} values in a row (${tidy((last - from) / HOUR)} h) are all ${tidy(worst)} ${unit}`,
    ),
  'sudden-change': ({ worst, bound, count }, { unitOfMeasure: unit }) =>
    says(
      [input('value', worst, unit), input('before', bound, unit), input('times', count, '1')],
      '|value − before| > deviations × 1.4826 MAD of differences, and back',
      `> ${ruleNumber('sudden-change', 'deviations')} × 1.4826 MAD`,
      `由${tidy(bound)}突变为${tidy(worst)} ${unit}后又回复（${count}次）`,
      `Jumps from ${tidy(bound)} to ${tidy(worst)} ${unit} and back (${count} times)`,
    ),
  silence: ({ from }, { intervalMs }) =>
    says(
      [input('interval', (intervalMs ?? 0) / 60_000, 'min'), input('heardUntil', from, null)],
      'no reading for intervals × interval',
      `> ${ruleNumber('silence', 'intervals')} × interval, > ${ruleNumber('silence', 'minimumMinutes')} min`,
      `应每${tidy((intervalMs ?? 0) / 60_000)}分钟上报，已无数据`,
      `Due every ${tidy((intervalMs ?? 0) / 60_000)} min, and nothing is heard`,
    ),
};

export function episodeStatement(episode: Episode, channel: Channel): Stated {
  return {
    rule: episode.kind,
    subject: { kind: 'channel', id: channel.id },
    from: episode.from,
    to: episode.last + (channel.intervalMs ?? 0),
    clearedAt: episode.clearedAt,
    ...statements[episode.kind](episode, channel),
  };
}
