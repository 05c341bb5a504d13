// The evidence of the selected alarm on one card: what goes on, what can be done, curves, rule, cross-checks, what was frozen, and what was done.
import { useMemo } from 'react';
import type { AlarmDetail } from '../../../contract/alarms.ts';
import { evidenceHeadingId } from '../../commands/duty-commands.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm, useDutyDesk } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { AcknowledgeMenu } from './acknowledge-menu.tsx';
import { ActionBar } from './action-bar.tsx';
import { AlarmCurves } from './alarm-curves.tsx';
import { AlarmEvidence } from './alarm-evidence.tsx';
import { Children, Earlier, FindingPart, Rule, Transitions, What } from './alarm-facts.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmStills } from './alarm-stills.tsx';
import { CallBacks } from './call-backs.tsx';
import { CrossChecks, Similar } from './cross-checks.tsx';
import { PlantTree } from './plant-tree.tsx';
import { ReportButton } from './report-button.tsx';

export function EvidencePanel(props: {
  /** As the list shows it; null = it is not on the list, so the core is asked. */
  readonly listed: ListedAlarm | null;
  readonly id: number | null;
  readonly look: Look;
  /** The time that the alarms are of; left out = the present. */
  readonly at?: number | undefined;
}) {
  const { listed, id, look, at } = props;
  const words = useWords();
  const connected = useCore((core) => core.backend !== null);
  const language = useView((view) => view.language);
  // The list is followed: its version says when there is more to read.
  const { value, error } = useAnswer(
    id === null ? null : JSON.stringify([id, listed?.waiting === true ? 0 : (listed?.version ?? 0)]),
    (backend, signal) => backend.alarms.show({ id: id ?? 0 }, { signal }),
  );
  const detail = value?.alarm.id === id ? value : null;
  const alarm = useMemo(
    () => listed ?? (detail === null || at !== undefined ? null : { ...detail.alarm, overdue: false, waiting: false }),
    [listed, detail, at],
  );
  return (
    <section className="evidence-panel" aria-label={words.duty.panes.evidence} data-testid="evidence" data-alarm={id}>
      {id === null ? (
        <div className="evidence-none">
          <p>{words.duty.select}</p>
          <p className="muted">{words.duty.selectHint}</p>
        </div>
      ) : (
        <>
          <header>
            <h2 id={evidenceHeadingId} tabIndex={-1}>
              {alarm !== null && (
                <>
                  <AlarmMark alarm={alarm} /> {alarm.sentence[language]}
                </>
              )}
            </h2>
            {alarm !== null && <Actions alarm={alarm} />}
          </header>
          <div className="evidence-body">
            <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
            {detail === null || alarm === null ? (
              error === null && (
                <p className="evidence-none muted">
                  {detail === null ? words.evidence.loading : words.evidence.notThen}
                </p>
              )
            ) : (
              <Body key={id} detail={detail} alarm={alarm} look={look} at={at} />
            )}
          </div>
        </>
      )}
    </section>
  );
}

function Actions({ alarm }: { readonly alarm: ListedAlarm }) {
  const question = useDutyDesk((desk) => desk.question);
  const past = useDutyDesk((desk) => desk.past);
  if (past) return null;
  return (
    <>
      <ActionBar alarm={alarm} />
      {question === 'reasons' && <AcknowledgeMenu alarm={alarm} />}
    </>
  );
}

function Body(props: {
  readonly detail: AlarmDetail;
  readonly alarm: ListedAlarm;
  readonly look: Look;
  readonly at: number | undefined;
}) {
  const { detail, alarm, look, at } = props;
  const words = useWords();
  const { detail: titles } = words.alarm;
  const { finding, findings, rule, evidence, transitions, children } = detail;
  const earlier = findings.filter(({ id }) => id !== finding?.id);
  const { parent } = alarm;
  return (
    <div className="evidence-parts">
      {parent !== null && (
        <p>
          {titles.parent}{' '}
          <button type="button" className="link-button" onClick={() => selectAlarm(parent)}>
            {titles.openParent}
          </button>
        </p>
      )}
      {children.length > 0 && <Children alarms={children} />}
      <AlarmCurves detail={detail} look={look} at={at} />
      <What alarm={alarm} at={at} />
      {at === undefined && <CrossChecks alarm={alarm} />}
      {rule !== null && <Rule rule={rule} />}
      {/* What the rule saw grows as readings come: of the past, only the rule is known to be the same. */}
      {at === undefined && finding !== null && <FindingPart finding={finding} />}
      {at === undefined && earlier.length > 0 && <Earlier findings={earlier} />}
      {at === undefined && <Present alarm={alarm} evidence={evidence} />}
      <Transitions transitions={transitions.filter((each) => at === undefined || each.at <= at)} />
      {at === undefined && <ReportButton alarm={alarm} />}
    </div>
  );
}

/** What is only known of the present. */
function Present({ alarm, evidence }: { readonly alarm: ListedAlarm; readonly evidence: AlarmDetail['evidence'] }) {
  const { evidence: words } = useWords();
  return (
    <>
      <AlarmEvidence evidence={evidence} />
      <PlantTree alarm={alarm} />
      <Similar alarm={alarm} />
      <section aria-label={words.inspections}>
        <h3>{words.inspections}</h3>
        <p className="muted">{words.noInspections}</p>
      </section>
      <AlarmStills alarm={alarm} />
      <CallBacks alarm={alarm} />
    </>
  );
}
