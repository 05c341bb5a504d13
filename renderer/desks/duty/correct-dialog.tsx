// Marks the readings of a span of an alarm's channel: they leave the sums, and both versions stay.
import { App, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { namedChannels } from '../../state/duty-channels.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';

export function CorrectDialog({ alarm, onClose }: { readonly alarm: ListedAlarm; readonly onClose: () => void }) {
  const words = useWords();
  const { correct, cancel } = words.evidence;
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const actor = useOfficer(({ name }) => name);
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { value: detail } = useAnswer(String(alarm.id), (backend, signal) =>
    backend.alarms.show({ id: alarm.id }, { signal }),
  );
  const channels = detail === null ? [] : namedChannels(detail);
  const local = (instant: number): string => wallClockMinutes(instant, timeZone).replace(' ', 'T');
  const [draft, setDraft] = useState({ channel: '', from: '', to: '', mark: '', reason: '', restore: false });
  const channel = draft.channel === '' ? (channels[0] ?? '') : draft.channel;
  const from = draft.from === '' ? local(detail?.finding?.from ?? alarm.raisedAt) : draft.from;
  const to = draft.to === '' ? local((detail?.finding?.to ?? alarm.raisedAt) + 60_000) : draft.to;
  const [key] = useState(() => crypto.randomUUID());
  const change = (changed: Partial<typeof draft>): void => {
    setProblem(null);
    setDraft((last) => ({ ...last, ...changed }));
  };

  async function submit(): Promise<void> {
    const { backend } = useCore.getState();
    const [start, end] = [instantOf(from, timeZone), instantOf(to, timeZone)];
    if (start === null || end === null || draft.mark.trim() === '' || draft.reason.trim() === '')
      return setProblem(correct.needAll);
    if (start >= end) return setProblem(correct.span);
    if (backend === null) return setProblem(words.errors.disconnected);
    setBusy(true);
    try {
      const { readings } = await backend.monitoring.correct({
        ...{ channel, from: start, to: end, mark: draft.mark.trim(), reason: draft.reason.trim() },
        ...{ value: draft.restore ? 'restore' : 'exclude', actor, alarm: alarm.id, key },
      });
      void message.success(correct.done(numberText(readings, language)));
      onClose();
    } catch (error) {
      setProblem(errorText(error, language, words, useCore.getState().backend !== null));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      title={<h2>{correct.title}</h2>}
      okText={correct.submit}
      cancelText={cancel}
      okButtonProps={{ disabled: channel === '' }}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
      closable={{ 'aria-label': cancel }}
      width="38rem"
    >
      <form
        className="form two-columns"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="wide muted">{correct.intro}</p>
        {channel === '' ? (
          <p className="wide doubt">{correct.noChannel}</p>
        ) : (
          <>
            <Field label={correct.channel} wide>
              {(id) => (
                <Select
                  id={id}
                  value={channel}
                  options={channels.map((each) => ({ value: each, label: each }))}
                  onChange={(each) => change({ channel: each })}
                />
              )}
            </Field>
            <Field label={correct.from}>
              {(id) => (
                <Input
                  id={id}
                  type="datetime-local"
                  value={from}
                  onChange={({ target }) => change({ from: target.value })}
                />
              )}
            </Field>
            <Field label={correct.to}>
              {(id) => (
                <Input
                  id={id}
                  type="datetime-local"
                  value={to}
                  onChange={({ target }) => change({ to: target.value })}
                />
              )}
            </Field>
            <Field label={correct.mark} wide>
              {(id) => (
                <Input
                  id={id}
                  autoFocus
                  value={draft.mark}
                  placeholder={correct.markHint}
                  onChange={({ target }) => change({ mark: target.value })}
                />
              )}
            </Field>
            <Field label={correct.reason} wide>
              {(id) => (
                <Input id={id} value={draft.reason} onChange={({ target }) => change({ reason: target.value })} />
              )}
            </Field>
            <Checkbox
              className="wide"
              checked={draft.restore}
              onChange={({ target }) => change({ restore: target.checked })}
            >
              {correct.restore}
            </Checkbox>
          </>
        )}
        <ProblemLine text={problem} />
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
