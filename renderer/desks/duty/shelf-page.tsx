// The register of what is kept quiet: until when, by whom, why; what ends soon stands out.
import { Button } from 'antd';
import { useMemo } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { actOn } from '../../state/duty-actions.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { dayMs } from '../../state/monitoring-span.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationText } from '../monitoring/duration-text.ts';
import { useReasonName } from './alarm-facts.tsx';
import { usePlaceText } from './alarm-list.tsx';
import { AlarmMark } from './alarm-mark.tsx';

/** How far back the register is shown. */
const pastMs = 30 * dayMs;

interface Kept {
  readonly kind: 'shelf' | 'service';
  readonly alarm: ListedAlarm;
  readonly until: number | null;
  readonly owner: string;
  readonly reason: string;
}

/** What ends soonest first; what has no end last. */
export function keptQuiet(alarms: readonly ListedAlarm[]): readonly Kept[] {
  const kept = alarms.flatMap((alarm): Kept[] =>
    alarm.state === 'closed'
      ? []
      : [
          ...(alarm.shelved === null ? [] : [{ kind: 'shelf' as const, alarm, ...alarm.shelved }]),
          ...(alarm.outOfService === null ? [] : [{ kind: 'service' as const, alarm, ...alarm.outOfService }]),
        ],
  );
  return kept.sort(
    (one, other) =>
      (one.until ?? Number.POSITIVE_INFINITY) - (other.until ?? Number.POSITIVE_INFINITY) ||
      one.alarm.id - other.alarm.id,
  );
}

export function ShelfPage({ alarms }: { readonly alarms: readonly ListedAlarm[] }) {
  const words = useWords();
  const { shelves } = words.dutyPage;
  const language = useView((view) => view.language);
  const setDuty = useView((view) => view.setDuty);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const soonMs = useCore((core) => core.about?.alarmTimes?.shelfWarningMs ?? 0);
  const actor = useOfficer(({ name }) => name);
  const reasonName = useReasonName();
  const placeOf = usePlaceText();
  const now = useNow(1000);
  const kept = useMemo(() => keptQuiet(alarms), [alarms]);
  return (
    <section className="duty-page" aria-label={shelves.title} data-testid="shelf-page">
      <h2>{shelves.title}</h2>
      <p className="muted">{shelves.note}</p>
      {kept.length === 0 ? (
        <p className="muted">{shelves.none}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              {[
                shelves.alarm,
                words.alarm.column.place,
                shelves.until,
                shelves.left,
                shelves.owner,
                shelves.reason,
                '',
              ].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kept.map(({ kind, alarm, until, owner, reason }) => {
              const left = until === null ? null : until - now;
              return (
                <tr key={`${kind} ${alarm.id}`}>
                  <td>
                    <AlarmMark alarm={alarm} /> {shelves.kind[kind]}{' '}
                    <button
                      type="button"
                      className="link-button"
                      onClick={() => {
                        setDuty({ tab: 'watch' });
                        selectAlarm(alarm.id);
                      }}
                    >
                      {alarm.sentence[language]}
                    </button>
                  </td>
                  <td>{placeOf(alarm) || words.duty.noPlace}</td>
                  <td className="nowrap">{until === null ? shelves.openEnded : wallClockMinutes(until, timeZone)}</td>
                  <td className={left !== null && left < soonMs ? 'doubt nowrap' : 'nowrap'}>
                    {left === null ? '–' : durationText(Math.max(0, left), words, language)}
                    {left !== null && left < soonMs && ` · ${shelves.soon}`}
                  </td>
                  <td>{owner}</td>
                  <td>{reasonName(reason)}</td>
                  <td>
                    <Button
                      size="small"
                      disabled={actor === ''}
                      title={actor === '' ? words.duty.needOfficer : undefined}
                      onClick={() =>
                        actOn(alarm, {
                          action: kind === 'shelf' ? 'unshelve' : 'return-to-service',
                          actor,
                          reason: 'work-done',
                        })
                      }
                    >
                      {shelves.end[kind]}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <PastShelves />
    </section>
  );
}

/** What was kept quiet and is no longer: by whom, why, what it kept quiet, and who or what ended it. AL5.4. */
function PastShelves() {
  const words = useWords();
  const { shelves } = words.dutyPage;
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const reasonName = useReasonName();
  const connected = useCore((core) => core.backend !== null);
  const to = useNow(60_000);
  const { value, error } = useAnswer(String(to), (backend, signal) =>
    backend.alarms.shelves({ from: to - pastMs, to }, { signal }),
  );
  const ended = (value ?? []).filter(({ endedAt }) => endedAt !== null);
  const { alarm, since, ended: endedTitle, owner, actor, reason, quietened, endedBy } = shelves;
  return (
    <>
      <h3>{shelves.past}</h3>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {value !== null && ended.length === 0 && <p className="muted">{shelves.nonePast}</p>}
      {ended.length > 0 && (
        <table className="plain-table" data-testid="past-shelves">
          <thead>
            <tr>
              {[alarm, since, shelves.until, endedTitle, owner, actor, reason, quietened, endedBy].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ended.map((entry) => (
              <tr key={entry.id}>
                <td>
                  {shelves.kind[entry.kind === 'shelf' ? 'shelf' : 'service']} {entry.alarm} · {entry.subjectName}
                </td>
                <td className="nowrap">{wallClockMinutes(entry.since, timeZone)}</td>
                <td className="nowrap">
                  {entry.until === null ? shelves.openEnded : wallClockMinutes(entry.until, timeZone)}
                </td>
                <td className="nowrap">{entry.endedAt !== null && wallClockMinutes(entry.endedAt, timeZone)}</td>
                <td>{entry.owner}</td>
                <td>{entry.actor}</td>
                <td>{reasonName(entry.reason)}</td>
                <td>{numberText(entry.suppressed, language)}</td>
                <td>{entry.endedBy === 'system' ? shelves.byTime : entry.endedBy}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
