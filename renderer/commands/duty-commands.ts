// What can be done on the duty desk by one key: walk, fly, look, act. A list.
import type { Bilingual } from '../../contract/figures.ts';
import { actOn, takeBack } from '../state/duty-actions.ts';
import { type AlarmAction, actionsFor } from '../state/duty-alarm-actions.ts';
import { ask, type DutyQuestion, selectedAlarm, toggleMark, useDutyDesk } from '../state/duty-desk.ts';
import type { ListedAlarm } from '../state/duty-list.ts';
import { useOfficer } from '../state/duty-officer.ts';
import { type DutyTab, dutyTabs } from '../state/duty-view.ts';
import type { View } from '../state/view-store.ts';
import type { Command } from './command.ts';

/** Where the officer's name is typed. */
export const officerFieldId = 'duty-officer';
/** The heading of the evidence. */
export const evidenceHeadingId = 'duty-evidence';

/** Close enough to tell counties, far enough to see which. */
const flyZoom = 9;

const focus = (id: string): void => document.getElementById(id)?.focus();

const tabNames: Readonly<Record<DutyTab, Bilingual>> = {
  watch: { zh: '值守：列表、地图、证据', en: 'Duty: list, map and evidence' },
  shelves: { zh: '值守：搁置登记', en: 'Duty: shelf register' },
  silent: { zh: '值守：看不见的（失联）', en: 'Duty: what we cannot see' },
  channels: { zh: '值守：点位对比', en: 'Duty: channels on one time axis' },
  replay: { zh: '值守：回放', en: 'Duty: replay' },
  handover: { zh: '值守：交接班', en: 'Duty: handover' },
  kpis: { zh: '值守：处置指标', en: 'Duty: how alarms were handled' },
};

const tabKeys: Readonly<Partial<Record<DutyTab, string>>> = { watch: 'shift+a', handover: 'h', kpis: 'shift+h' };

/** About the selected alarm, where it is in sight. */
function aboutAlarm(
  id: string,
  key: string | null,
  name: Bilingual,
  run: (alarm: ListedAlarm, view: View) => void,
  enabled: (alarm: ListedAlarm) => boolean = () => true,
): Command {
  return {
    id: `alarm-${id}`,
    group: 'alarms',
    desk: 'duty',
    name,
    ...(key === null ? {} : { keys: [key] }),
    enabled: ({ duty: { tab } }) => {
      const alarm = selectedAlarm();
      return (tab === 'watch' || tab === 'replay') && alarm !== null && enabled(alarm);
    },
    run(view) {
      const alarm = selectedAlarm();
      if (alarm !== null) run(alarm, view);
    },
  };
}

const can =
  (action: AlarmAction) =>
  (alarm: ListedAlarm): boolean =>
    !useDutyDesk.getState().past && actionsFor(alarm).includes(action);

/** With a name to record it under; without one, the officer is asked for it first. */
function asOfficer(run: (actor: string) => void): void {
  const { name } = useOfficer.getState();
  if (name === '') focus(officerFieldId);
  else run(name);
}

const question = (of: DutyQuestion) => (): void => asOfficer(() => ask(of));

export const dutyCommands: readonly Command[] = [
  {
    id: 'desk-duty',
    group: 'go',
    name: { zh: '到值守', en: 'Go to duty' },
    keys: ['3'],
    enabled: ({ desk }) => desk !== 'duty',
    run: (view) => view.goTo('duty'),
  },
  ...dutyTabs.map(
    (tab): Command => ({
      id: `duty-${tab}`,
      group: 'go',
      name: tabNames[tab],
      ...(tabKeys[tab] === undefined ? {} : { keys: [tabKeys[tab]] }),
      run(view) {
        view.goTo('duty');
        view.setDuty({ tab });
      },
    }),
  ),
  aboutAlarm(
    'fly',
    'g',
    { zh: '飞到选中的告警', en: 'Fly to the selected alarm' },
    ({ position }, view) => {
      const [longitude, latitude] = position ?? [];
      if (longitude !== undefined && latitude !== undefined)
        view.moveCamera({ kind: 'camera', camera: { longitude, latitude, zoom: flyZoom, bearing: 0, pitch: 0 } });
    },
    ({ position }) => position !== null,
  ),
  aboutAlarm('evidence', 'e', { zh: '看证据', en: 'Look at the evidence' }, () => focus(evidenceHeadingId)),
  aboutAlarm(
    'acknowledge',
    'a',
    { zh: '确认（再按数字选原因）', en: 'Acknowledge (then a digit for the reason)' },
    question('reasons'),
    can('acknowledge'),
  ),
  aboutAlarm(
    'verify',
    'v',
    { zh: '开始核实', en: 'Begin to verify' },
    (alarm) => asOfficer((actor) => actOn(alarm, { action: 'verify', actor })),
    can('verify'),
  ),
  aboutAlarm('dispatch', 'd', { zh: '派单', en: 'Dispatch' }, question('send'), can('dispatch')),
  aboutAlarm('shelve', 's', { zh: '搁置', en: 'Shelve' }, question('shelve'), can('shelve')),
  aboutAlarm('note', 'n', { zh: '备注', en: 'Note' }, question('note'), can('note')),
  aboutAlarm(
    'correct',
    'c',
    { zh: '更正数据', en: 'Correct the data' },
    question('correct'),
    () => !useDutyDesk.getState().past,
  ),
  aboutAlarm(
    'ledger',
    'l',
    { zh: '打开台账（点位或企业）', en: 'Open the ledger (channel or enterprise)' },
    ({ subject, enterprise }, view) => {
      if (subject.kind === 'channel') view.openPage({ kind: 'channel', id: subject.id });
      else if (enterprise !== null) view.openPage({ kind: 'enterprise', id: enterprise });
    },
    ({ subject, enterprise }) => subject.kind === 'channel' || enterprise !== null,
  ),
  aboutAlarm('close', 'shift+c', { zh: '关闭告警', en: 'Close the alarm' }, question('close'), can('close')),
  {
    id: 'alarm-undo',
    group: 'alarms',
    desk: 'duty',
    name: { zh: '撤销刚才的操作（10 秒内）', en: 'Take back what was just done (within 10 s)' },
    keys: ['u'],
    enabled: () => useDutyDesk.getState().undo !== null,
    run: () => void takeBack(),
  },
  aboutAlarm(
    'mark',
    'b',
    { zh: '标记，用于批量处理', en: 'Mark for a bulk action' },
    toggleMark,
    () => !useDutyDesk.getState().past,
  ),
];
