// One source held against another around an alarm, and how earlier alarms of the same rule ended.
import type { Alarm } from '../../../contract/alarms.ts';
import type { CrossCheck } from '../../../contract/duty.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { useReasonName } from './alarm-facts.tsx';

/** Told apart without colour. */
const signs = { contradicts: '✗', agrees: '✓', 'not-checked': '–' } as const;

export function CrossChecks({ alarm }: { readonly alarm: Pick<Alarm, 'id' | 'version'> }) {
  const { evidence: words } = useWords();
  const { value } = useAnswer(JSON.stringify([alarm.id, alarm.version]), (backend, signal) =>
    backend.duty.crossChecks({ alarm: alarm.id }, { signal }),
  );
  const unchecked = (value ?? []).filter(({ verdict }) => verdict === 'not-checked');
  return (
    <section aria-label={words.checks} data-testid="cross-checks">
      <h3>
        {words.checks} <span className="muted small">{words.checksNote}</span>
      </h3>
      {value?.length === 0 && <p className="muted">{words.noChecks}</p>}
      <Checks checks={(value ?? []).filter(({ verdict }) => verdict !== 'not-checked')} />
      {unchecked.length > 0 && (
        <details>
          <summary>
            {words.verdict['not-checked']} · {unchecked.length}
          </summary>
          <Checks checks={unchecked} />
        </details>
      )}
    </section>
  );
}

function Checks({ checks }: { readonly checks: readonly CrossCheck[] }) {
  const { evidence: words } = useWords();
  const names = useNames();
  return (
    <ul className="check-list">
      {checks.map(({ check, title, verdict, sentence, ruleVersion }) => (
        <li key={check} data-verdict={verdict}>
          <span className="check-verdict">
            <b aria-hidden="true">{signs[verdict]}</b> {words.verdict[verdict]}
          </span>
          <span>
            <strong>{names.pick(title)}</strong> {names.pick(sentence)}
            {ruleVersion !== null && <span className="muted small"> {words.ruleVersion(ruleVersion)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Similar({ alarm }: { readonly alarm: Pick<Alarm, 'id'> }) {
  const { evidence: words } = useWords();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const reasonName = useReasonName();
  const { value } = useAnswer(String(alarm.id), (backend, signal) =>
    backend.duty.similar({ alarm: alarm.id }, { signal }),
  );
  return (
    <section aria-label={words.similar} data-testid="similar">
      <h3>{words.similar}</h3>
      {value?.length === 0 && <p className="muted">{words.noSimilar}</p>}
      <ul className="bare-list">
        {value?.map(({ alarm: each, same, cause, closedAt }) => (
          <li key={each.id}>
            <span className="muted small">
              {words.same[same]} · {words.closedAt(wallClockMinutes(closedAt, timeZone))} · {reasonName(cause)}
            </span>{' '}
            <button type="button" className="link-button" onClick={() => selectAlarm(each.id)}>
              {each.sentence[language]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
