// The words of a closing report in both languages.
import type { Language } from '../../contract/reasons.ts';

export interface ReportWords {
  readonly title: string;
  readonly draft: string;
  readonly drill: string;
  readonly alarm: string;
  readonly what: string;
  readonly enterprise: string;
  readonly subject: string;
  readonly place: string;
  readonly position: string;
  readonly placeUnknown: string;
  readonly priority: string;
  readonly state: string;
  readonly raised: string;
  readonly recorded: string;
  readonly cleared: string;
  readonly stands: string;
  readonly withdrawn: string;
  readonly owner: string;
  readonly rule: string;
  readonly version: string;
  readonly document: string;
  readonly clause: string;
  readonly noDocument: string;
  readonly formula: string;
  readonly threshold: string;
  readonly inputs: string;
  readonly curves: string;
  readonly noCurves: string;
  readonly members: string;
  readonly moreMembers: (count: number) => string;
  readonly limitHigh: string;
  readonly limitLow: string;
  readonly window: string;
  readonly gaps: string;
  readonly marks: string;
  readonly notDrawn: string;
  readonly noReadings: string;
  readonly log: string;
  readonly time: string;
  readonly action: string;
  readonly states: string;
  readonly actor: string;
  readonly reasonAndNote: string;
  readonly due: string;
  readonly until: string;
  readonly system: string;
  readonly evidence: string;
  readonly evidenceOf: (sha256: string, at: string) => string;
  readonly noEvidence: string;
  readonly unchanged: string;
  readonly changed: (readings: number, inputs: number) => string;
  readonly corrections: string;
  readonly correction: (count: number, mark: string | null) => string;
  readonly conclusion: string;
  readonly cause: string;
  readonly followUp: string;
  readonly noFollowUp: string;
  readonly closedBy: string;
  readonly notClosed: string;
  readonly signatures: readonly string[];
  readonly page: (number: number, of: number) => string;
  readonly composed: string;
  readonly actions: Readonly<Record<string, string>>;
  readonly markNames: Readonly<Record<string, string>>;
  readonly subjectKinds: Readonly<Record<string, string>>;
  readonly colon: string;
}

const zh: ReportWords = {
  ...{ title: '告警处置报告', draft: '草稿 · 告警尚未关闭', drill: '演练数据', alarm: '告警', what: '事由' },
  ...{
    enterprise: '企业',
    subject: '对象',
    place: '地点',
    position: '坐标（WGS84）',
    placeUnknown: '位置未知，不绘地图',
  },
  ...{ priority: '优先级', state: '状态', raised: '发生', recorded: '记录', cleared: '恢复', stands: '仍在持续' },
  ...{
    withdrawn: '后续数据表明不成立',
    owner: '责任人',
    rule: '规则',
    version: '版本',
    document: '依据',
    clause: '条款',
  },
  ...{ noDocument: '未引用文件', formula: '算式', threshold: '阈值', inputs: '取值', curves: '前后 24 小时曲线' },
  noCurves: '本告警不针对单个点位，不绘曲线。',
  ...{ members: '合并的告警', moreMembers: (count) => `另有 ${count} 条` },
  ...{
    limitHigh: '上限',
    limitLow: '下限',
    window: '告警时段',
    gaps: '缺数段',
    marks: '标记（不计入）：',
    notDrawn: '超出图幅',
  },
  ...{
    noReadings: '此时段没有有效数据',
    log: '处置经过',
    time: '时间',
    action: '动作',
    states: '状态',
    actor: '操作人',
  },
  ...{ reasonAndNote: '原因与说明', due: '应于', until: '至', system: '系统', evidence: '证据与更正' },
  evidenceOf: (sha256, at) => `证据于 ${at} 冻结，SHA-256 ${sha256}`,
  ...{ noEvidence: '没有冻结的证据。', unchanged: '冻结以来，所依据的数据没有变化。' },
  changed: (readings, inputs) => `冻结以来有变化：数据 ${readings} 条，取值 ${inputs} 项；冻结时的原值保留。`,
  corrections: '监测值更正',
  correction: (count, mark) => (mark === null ? `恢复 ${count} 条` : `${count} 条标记为“${mark}”，不计入汇总`),
  ...{ conclusion: '结论', cause: '原因', followUp: '复查日期', noFollowUp: '无需复查', closedBy: '关闭' },
  notClosed: '告警尚未关闭：没有原因结论。',
  signatures: ['经办人', '复核人', '日期'],
  page: (number, of) => `第 ${number} 页，共 ${of} 页`,
  composed: '生成于',
  actions: {
    ...{ acknowledge: '确认', verify: '核实', dispatch: '派单', resolve: '解决', close: '关闭', reopen: '重开' },
    ...{ shelve: '搁置', unshelve: '取消搁置', 'take-out-of-service': '停用', 'return-to-service': '恢复使用' },
    ...{
      note: '说明',
      assign: '指派',
      undo: '撤销',
      'close-with-group': '随合并告警关闭',
      raise: '发生',
      again: '再次发生',
    },
    ...{
      chatter: '开始抖动',
      clear: '恢复',
      withdraw: '撤回',
      'more-urgent': '升级',
      group: '并入',
      release: '移出合并',
    },
    ...{ escalate: '上报', 'shelf-warning': '搁置将到期', 'shelf-expired': '搁置到期', 'shelf-shortened': '搁置缩短' },
  },
  markNames: { F: '停运', M: '维护', S: '手工', D: '故障', C: '校准', T: '超量程', B: '通信异常' },
  subjectKinds: { channel: '点位', device: '设备', gateway: '网关', unit: '装置', enterprise: '企业' },
  colon: '：',
};

