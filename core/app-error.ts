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
    zh: (p) =>
      `工作区数据库${p.file ? ` ${p.file} ` : ''}已损坏（${p.detail}）。请从备份恢复；原件没有改动。${p.file === 'monitoring.sqlite' ? '台账不受影响。没有备份的，可把该文件移开（请保留），监测从头开始。' : ''}`,
    en: (p) =>
      `The workspace's database ${p.file ? `${p.file} ` : ''}is damaged (${p.detail}). Restore it from a backup; the file was left as it is.${p.file === 'monitoring.sqlite' ? ' The ledger is not affected. Without a backup, move the file away and keep it; monitoring then begins anew.' : ''}`,
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
  'unknown-channel': {
    zh: (p) => `没有监测点位“${p.id}”。用 lianggao devices list 查看已登记的点位。`,
    en: (p) => `There is no channel "${p.id}". lianggao devices list shows those that are registered.`,
  },
  'not-in-quarantine': {
    zh: (p) => `隔离区里没有设备“${p.device}”的“${p.address}”。用 lianggao quarantine list 查看。`,
    en: (p) => `Nothing of "${p.device}" "${p.address}" is in quarantine. See lianggao quarantine list.`,
  },
  'channel-taken': {
    zh: (p) => `监测点位“${p.id}”已是设备 ${p.device} 的“${p.address}”。请换一个点位编号。`,
    en: (p) => `The channel "${p.id}" is "${p.address}" of device ${p.device} already. Choose another id.`,
  },
  'bad-period': {
    zh: () => '时段不正确。请写起止时间，早的在前，均为整点，例如 2026-06-01..2026-07-01。',
    en: () => 'This is no period. Give two times on the hour, the earlier first, such as 2026-06-01..2026-07-01.',
  },
  'cameras-not-running': {
    zh: (p) => `摄像机 ${p.camera} 现在不能抓拍：主机程序没有运行摄像机服务。请重新启动后再试。`,
    en: (p) =>
      `The camera ${p.camera} can't be asked now: the host does not run its cameras. Start it again and retry.`,
  },
  'bad-days': {
    zh: (p) => `“${p.value}”不是天数。请写整数，例如 90。`,
    en: (p) => `"${p.value}" is no number of days. Write a whole number, such as 90.`,
  },
  'ends-before-it-begins': {
    zh: (p) => `--from（${p.from}）晚于 --to（${p.to}）。请对调或改正。`,
    en: (p) => `--from (${p.from}) is later than --to (${p.to}). Exchange or correct them.`,
  },
  'file-without-rows': {
    zh: (p) => `${p.file} 中没有要导入的行，没有写入任何内容。请核对文件、工作表和筛选条件。`,
    en: (p) => `${p.file} has no rows to import; nothing was kept. Check the file, its sheet and the conditions.`,
  },
  'no-registry-columns': {
    zh: (p) =>
      `${p.file} 不是设备登记表：没有“编号”或“类型”列。登记表的列：${p.expectedZh}。文件的列：${p.columns}。${p.nearestZh === '' ? '' : `相近的：${p.nearestZh}。`}可用 lianggao devices template 写出一份再填。`,
    en: (p) =>
      `${p.file} is no registry file: it has neither a column "Id" nor "Kind". Columns of a registry: ${p.expectedEn}. Those of the file: ${p.columns}. ${p.nearestEn === '' ? '' : `Nearest: ${p.nearestEn}. `}lianggao devices template writes a file to fill in.`,
  },
  'adopt-needs-device': {
    zh: (p) =>
      `认领地址“${p.address}”还要用 --device 说明是哪个设备的。${p.devices === '' ? '隔离区里没有设备发送过它；用 lianggao quarantine list 查看。' : `隔离区里发送过它的：${p.devices}。`}`,
    en: (p) =>
      `To adopt the address "${p.address}", state with --device whose it is. ${p.devices === '' ? 'No device in quarantine has sent it; see lianggao quarantine list.' : `In quarantine it was sent by: ${p.devices}.`}`,
  },
  'bad-name': {
    zh: (p) => `${p.what}“${p.value}”不能用：不能为空，不能含换行等控制字符，不能超过 ${p.longest} 个字。`,
    en: (p) =>
      `"${p.value}" can be no ${p.what}: it may not be blank, hold line breaks or other control characters, or be longer than ${p.longest} characters.`,
  },
  'hourly-needs': {
    zh: (p) => `指标 ${p.id} 要指定一种监测量（quantity=electricity），并按 city 或 industry 之一分列。`,
    en: (p) => `The figure ${p.id} takes one quantity (quantity=electricity), by city or by industry, not both.`,
  },
  'known-now-only': {
    zh: (p) => `指标 ${p.id} 只能按现在所知计算，不能指定认知时点。单个监测值的各次修订可用“来源”查看。`,
    en: (p) =>
      `The figure ${p.id} is counted as known now; it takes no "known at". All revisions of a single reading are shown with its origin.`,
  },
  'no-monitoring': {
    zh: () =>
      '这个工作区还没有监测数据。请先登记设备（lianggao devices import）或导入监测值（lianggao readings import）。',
    en: () =>
      'This workspace has no monitoring data yet. Register devices first (lianggao devices import), or import readings (lianggao readings import).',
  },
  'unknown-option-value': {
    zh: (p) => `--${p.option} 的值“${p.value}”不正确。可用：${p.accepted}。`,
    en: (p) => `"${p.value}" is no value of --${p.option}. Use: ${p.accepted}.`,
  },
  'unknown-alarm': {
    zh: (p) => `没有编号为 ${p.id} 的告警。请用 lianggao alarms list 查看现有告警。`,
    en: (p) => `There is no alarm ${p.id}. List those there are: lianggao alarms list`,
  },
  'unknown-alarm-action': {
    zh: (p) => `没有“${p.action}”这个操作。可用：${p.accepted}。`,
    en: (p) => `There is no action "${p.action}". Use one of: ${p.accepted}.`,
  },
  'alarm-move-refused': {
    zh: (p) => `告警 ${p.id} 现为“${p.stateZh}”，不能执行“${p.action}”。现在可以：${p.possible}。`,
    en: (p) => `Alarm ${p.id} is ${p.state}; "${p.action}" is not possible from there. Possible now: ${p.possible}.`,
  },
  'no-people-columns': {
    zh: (p) =>
      `${p.file} 里没有人员：表头须有编号和姓名，其下要有内容。认得的列：${p.expected}。文件里的列：${p.columns}。`,
    en: (p) =>
      `There are no people in ${p.file}: its headers need id and name, with rows below. Columns that are known: ${p.expected}. Columns of the file: ${p.columns}.`,
  },
  'call-back-incomplete': {
    zh: () => '回电约定须写明事项、承诺人和操作人。请补上后重试。',
    en: () => 'A call-back needs what was promised, by whom, and who records it. Give these and try again.',
  },
  'unknown-call-back': {
    zh: (p) => `没有编号为 ${p.id} 的回电约定。请刷新列表后再操作。`,
    en: (p) => `There is no call-back ${p.id}. Look at the list again.`,
  },
  'call-back-done': {
    zh: (p) => `回电约定 ${p.id} 已由 ${p.actor} 办结。`,
    en: (p) => `${p.actor} has marked call-back ${p.id} as done already.`,
  },
  'bad-shift': {
    zh: () => '班次时间不正确：起始须早于结束，且不晚于现在。请改正后重试。',
    en: () => 'These are no times of a shift: it begins before it ends, and not after now. Correct them and try again.',
  },
  'handover-unknown': {
    zh: () => '这不是该班次当时的交接单。请重新打开交接页，核对后再签。',
    en: () =>
      'This is not what the shift had to hand over then. Open the handover again, look through it and sign that.',
  },
  'handover-changed': {
    zh: (p) => `交接单列出之后又有变化：${p.zh}。请重新打开交接页，核对后再签。`,
    en: (p) =>
      `Things have changed since the handover was composed: ${p.en}. Open it again, look through it and sign that.`,
  },
  'handover-signed': {
    zh: (p) => `这一方已由 ${p.actor} 签字。`,
    en: (p) => `${p.actor} has signed for this side already.`,
  },
  'handover-one-person': {
    zh: (p) => `${p.actor} 已签过另一方。交班和接班须由两个人签字。`,
    en: (p) => `${p.actor} has signed for the other side. Those who go and those who come are two people.`,
  },
  'handover-unsigned': {
    zh: () => '签字须写明签字人。请补上后重试。',
    en: () => 'A signature needs a name. Give it and try again.',
  },
  'alarm-incomplete': {
    zh: (p) => `“${p.action}”还缺少：${p.missingZh}。请补上后重试。`,
    en: (p) => `"${p.action}" lacks: ${p.missing}. Give it and try again.`,
  },
  'unknown-alarm-cause': {
    zh: (p) => `原因代码“${p.reason}”不在关闭告警的原因之内。可用：${p.accepted}。`,
    en: (p) => `"${p.reason}" is no cause code for closing. Use one of: ${p.accepted}.`,
  },
  'bad-follow-up': {
    zh: (p) => `“${p.value}”不能作为复查日期。请写成 2024-06-30 的形式，不早于今天。`,
    en: (p) => `"${p.value}" is no day for a follow-up. Write it like 2024-06-30, not before today.`,
  },
  'shelf-refused': {
    zh: (p) => `${p.priority} 告警最多搁置 ${p.hours} 小时，到期时间须在此之前且晚于现在。请改一个到期时间。`,
    en: (p) =>
      `An alarm of priority ${p.priority} is shelved for ${p.hours} hours at most, until a time after now. Give another expiry.`,
  },
  'shelf-in-force': {
    zh: (p) => `该处的同一规则已随告警 ${p.id} 搁置或停用。请等它到期，或先在告警 ${p.id} 上解除。`,
    en: (p) =>
      `The same rule is shelved or out of service there with alarm ${p.id} already. Wait until that ends, or end it at alarm ${p.id}.`,
  },
  'alarm-until-past': {
    zh: () => '到期时间已经过去。请给出一个晚于现在的时间。',
    en: () => 'The expiry has passed already. Give a time after now.',
  },
  'alarm-changed': {
    zh: (p) => `告警 ${p.id} 已被 ${p.actor} 改动（现为第 ${p.version} 版，“${p.stateZh}”）。请查看后再操作。`,
    en: (p) =>
      `${p.actor} has changed alarm ${p.id} (now version ${p.version}, ${p.state}). Look at it, then act again.`,
  },
  'alarm-key-used': {
    zh: (p) => `操作编号 ${p.key} 已用于告警 ${p.id} 的另一项操作。请为新操作换一个编号。`,
    en: (p) => `The key ${p.key} was used for another action, on alarm ${p.id}. Give a new action a new key.`,
  },
  'bad-correction': {
    zh: (p) => `更正需要：一段时间（起早于止）、原因、操作人，以及一个标记；“${p.mark}”不能作为标记，它表示数据有效。`,
    en: (p) =>
      `A correction needs a span (from before to), a reason, an actor and a mark; "${p.mark}" is none, or says that a reading is good.`,
  },
  'nothing-to-correct': {
    zh: (p) => `点位 ${p.channel} 在这段时间里没有要改动的数据（标记“${p.mark}”）。请核对时间与标记。`,
    en: (p) =>
      `Channel ${p.channel} has no reading in this span that would change (mark "${p.mark}"). Check the times and the mark.`,
  },
  'correction-too-long': {
    zh: (p) => `一次最多更正 ${p.most} 条数据。请分成几段。`,
    en: (p) => `One correction changes ${p.most} readings at most. Split the span.`,
  },
  'correction-key-used': {
    zh: (p) => `操作编号 ${p.key} 已用于另一次更正。请为新的更正换一个编号。`,
    en: (p) => `The key ${p.key} was used for another correction. Give a new one a new key.`,
  },
  'bulk-priorities': {
    zh: (p) => `所选告警的优先级不一（${p.priorities}）。批量操作只能针对同一优先级，请分开进行。`,
    en: (p) => `The alarms are of several priorities (${p.priorities}). Act on those of one priority at a time.`,
  },
  'unknown-deed': {
    zh: (p) => `没有编号为 ${p.key} 的操作，无可撤销。请查看告警经过。`,
    en: (p) => `Nothing was done under the key ${p.key}; there is nothing to undo. Look at the alarm's log.`,
  },
  'undo-too-late': {
    zh: (p) => `“${p.action}”只能在 ${p.seconds} 秒内撤销，现已超过。请按告警现在的状态处理，例如重开或取消搁置。`,
    en: (p) =>
      `"${p.action}" can be undone for ${p.seconds} seconds; they have passed. Act on the alarms as they are now: reopen or unshelve them, for instance.`,
  },
  'undo-overtaken': {
    zh: (p) => `告警 ${p.id} 此后已由 ${p.actor} 处理，不能再撤销；什么都没有改动。请查看该告警。`,
    en: (p) => `${p.actor} has acted on alarm ${p.id} since; nothing was undone. Look at that alarm.`,
  },
  'bad-date-format': {
    zh: (p) =>
      `“${p.format}”不是日期格式。请写成 "dd/MM/yyyy HH:mm" 一类：年 yyyy、月 MM、日 dd、时 HH、分 mm、秒 ss。`,
    en: (p) =>
      `"${p.format}" is not a date format. Write one such as "dd/MM/yyyy HH:mm": yyyy year, MM month, dd day, HH hour, mm minute, ss second.`,
  },
  'bad-interval': {
    zh: (p) => `“${p.value}”不是时间间隔。请写成 15m、1h、1d 一类。`,
    en: (p) => `"${p.value}" is not an interval. Write 15m, 1h, 1d or the like.`,
  },
  'bad-where': {
    zh: (p) => `“${p.value}”不是筛选条件。请写成 列=值。`,
    en: (p) => `"${p.value}" is no condition. Write COLUMN=VALUE.`,
  },
  'date-order-unclear': {
    zh: (p) =>
      `“${p.example}”的日和月无法区分，整列也看不出来。请用 --date-format 说明，如 "dd/MM/yyyy HH:mm" 或 "MM/dd/yyyy HH:mm"。`,
    en: (p) =>
      `Day and month of "${p.example}" cannot be told apart, nor does the whole column tell. State --date-format, such as "dd/MM/yyyy HH:mm" or "MM/dd/yyyy HH:mm".`,
  },
  'date-cells-mixed': {
    zh: (p) =>
      `时间列中有的是日期单元格，有的是文本（如“${p.example}”），表格软件可能把一部分日和月对调了。请从仪表系统重新导出；确认无误的，用 --date-format 说明文本的格式。`,
    en: (p) =>
      `Some times are date cells and some are texts (such as "${p.example}"): the spreadsheet program may have exchanged day and month of some. Export the file anew from the meter's system; if the cells are right, state the format of the texts with --date-format.`,
  },
  'time-column-unclear': {
    zh: (p) => `不止一列是时间（${p.columns}）。请用 --time-column 说明用哪一列。`,
    en: (p) => `More than one column holds times (${p.columns}). State which with --time-column.`,
  },
  'no-time-column': {
    zh: (p) =>
      `没有一列能读作时间（${p.columns}）。请用 --time-column 和 --date-format 说明；文件确实没有时间的，用 --start 和 --interval 指定。`,
    en: (p) =>
      `No column can be read as times (${p.columns}). State --time-column and --date-format; if the file has no times, assign them with --start and --interval.`,
  },
  'column-missing': {
    zh: (p) => `${p.file} 没有“${p.column}”这一列。现有各列：${p.columns}。`,
    en: (p) => `${p.file} has no column "${p.column}". Its columns are: ${p.columns}.`,
  },
  'column-unstated': {
    zh: (p) =>
      `没有说明导入 ${p.file} 的哪一列，它也不是一天一行、只有一种量的表。请用 --column 说明：${p.columns}；或用 --columns all、--map。`,
    en: (p) =>
      `Which column of ${p.file} to import is not stated, and it is no table of a day a row with one quantity. State --column: ${p.columns}; or --columns all, or --map.`,
  },
  'sheet-missing': {
    zh: (p) => `没有工作表“${p.sheet}”。现有：${p.sheets}。`,
    en: (p) => `There is no sheet "${p.sheet}". There are: ${p.sheets}.`,
  },
  'no-number-column': {
    zh: (p) => `没有一列是数字（${p.columns}）。请用 --column 说明要导入的列。`,
    en: (p) => `No column holds numbers (${p.columns}). State the column to import with --column.`,
  },
  'decimal-unclear': {
    zh: (p) =>
      `“${p.column}”列的“${p.example}”可能是千位分隔，也可能是小数。请用 --decimal point（逗号分千位）或 --decimal comma（逗号为小数点）说明。`,
    en: (p) =>
      `"${p.example}" in the column "${p.column}" may be thousands or decimals. State --decimal point (the comma separates thousands) or --decimal comma (it stands before the decimals).`,
  },
  'interval-unclear': {
    zh: () => '无法看出各行的时间间隔。请用 --interval 说明，如 15m 或 1h。',
    en: () => 'The distance of the rows cannot be told. State it with --interval, such as 15m or 1h.',
  },
  'channel-differs': {
    zh: (p) =>
      `监测点位 ${p.channel} 已登记为 ${p.registered}（${p.what}），与给出的 ${p.given} 不同。请换一个点位，或先改登记。`,
    en: (p) =>
      `The channel ${p.channel} is registered with ${p.registered} (${p.what}), not ${p.given}. Choose another channel, or change the registration first.`,
  },
  'readings-map-invalid': {
    zh: (p) => `列与点位的对照不正确：${p.detail}。`,
    en: (p) => `The map of columns to channels is not valid: ${p.detail}.`,
  },
  'device-not-connected': {
    zh: (p) => `设备 ${p.device} 当前没有连接。请等它连上后再试，或检查设备的网络和服务端地址。`,
    en: (p) =>
      `The device ${p.device} is not connected. Try again once it is, or check its network and the address that it sends to.`,
  },
  'not-a-drill': {
    zh: (p) => `${p.dir} 不是演练工作区。请先用 lianggao drill create 建立一个。`,
    en: (p) => `${p.dir} is no drill workspace. Make one first: lianggao drill create.`,
  },
  'drill-refused': {
    zh: (p) => `${p.option} 的值“${p.value}”不能用。可用：${p.accepted}。`,
    en: (p) => `${p.option} cannot be "${p.value}". Use ${p.accepted}.`,
  },
  'no-answers': {
    zh: (p) =>
      `无法读取答案文件 ${p.path}（${p.detail}）。它由 lianggao drill create 写在工作区旁边；请用 --answers 指明。`,
    en: (p) =>
      `The file of answers ${p.path} cannot be read (${p.detail}). lianggao drill create writes it beside the workspace; name it with --answers.`,
  },
  'drill-no-port': {
    zh: (p) =>
      `不知道主机程序在哪个端口接收 ${p.protocol}。请先运行 lianggao serve（带 --hj212-port、--mqtt-port、--http-port），或用 --${p.protocol}-port 指明。`,
    en: (p) =>
      `The port on which the host takes ${p.protocol} is not known. Run lianggao serve first (with --hj212-port, --mqtt-port, --http-port), or name it with --${p.protocol}-port.`,
  },
  'store-stopped': {
    zh: (p) =>
      `监测库（${p.dir}）的写入线程已停止，本次报文没有收下。请重新发送；若再次出现，请重启主机程序并查看日志。`,
    en: (p) =>
      `The writer of ${p.dir} has stopped; this message was not kept. Send it again; if it happens again, restart the host and see its log.`,
  },
  'store-busy': {
    zh: (p) => `监测库（${p.dir}）正被另一个程序写入，等待超时，没有写入任何内容。请稍后重试。`,
    en: (p) => `Another program has been writing ${p.dir} for too long; nothing was kept. Try again in a while.`,
  },
  'archive-damaged': {
    zh: (p) => `归档文件 ${p.path} 缺失或已损坏（${p.detail}）。请从备份恢复该文件；数据库没有改动。`,
    en: (p) =>
      `The archive file ${p.path} is missing or damaged (${p.detail}). Restore it from a backup; the database was left as it is.`,
  },
  'unknown-camera': {
    zh: (p) => `没有登记摄像机“${p.id}”。已登记：${p.known}。`,
    en: (p) => `There is no camera "${p.id}". Registered: ${p.known}.`,
  },
  'tls-unusable': {
    zh: (p) =>
      `证书或私钥无法使用（${p.detail}），加密接收没有启动。请检查设置 listener-tls 中的 certFile 和 keyFile（PEM 文件）。`,
    en: (p) =>
      `Certificate or key cannot be used (${p.detail}), so the encrypted listener did not start. Check certFile and keyFile (PEM files) of the setting listener-tls.`,
  },
  'camera-refused': { zh: (p) => String(p.zh), en: (p) => String(p.en) },
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
