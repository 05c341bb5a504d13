// One alarm: what was seen, by which rule, on which numbers, with the evidence as it was frozen; what was done, and what can be done now.
import { Button } from 'antd';
import { useState } from 'react';
import type { Alarm, AlarmDetail } from '../../../contract/alarms.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SidePage } from '../../ui/side-page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AlarmActionDialog } from './alarm-action-dialog.tsx';
import { type AlarmAction, actionsFor } from './alarm-actions.ts';
import { AlarmClock } from './alarm-clock.tsx';
import { AlarmEvidence } from './alarm-evidence.tsx';
import { AlarmStateText } from './alarm-state.tsx';
import { usePlaceText } from './alarm-table.tsx';
import { PriorityMark } from './priority-mark.tsx';

export function AlarmPage({ id }: { readonly id: number }) {
  const words = useWords();
  const { detail: titles } = words.alarm;
  const { openPage, language } = useView();
  const connected = useCore((core) => core.backend !== null);
  // The list is followed: its version says when there is more to read.
  const listed = useMonitoring(({ alarms }) => alarms?.alarms.find((alarm) => alarm.id === id)?.version ?? 0);
  const [acted, setActed] = useState(0);
  const { value, error } = useAnswer(JSON.stringify([id, listed, acted]), (backend, signal) =>
    backend.alarms.show({ id }, { signal }),
  );
  const detail = value?.alarm.id === id ? value : null;
  return (
    <SidePage
      label={words.alarm.title}
      title={
        detail === null ? (
          words.alarm.title
        ) : (
          <>
            <PriorityMark alarm={detail.alarm} /> {detail.alarm.sentence[language]}
          </>
        )
      }
      subject={String(id)}
      closeLabel={titles.close}
      onClose={() => openPage(null)}
    >
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {detail === null ? (
        error === null && <p className="muted">{titles.loading}</p>
      ) : (
        <Body key={id} detail={detail} onActed={() => setActed((count) => count + 1)} />
      )}
    </SidePage>
  );
}

function Body({ detail, onActed }: { readonly detail: AlarmDetail; readonly onActed: () => void }) {
  const words = useWords();
  const { detail: titles, action: actionWords, dialog } = words.alarm;
  const openPage = useView((view) => view.openPage);
  const { alarm, finding, findings, rule, evidence, transitions, children } = detail;
  const earlier = findings.filter(({ id }) => id !== finding?.id);
  const [asked, setAsked] = useState<AlarmAction | null>(null);
  const [done, setDone] = useState<AlarmAction | null>(null);
  const { parent } = alarm;
  return (
    <>
      <div className="alarm-actions">
        {actionsFor(alarm).map((action, index) => (
          <Button
            key={action}
            size="small"
            type={index === 0 ? 'primary' : 'default'}
            data-action={action}
            onClick={() => setAsked(action)}
          >
            {actionWords[action] ?? action}
          </Button>
        ))}
      </div>
      {done !== null && (
        <p className="done-line" role="status">
          {dialog.done(actionWords[done] ?? done)}
        </p>
      )}
      {parent !== null && (
        <p>
          {titles.parent}{' '}
          <Button size="small" onClick={() => openPage({ kind: 'alarm', id: parent })}>
            {titles.openParent}
          </Button>
        </p>
      )}
      <What alarm={alarm} />
      {children.length > 0 && <Children alarms={children} />}
      {rule !== null && <Rule rule={rule} />}
      {finding !== null && <FindingPart finding={finding} />}
      {earlier.length > 0 && <Earlier findings={earlier} />}
      <AlarmEvidence evidence={evidence} />
      <Transitions transitions={transitions} />
      {asked !== null && (
        <AlarmActionDialog
          alarm={alarm}
          action={asked}
          onCancel={() => setAsked(null)}
          onDone={() => {
            setDone(asked);
            setAsked(null);
            onActed();
          }}
        />
      )}
    </>
  );
}

function What({ alarm }: { readonly alarm: Alarm }) {
  const words = useWords();
  const { detail: titles, column } = words.alarm;
  const openPage = useView((view) => view.openPage);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const now = useNow(1000);
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
          [titles.subject, `${alarm.subjectName} · ${subject.id}`],
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

function Children({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const words = useWords();
  const { openPage, language } = useView();
  return (
    <section aria-label={words.alarm.detail.children}>
      <h3>
        {words.alarm.detail.children} · {alarms.length}
      </h3>
      <ul className="child-alarms" data-testid="child-alarms">
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <PriorityMark alarm={alarm} />
            <button type="button" className="link-button" onClick={() => openPage({ kind: 'alarm', id: alarm.id })}>
              {alarm.sentence[language]}
            </button>
            <AlarmStateText alarm={alarm} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rule({ rule }: { readonly rule: NonNullable<AlarmDetail['rule']> }) {
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

function FindingPart({ finding }: { readonly finding: NonNullable<AlarmDetail['finding']> }) {
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

function Earlier({ findings }: { readonly findings: AlarmDetail['findings'] }) {
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
function useReasonName(): (id: string) => string {
  const reasons = useCore((core) => core.about?.alarmReasons);
  const language = useView((view) => view.language);
  return (id) => reasons?.find((each) => each.id === id)?.name[language] ?? id;
}

function Transitions({ transitions }: { readonly transitions: AlarmDetail['transitions'] }) {
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
