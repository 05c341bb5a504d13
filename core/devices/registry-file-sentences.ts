// What is wrong or doubtful in a registry file: a code and a sentence in both languages that says what to do next.
import type { Bilingual } from '../../contract/figures.ts';

type Params = Readonly<Record<string, string | number>>;
type Sentence = (params: Params) => string;

const sentences = {
  'unknown-record': {
    zh: (p) => `“${p.value}”不是记录类型。请写 设备、点位、申报 或 摄像机。`,
    en: (p) => `"${p.value}" is no kind of record. Write device, channel, declaration or camera.`,
  },
  missing: {
    zh: (p) => `“${p.column}”为空。请补上后重新导入。`,
    en: (p) => `"${p.column}" is blank. Fill it in and import again.`,
  },
  'bad-name': {
    zh: () => '编号和名称只能有一行，不能含换行等控制字符，最长 200 字。',
    en: () => 'An id or a name is one line, without control characters, of at most 200 characters.',
  },
  'unknown-word': {
    zh: (p) => `“${p.value}”不在认可的写法之内。请用：${p.accepted}。`,
    en: (p) => `"${p.value}" is not one of the accepted words. Use: ${p.accepted}.`,
  },
  'not-a-number': {
    zh: (p) => `“${p.value}”不是数字。请改为数字，未知请留空。`,
    en: (p) => `"${p.value}" is not a number. Write a number, or leave the cell blank if it is unknown.`,
  },
  'bad-factor': {
    zh: () => '系数不能为 0。没有系数请留空。',
    en: () => 'A factor cannot be 0. Leave the cell blank if there is none.',
  },
  'bad-interval': {
    zh: (p) => `“${p.value}”不是间隔。请写成 15m、1h、1d 一类。`,
    en: (p) => `"${p.value}" is not an interval. Write 15m, 1h, 1d or the like.`,
  },
  'bad-time': {
    zh: (p) => `“${p.value}”不是时间。请写成 2025-06-30 或 2025-06-30 08:00。`,
    en: (p) => `"${p.value}" is not a time. Write 2025-06-30 or 2025-06-30 08:00.`,
  },
  'ends-before-it-begins': {
    zh: () => '终点早于起点。请核对。',
    en: () => 'The end comes before the beginning. Check both.',
  },
  'empty-range': {
    zh: (p) => `下限 ${p.low} 不小于上限 ${p.high}。请核对。`,
    en: (p) => `The lower bound ${p.low} is not below the upper bound ${p.high}. Check both.`,
  },
  'bad-position': {
    zh: (p) => `经度“${p.longitude}”、纬度“${p.latitude}”不是坐标。请填十进制度，并核对坐标系。`,
    en: (p) =>
      `Longitude "${p.longitude}" and latitude "${p.latitude}" are no position. Write decimal degrees and check the datum.`,
  },
  'bad-settings': {
    zh: () => '协议参数不是 JSON 对象。请写成 {"dialect":"2017"} 一类。',
    en: () => 'The settings are no JSON object. Write {"dialect":"2017"} or the like.',
  },
  'bad-key': {
    zh: () => 'SM4 密钥应为 32 位十六进制数；新旧两把用空格隔开，新的在前。',
    en: () => 'An SM4 key is 32 hexadecimal digits; separate a newer and an older one by a space, the newer first.',
  },
  'camera-refused': {
    zh: (p) => String(p.zh),
    en: (p) => String(p.en),
  },
  'unknown-device': {
    zh: (p) => `设备“${p.value}”既不在本文件中，也没有登记。请先登记设备。`,
    en: (p) => `The device "${p.value}" is neither in this file nor registered. Register it first.`,
  },
  'address-taken': {
    zh: (p) => `设备 ${p.device} 的地址“${p.value}”已属于点位 ${p.channel}。请核对地址。`,
    en: (p) => `The address "${p.value}" of device ${p.device} belongs to channel ${p.channel} already. Check it.`,
  },
  'duplicate-id': {
    zh: (p) => `与第 ${p.other} 行编号相同（${p.value}）。请保留一行。`,
    en: (p) => `Same id as row ${p.other} (${p.value}). Keep one of the two rows.`,
  },
  'belongs-to-nobody': {
    zh: () => '申报没有写明企业、装置或点位。请至少填一项。',
    en: () => 'The declaration names no enterprise, unit or channel. Fill in one of them at least.',
  },
  'unlisted-enterprise': {
    zh: (p) => `企业“${p.value}”不在台账中，按“清单外”登记。请核对名称或统一社会信用代码。`,
    en: (p) =>
      `The enterprise "${p.value}" is not in the ledger; registered as on no list. Check its name or credit code.`,
  },
  'ambiguous-enterprise': {
    zh: (p) => `台账中不止一家企业叫“${p.value}”，没有对应。请改填统一社会信用代码。`,
    en: (p) => `More than one enterprise of the ledger is called "${p.value}"; none was taken. Write its credit code.`,
  },
  'unknown-unit': {
    zh: (p) => `装置“${p.value}”不在台账中，原样登记。`,
    en: (p) => `The unit "${p.value}" is not in the ledger; registered as it is.`,
  },
  'unknown-parent': {
    zh: (p) => `上级点位“${p.value}”既不在本文件中，也没有登记，原样保留。`,
    en: (p) => `The parent channel "${p.value}" is neither in this file nor registered; kept as it is.`,
  },
  'no-limit-period': {
    zh: () => '有限值而没有平均时段，暂不据此判断超标。请填 瞬时、小时 或 日。',
    en: () => 'There is a limit but no averaging period, so it is not judged by. Write reading, hour or day.',
  },
  'no-interval': {
    zh: () => '没有间隔，不计算完整率。',
    en: () => 'There is no interval, so no completeness is worked out.',
  },
  'no-unit-of-measure': {
    zh: () => '没有计量单位，按未知登记。',
    en: () => 'There is no unit of measure; registered as unknown.',
  },
  'calibration-overdue': {
    zh: (p) => `检定有效期至 ${p.value}，已经过期。`,
    en: (p) => `Calibration was due on ${p.value} and is overdue.`,
  },
  'unused-column': {
    zh: (p) => `列“${p.column}”不是登记表的列，没有读取。`,
    en: (p) => `"${p.column}" is no column of a registry file and was not read.`,
  },
} satisfies Record<string, { zh: Sentence; en: Sentence }>;

export type RegistryFindingCode = keyof typeof sentences;

/** These reject the row; the others leave it registered. */
const doubts: ReadonlySet<RegistryFindingCode> = new Set([
  ...(['unlisted-enterprise', 'ambiguous-enterprise', 'unknown-unit', 'unknown-parent', 'no-limit-period'] as const),
  ...(['no-interval', 'no-unit-of-measure', 'calibration-overdue', 'unused-column'] as const),
]);

export const isRejection = (code: RegistryFindingCode): boolean => !doubts.has(code);

export const registrySentence = (code: RegistryFindingCode, params: Params): Bilingual => ({
  zh: (sentences[code].zh as Sentence)(params),
  en: (sentences[code].en as Sentence)(params),
});
