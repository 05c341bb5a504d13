// The ways to and about the monitoring desk. A list.
import { openChosen } from '../state/monitoring-list.ts';
import { type MonitoringTab, monitoringTabs } from '../state/monitoring-view.ts';
import type { Command } from './command.ts';

const tabs: Readonly<Record<MonitoringTab, { readonly zh: string; readonly en: string; readonly key: string }>> = {
  channels: { zh: '监测：监测点位', en: 'Monitoring: channels', key: 'shift+p' },
  devices: { zh: '监测：设备与接入', en: 'Monitoring: devices and sources', key: 'shift+d' },
  quarantine: { zh: '监测：隔离区', en: 'Monitoring: quarantine', key: 'shift+q' },
  cameras: { zh: '监测：摄像机', en: 'Monitoring: cameras', key: 'shift+v' },
};

export const monitoringCommands: readonly Command[] = [
  {
    id: 'desk-atlas',
    group: 'go',
    name: { zh: '到一张图', en: 'Go to the atlas' },
    keys: ['1'],
    enabled: ({ desk }) => desk !== 'atlas',
    run: (view) => view.goTo('atlas'),
  },
  {
    id: 'desk-monitoring',
    group: 'go',
    name: { zh: '到监测', en: 'Go to monitoring' },
    keys: ['2'],
    enabled: ({ desk }) => desk !== 'monitoring',
    run: (view) => view.goTo('monitoring'),
  },
  ...monitoringTabs.map(
    (tab): Command => ({
      id: `monitoring-${tab}`,
      group: 'go',
      name: { zh: tabs[tab].zh, en: tabs[tab].en },
      keys: [tabs[tab].key],
      run: (view) => view.goTo('monitoring', tab),
    }),
  ),
  {
    id: 'open-chosen',
    group: 'go',
    desk: 'monitoring',
    name: { zh: '打开选中的一项', en: 'Open what is selected' },
    run: openChosen,
  },
];
