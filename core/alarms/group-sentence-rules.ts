// What a group alarm says: how many members of which place, under which rule. Pure.
import type { Bilingual } from '../../contract/figures.ts';
import { GAP_CAUSE, type GroupLevel } from '../../policy/alarm-clocks.ts';
import { alarmRules } from '../../policy/alarm-rules.ts';
import type { NodeCounts } from './grouping-rules.ts';

/** The place's own word, and that of its members. */
const words: Readonly<Record<GroupLevel, { zh: [string, string]; en: [string, string] }>> = {
  channel: { zh: ['点位', '系列'], en: ['Channel', 'series'] },
  device: { zh: ['设备', '个点位'], en: ['Device', 'channels'] },
  gateway: { zh: ['网关', '台设备'], en: ['Gateway', 'devices'] },
  unit: { zh: ['装置', '个点位'], en: ['Unit', 'channels'] },
  enterprise: { zh: ['企业', '处'], en: ['Enterprise', 'places'] },
};

export function groupSentence(
  rule: string,
  [level, name]: readonly [GroupLevel, string],
  counts: NodeCounts,
): Bilingual {
  const { zh, en } = words[level];
  const title = alarmRules.find(({ id }) => id === rule)?.title ?? { zh: rule, en: rule };
  const ofZh = Number.isFinite(counts.size)
    ? `${counts.size} ${zh[1]}中的 ${counts.open} ${zh[1]}`
    : `${counts.open} ${zh[1]}`;
  const ofEn = Number.isFinite(counts.size) ? `${counts.open} of ${counts.size} ${en[1]}` : `${counts.open} ${en[1]}`;
  if (rule === GAP_CAUSE)
    return {
      zh: `接入中断：${zh[0]}“${name}”之下${ofZh}没有数据`,
      en: `Connection lost: no data from ${ofEn} of ${en[0].toLowerCase()} "${name}"`,
    };
  return { zh: `${zh[0]}“${name}”有${ofZh}同时出现“${title.zh}”`, en: `${en[0]} "${name}": "${title.en}" at ${ofEn}` };
}
