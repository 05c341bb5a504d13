// Why a file is refused: a code with parameters, and its sentence in both languages that says what to do next.
import type { Language } from '../../../contract/reasons.ts';

type Params = Readonly<Record<string, string | number>>;
type Sentence = (params: Params) => string;

/** What a file is when it is no table; `params.kind` of 'not-a-table'. */
const fileKinds = {
  xls: { zh: '旧版 Office 文件（如 Excel 97-2003 的 .xls）', en: 'an old Office file (such as .xls of Excel 97-2003)' },
  xlsb: { zh: 'Excel 二进制工作簿（.xlsb）', en: 'an Excel binary workbook (.xlsb)' },
  opendocument: { zh: 'OpenDocument 文件（如 .ods）', en: 'an OpenDocument file (such as .ods)' },
  docx: { zh: 'Word 文档', en: 'a Word document' },
  pptx: { zh: 'PowerPoint 演示文稿', en: 'a PowerPoint presentation' },
  archive: { zh: '压缩包', en: 'an archive' },
  pdf: { zh: 'PDF 文件', en: 'a PDF file' },
  image: { zh: '图片', en: 'an image' },
  rtf: { zh: 'RTF 文档', en: 'an RTF document' },
  html: { zh: '网页（HTML）', en: 'a web page (HTML)' },
  xml: { zh: 'XML 文件', en: 'an XML file' },
  database: { zh: '数据库文件', en: 'a database file' },
  binary: { zh: '二进制文件', en: 'a binary file' },
} satisfies Record<string, Record<Language, string>>;

export type FileKind = keyof typeof fileKinds;

/** What is wrong inside a workbook; `params.problem` of 'damaged-xlsx'. */
const workbookProblems = {
  archive: { zh: '压缩结构不正确', en: 'its zip structure is not valid' },
  missing: { zh: '缺少这一部分', en: 'this part is missing' },
  checksum: { zh: '这一部分的校验和或长度不符', en: 'the checksum or length of this part is wrong' },
  compression: { zh: '这一部分无法解压', en: 'this part cannot be unpacked' },
  xml: { zh: '这一部分不是完整的 XML', en: 'this part is not complete XML' },
  address: { zh: '单元格地址不正确或次序颠倒', en: 'a cell address is not valid or out of order' },
  value: { zh: '单元格的值与其类型不符', en: 'the value of a cell does not fit its type' },
} satisfies Record<string, Record<Language, string>>;

export type WorkbookProblem = keyof typeof workbookProblems;

/** Reasons of 'not-readable' that are not the operating system's own codes. */
const readProblems: Readonly<Record<string, Record<Language, string>>> = {
  changed: { zh: '读取期间文件被改动', en: 'it changed while being read' },
  'not-a-file': { zh: '不是普通文件', en: 'it is not a regular file' },
};

const readProblem = (p: Params, lang: Language): string => readProblems[String(p.reason)]?.[lang] ?? String(p.reason);
const place = (p: Params): string => [p.part, p.cell].filter((text) => text !== undefined).join(' ');

