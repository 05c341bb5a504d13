// What was promised about an alarm: who calls back by when, and that they did.
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useDutyDesk } from '../../state/duty-desk.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useNow } from '../../ui/use-now.ts';

const inAnHour = 3_600_000;

export function CallBacks({ alarm }: { readonly alarm: Pick<Alarm, 'id' | 'version'> }) {
  const words = useWords();
  const { evidence } = words;
  const language = useView((view) => view.language);
  const backend = useCore((core) => core.backend);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const actor = useOfficer(({ name }) => name);
  const past = useDutyDesk((desk) => desk.past);
  const now = useNow(30_000);
  const [changes, setChanges] = useState(0);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { value } = useAnswer(JSON.stringify([alarm.id, alarm.version, changes]), (core, signal) =>
    core.duty.callBacks({ alarm: alarm.id }, { signal }),
  );

  async function tell(work: () => Promise<unknown> | undefined): Promise<void> {
    setProblem(null);
    try {
      if (actor === '') throw new Error(words.duty.needOfficer);
      await work();
      setOpen(false);
      setChanges((count) => count + 1);
    } catch (error) {
      setProblem(actor === '' ? words.duty.needOfficer : errorText(error, language, words, backend !== null));
    }
  }

  return (
    <section aria-label={evidence.callBacks} data-testid="call-backs">
      <h3>{evidence.callBacks}</h3>
      <ProblemLine text={problem} />
      {value?.length === 0 && !open && <p className="muted">{evidence.noCallBacks}</p>}
      <ul className="bare-list">
        {value?.map(({ id, dueAt, what, promisedBy, doneAt, doneBy }) => (
          <li key={id}>
            <strong>{promisedBy}</strong> {what} · {evidence.due(wallClockMinutes(dueAt, timeZone))}{' '}
            {doneAt !== null ? (
              <span className="muted">
                {evidence.doneBack} {wallClockMinutes(doneAt, timeZone)} · {doneBy}
              </span>
            ) : (
              <>
                {dueAt < now && <span className="refusal">{evidence.overdueBack} </span>}
                <Button
                  size="small"
                  onClick={() => void tell(() => backend?.duty.done({ id, actor, key: crypto.randomUUID() }))}
                >
                  {evidence.doneBack}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {open ? (
        <PromiseForm
          timeZone={timeZone}
          onCancel={() => setOpen(false)}
          onSave={(promise) =>
            void tell(() => backend?.duty.promise({ ...promise, alarm: alarm.id, actor, key: crypto.randomUUID() }))
          }
        />
      ) : (
        !past && (
          <Button size="small" onClick={() => setOpen(true)}>
            {evidence.promise}
          </Button>
        )
      )}
    </section>
  );
}

function PromiseForm(props: {
  readonly timeZone: string;
  readonly onCancel: () => void;
  readonly onSave: (promise: { dueAt: number; what: string; promisedBy: string }) => void;
}) {
  const { evidence } = useWords();
  const [promisedBy, setPromisedBy] = useState('');
  const [what, setWhat] = useState('');
  const [due, setDue] = useState(() => wallClockMinutes(Date.now() + inAnHour, props.timeZone).replace(' ', 'T'));
  const dueAt = instantOf(due, props.timeZone);
  return (
    <form
      className="form two-columns"
      onSubmit={(event) => {
        event.preventDefault();
        if (dueAt !== null && what.trim() !== '' && promisedBy.trim() !== '')
          props.onSave({ dueAt, what: what.trim(), promisedBy: promisedBy.trim() });
      }}
    >
      <Field label={evidence.promisedBy}>
        {(id) => <Input id={id} value={promisedBy} onChange={({ target }) => setPromisedBy(target.value)} />}
      </Field>
      <Field label={evidence.dueAt}>
        {(id) => <Input id={id} type="datetime-local" value={due} onChange={({ target }) => setDue(target.value)} />}
      </Field>
      <Field label={evidence.what} wide>
        {(id) => <Input id={id} value={what} onChange={({ target }) => setWhat(target.value)} />}
      </Field>
      <div className="alarm-actions wide">
        <Button size="small" type="primary" htmlType="submit">
          {evidence.save}
        </Button>
        <Button size="small" onClick={props.onCancel}>
          {evidence.cancel}
        </Button>
      </div>
    </form>
  );
}
