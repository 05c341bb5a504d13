// Narrows the list of alarms: open or all, by priority, by state. What is counted over all of them stands beside.
import { Button, Segmented } from 'antd';
import { type AlarmList, alarmPriorities, alarmStates } from '../../../contract/alarms.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type AlarmChoice, allOpenAlarms, isNarrowed, toggled } from '../../state/monitoring-view.ts';
import { useView } from '../../state/view-store.ts';

export function AlarmFilterBar() {
  const { alarm: words } = useWords();
  const { monitoring, setMonitoring } = useView();
  const { alarms } = monitoring;
  const change = (changed: Partial<AlarmChoice>): void => setMonitoring({ alarms: { ...alarms, ...changed } });
  return (
    <div className="alarm-filters">
      <Segmented<AlarmChoice['which']>
        size="small"
        aria-label={words.filter.which}
        value={alarms.which}
        options={(['open', 'all'] as const).map((which) => ({ value: which, label: words.which[which] }))}
        onChange={(which) => change({ which })}
      />
      <fieldset aria-label={words.filter.priority}>
        {alarmPriorities.map((each) => (
          <Button
            key={each}
            size="small"
            title={words.priority[each]}
            type={alarms.priorities.includes(each) ? 'primary' : 'default'}
            aria-pressed={alarms.priorities.includes(each)}
            onClick={() => change({ priorities: toggled(alarmPriorities, alarms.priorities, each) })}
          >
            {each}
          </Button>
        ))}
      </fieldset>
      <fieldset aria-label={words.filter.state}>
        {alarmStates
          .filter((each) => alarms.which === 'all' || each !== 'closed')
          .map((each) => (
            <Button
              key={each}
              size="small"
              type={alarms.states.includes(each) ? 'primary' : 'default'}
              aria-pressed={alarms.states.includes(each)}
              onClick={() => change({ states: toggled(alarmStates, alarms.states, each) })}
            >
              {words.state[each]}
            </Button>
          ))}
      </fieldset>
      {isNarrowed(alarms) && (
        <Button size="small" type="link" onClick={() => setMonitoring({ alarms: allOpenAlarms })}>
          {words.filter.clear}
        </Button>
      )}
    </div>
  );
}

export function AlarmCounts({ counts }: { readonly counts: AlarmList['counts'] }) {
  const { alarm: words } = useWords();
  const language = useView((view) => view.language);
  const entries = (['open', 'unacknowledged', 'overdue', 'shelved', 'suppressed'] as const).map(
    (each) => [each, counts[each]] as const,
  );
  return (
    <dl className="alarm-counts">
      {entries.map(([name, count]) => (
        <div key={name} data-testid={`alarms-${name}`}>
          <dt>{words.counts[name]}</dt>
          <dd className={count > 0 && (name === 'unacknowledged' || name === 'overdue') ? 'doubt' : ''}>
            {numberText(count, language)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