const sentences = {
  'not-found': {
    zh: (p) => `找不到文件 ${p.path}。请核对路径。`,
    en: (p) => `There is no file ${p.path}. Check the path.`,
  },
  'not-readable': {
    zh: (p) => `无法读取文件（${readProblem(p, 'zh')}）。请检查权限，确认没有其他程序在使用它，然后重试。`,
    en: (p) =>
      `The file cannot be read (${readProblem(p, 'en')}). Check its permissions and that no other program uses it, then try again.`,
  },
  'is-directory': {
    zh: () => '这是一个目录，不是文件。请选择其中的 CSV 或 XLSX 文件。',
    en: () => 'This is a directory, not a file. Choose a CSV or XLSX file in it.',
  },
  'empty-file': {
    zh: () => '文件中没有任何内容。请确认导出是否成功，再重新导入。',
    en: () => 'The file holds nothing. Check that it was exported completely, then import it again.',
  },
  'not-a-table': {
    zh: (p) =>
      `这不是 CSV 或 XLSX 表格，而是${fileKinds[p.kind as FileKind].zh}。请用表格软件打开原始数据，另存为 .xlsx 或 CSV UTF-8 后再导入。`,
    en: (p) =>
      `This is not a CSV or XLSX table but ${fileKinds[p.kind as FileKind].en}. Open the original data in a spreadsheet program, save it as .xlsx or CSV UTF-8, and import that.`,
  },
  'truncated-xlsx': {
    zh: () => 'XLSX 文件不完整，末尾缺失，可能是下载或复制中断。请重新获取文件后再导入。',
    en: () =>
      'The XLSX file is cut off at its end, perhaps by an interrupted download or copy. Get the file again and import it.',
  },
  'damaged-xlsx': {
    zh: (p) =>
      `XLSX 文件已损坏（${place(p)}：${workbookProblems[p.problem as WorkbookProblem].zh}）。请用表格软件打开并另存一份，或重新获取文件后再导入。`,
    en: (p) =>
      `The XLSX file is damaged (${place(p)}: ${workbookProblems[p.problem as WorkbookProblem].en}). Open it in a spreadsheet program and save a copy, or get the file again, then import that.`,
  },
  'encrypted-xlsx': {
    zh: () => '工作簿设有打开密码。请用表格软件打开，去掉密码后另存，再导入。',
    en: () =>
      'The workbook is protected by a password. Open it in a spreadsheet program, save a copy without the password, and import that.',
  },
  'encoding-unknown': {
    zh: () =>
      '无法确定文件的文字编码（不是 UTF-8、UTF-16，也不像 GB18030/GBK）。请用表格软件打开，另存为 CSV UTF-8 后再导入。',
    en: () =>
      'The text encoding of the file cannot be told (neither UTF-8 nor UTF-16, nor plausible GB18030/GBK). Open it in a spreadsheet program, save it as CSV UTF-8, and import that.',
  },
  'encoding-damaged': {
    zh: (p) =>
      `文件是 UTF-8 编码，但第 ${p.line} 行（第 ${p.offset} 字节起）有损坏的字节。请改正该处，或重新导出后再导入。`,
    en: (p) =>
      `The file is UTF-8, but line ${p.line} (from byte offset ${p.offset}) holds damaged bytes. Correct that place, or export the file again, and import it.`,
  },
  'no-header': {
    zh: () => '工作簿中没有一张表的前 10 行像表头（至少两个非空单元格）。请在第一行写上列名后再导入。',
    en: () =>
      'No sheet of the workbook has a header row (two or more filled cells) among its first 10 rows. Put the column names into the first row and import it again.',
  },
  'duplicate-header': {
    zh: (p) => `表“${p.sheet}”的 ${p.first} 列和 ${p.second} 列表头相同（“${p.header}”）。请改成不同的列名后再导入。`,
    en: (p) =>
      `Columns ${p.first} and ${p.second} of sheet "${p.sheet}" have the same header "${p.header}". Give them different names and import the file again.`,
  },
  'unclosed-quote': {
    zh: (p) =>
      `第 ${p.line} 行开始的引号没有正确闭合。请补上引号（单元格内的引号要写两遍），或用表格软件另存为 CSV 后再导入。`,
    en: (p) =>
      `The quotation mark that opens on line ${p.line} is not closed properly. Close it (and double quotation marks inside a cell), or save the file as CSV from a spreadsheet program, and import it again.`,
  },
  'too-large-cell': {
    zh: (p) =>
      `${p.cell === undefined ? `第 ${p.line} 行` : `表“${p.sheet}”的单元格 ${p.cell}`}过大，超出上限（${p.limit ?? `${p.columns} 列`}）。请核对该处内容和分隔符，改正后再导入。`,
    en: (p) =>
      `${p.cell === undefined ? `Line ${p.line}` : `Cell ${p.cell} of sheet "${p.sheet}"`} is larger than allowed (${p.limit ?? `${p.columns} columns`}). Check its content and the separators there, correct it, and import the file again.`,
  },
  'zip-bomb': {
    zh: (p) =>
      `XLSX 文件中的 ${p.part} 超出允许的规模（${p.limit}），没有读取。请核对文件来源，或拆分成较小的文件后再导入。`,
    en: (p) =>
      `${p.part} in the XLSX file is beyond the allowed size (${p.limit}) and was not read. Check where the file comes from, or split it into smaller files.`,
  },
  cancelled: {
    zh: () => '已取消读取。需要时请重新导入该文件。',
    en: () => 'Reading was cancelled. Import the file again when needed.',
  },
} satisfies Record<string, Record<Language, Sentence>>;

export type SourceFileErrorCode = keyof typeof sentences;

/** A file that is refused, for a reason that people can act on. Anything else that is thrown is a defect. */
export class SourceFileError extends Error {
  readonly code: SourceFileErrorCode;
  readonly params: Record<string, string | number>;
  /** Name of the file, where it was one of several; set by whoever opened them. */
  file: string | null = null;

  constructor(code: SourceFileErrorCode, params: Record<string, string | number> = {}) {
    super((sentences[code].en as Sentence)(params));
    this.name = 'SourceFileError';
    this.code = code;
    this.params = params;
  }
}

/** The refusal as a sentence for people. */
export function sourceFileErrorText(error: SourceFileError, lang: Language): string {
  const sentence = (sentences[error.code][lang] as Sentence)(error.params);
  // A missing file is named by its path already.
  if (error.file === null || error.code === 'not-found') return sentence;
  return `${error.file}${lang === 'zh' ? '：' : ': '}${sentence}`;
}

/** A workbook part (its path in the zip), or a cell in it, that is not as it must be. */
export const damaged = (part: string, problem: WorkbookProblem, cell?: string): SourceFileError =>
  new SourceFileError('damaged-xlsx', { part, problem, ...(cell === undefined ? {} : { cell }) });

export const notATable = (kind: FileKind): SourceFileError => new SourceFileError('not-a-table', { kind });
