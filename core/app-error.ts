// What the application refuses, as a code and a sentence in both languages that says what to do next.
import type { Language } from '../contract/reasons.ts';

type Params = Readonly<Record<string, string | number>>;
type Sentence = (params: Params) => string;

const sentences = {
  'workspace-exists': {
    zh: (p) => `${p.dir} 已经是一个工作区。请换一个目录，或直接使用它。`,
    en: (p) => `${p.dir} already is a workspace. Choose another directory, or use this one.`,
  },
  'directory-not-empty': {
    zh: (p) => `${p.dir} 不是空目录。请换一个空目录或新目录。`,
    en: (p) => `${p.dir} is not empty. Choose an empty or new directory.`,
  },
  'workspace-missing': {
    zh: (p) => `${p.dir} 里没有工作区。请先运行 lianggao workspace create ${p.dir}。`,
    en: (p) => `There is no workspace in ${p.dir}. Create one first: lianggao workspace create ${p.dir}`,
  },
  'workspace-newer': {
    zh: (p) => `工作区由更新的版本写过（${p.migration}），本版本不能打开。请升级程序；数据没有改动。`,
    en: (p) =>
      `A newer version has written this workspace (${p.migration}); this version cannot open it. Upgrade the program; nothing was changed.`,
  },
  'workspace-damaged': {
    zh: (p) => `工作区数据库已损坏（${p.detail}）。请从备份恢复；原件没有改动。`,
    en: (p) =>
      `The workspace's database is damaged (${p.detail}). Restore it from a backup; the file was left as it is.`,
  },
  'workspace-in-use': {
    zh: (p) => `工作区正被另一个进程使用（进程号 ${p.pid}，${p.purpose}）。请等它结束，或先关闭它。`,
    en: (p) =>
      `Another process is using this workspace (process ${p.pid}, ${p.purpose}). Wait until it ends, or close it first.`,
  },
  'disk-full': {
    zh: (p) => `磁盘空间不足（${p.dir}），本次操作没有写入任何内容。请腾出空间后重试。`,
    en: (p) =>
      `There is no space left on the disk (${p.dir}); nothing of this operation was kept. Free some space and try again.`,
  },
  'not-writable': {
    zh: (p) => `无法写入 ${p.dir}。请检查所在目录是否存在、是否有写入权限。`,
    en: (p) => `${p.dir} cannot be written. Check that its folder exists and may be written to.`,
  },
  'unknown-preset': {
    zh: (p) => `没有名为“${p.preset}”的预设。可选：${p.accepted}。`,
    en: (p) => `There is no preset "${p.preset}". Choose one of: ${p.accepted}.`,
  },
  'preset-not-recognised': {
    zh: (p) => `没有预设能识别 ${p.file} 的表头（${p.columns}）。请用 --map 给出映射，或在导入窗口中指定各列含义。`,
    en: (p) =>
      `No preset recognises the headers of ${p.file} (${p.columns}). Give a mapping with --map, or name the columns in the import dialog.`,
  },
  'mapping-does-not-fit': {
    zh: (p) => `“${p.preset}”的任何一种表都与 ${p.file} 不符：缺少列 ${p.missing}。请核对文件或换一个预设。`,
    en: (p) =>
      `No sheet of ${p.file} fits "${p.preset}": the columns ${p.missing} are missing. Check the file, or choose another preset.`,
  },
  'mapping-invalid': {
    zh: (p) => `映射不正确：${p.detail}。`,
    en: (p) => `The mapping is not valid: ${p.detail}.`,
  },
  'mapping-name-taken': {
    zh: (p) => `“${p.name}”是内置预设的名称，请换一个名称。`,
    en: (p) => `"${p.name}" is the name of a bundled preset; choose another.`,
  },
  'unknown-crs': { zh: (p) => String(p.zh), en: (p) => String(p.en) },
  'file-refused': { zh: (p) => String(p.zh), en: (p) => String(p.en) },
  cancelled: {
    zh: () => '已取消，没有写入任何内容。',
    en: () => 'Cancelled; nothing was written.',
  },
  'unknown-figure': {
    zh: (p) => `没有名为“${p.id}”的指标。可选：${p.accepted}。`,
    en: (p) => `There is no figure "${p.id}". Choose one of: ${p.accepted}.`,
  },
  'unknown-dimension': {
    zh: (p) => `指标 ${p.id} 不能按“${p.dimension}”分组或筛选。可用：${p.accepted}。`,
    en: (p) => `The figure ${p.id} cannot be split or narrowed by "${p.dimension}". Use: ${p.accepted}.`,
  },
  'unknown-measure': {
    zh: (p) =>
      `指标 ${p.id} 不能按“${p.measure}”的范围筛选。可用 capacity、commissioned、retired，限于指标 ${p.figures}。`,
    en: (p) =>
      `The figure ${p.id} cannot be narrowed to a range of "${p.measure}". There are ranges of capacity, commissioned and retired, for ${p.figures}.`,
  },
  'bad-range': {
    zh: (p) => `${p.measure} 的范围“${p.range}”不正确。请写成 300..600、300.. 或 ..600，小的在前。`,
    en: (p) => `"${p.range}" is no range of ${p.measure}. Write 300..600, 300.. or ..600, the smaller number first.`,
  },
  'class-needs-product': {
    zh: () => '各产品的产能单位不同，产能分档要在一种产品之内。请再按 product 分组，或筛选到一种产品。',
    en: () =>
      'Capacities of different products have different units, so classes of capacity are those of one product. Also split by product, or narrow to one product.',
  },
  'unknown-place': {
    zh: (p) => `${p.dimension}“${p.name}”不在本省行政区划之内。请用名称（如济南市）或区划代码。`,
    en: (p) => `"${p.name}" is no ${p.dimension} of this province. Use its name (such as Jinan) or its code.`,
  },
  'ambiguous-county': {
    zh: (p) => `“${p.name}”在本省不止一个。请用区划代码：${p.accepted}。`,
    en: (p) => `There is more than one "${p.name}" in this province. Use the code: ${p.accepted}.`,
  },
  'unknown-key': {
    zh: (p) => `${p.dimension} 没有“${p.name}”这一项。可用：${p.accepted}。`,
    en: (p) => `"${p.name}" is no ${p.dimension}. Use one of: ${p.accepted}.`,
  },
  'unknown-record': {
    zh: (p) => `在所选时点没有 ${p.id} 这条记录。`,
    en: (p) => `There is no record ${p.id} at the chosen times.`,
  },
  'not-correctable': {
    zh: (p) => `${p.entity} 的“${p.attribute}”不能更正。可更正：${p.accepted}。`,
    en: (p) => `"${p.attribute}" of a ${p.entity} cannot be corrected. These can: ${p.accepted}.`,
  },
  'value-refused': { zh: (p) => String(p.zh), en: (p) => String(p.en) },
  'bad-time': {
    zh: (p) => `“${p.value}”不是时间。请写成 2024-06-30 或 2024-06-30T08:00:00+08:00。`,
    en: (p) => `"${p.value}" is not a time. Write 2024-06-30 or 2024-06-30T08:00:00+08:00.`,
  },
  'boundaries-refused': { zh: (p) => String(p.zh), en: (p) => String(p.en) },
} satisfies Record<string, Record<Language, Sentence>>;

export type AppErrorCode = keyof typeof sentences;

/** A refusal that people can act on. Anything else that is thrown is a defect. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly params: Params;

  constructor(code: AppErrorCode, params: Params = {}) {
    super((sentences[code].en as Sentence)(params));
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }

  text(language: Language): string {
    return (sentences[this.code][language] as Sentence)(this.params);
  }
}
