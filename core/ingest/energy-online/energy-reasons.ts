// Why a row of an energy upload was not taken, or is doubtful: a code and its sentence in both languages.
import type { Bilingual } from '../../../contract/figures.ts';

type Params = Readonly<Record<string, string | number>>;
type Sentence = (params: Params) => string;

const sentences = {
  'no-rows': {
    zh: (p) => `报文里没有“${p.path}”这个列表。请按约定的格式上报。`,
    en: (p) => `The body has no list at "${p.path}". Send it in the shape that was agreed.`,
  },
  'too-many-rows': {
    zh: (p) => `一次上报 ${p.rows} 条，超过 ${p.most} 条。请分批上报。`,
    en: (p) => `${p.rows} readings in one call; ${p.most} at most. Send them in several.`,
  },
  'not-an-object': {
    zh: () => '这一条不是对象。',
    en: () => 'This entry is no object.',
  },
  missing: {
    zh: (p) => `缺少“${p.field}”。`,
    en: (p) => `"${p.field}" is missing.`,
  },
  'unknown-interval': {
    zh: (p) => `时段长度“${p.value}”无法识别。可用 15m、30m、1h、1d、1mo。`,
    en: (p) => `The length "${p.value}" is not known. Use 15m, 30m, 1h, 1d or 1mo.`,
  },
  'bad-time': {
    zh: (p) => `“${p.value}”不是时间。请写成 2026-01-01T00:00:00+08:00。`,
    en: (p) => `"${p.value}" is not a time. Write 2026-01-01T00:00:00+08:00.`,
  },
  'no-value': {
    zh: () => '没有数值，按缺数处理，不计为 0。',
    en: () => 'There is no value: a gap, which is not zero.',
  },
  'not-a-number': {
    zh: (p) => `“${p.value}”不是数字。`,
    en: (p) => `"${p.value}" is not a number.`,
  },
  'bad-register': {
    zh: (p) => `表底“${p.value}”不是数字，没有收入；这一条的数值已收入。`,
    en: (p) => `The register reading "${p.value}" is not a number and was not taken; the row's value was.`,
  },
  conflicting: {
    zh: (p) => `同一报文中同一时段先报 ${p.other}，后报 ${p.value}，以后者为准，前者留作历史版本。`,
    en: (p) =>
      `The same interval is ${p.other} earlier in this body and ${p.value} here: this one counts, the other is kept as a version.`,
  },
  'odd-start': {
    zh: (p) => `${p.interval} 的起点偏差 ${p.minutes} 分钟，超出规定，原样保留。`,
    en: (p) => `The ${p.interval} begins ${p.minutes} minutes off, more than is allowed; kept as it is.`,
  },
} satisfies Record<string, { zh: Sentence; en: Sentence }>;

export type EnergyReason = keyof typeof sentences;

export const energyReason = (code: EnergyReason, params: Params): Bilingual => ({
  zh: (sentences[code].zh as Sentence)(params),
  en: (sentences[code].en as Sentence)(params),
});
