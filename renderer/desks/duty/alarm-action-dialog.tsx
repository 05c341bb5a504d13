// One action on an alarm, or on all that are marked: why, until when, for whom. Where the core refuses it, its sentence stands in the dialog.
import { Button, Input, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { AlarmBulkResult } from '../../../contract/duty.ts';
import type { Backend } from '../../backend/backend.ts';
import { numberText } from '../../format/quantity-text.ts';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { errorText, sentenceOf } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { offerUndo, takeAlarms } from '../../state/duty-actions.ts';
import {
  type ActionDraft,
  type AlarmAction,
  actionNeeds,
  actionProblem,
  requestOf,
} from '../../state/duty-alarm-actions.ts';
import { unmarkAll } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { setOfficer, useOfficer } from '../../state/duty-officer.ts';
import { enqueue } from '../../state/duty-queue.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { durationText } from '../monitoring/duration-text.ts';

const hourMs = 3_600_000;
/** A preview is asked for once the hand rests. */
const previewPauseMs = 300;
/** Offered lengths of a shelf; the core knows which are too long for a priority. */
const shelfLengths = [0.5, 1, 2, 4, 24, 72, 168].map((hours) => hours * hourMs);

/** Refusals named in a preview. */
const mostNamed = 5;

export function AlarmActionDialog(props: {
  readonly alarm: ListedAlarm;
  /** All that it is about; more than one = at once, or none. */
  readonly alarms: readonly ListedAlarm[];
  readonly action: AlarmAction;
  readonly onClose: () => void;
}) {
  const { alarm, alarms, action, onClose } = props;
  const bulk = alarms.length > 1;
  const words = useWords();
  const { dialog, action: actions } = words.alarm;
  const names = useNames();
  const language = useView((view) => view.language);
  const about = useCore((core) => core.about);
  const timeZone = about?.profile.timeZone ?? 'UTC';
  const [draft, setDraft] = useState<ActionDraft>(() => ({
    actor: useOfficer.getState().name,
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
  const [preview, setPreview] = useState<AlarmBulkResult | null>(null);
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
    setOfficer(draft.actor.trim());
    setBusy(true);
    try {
      await (bulk ? actOnAll(backend) : actOnOne(backend));
    } catch (error) {
      setProblem(errorText(error, language, words, useCore.getState().backend !== null));
    } finally {
      setBusy(false);
    }
  }

  async function actOnOne(backend: Backend | null): Promise<void> {
    const request = { ...requestOf(alarm, action, draft, key), key };
    try {
      // Behind what already waits for this alarm, its version would not be the one that is expected.
      if (backend === null || alarm.waiting) throw new TypeError('It has to wait.');
      takeAlarms([await backend.alarms.transition(request)]);
      if (action !== 'note') offerUndo({ key, action, alarms: 1 });
    } catch (error) {
      if (sentenceOf(error) !== null) throw error;
      // No answer came: it waits in the queue, and its key keeps it from being done twice.
      enqueue(request, alarm.sentence);
    }
    onClose();
  }

  function bulkRequest() {
    const { alarm: _alarm, expectedVersion: _version, ...request } = requestOf(alarm, action, draft, key);
    return { ...request, items: alarms.map(({ id, version }) => ({ alarm: id, expectedVersion: version })) };
  }

  async function actOnAll(backend: Backend | null): Promise<void> {
    if (backend === null) return setProblem(words.errors.disconnected);
    const { done, refused } = await backend.alarms.bulk(bulkRequest());
    takeAlarms(done);
    if (done.length > 0) offerUndo({ key, action, alarms: done.length });
    unmarkAll();
    if (refused.length > 0) setPreview({ done: [], refused });
    else onClose();
  }

  const complete =
    actionProblem(action, draft, { followUp, frozen: alarms.every(({ evidence }) => evidence !== null) }) === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the request says all that the preview depends on
  useEffect(() => {
    if (!bulk || !complete) return;
    const { backend } = useCore.getState();
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void backend?.alarms
        .bulk({ ...bulkRequest(), dryRun: true }, { signal: abort.signal })
        .then(setPreview, (error) => {
          if (!abort.signal.aborted) setProblem(errorText(error, language, words, true));
        });
    }, previewPauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [bulk, complete, draft]);
  const count = (value: number): string => numberText(value, language);

  return (
    <Modal
      open
      title={
        <h2>
          {bulk ? words.duty.bulk.title(name, count(alarms.length)) : dialog.title(name, alarm.sentence[language])}
        </h2>
      }
      okText={bulk ? words.duty.bulk.submit(count(preview?.done.length ?? alarms.length)) : dialog.submit(name)}
      cancelText={dialog.cancel}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
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
        {bulk && preview !== null && <Preview preview={preview} />}
        <ProblemLine text={problem} />
        {/* Enter in a field records it as the button below does. */}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}

function Preview({ preview: { done, refused } }: { readonly preview: AlarmBulkResult }) {
  const { duty } = useWords();
  const language = useView((view) => view.language);
  const count = (value: number): string => numberText(value, language);
  return (
    <div data-testid="bulk-preview" role="status">
      <p>
        <strong>{duty.bulk.will(count(done.length))}</strong>
        {refused.length > 0 && <span className="doubt"> · {duty.bulk.refused(count(refused.length))}</span>}
      </p>
      {refused.length > 0 && (
        <ul className="bare-list small">
          {refused.slice(0, mostNamed).map((each) => (
            <li key={each.alarm}>
              {each.alarm} {each[language]}
            </li>
          ))}
          {refused.length > mostNamed && <li className="muted">{duty.bulk.more(count(refused.length - mostNamed))}</li>}
        </ul>
      )}
    </div>
  );
}
