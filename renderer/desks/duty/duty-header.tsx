// The head of the duty desk: the desk's figures, its tabs, who sits at it, and what it may sound.
import { BellOutlined, NotificationOutlined, SoundOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { officerFieldId } from '../../commands/duty-commands.ts';
import { numberText } from '../../format/quantity-text.ts';
import { timeOfDay } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { setOfficer, useOfficer } from '../../state/duty-officer.ts';
import { dutyTabs } from '../../state/duty-view.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { setMuted, useSound } from './alarm-sounds.tsx';
import { QueueButton } from './queue-button.tsx';

export function DutyBar() {
  const { duty: words } = useWords();
  const { duty, setDuty } = useView();
  return (
    <div className="duty-bar">
      <nav className="duty-tabs" aria-label={words.title}>
        {dutyTabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={tab === duty.tab ? 'page' : undefined}
            data-tab={tab}
            onClick={() => setDuty({ tab })}
          >
            {words.tabs[tab]}
          </button>
        ))}
      </nav>
      <Counts />
      <div className="duty-tools">
        <QueueButton />
        <Officer />
        <Sounds />
      </div>
    </div>
  );
}

function Counts() {
  const { alarm: alarmWords, duty: words } = useWords();
  const language = useView((view) => view.language);
  const list = useMonitoring(({ alarms }) => alarms);
  const status = useMonitoring((state) => state.status);
  if (list === null) return null;
  const { counts, flood } = list;
  const number = (value: number): string => numberText(value, language);
  const entries: readonly (readonly [id: string, name: string, value: string, calls: boolean])[] = [
    ['last-ten', words.lastTen, number(flood.lastTenMinutes), flood.active],
    ['open', alarmWords.counts.open, number(counts.open), false],
    ['unacknowledged', alarmWords.counts.unacknowledged, number(counts.unacknowledged), counts.unacknowledged > 0],
    ['overdue', alarmWords.counts.overdue, number(counts.overdue), counts.overdue > 0],
    ['shelved', alarmWords.counts.shelved, number(counts.shelved), false],
    ['suppressed', alarmWords.counts.suppressed, number(counts.suppressed), false],
    [
      'silent',
      words.silent,
      status === null ? '–' : words.ofAll(number(status.silentChannels), number(status.watchedChannels)),
      (status?.silentChannels ?? 0) > 0,
    ],
  ];
  return (
    <dl className="duty-counts">
      {entries.map(([id, name, value, calls]) => (
        <div key={id} data-testid={`alarms-${id}`}>
          <dt>{name}</dt>
          <dd className={calls ? 'doubt' : ''}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Officer() {
  const { duty } = useWords();
  const name = useOfficer((state) => state.name);
  return (
    <span className="officer" title={duty.officerHint}>
      <label htmlFor={officerFieldId}>{duty.officer}</label>
      <Input
        id={officerFieldId}
        size="small"
        value={name}
        status={name === '' ? 'warning' : ''}
        onChange={({ target }) => setOfficer(target.value.trimStart())}
        onPressEnter={({ currentTarget }) => currentTarget.blur()}
      />
    </span>
  );
}

function Sounds() {
  const { duty } = useWords();
  const { muted, blocked } = useSound();
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  const title = blocked ? duty.sound.blocked : muted ? duty.sound.off : duty.sound.on;
  const told =
    permission === 'granted'
      ? duty.sound.notifyOn
      : permission === 'denied'
        ? duty.sound.notifyDenied
        : duty.sound.notify;
  return (
    <>
      <Button
        size="small"
        icon={muted ? <BellOutlined aria-hidden /> : <SoundOutlined aria-hidden />}
        aria-pressed={!muted}
        aria-label={title}
        title={title}
        danger={blocked}
        onClick={() => setMuted(!muted)}
      />
      <Button
        size="small"
        icon={<NotificationOutlined aria-hidden />}
        aria-label={told}
        title={told}
        type={permission === 'granted' ? 'primary' : 'default'}
        disabled={permission === 'denied'}
        onClick={() => void Notification.requestPermission().then(setPermission)}
      />
    </>
  );
}

export function FloodBanner() {
  const { duty: words } = useWords();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const flood = useMonitoring(({ alarms }) => alarms?.flood ?? null);
  if (flood === null || !flood.active) return null;
  const amount = numberText(flood.lastTenMinutes, language);
  return (
    <p className="flood-banner" role="alert" data-testid="flood">
      {flood.since === null ? words.floodNoSince(amount) : words.flood(amount, timeOfDay(flood.since, timeZone))}{' '}
      <Button size="small" onClick={() => useView.getState().setDuty({ kind: 'groups', tab: 'watch' })}>
        {words.floodGroups}
      </Button>
    </p>
  );
}
