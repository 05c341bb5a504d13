// Why an import refused, doubted or flagged something: a code with parameters, and its sentence in both languages.
import { z } from 'zod';

export type Language = 'zh' | 'en';

type Params = Record<string, string | number>;
type Sentence = (params: Params) => string;

/** What may be wrong with a unified social credit code; `why` of the reason `credit-code`. */
const creditCodeFaults = {
  length: { zh: '不是 18 位', en: 'it does not have 18 characters' },
  character: { zh: '含有不允许的字符', en: 'it has a character that codes do not have' },
  check: { zh: '末位校验码不符', en: 'its last character is not the check character' },
};
type CreditCodeFault = keyof typeof creditCodeFaults;

/** One entry a reason: the sentence says what is wrong and what to do next. */
const sentences = {
  'missing-key': {
    zh: (p) => `“${p.column}”为空，无法识别是哪一条记录。请补上后重新导入。`,
    en: (p) => `"${p.column}" is blank, so the record cannot be identified. Fill it in and import again.`,
  },
  'missing-name': {
    zh: () => '企业名称为空。请补上名称后重新导入。',
    en: () => 'The enterprise has no name. Give it one and import again.',
  },
  'total-or-note': {
    zh: (p) => `“${p.value}”像是合计行或备注，不是名称，计入会重复。请删去此行，或改正名称后重新导入。`,
    en: (p) =>
      `"${p.value}" looks like a total or a note, not a name; it would count twice. Leave the row out, or correct the name and import again.`,
  },
  'not-a-number': {
    zh: (p) => `“${p.value}”不是数字。请改为数字，未知请留空。`,
    en: (p) => `"${p.value}" is not a number. Write a number, or leave the cell blank if it is unknown.`,
  },
  'stated-unknown': {
    zh: (p) => `来源写明“${p.value}”，按“未知”记录，不计为 0。`,
    en: (p) => `The source says "${p.value}": kept as unknown, not counted as 0.`,
  },
  'out-of-range': {
    zh: (p) => `${p.value} 超出合理范围（${p.min} 至 ${p.max}）。请核对数值和单位。`,
    en: (p) => `${p.value} is outside the plausible range (${p.min} to ${p.max}). Check the number and its unit.`,
  },
  formula: {
    zh: (p) => `单元格是公式 ${p.formula}，不是数值。请在表格软件中“选择性粘贴为数值”后重新导入。`,
    en: (p) =>
      `The cell holds the formula ${p.formula}, not a value. Paste it as a value in the spreadsheet program and import again.`,
  },
  'error-cell': {
    zh: (p) => `单元格内容是错误值 ${p.value}。请改正后重新导入。`,
    en: (p) => `The cell holds the error ${p.value}. Correct it and import again.`,
  },
  'extra-cell': {
    zh: (p) => `本行比表头多出内容“${p.value}”，可能有未加引号的分隔符。请核对该行。`,
    en: (p) => `The row has more cells than the header ("${p.value}"); a separator may lack quotes. Check the row.`,
  },
  'unknown-status': {
    zh: (p) => `状态“${p.value}”不在认可的状态之内（${p.accepted}）。请改正，或在映射中说明它对应哪一个。`,
    en: (p) =>
      `The status "${p.value}" is not one of ${p.accepted}. Correct it, or say in the mapping which one it means.`,
  },
  'unknown-industry': {
    zh: (p) => `行业“${p.value}”不在行业目录中，按未归类保留。`,
    en: (p) => `The industry "${p.value}" is not in the catalogue; kept as unclassified.`,
  },
  'unknown-unit-of-measure': {
    zh: (p) => `产能单位“${p.value}”无法识别，产能按原单位单列，不与其他相加。`,
    en: (p) => `The capacity unit "${p.value}" is not known; the capacity is kept in it and added to nothing else.`,
  },
  'bad-date': {
    zh: (p) => `“${p.value}”不是日期或年份。请写成 2024、2024-06 或 2024-06-30。`,
    en: (p) => `"${p.value}" is neither a date nor a year. Write 2024, 2024-06 or 2024-06-30.`,
  },
  'credit-code': {
    zh: (p) =>
      `统一社会信用代码“${p.value}”校验不通过（${creditCodeFaults[p.why as CreditCodeFault].zh}）。请核对 18 位代码。`,
    en: (p) =>
      `The unified social credit code "${p.value}" does not check (${creditCodeFaults[p.why as CreditCodeFault].en}). Check its 18 characters.`,
  },
  'duplicate-key': {
    zh: (p) => `与第 ${p.row} 行是同一条记录（${p.key}），但内容不同。请保留一行。`,
    en: (p) => `Same record as row ${p.row} (${p.key}) but with other contents. Keep one of the two rows.`,
  },
  'repeated-row': {
    zh: (p) => `与第 ${p.row} 行完全相同（${p.key}），只计一次。`,
    en: (p) => `Identical to row ${p.row} (${p.key}); counted once.`,
  },
  'held-elsewhere': {
    zh: (p) =>
      `本台账已有这条记录（${p.key}），来自 ${p.dataset}，再次导入会重复计数。请删去此行；要修改，请在其页面上更正。`,
    en: (p) =>
      `The ledger holds this record (${p.key}) from ${p.dataset} already; imported again it would count twice. Leave the row out, and correct the record on its page.`,
  },
  'conflicting-name': {
    zh: (p) => `同一企业在第 ${p.row} 行写作“${p.other}”，按先出现的记录。`,
    en: (p) => `Row ${p.row} gives this enterprise as "${p.other}"; the first one is kept.`,
  },
  'impossible-coordinates': {
    zh: (p) =>
      `坐标（经度 ${p.longitude}，纬度 ${p.latitude}）不可用，记录保留但不上图。请填十进制度（平面坐标填米），并核对坐标系。`,
    en: (p) =>
      `Longitude ${p.longitude}, latitude ${p.latitude} is no position; the record is kept but not placed. Write decimal degrees (metres in a plane datum) and check the datum.`,
  },
  'swapped-coordinates': {
    zh: (p) => `经度 ${p.longitude}、纬度 ${p.latitude} 像是填反了：对调后位于${p.where}。请核对后重新导入。`,
    en: (p) =>
      `Longitude ${p.longitude} and latitude ${p.latitude} look exchanged: swapped, they fall in ${p.where}. Check and import again.`,
  },
  'half-coordinates': {
    zh: () => '经度、纬度只填了一个，记录保留但不上图。',
    en: () => 'Only one of longitude and latitude is given; the record is kept but not placed.',
  },
  'missing-credit-code': {
    zh: () => '没有填写统一社会信用代码，暂按企业名称识别。请补填 18 位代码。',
    en: () =>
      'No unified social credit code is given; the enterprise is told apart by its name for now. Add the 18 characters.',
  },
  'missing-unit-of-measure': {
    zh: (p) => `产能 ${p.value} 没有注明单位，按“单位未注明”单列。`,
    en: (p) => `The capacity ${p.value} has no unit; it is kept apart as "unit not stated".`,
  },
  'hidden-sheet': {
    zh: (p) => `这张工作表是隐藏的，其中 ${p.rows} 行也一并读取。若不应导入，请删去此表后重新导入。`,
    en: (p) =>
      `This worksheet is hidden; its ${p.rows} rows were read all the same. If they should not be, delete the sheet and import again.`,
  },
  'unknown-datum': {
    zh: (p) => `坐标系“${p.value}”无法识别。请填 WGS84、CGCS2000、GCJ-02、BD-09 或高斯投影带代码。`,
    en: (p) => `The datum "${p.value}" is not known. Write WGS84, CGCS2000, GCJ-02, BD-09 or a Gauss-Krüger zone.`,
  },
} satisfies Record<string, Record<Language, Sentence>>;

export type ReasonCode = keyof typeof sentences;
export const reasonCodes = Object.keys(sentences) as ReasonCode[];

export const reasonSchema = z.object({
  code: z.enum(reasonCodes as [ReasonCode, ...ReasonCode[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Reason = z.infer<typeof reasonSchema>;

/** The reason as one plain sentence. */
export function reasonText(reason: Reason, language: Language): string {
  return (sentences[reason.code][language] as Sentence)(reason.params);
}
