// The list of the duty desk: quick filters, what is marked, and the rows.
import { SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useCallback, useMemo } from 'react';
import { alarmPriorities } from '../../../contract/alarms.ts';
import { searchFieldId } from '../../commands/desk-commands.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm, toggleMark, useDutyDesk } from '../../state/duty-desk.ts';
import { countKinds, type ListedAlarm } from '../../state/duty-list.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { dutyKinds, isNarrowed, plainDuty, toggled } from '../../state/duty-view.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { useNow } from '../../ui/use-now.ts';
import { useEnterpriseLabel } from '../monitoring/enterprise-label.ts';
import { AlarmRows } from './alarm-rows.tsx';
import { BulkBar } from './bulk-bar.tsx';

/** City and enterprise of an alarm, as far as they are known. */
export function usePlaceText(): (alarm: Pick<ListedAlarm, 'city' | 'enterprise'>) => string {
  const names = useNames();
  const enterpriseOf = useEnterpriseLabel();
  return useCallback(
    ({ city, enterprise }) =>
      [city === null ? null : names.region(city), enterpriseOf(enterprise)].flatMap((part) => part ?? []).join(' · '),
    [names, enterpriseOf],
  );
}

export function AlarmList(props: {
  readonly all: readonly ListedAlarm[];
  readonly listed: readonly ListedAlarm[];
  readonly look: Look;
  readonly onOpen: (id: number) => void;
  /** The time that the alarms are of; left out = the present. */
  readonly at?: number | undefined;
  readonly loading: boolean;
}) {
  const { all, listed, look } = props;
  const words = useWords();
  const { duty: dutyWords, alarm: alarmWords } = words;
  const { language, duty, setDuty, page } = useView();
  const marked = useDutyDesk((desk) => desk.marked);
  const past = useDutyDesk((desk) => desk.past);
  const officer = useOfficer(({ name }) => name);
  const minute = useNow(60_000);
  const placeOf = usePlaceText();
  const staleMs = useCore((core) => core.about?.alarmTimes?.staleMs);
  const now = props.at ?? minute;
  const counts = useMemo(() => countKinds(all, { now, actor: officer, staleMs }), [all, now, officer, staleMs]);
  const markable = useMemo(() => listed.find(({ id }) => marked.has(id))?.priority ?? null, [listed, marked]);
  const number = (value: number): string => numberText(value, language);
  const standing = useMemo(
    () => all.filter(({ parent, state }) => parent === null && state !== 'closed').length,
    [all],
  );
  const narrowed = duty.text !== '' || duty.kind !== null || isNarrowed(duty.choice);
  return (
    <section className="alarm-list" aria-label={dutyWords.panes.list}>
      <div className="list-toolbar">
        <Input
          id={searchFieldId}
          className="list-find"
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          aria-label={dutyWords.find}
          placeholder={`${dutyWords.find} (/)`}
          value={duty.text}
          onChange={({ target }) => setDuty({ text: target.value })}
        />
        <span role="status" data-testid="list-count">
          <strong>{words.monitoring.count(number(listed.length), number(standing))}</strong> {dutyWords.countLabel}
        </span>
      </div>
      <div className="list-toolbar alarm-filters">
        <fieldset aria-label={dutyWords.kindLabel}>
          <Button
            size="small"
            type={duty.kind === null ? 'primary' : 'default'}
            aria-pressed={duty.kind === null}
            onClick={() => setDuty({ kind: null })}
          >
            {dutyWords.kind.all}
          </Button>
          {dutyKinds.map((kind) => (
            <Button
              key={kind}
              size="small"
              type={duty.kind === kind ? 'primary' : 'default'}
              aria-pressed={duty.kind === kind}
              onClick={() => setDuty({ kind: duty.kind === kind ? null : kind })}
            >
              {dutyWords.kind[kind]} {number(counts[kind])}
            </Button>
          ))}
        </fieldset>
        <fieldset aria-label={alarmWords.filter.priority}>
          {alarmPriorities.map((each) => (
            <Button
              key={each}
              size="small"
              title={alarmWords.priority[each]}
              type={duty.choice.priorities.includes(each) ? 'primary' : 'default'}
              aria-pressed={duty.choice.priorities.includes(each)}
              onClick={() =>
                setDuty({
                  choice: { ...duty.choice, priorities: toggled(alarmPriorities, duty.choice.priorities, each) },
                })
              }
            >
              {each}
            </Button>
          ))}
        </fieldset>
        <fieldset aria-label={alarmWords.filter.which}>
          {(['open', 'all'] as const).map((which) => (
            <Button
              key={which}
              size="small"
              type={duty.choice.which === which ? 'primary' : 'default'}
              aria-pressed={duty.choice.which === which}
              disabled={past}
              onClick={() => setDuty({ choice: { ...duty.choice, which } })}
            >
              {alarmWords.which[which]}
            </Button>
          ))}
        </fieldset>
        {narrowed && (
          <Button size="small" type="link" onClick={() => setDuty({ text: '', kind: null, choice: plainDuty.choice })}>
            {alarmWords.filter.clear}
          </Button>
        )}
      </div>
      <BulkBar listed={listed} />
      <AlarmRows
        rows={listed}
        selected={page?.kind === 'alarm' ? page.id : null}
        marked={marked}
        markable={markable}
        scale={look.scale}
        emptyText={props.loading ? words.monitoring.empty.loading : narrowed ? dutyWords.noneNarrowed : dutyWords.none}
        placeOf={placeOf}
        onMark={past ? null : toggleMark}
        onSelect={selectAlarm}
        onOpen={props.onOpen}
        at={props.at}
      />
    </section>
  );
}
