// What is known of an alarm: what goes on, by which rule, on which numbers, and what was done.
import { Button } from 'antd';
import type { Alarm, AlarmDetail } from '../../../contract/alarms.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AlarmClock } from './alarm-clock.tsx';
import { usePlaceText } from './alarm-list.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmStateText } from './alarm-state.tsx';

export function What({ alarm, at }: { readonly alarm: Alarm; readonly at?: number | undefined }) {
  const words = useWords();
  const { detail: titles, column } = words.alarm;
  const openPage = useView((view) => view.openPage);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const present = useNow(1000);
  const now = at ?? present;
  const place = usePlaceText()(alarm);
  const { subject, enterprise } = alarm;
  const causeName = useReasonName();
  return (
    <section aria-label={titles.what}>
      <h3>{titles.what}</h3>
      <Pairs
        entries={[
          [column.state, <AlarmStateText key="state" alarm={alarm} />],
          [column.clock, <AlarmClock key="clock" alarm={alarm} now={now} />],
          [titles.subject, alarm.subjectName === subject.id ? subject.id : `${alarm.subjectName} · ${subject.id}`],
          ...(place === '' ? [] : [[column.place, place] as const]),
          [titles.raised, wallClock(alarm.raisedAt, timeZone)],
          [titles.recorded, wallClock(alarm.recordedAt, timeZone)],
          [titles.clearedAt, alarm.clearedAt === null ? titles.still : wallClock(alarm.clearedAt, timeZone)],
          ...(alarm.raises > 1 ? [[titles.raises, words.alarm.raisedTimes(String(alarm.raises))] as const] : []),
          [titles.owner, alarm.owner ?? words.alarm.nobody],
          ...(alarm.cause === null ? [] : [[titles.cause, causeName(alarm.cause)] as const]),
          ...(alarm.followUp === null ? [] : [[titles.followUp, alarm.followUp] as const]),
        ]}
      />
      <div className="alarm-actions">
        {subject.kind === 'channel' && (
          <Button size="small" onClick={() => openPage({ kind: 'channel', id: subject.id })}>
            {titles.openChannel}
          </Button>
        )}
        {enterprise !== null && (
          <Button size="small" onClick={() => openPage({ kind: 'enterprise', id: enterprise })}>
            {titles.openEnterprise}
          </Button>
        )}
      </div>
    </section>
  );
}

export function Children({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const words = useWords();
  const language = useView((view) => view.language);
  return (
    <section aria-label={words.alarm.detail.children}>
      <h3>
        {words.alarm.detail.children} · {alarms.length}
      </h3>
      <ul className="child-alarms" data-testid="child-alarms">
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <AlarmMark alarm={alarm} />
            <button type="button" className="link-button" onClick={() => selectAlarm(alarm.id)}>
              {alarm.sentence[language]}
            </button>
            <AlarmStateText alarm={alarm} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Rule({ rule }: { readonly rule: NonNullable<AlarmDetail['rule']> }) {
  const { alarm: words } = useWords();
  const language = useView((view) => view.language);
  const { detail: titles } = words;
  return (
    <section aria-label={titles.rule} data-testid="alarm-rule">
      <h3>{titles.rule}</h3>
      <Pairs
        entries={[
          [titles.ruleId, `${rule.title[language]} · ${rule.id}`],
          [titles.version, rule.version],
          [titles.document, rule.document ?? titles.noDocument],
          ...(rule.clause === null ? [] : [[titles.clause, rule.clause] as const]),
          ...(rule.cause === null ? [] : [[titles.likelyCause, rule.cause[language]] as const]),
          ...(rule.consequence === null ? [] : [[titles.consequence, rule.consequence[language]] as const]),
          ...(rule.action === null ? [] : [[titles.action, rule.action[language]] as const]),
        ]}
      />
    </section>
  );
}

export function FindingPart({ finding }: { readonly finding: NonNullable<AlarmDetail['finding']> }) {
  const words = useWords();
  const { detail: titles } = words.alarm;
  const { openPage, language } = useView();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  return (
    <section aria-label={titles.finding} data-testid="alarm-finding">
      <h3>{titles.finding}</h3>
      <p className="muted small">{titles.findingNote}</p>
      <p>{finding.sentence[language]}</p>
      <Pairs
        entries={[
          [
            titles.window,
            `${wallClockMinutes(finding.from, timeZone)} – ${wallClockMinutes(finding.to, timeZone)}${
              finding.clearedAt === null ? ` · ${titles.still}` : ''
            }`,
          ],
          [titles.formula, <code key="formula">{finding.formula}</code>],
          [titles.threshold, finding.threshold],
        ]}
      />
      <div className="scroll-x">
        <table className="plain-table">
          <caption className="visually-hidden">{titles.inputs}</caption>
          <thead>
            <tr>
              <th scope="col">{titles.inputName}</th>
              <th scope="col">{titles.inputValue}</th>
              <th scope="col">{titles.inputChannel}</th>
            </tr>
          </thead>
          <tbody>
            {finding.inputs.map(({ name, value, unitOfMeasure, channel }) => (
              <tr key={`${name} ${channel ?? ''}`}>
                <td>
                  <code>{name}</code>
                </td>
                <td>{value === null ? words.monitoring.unknown : `${value} ${unitOfMeasure ?? ''}`}</td>
                <td>
                  {channel === null ? (
                    '–'
                  ) : (
                    <button
                      type="button"
                      className="link-button"
                      onClick={() => openPage({ kind: 'channel', id: channel })}
                    >
                      {channel}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Earlier({ findings }: { readonly findings: AlarmDetail['findings'] }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  return (
    <details className="unknown-values">
      <summary>
        {words.alarm.detail.earlier} · {findings.length}
      </summary>
      <ul className="bare-list">
        {findings.map(({ id, from, to, sentence }) => (
          <li key={id}>
            <span className="muted small">
              {wallClockMinutes(from, timeZone)} – {wallClockMinutes(to, timeZone)}
            </span>{' '}
            {sentence[language]}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A code that the core doesn't list stands for itself. */
export function useReasonName(): (id: string) => string {
  const reasons = useCore((core) => core.about?.alarmReasons);
  const language = useView((view) => view.language);
  return (id) => reasons?.find((each) => each.id === id)?.name[language] ?? id;
}

export function Transitions({ transitions }: { readonly transitions: AlarmDetail['transitions'] }) {
  const words = useWords();
  const { detail: titles, action: actionWords, state } = words.alarm;
  const reasonName = useReasonName();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  return (
    <section aria-label={titles.transitions}>
      <h3>{titles.transitions}</h3>
      <ol className="history" data-testid="alarm-transitions">
        {transitions.map(({ version, action, from, to, at, actor, reason, note, owner, until, followUp, evidence }) => (
          <li key={version}>
            <div>
              <strong>{actionWords[action] ?? action}</strong>
              {from !== to && ` · ${state[from]} → ${state[to]}`}
            </div>
            <div className="muted small">
              {wallClock(at, timeZone)} · {actor}
              {reason !== null && ` · ${reasonName(reason)}`}
            </div>
            {(owner ?? until ?? followUp ?? evidence) !== null && (
              <div className="small">
                {[
                  ...(owner === null ? [] : [`${titles.owner} ${owner}`]),
                  ...(until === null ? [] : [`${words.alarm.dialog.until} ${wallClockMinutes(until, timeZone)}`]),
                  ...(followUp === null ? [] : [`${titles.followUp} ${followUp}`]),
                  ...(evidence === null ? [] : [`${words.alarm.dialog.evidence} ${evidence}`]),
                ].join(' · ')}
              </div>
            )}
            {note !== null && <div>{note}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}
