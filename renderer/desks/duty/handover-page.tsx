// The handover of a shift, composed from its records: what stands open, what is quiet, what was promised, what cannot be seen; signed by both.
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Handover, handoverSides } from '../../../contract/duty.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useReasonName } from './alarm-facts.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { InstantField } from './instant-field.tsx';

const hourMs = 3_600_000;
const shifts = [8, 12, 24] as const;

export function HandoverPage() {
  const words = useWords();
  const { handover: titles } = words.dutyPage;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const [period, setPeriod] = useState(() => {
    const to = Math.ceil(Date.now() / 60_000) * 60_000;
    return { from: to - 8 * hourMs, to };
  });
  const [composed, setComposed] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const { value, error, pending } = useAnswer(JSON.stringify([period, composed, shown]), (backend, signal) =>
    shown === null ? backend.duty.handover(period, { signal }) : backend.duty.handoverShow({ id: shown }, { signal }),
  );
  const { value: past } = useAnswer(String(composed), (backend, signal) =>
    backend.duty.handovers(undefined, { signal }),
  );
  return (
    <section className="duty-page" aria-label={titles.title} aria-busy={pending} data-testid="handover-page">
      <h2>{titles.title}</h2>
      <div className="list-toolbar">
        {shifts.map((hours) => (
          <Button
            key={hours}
            size="small"
            onClick={() => {
              const to = Math.ceil(Date.now() / 60_000) * 60_000;
              setShown(null);
              setPeriod({ from: to - hours * hourMs, to });
              setComposed((count) => count + 1);
            }}
          >
            {titles.shift(String(hours))}
          </Button>
        ))}
        {(['from', 'to'] as const).map((end) => (
          <InstantField
            key={end}
            label={titles[end]}
            value={period[end]}
            onChange={(instant) => setPeriod((last) => ({ ...last, [end]: instant }))}
          />
        ))}
        <Button size="small" type="primary" onClick={() => [setShown(null), setComposed((count) => count + 1)]}>
          {shown === null ? titles.compose : titles.back}
        </Button>
      </div>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {value !== null && (
        <div className="handover-columns">
          <Content handover={value} />
          <div>
            <Signatures key={value.sha256} handover={value} onSigned={() => setComposed((count) => count + 1)} />
            <h3>{titles.past}</h3>
            {past?.length === 0 && <p className="muted">{titles.pastNone}</p>}
            <ul className="bare-list">
              {past?.map(({ id, from, to, open, signatures }) => (
                <li key={id}>
                  {wallClockMinutes(from, timeZone)} – {wallClockMinutes(to, timeZone)} ·{' '}
                  {titles.openCount(numberText(open, language))} · {signatures.map(({ actor }) => actor).join(' → ')}{' '}
                  <Button size="small" onClick={() => setShown(id)}>
                    {titles.show}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </section>
  );
}

function Part(props: { readonly title: string; readonly count: number; readonly children: ReactNode }) {
  const { handover: titles } = useWords().dutyPage;
  const language = useView((view) => view.language);
  return (
    <section aria-label={props.title}>
      <h3>
        {props.title} · {numberText(props.count, language)}
      </h3>
      {props.count === 0 ? <p className="muted">{titles.none}</p> : <ul className="bare-list">{props.children}</ul>}
    </section>
  );
}

function Content({ handover }: { readonly handover: Handover }) {
  const words = useWords();
  const { handover: titles } = words.dutyPage;
  const names = useNames();
  const language = useView((view) => view.language);
  const setDuty = useView((view) => view.setDuty);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const reasonName = useReasonName();
  const time = (instant: number): string => wallClockMinutes(instant, timeZone);
  const number = (value: number): string => numberText(value, language);
  const sentences = new Map(handover.open.map((each) => [each.alarm, each.sentence[language]]));
  const alarm = (id: number, text = sentences.get(id) ?? '') => (
    <button
      type="button"
      className="link-button"
      onClick={() => {
        setDuty({ tab: 'watch' });
        selectAlarm(id);
      }}
    >
      #{id} {text}
    </button>
  );
  const kept = (shelf: Handover['shelved'][number]) => (
    <li key={shelf.alarm}>
      {alarm(shelf.alarm)} · {shelf.until === null ? titles.untilOpen : titles.until(time(shelf.until))} · {shelf.owner}{' '}
      · {reasonName(shelf.reason)}
    </li>
  );
  const { counts } = handover;
  return (
    <div className="handover-parts" data-testid="handover" data-open={handover.open.length}>
      <p className="muted">{titles.composed(wallClock(handover.asOf, timeZone))}</p>
      <dl className="duty-counts">
        {(
          [
            [titles.raised, counts.raised],
            [titles.closed, counts.closed],
            [titles.escalated, counts.escalated],
            [titles.remaining, counts.open],
            [titles.unacknowledged, counts.unacknowledged],
          ] as const
        ).map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
      <Part title={titles.open} count={handover.open.length}>
        {handover.open.map((each) => (
          <li key={each.alarm} data-testid="handover-alarm" data-alarm={each.alarm}>
            <AlarmMark alarm={{ ...each, shelved: null, outOfService: null, returnedUnacknowledged: false }} />{' '}
            {words.alarm.state[each.state]} · {each.owner ?? words.alarm.nobody}
            {each.city !== null && ` · ${names.region(each.city)}`} {alarm(each.alarm)}
            {each.children.length > 0 && <strong> {titles.members(number(each.children.length))}</strong>}
          </li>
        ))}
      </Part>
      <Part title={titles.overdue} count={handover.overdue.length}>
        {handover.overdue.map((each) => (
          <li key={each.alarm}>
            {alarm(each.alarm)} · <span className="refusal">{titles.verifyBy(time(each.verifyBy))}</span>
            {(words.alarm.escalation[each.escalation] ?? '') !== '' && ` · ${words.alarm.escalation[each.escalation]}`}
          </li>
        ))}
      </Part>
      <Part title={titles.callBacks} count={handover.callBacks.length}>
        {handover.callBacks.map((each) => (
          <li key={each.id}>
            <strong>{each.promisedBy}</strong> {each.what} · {words.evidence.due(time(each.dueAt))}{' '}
            {each.overdue && <span className="refusal">{words.evidence.overdueBack} </span>}
            {alarm(each.alarm)}
          </li>
        ))}
      </Part>
      <Part title={titles.shelved} count={handover.shelved.length}>
        {handover.shelved.map(kept)}
      </Part>
      <Part title={titles.outOfService} count={handover.outOfService.length}>
        {handover.outOfService.map(kept)}
      </Part>
      <Part title={titles.silent} count={handover.silent.length}>
        {handover.silent.map((each) => (
          <li key={each.alarm}>
            {words.dutyPage.silent.kind[each.kind]} {each.name} · {time(each.since)}
            {each.members > 0 && <> · {titles.members(number(each.members))}</>} {alarm(each.alarm, '')}
          </li>
        ))}
      </Part>
      <Part title={titles.floods} count={handover.floods.length}>
        {handover.floods.map(({ beganAt, endedAt, alarms }) => (
          <li key={beganAt}>
            {titles.floodFrom(time(beganAt), endedAt === null ? titles.goesOn : time(endedAt), number(alarms.length))}
          </li>
        ))}
      </Part>
    </div>
  );
}

function Signatures({ handover, onSigned }: { readonly handover: Handover; readonly onSigned: () => void }) {
  const words = useWords();
  const { handover: titles } = words.dutyPage;
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const backend = useCore((core) => core.backend);
  const officer = useOfficer(({ name }) => name);
  const [draft, setDraft] = useState({ outgoing: officer, incoming: '', note: '' });
  const [problem, setProblem] = useState<string | null>(null);
  const by = (side: (typeof handoverSides)[number]) => handover.signatures.find((each) => each.side === side);

  async function sign(side: (typeof handoverSides)[number]): Promise<void> {
    const actor = draft[side].trim();
    if (actor === '') return setProblem(titles.needName);
    const { from, to, asOf, sha256 } = handover;
    setProblem(null);
    try {
      await backend?.duty.sign({
        ...{ from, to, asOf, sha256, side, actor, key: crypto.randomUUID() },
        ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
      });
      onSigned();
    } catch (error) {
      setProblem(errorText(error, language, words, useCore.getState().backend !== null));
    }
  }
  return (
    <div className="form" data-testid="signatures">
      <Pairs entries={[[titles.hash, <code key="hash">{handover.sha256}</code>]]} />
      <ProblemLine text={problem} />
      {handoverSides.map((side) => {
        const signature = by(side);
        return signature !== undefined ? (
          <p key={side}>
            ✓ {titles.sign[side]}: <strong>{titles.signed(signature.actor, wallClock(signature.at, timeZone))}</strong>
            {signature.note !== null && ` · ${signature.note}`}
          </p>
        ) : (
          <Field key={side} label={titles.sign[side]}>
            {(id) => (
              <span className="with-button">
                <Input
                  id={id}
                  value={draft[side]}
                  placeholder={titles.name}
                  onChange={({ target }) => setDraft((last) => ({ ...last, [side]: target.value }))}
                />
                <Button type="primary" onClick={() => void sign(side)}>
                  {titles.signButton}
                </Button>
              </span>
            )}
          </Field>
        );
      })}
      {handover.signatures.length === handoverSides.length ? (
        <p className="done-line">{titles.final}</p>
      ) : (
        <Field label={titles.note}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 5 }}
              value={draft.note}
              onChange={({ target }) => setDraft((last) => ({ ...last, note: target.value }))}
            />
          )}
        </Field>
      )}
    </div>
  );
}