const en: ReportWords = {
  ...{ title: 'Alarm closing report', draft: 'Draft · the alarm is not closed', drill: 'Drill data', alarm: 'Alarm' },
  ...{
    what: 'What happened',
    enterprise: 'Enterprise',
    subject: 'Subject',
    place: 'Place',
    position: 'Position (WGS84)',
  },
  ...{
    placeUnknown: 'Position unknown: no map',
    priority: 'Priority',
    state: 'State',
    raised: 'Began',
    recorded: 'Recorded',
  },
  ...{
    cleared: 'Returned',
    stands: 'still stands',
    withdrawn: 'later data shows that it did not hold',
    owner: 'Owner',
  },
  ...{ rule: 'Rule', version: 'version', document: 'Basis', clause: 'clause', noDocument: 'no document cited' },
  ...{ formula: 'Formula', threshold: 'Threshold', inputs: 'Inputs', curves: 'Curves, 24 hours before and after' },
  noCurves: 'The alarm is about no single channel: there is no curve.',
  ...{ members: 'Alarms that it stands for', moreMembers: (count) => `and ${count} more` },
  ...{
    limitHigh: 'Upper limit',
    limitLow: 'Lower limit',
    window: 'Alarm',
    gaps: 'Gaps:',
    marks: 'Marked, not counted:',
  },
  ...{
    notDrawn: 'beyond the drawing',
    noReadings: 'No valid reading in this time',
    log: 'What was done',
    time: 'Time',
  },
  ...{ action: 'Action', states: 'State', actor: 'Who', reasonAndNote: 'Reason and note', due: 'due', until: 'until' },
  ...{ system: 'system', evidence: 'Evidence and corrections' },
  evidenceOf: (sha256, at) => `Evidence frozen ${at}, SHA-256 ${sha256}`,
  ...{ noEvidence: 'No evidence was frozen.', unchanged: 'Nothing that it rests on has changed since.' },
  changed: (readings, inputs) => `Changed since: ${readings} readings, ${inputs} inputs; what was frozen is kept.`,
  corrections: 'Corrections of readings',
  correction: (count, mark) =>
    mark === null ? `${count} readings given back` : `${count} readings marked “${mark}”, out of sums`,
  ...{ conclusion: 'Conclusion', cause: 'Cause', followUp: 'Follow-up', noFollowUp: 'none needed', closedBy: 'Closed' },
  notClosed: 'The alarm is not closed: there is no finding on its cause.',
  signatures: ['Handled by', 'Checked by', 'Date'],
  page: (number, of) => `Page ${number} of ${of}`,
  composed: 'Composed',
  actions: {
    ...{
      acknowledge: 'Acknowledged',
      verify: 'Verifying',
      dispatch: 'Dispatched',
      resolve: 'Resolved',
      close: 'Closed',
    },
    ...{ reopen: 'Reopened', shelve: 'Shelved', unshelve: 'Unshelved', 'take-out-of-service': 'Out of service' },
    ...{ 'return-to-service': 'In service', note: 'Note', assign: 'Assigned', undo: 'Undone', raise: 'Began' },
    ...{ 'close-with-group': 'Closed with group', again: 'Came back', chatter: 'Chatters', clear: 'Returned' },
    ...{ withdraw: 'Withdrawn', 'more-urgent': 'More urgent', group: 'Joined a group', release: 'Left its group' },
    ...{ escalate: 'Escalated', 'shelf-warning': 'Shelf ends soon', 'shelf-expired': 'Shelf expired' },
    'shelf-shortened': 'Shelf shortened',
  },
  markNames: {
    F: 'stopped',
    M: 'maintenance',
    S: 'by hand',
    D: 'fault',
    C: 'calibration',
    T: 'over range',
    B: 'no link',
  },
  subjectKinds: { channel: 'Channel', device: 'Device', gateway: 'Gateway', unit: 'Unit', enterprise: 'Enterprise' },
  colon: ': ',
};

export const reportWords: Readonly<Record<Language, ReportWords>> = { zh, en };
