// Words of the alarm desk: states, and the reason codes that people acknowledge, shelve or close with. Ours.
import type { AlarmState } from '../contract/alarms.ts';

const stateNames: Readonly<Record<AlarmState, { readonly zh: string; readonly en: string }>> = {
  new: { zh: '新告警', en: 'New' },
  acknowledged: { zh: '已确认', en: 'Acknowledged' },
  verifying: { zh: '核实中', en: 'Verifying' },
  dispatched: { zh: '已派单', en: 'Dispatched' },
  resolved: { zh: '已解决', en: 'Resolved' },
  closed: { zh: '已关闭', en: 'Closed' },
};

export function alarmStateName(state: AlarmState): { readonly zh: string; readonly en: string } {
  return stateNames[state];
}

export interface AlarmReason {
  readonly id: string;
  /** Actions that it may be given for. */
  readonly actions: readonly string[];
  readonly name: { readonly zh: string; readonly en: string };
  /** As the cause of a closed alarm: it was none, and counts in the rate of false alarms. */
  readonly falseAlarm?: boolean;
  /** As the cause of a closed alarm: somebody has to look again, so a day must be named. */
  readonly followUp?: boolean;
}

const reason = (
  id: string,
  actions: readonly string[],
  zh: string,
  en: string,
  more: Pick<AlarmReason, 'falseAlarm' | 'followUp'> = {},
): AlarmReason => ({ id, actions, name: { zh, en }, ...more });

const ACKNOWLEDGE = ['acknowledge', 'verify', 'assign', 'note'] as const;
const WORK = ['dispatch', 'resolve', 'note'] as const;
const SHELVE = ['shelve', 'take-out-of-service'] as const;
const BACK = ['unshelve', 'return-to-service', 'reopen', 'note'] as const;
const CLOSE = ['close', 'resolve'] as const;

/** In the order of the digits that choose them, for each action. */
export const alarmReasons: readonly AlarmReason[] = [
  reason('seen', ACKNOWLEDGE, '已看到', 'Seen'),
  reason('verifying', ACKNOWLEDGE, '核实中', 'Being verified'),
  reason('known', ACKNOWLEDGE, '已知情况', 'Known already'),
  reason('called-site', ACKNOWLEDGE, '已电话联系企业', 'The enterprise has been called'),
  reason('handed-over', ['assign'], '交接', 'Handed over'),

  reason('field-check', WORK, '派现场核查', 'Sent to check on site'),
  reason('repair-ordered', WORK, '通知维修', 'Repair ordered'),
  reason('report-requested', WORK, '要求企业书面说明', 'A written statement was asked for'),
  reason('result-received', WORK, '已收到结果', 'The result has come in'),
  reason('returned-to-normal', ['resolve', 'note'], '已恢复正常', 'Back to normal'),

  reason('maintenance', SHELVE, '检修或维护', 'Maintenance'),
  reason('instrument-fault', SHELVE, '仪表故障待修', 'Instrument waits for repair'),
  reason('calibration', SHELVE, '校准或检定', 'Calibration or verification'),
  reason('declared-stop', SHELVE, '已申报停产', 'Declared stop'),
  reason('line-work', SHELVE, '通信或供电施工', 'Work on line or power supply'),
  reason('nuisance', SHELVE, '反复误报待调整', 'Repeats without ground; to be adjusted'),

  reason('work-done', BACK, '工作完成', 'Work done'),
  reason('came-back', BACK, '情况再次出现', 'It came back'),
  reason('new-evidence', BACK, '有新证据', 'New evidence'),
  reason('by-mistake', BACK, '操作有误', 'By mistake'),

  reason('violation', CLOSE, '确认违规', 'Confirmed violation', { followUp: true }),
  reason('overproduction', CLOSE, '确认超产', 'Confirmed output over the control line', { followUp: true }),
  reason('limit-exceeded', CLOSE, '确认超标', 'Confirmed exceedance', { followUp: true }),
  reason('data-manipulation', CLOSE, '确认数据弄虚作假', 'Confirmed manipulation of data', { followUp: true }),
  reason('treatment-fault', CLOSE, '治理设施故障', 'Fault of treatment equipment', { followUp: true }),
  reason('instrument-failed', CLOSE, '仪表故障', 'Instrument failed', { followUp: true }),
  reason('meter-exchanged', CLOSE, '器具更换、未登记', 'Meter exchanged and not registered', { followUp: true }),
  reason('connection-lost', CLOSE, '通信或供电中断', 'Connection or power was lost', { followUp: true }),
  reason('process-change', CLOSE, '正常工况变化', 'Normal change of operation'),
  reason('planned-work', CLOSE, '计划检修、停产', 'Planned work or stop'),
  reason('false-alarm', CLOSE, '误报', 'False alarm', { falseAlarm: true }),
  reason('data-corrected', CLOSE, '数据更正后不再成立', 'Does not hold after correction', { falseAlarm: true }),
];

const byId = new Map(alarmReasons.map((each) => [each.id, each]));

export function alarmReason(id: string): AlarmReason | undefined {
  return byId.get(id);
}

/** Codes that an action takes, in the order of their digits. */
export function reasonsFor(action: string): readonly AlarmReason[] {
  return alarmReasons.filter((each) => each.actions.includes(action));
}
