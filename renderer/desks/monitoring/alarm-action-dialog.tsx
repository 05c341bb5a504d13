// One action on an alarm: why, by whom, until when. Where the core refuses it, its sentence stands in the dialog.
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { type ActionDraft, type AlarmAction, actionNeeds, actionProblem, requestOf } from './alarm-actions.ts';
import { durationText } from './duration-text.ts';

const hourMs = 3_600_000;
/** Offered lengths of a shelf; the core knows which are too long for a priority. */
const shelfLengths = [0.5, 1, 2, 4, 24, 72, 168].map((hours) => hours * hourMs);

export function AlarmActionDialog(props: {
  readonly alarm: Alarm;
  readonly action: AlarmAction;
  readonly onDone: (alarm: Alarm) => void;
  readonly onCancel: () => void;
}) {
  const { alarm, action } = props;
  const words = useWords();
  const { dialog, action: actions } = words.alarm;
  const names = useNames();
  const language = useView((view) => view.language);
  const about = useCore((core) => core.about);
  const timeZone = about?.profile.timeZone ?? 'UTC';
  const [draft, setDraft] = useState<ActionDraft>(() => ({
    actor: remembered('actor') ?? '',
    reason: '',
    note: '',
    owner: alarm.owner ?? '',
    until: null,
    followUp: '',
    evidence: '',
  }));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // Sent again after a break of the wire, it must count once.
  const [key] = useState(() => crypto.randomUUID());
  const needs = actionNeeds[action];
  const name = actions[action] ?? action;
  const reasons = (about?.alarmReasons ?? []).filter((reason) => reason.actions.includes(action));
  const followUp = action === 'close' && reasons.find((reason) => reason.id === draft.reason)?.followUp === true;

  function change(changed: Partial<ActionDraft>): void {
    setProblem(null);
    setDraft((last) => ({ ...last, ...changed }));
  }

  async function submit(): Promise<void> {
    const missing = actionProblem(action, draft, { followUp, frozen: alarm.evidence !== null });
    if (missing !== null) return setProblem(dialog[missing]);
    const { backend } = useCore.getState();
    if (backend === null) return setProblem(words.errors.disconnected);
    setBusy(true);
    try {
      remember('actor', draft.actor.trim());
      props.onDone(await backend.alarms.transition(requestOf(alarm, action, draft, key)));
    } catch (error) {
      setProblem(errorText(error, language, words, useCore.getState().backend !== null));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      title={<h2>{dialog.title(name, alarm.sentence[language])}</h2>}
      okText={dialog.submit(name)}
      cancelText={dialog.cancel}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={props.onCancel}
      closable={{ 'aria-label': dialog.cancel }}
      width="38rem"
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {(needs.reason || reasons.length > 0) && (
          <Field label={dialog.reason}>
            {(id) =>
              reasons.length === 0 ? (
                <Input
                  id={id}
                  value={draft.reason}
                  placeholder={dialog.reasonFree}
                  onChange={({ target }) => change({ reason: target.value })}
                />
              ) : (
                <Select
                  id={id}
                  autoFocus
                  allowClear={!needs.reason}
                  value={draft.reason === '' ? null : draft.reason}
                  placeholder={dialog.needReason}
                  options={reasons.map((reason) => ({ value: reason.id, label: names.pick(reason.name) }))}
                  onChange={(reason) => change({ reason: reason ?? '' })}
                />
              )
            }
          </Field>
        )}
        {needs.until !== 'none' && (
          <Field label={dialog.until}>
            {(id) => (
              <>
                <div className="shelf-lengths">
                  {shelfLengths.map((length) => (
                    <Button key={length} size="small" onClick={() => change({ until: Date.now() + length })}>
                      {durationText(length, words, language)}
                    </Button>
                  ))}
                </div>
                <Input
                  id={id}
                  type="datetime-local"
                  value={draft.until === null ? '' : wallClockMinutes(draft.until, timeZone).replace(' ', 'T')}
                  onChange={({ target }) => change({ until: instantOf(target.value, timeZone) })}
                />
                <p className="muted small">
                  {dialog.untilHint} {words.times.zone(timeZone)}
                </p>
              </>
            )}
          </Field>
        )}
        {needs.owner !== 'none' && (
          <Field label={dialog.owner}>
            {(id) => <Input id={id} value={draft.owner} onChange={({ target }) => change({ owner: target.value })} />}
          </Field>
        )}
        {action === 'close' && (
          <Field label={dialog.followUp}>
            {(id) => (
              <Input
                id={id}
                type="date"
                value={draft.followUp}
                onChange={({ target }) => change({ followUp: target.value })}
              />
            )}
          </Field>
        )}
        {action === 'close' && alarm.evidence === null && (
          <Field label={dialog.evidence}>
            {(id) => (
              <Input
                id={id}
                value={draft.evidence}
                placeholder={dialog.evidenceHint}
                onChange={({ target }) => change({ evidence: target.value })}
              />
            )}
          </Field>
        )}
        <Field label={dialog.note}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 6 }}
              placeholder={dialog.noteHint}
              value={draft.note}
              onChange={({ target }) => change({ note: target.value })}
            />
          )}
        </Field>
        <Field label={dialog.actor}>
          {(id) => <Input id={id} value={draft.actor} onChange={({ target }) => change({ actor: target.value })} />}
        </Field>
        <ProblemLine text={problem} />
        {/* Enter in a field records it as the button below does. */}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
