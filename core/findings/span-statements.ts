// Hours and days that fail a test as sentences with their numbers.
import type { EvidenceInput } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { HOUR, input, tidy } from './series-rules.ts';
import type { Failing, Hugging } from './span-rules.ts';

export interface Says {
  readonly inputs: readonly EvidenceInput[];
  readonly formula: string;
  readonly threshold: string;
  readonly sentence: Bilingual;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;

function missing({ received, due, spans }: Failing, threshold: string, span: { zh: string; en: string }): Says {
  return {
    inputs: [input('received', received, '1'), input('due', due, '1')],
    formula: 'received / due < threshold',
    threshold,
    sentence: {
      zh: `连续${spans}${span.zh}数据不全：应收${due}个，实收${received}个`,
      en: `${spans} ${span.en} in a row are short of readings: ${received} of ${due} due`,
    },
  };
}

function exceeded(run: Failing, channel: Channel, step: number): Says {
  const unit = channel.unitOfMeasure;
  const limit =
    (channel.limitHigh !== null && run.worst > channel.limitHigh ? channel.limitHigh : channel.limitLow) ?? 0;
  const over = run.worst > limit;
  const [zh, en] = step === HOUR ? ['小时', 'hourly'] : ['日', 'daily'];
  const value = channel.kind === 'level' ? { zh: '均值', en: 'mean' } : { zh: '合计', en: 'sum' };
  return {
    inputs: [input(value.en, run.worst, unit), input('limit', limit, unit), input('periods', run.spans, '1')],
    formula: `${value.en} ${over ? '>' : '<'} limit`,
    threshold: `${over ? '>' : '<'} ${tidy(limit)} ${unit}`,
    sentence: {
      zh: `${run.spans}个${zh}${value.zh}超出限值${tidy(limit)} ${unit}，最甚${tidy(run.worst)} ${unit}`,
      en: `${run.spans} ${en} ${value.en}s beyond the limit of ${tidy(limit)} ${unit}, ${tidy(run.worst)} ${unit} at worst`,
    },
  };
}

/** Marked readings with a number, and how many of them lie near a limit or above it. */
export interface MarkedNear {
  readonly from: number;
  readonly marked: number;
  readonly near: number;
}

export const spanStatements = {
  run(rule: string, run: Failing, channel: Channel, step: number): Says {
    if (rule === 'limit-exceedance') return exceeded(run, channel, step);
    if (rule === 'completeness') {
      return missing(run, `< ${ruleNumber('completeness', 'hourShare')}`, { zh: '小时', en: 'hours' });
    }
    return missing(run, `< ${ruleNumber('completeness', 'energyDayShare')}`, { zh: '日', en: 'days' });
  },

  hugging({ near, hours }: Hugging, channel: Channel): Says {
    const limit = channel.limitHigh ?? 0;
    return {
      inputs: [
        input('shareNear', near, '1'),
        input('shareOver', 0, '1'),
        input('limit', limit, channel.unitOfMeasure),
        input('hours', hours, 'h'),
      ],
      formula: 'shareNear = hours in [0.9 L, L]; shareOver = hours above L',
      threshold: `shareNear > ${ruleNumber('limit-hugging', 'shareNear')}, shareOver = 0`,
      sentence: {
        zh: `近30日${percent(near)}的小时值贴在限值${tidy(limit)} ${channel.unitOfMeasure}之下，无一超过`,
        en: `${percent(near)} of 30 days' hours lie just below the limit of ${tidy(limit)} ${channel.unitOfMeasure}, none above`,
      },
    };
  },

  flags(share: number, flagged: number, all: number): Says {
    return {
      inputs: [input('share', share, '1'), input('marked', flagged, '1'), input('readings', all, '1')],
      formula: 'share = marked / readings of the quarter so far',
      threshold: `> ${ruleNumber('flag-abuse', 'share')}`,
      sentence: {
        zh: `本季度${percent(share)}的监测值带有异常标记`,
        en: `${percent(share)} of the quarter's readings carry a mark that takes them out of judgement`,
      },
    };
  },

  marked({ marked, near }: MarkedNear, channel: Channel): Says {
    const limit = channel.limitHigh ?? 0;
    return {
      inputs: [input('marked', marked, '1'), input('near', near, '1'), input('limit', limit, channel.unitOfMeasure)],
      formula: 'overlap = near / marked; near = marked readings of at least 0.9 L',
      threshold: `overlap > ${ruleNumber('flag-abuse', 'overlap')}`,
      sentence: {
        zh: `一周内带标记的${marked}个值中，${percent(near / marked)}贴近或超过限值${tidy(limit)} ${channel.unitOfMeasure}`,
        en: `${percent(near / marked)} of a week's ${marked} marked readings lie near the limit of ${tidy(limit)} ${channel.unitOfMeasure} or above`,
      },
    };
  },
};
