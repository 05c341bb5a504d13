// The alarms: the most urgent first, each with its sign, state, age, owner, place, clock and sentence.
import type { TableColumnsType } from 'antd';
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { numberText } from '../../format/quantity-text.ts';
import { timeOfDay, wallClock } from '../../format/zoned-time.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { arrangedAlarms } from '../../state/monitoring-alarms.ts';
import { holdsWords } from '../../state/monitoring-rows.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { isNarrowed } from '../../state/monitoring-view.ts';
import { useView } from '../../state/view-store.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { columnWidthRem } from '../../ui/text-width.ts';
import { useNow } from '../../ui/use-now.ts';
import { AlarmClock } from './alarm-clock.tsx';
import { AlarmCounts, AlarmFilterBar } from './alarm-filter-bar.tsx';
import { AlarmStateText } from './alarm-state.tsx';
import { durationText } from './duration-text.ts';
import { useEnterpriseLabel } from './enterprise-label.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { useWalkedList } from './use-walked-list.ts';

const none: readonly Alarm[] = [];
const keyOf = ({ id }: Alarm): string => String(id);

/** City and enterprise of an alarm, as far as they are known. */
export function usePlaceText(): (alarm: Pick<Alarm, 'city' | 'enterprise'>) => string {
  const names = useNames();
  const enterpriseOf = useEnterpriseLabel();
  return useCallback(
    ({ city, enterprise }) =>
      [city === null ? null : names.region(city), enterpriseOf(enterprise)].flatMap((part) => part ?? []).join(' · '),
    [names, enterpriseOf],
  );
}

export function FloodBanner() {
  const { alarm: words } = useWords();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const flood = useMonitoring(({ alarms }) => alarms?.flood ?? null);
  if (flood === null || !flood.active) return null;
  const amount = numberText(flood.lastTenMinutes, language);
  return (
    <p className="flood-banner" role="alert" data-testid="flood">
      {flood.since === null ? words.floodNoSince(amount) : words.flood(amount, timeOfDay(flood.since, timeZone))}
    </p>
  );
}

export function AlarmTable({ rem }: { readonly rem: number }) {
  const words = useWords();
  const { column: titles } = words.alarm;
  const { language, monitoring, page, openPage } = useView();
  const text = useDeferredValue(monitoring.text);
  const list = useMonitoring((state) => state.alarms);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const now = useNow(1000);
  const placeOf = usePlaceText();
  const all = list?.alarms ?? none;
  const rows = useMemo(
    () =>
      arrangedAlarms(all, monitoring.alarms, (alarm) =>
        holdsWords(
          [alarm.sentence[language], alarm.subjectName, alarm.rule, alarm.owner, alarm.subject.id, placeOf(alarm)],
          text,
        ),
      ),
    [all, monitoring.alarms, text, language, placeOf],
  );
  const open = useCallback((key: string) => openPage({ kind: 'alarm', id: Number(key) }), [openPage]);
  const selectedKey = useWalkedList(rows, keyOf, open, page?.kind === 'alarm' ? String(page.id) : null);
  const muted = (label: string) => <span className="muted">{label}</span>;
  const columns: TableColumnsType<Alarm> = [
    {
      key: 'priority',
      title: titles.priority,
      width: columnWidthRem(titles.priority, 5) * rem,
      fixed: 'left',
      render: (_, alarm) => <PriorityMark alarm={alarm} />,
    },
    { key: 'state', title: titles.state, width: 13 * rem, render: (_, alarm) => <AlarmStateText alarm={alarm} /> },
    {
      key: 'subject',
      title: titles.subject,
      width: 12 * rem,
      render: (_, { subjectName, subject }) => <span title={subject.id}>{subjectName}</span>,
    },
    {
      key: 'sentence',
      title: titles.sentence,
      width: 34 * rem,
      render: (_, { sentence, children }) => (
        <span title={sentence[language]}>
          {children > 0 && <strong>{words.alarm.children(numberText(children, language))} </strong>}
          {sentence[language]}
        </span>
      ),
    },
    {
      key: 'age',
      title: titles.age,
      width: columnWidthRem(titles.age, 6) * rem,
      render: (_, { recordedAt, raisedAt }) => (
        <span title={wallClock(raisedAt, timeZone)}>{durationText(now - recordedAt, words, language)}</span>
      ),
    },
    {
      key: 'clock',
      title: titles.clock,
      width: columnWidthRem(titles.clock, language === 'en' ? 16 : 11) * rem,
      render: (_, alarm) => <AlarmClock alarm={alarm} now={now} />,
    },
    {
      key: 'place',
      title: titles.place,
      width: 16 * rem,
      render: (_, alarm) => {
        const place = placeOf(alarm);
        return place === '' ? muted(words.monitoring.unknown) : <span title={place}>{place}</span>;
      },
    },
    {
      key: 'owner',
      title: titles.owner,
      width: columnWidthRem(titles.owner, 6) * rem,
      render: (_, { owner }) => owner ?? muted(words.alarm.nobody),
    },
    {
      key: 'raised',
      title: titles.raised,
      width: 11.5 * rem,
      render: (_, { raisedAt }) => wallClock(raisedAt, timeZone),
    },
  ];
  const narrowed = isNarrowed(monitoring.alarms) || monitoring.alarms.priorities.length > 0 || text !== '';
  return (
    <div className="monitoring-list">
      <FloodBanner />
      {list !== null && <AlarmCounts counts={list.counts} />}
      <ListToolbar shown={rows.length} all={list?.counts.open ?? 0} countLabel={words.monitoring.countLabel.alarms}>
        <AlarmFilterBar />
      </ListToolbar>
      <FillTable
        label={words.alarm.title}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
        emptyText={
          list === null
            ? words.monitoring.empty.loading
            : narrowed
              ? words.alarm.emptyNarrowed
              : monitoring.alarms.which === 'open'
                ? words.alarm.empty
                : words.alarm.emptyAll
        }
        rowTestId="alarm-row"
        selectedKey={selectedKey}
        onOpen={({ id }) => open(String(id))}
      />
    </div>
  );
}
