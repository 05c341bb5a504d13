// Registers an address of the quarantine as a channel; its backlog moves in.
import { AutoComplete, Input, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { QuarantineEntry } from '../../../contract/monitoring.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { enterpriseName } from '../atlas/enterprise-name.ts';
import { type AdoptionDraft, adoptionOf, draftFor, problemOf } from './adoption-draft.ts';
import { durationText } from './duration-text.ts';

const kinds = ['level', 'amount', 'register'] as const;
const minuteMs = 60_000;
const intervals = [1, 5, 10, 15, 30, 60, 120, 1440].map((minutes) => minutes * minuteMs);
const irregular = 0;

export function AdoptDialog(props: {
  readonly entry: QuarantineEntry;
  readonly onDone: (result: { channel: string | null; readings: number }) => void;
  readonly onCancel: () => void;
}) {
  const { entry } = props;
  const words = useWords();
  const { quarantine, quantity: quantities, kind } = words.monitoring;
  const language = useView((view) => view.language);
  const enterprises = useCore((core) => core.world.enterprises);
  const [draft, setDraft] = useState(() => draftFor(entry, remembered('actor') ?? ''));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const names = useMemo(
    () => enterprises.map((each) => ({ value: each.id, label: enterpriseName(each, language) })),
    [enterprises, language],
  );

  function change(changed: Partial<AdoptionDraft>): void {
    setProblem(null);
    setDraft((last) => ({ ...last, ...changed }));
  }

  async function submit(): Promise<void> {
    const missing = problemOf(draft);
    if (missing !== null) return setProblem(quarantine[missing]);
    const { backend } = useCore.getState();
    if (backend === null) return setProblem(words.errors.disconnected);
    setBusy(true);
    try {
      remember('actor', draft.actor.trim());
      props.onDone(await backend.monitoring.adopt(adoptionOf(entry, draft)));
    } catch (error) {
      setProblem(errorText(error, language, words, useCore.getState().backend !== null));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      title={<h2>{quarantine.title(entry.device, entry.address)}</h2>}
      okText={quarantine.submit}
      cancelText={quarantine.cancel}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={props.onCancel}
      closable={{ 'aria-label': quarantine.cancel }}
      width="42rem"
    >
      <div className="form two-columns">
        {entry.unknown === 'device' && (
          <Field label={quarantine.deviceName} wide>
            {(id) => (
              <Input
                id={id}
                value={draft.deviceName}
                placeholder={entry.device}
                onChange={({ target }) => change({ deviceName: target.value })}
              />
            )}
          </Field>
        )}
        <Field label={quarantine.id}>
          {(id) => (
            <Input
              id={id}
              value={draft.id}
              placeholder={quarantine.idHint}
              onChange={({ target }) => change({ id: target.value })}
            />
          )}
        </Field>
        <Field label={quarantine.name}>
          {(id) => <Input id={id} value={draft.name} onChange={({ target }) => change({ name: target.value })} />}
        </Field>
        <Field label={quarantine.quantity}>
          {(id) => (
            <AutoComplete
              id={id}
              value={draft.quantity}
              placeholder={quarantine.quantityHint}
              options={Object.entries(quantities).map(([value, label]) => ({ value, label: `${label} · ${value}` }))}
              showSearch={{
                filterOption: (typed, option) => String(option?.label).toLowerCase().includes(typed.toLowerCase()),
              }}
              onChange={(value: string) => change({ quantity: value ?? '' })}
            />
          )}
        </Field>
        <Field label={quarantine.unit}>
          {(id) => (
            <Input
              id={id}
              value={draft.unitOfMeasure}
              placeholder={quarantine.unitHint}
              onChange={({ target }) => change({ unitOfMeasure: target.value })}
            />
          )}
        </Field>
        <Field label={quarantine.kind}>
          {(id) => (
            <Select
              id={id}
              value={draft.kind}
              options={kinds.map((each) => ({ value: each, label: kind[each] }))}
              onChange={(value) => change({ kind: value })}
            />
          )}
        </Field>
        <Field label={quarantine.interval}>
          {(id) => (
            <Select
              id={id}
              value={draft.intervalMs ?? irregular}
              options={[
                { value: irregular, label: quarantine.intervalNone },
                ...intervals.map((ms) => ({ value: ms, label: durationText(ms, words, language) })),
              ]}
              onChange={(ms) => change({ intervalMs: ms === irregular ? null : ms })}
            />
          )}
        </Field>
        <Field label={quarantine.enterprise}>
          {(id) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              allowClear
              value={draft.enterprise}
              placeholder={quarantine.enterpriseNone}
              options={names}
              onChange={(value) => change({ enterprise: value ?? null })}
            />
          )}
        </Field>
        <Field label={quarantine.actor}>
          {(id) => <Input id={id} value={draft.actor} onChange={({ target }) => change({ actor: target.value })} />}
        </Field>
        <ProblemLine text={problem} />
      </div>
    </Modal>
  );
}
