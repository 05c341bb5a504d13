// Whom to send about an alarm: the nearest who may be sent, and why the others may not.
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { DispatchProposal } from '../../../contract/duty.ts';
import { numberText } from '../../format/quantity-text.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { actOn } from '../../state/duty-actions.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';

type Person = DispatchProposal['proposed'][number]['person'];

export function SendDialog({ alarm, onClose }: { readonly alarm: ListedAlarm; readonly onClose: () => void }) {
  const words = useWords();
  const { send, cancel } = words.evidence;
  const names = useNames();
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const actor = useOfficer(({ name }) => name);
  const [second, setSecond] = useState('');
  const [note, setNote] = useState('');
  const [other, setOther] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { value, error } = useAnswer(String(alarm.id), (backend, signal) =>
    backend.duty.proposal({ alarm: alarm.id }, { signal }),
  );
  const needsSecond = alarm.priority === 'P1';

  function dispatch(owner: string): void {
    const confirmed = second.trim();
    if (needsSecond && (confirmed === '' || confirmed === actor)) {
      setProblem(send.needSecond);
      return;
    }
    const notes = [note.trim(), ...(needsSecond ? [`${send.second}: ${confirmed}`] : [])].filter((each) => each !== '');
    actOn(alarm, {
      action: 'dispatch',
      actor,
      owner,
      reason: 'field-check',
      ...(notes.length === 0 ? {} : { note: notes.join('\n') }),
    });
    onClose();
  }
  const about = ({ role, department, city, phone }: Person): string =>
    [role, department, city === null ? null : names.region(city), phone].filter((each) => each !== null).join(' · ');

  return (
    <Modal
      open
      title={<h2>{send.title}</h2>}
      footer={null}
      onCancel={onClose}
      closable={{ 'aria-label': cancel }}
      width="48rem"
    >
      <div className="form" data-testid="send-dialog">
        <p>{alarm.sentence[language]}</p>
        <ProblemLine text={problem ?? (error === null ? null : errorText(error, language, words, connected))} />
        {needsSecond && (
          <Field label={send.second}>
            {(id) => <Input id={id} autoFocus value={second} onChange={({ target }) => setSecond(target.value)} />}
          </Field>
        )}
        <Field label={send.note}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 1, maxRows: 4 }}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        {value !== null && (
          <>
            <h3>
              {send.nearest} <span className="muted small">{send.rules(value.ruleVersion)}</span>
            </h3>
            {value.proposed.length === 0 && (
              <p className="muted">{value.out.length === 0 ? send.noPeople : send.noneProposed}</p>
            )}
            <ol className="people">
              {value.proposed.map(({ person, distanceKm, open }, index) => (
                <li key={person.id}>
                  <span>
                    <strong>{person.name}</strong> <span className="muted small">{about(person)}</span>
                  </span>
                  <span>
                    {distanceKm === null ? send.noDistance : send.distance(numberText(distanceKm, language, 1))} ·{' '}
                    {send.open(numberText(open, language))}
                  </span>
                  <Button
                    size="small"
                    type={index === 0 ? 'primary' : 'default'}
                    autoFocus={index === 0 && !needsSecond}
                    onClick={() => dispatch(person.name)}
                  >
                    {send.choose(person.name)}
                  </Button>
                </li>
              ))}
            </ol>
            {value.out.length > 0 && (
              <details>
                <summary>
                  {send.out} · {numberText(value.out.length, language)}
                </summary>
                <ul className="bare-list">
                  {value.out.map(({ person, reasons }) => (
                    <li key={person.id}>
                      <strong>{person.name}</strong>{' '}
                      <span className="muted">{reasons.map(({ sentence }) => names.pick(sentence)).join(' ')}</span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
            {value.notInForce.length > 0 && (
              <p className="muted small">
                {send.notInForce}: {value.notInForce.map(({ sentence }) => names.pick(sentence)).join(' ')}
              </p>
            )}
          </>
        )}
        <Field label={send.byHand}>
          {(id) => (
            <span className="with-button">
              <Input id={id} value={other} onChange={({ target }) => setOther(target.value)} />
              <Button disabled={other.trim() === ''} onClick={() => dispatch(other.trim())}>
                {send.by}
              </Button>
            </span>
          )}
        </Field>
      </div>
    </Modal>
  );
}
