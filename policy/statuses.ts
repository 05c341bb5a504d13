// Life-cycle statuses: their Chinese names and the wordings that ledgers use for them.
import type { UnitStatus } from '../contract/ledger.ts';

export interface Status {
  readonly id: UnitStatus;
  readonly name: { readonly zh: string; readonly en: string };
  readonly words: readonly string[];
}

const status = (id: UnitStatus, zh: string, en: string, ...words: string[]): Status => ({
  id,
  name: { zh, en },
  words,
});

/**
 * In order of life. “停产” is deliberately in no list: it may mean mothballed, shut for repair or retired, and only the
 * office can say which; a mapping then names it.
 */
export const statuses: readonly Status[] = [
  status('operating', '在运', 'Operating', '在产', '运行', '在用', '投产', '已投产', '在营', '生产', '在运行'),
  status(
    'operating pre-retirement',
    '在运（已宣布退役）',
    'Operating (retirement announced)',
    'operating pre retirement',
  ),
  status('construction', '在建', 'Construction', 'under construction', '建设中'),
  status('permitted', '已核准', 'Permitted', '已批准', '已批复'),
  status('pre-permit', '待核准', 'Pre-permit', 'pre permit', '前期'),
  status('announced', '拟建', 'Announced', '规划', '已公布', 'planned', 'proposed'),
  status('mothballed', '封存', 'Mothballed', '已封存', '停运封存', 'idled'),
  status('shelved', '搁置', 'Shelved', '缓建', '已搁置'),
  status('retired', '退役', 'Retired', '已退役', '已退出', '关停', '已关停', '拆除', '已拆除', 'closed'),
  status('cancelled', '取消', 'Cancelled', 'canceled', '已取消'),
];

/** Statuses of units that have never run: their years are plans. */
export const neverRan: ReadonlySet<UnitStatus> = new Set([
  'construction',
  'permitted',
  'pre-permit',
  'announced',
  'shelved',
  'cancelled',
]);

const byWord = new Map<string, UnitStatus>();
for (const entry of statuses) {
  for (const word of [entry.id, entry.name.zh, entry.name.en, ...entry.words]) byWord.set(word.toLowerCase(), entry.id);
}

/** The status that a text names; null = none of them. */
export function findStatus(text: string): UnitStatus | null {
  return byWord.get(text.trim().toLowerCase().replaceAll(/\s+/g, ' ')) ?? null;
}
