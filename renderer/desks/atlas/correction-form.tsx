// Supersedes one value: the new value, why, and who says so. Nothing is overwritten.
import { Checkbox, Input, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { attributeName } from '../../i18n/attribute-name.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { correctedValue, isNumeric } from './correction-value.ts';
import { type CorrectionAsked, StatedText } from './stated-value.tsx';

export function CorrectionForm(props: {
  readonly asked: CorrectionAsked;
  readonly onDone: (revision: number) => void;
  readonly onCancel: () => void;
}) {
  const { owner, stated, offered } = props.asked;
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const backend = useCore((core) => core.backend);
  const about = useCore((core) => core.about);
  const [text, setText] = useState(offered ?? (stated.value === null ? '' : String(stated.value)));
  const [unknown, setUnknown] = useState(false);
  const [reason, setReason] = useState('');
  const [actor, setActor] = useState(remembered('actor') ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const name = attributeName(stated.attribute, words);
  const choices = {
    industry: about?.industries,
    product: about?.products,
    status: about?.statuses,
    countyCode: about?.counties.map((county) => ({
      id: String(county.code),
      name: { zh: county.name, en: county.nameEn },
    })),
  }[stated.attribute];

  function change(set: () => void): void {
    setProblem(null);
    set();
  }

  async function submit(): Promise<void> {
    const corrected = correctedValue(stated.attribute, text, unknown);
    if (corrected.kind === 'problem') return setProblem(words.correction[corrected.problem]);
    if (reason.trim().length < 2) return setProblem(words.correction.needReason);
    if (actor.trim() === '') return setProblem(words.correction.needActor);
    if (backend === null) return setProblem(words.errors.disconnected);
    setBusy(true);
    try {
      remember('actor', actor.trim());
      const { revision } = await backend.ledger.correct({
        ...owner,
        attribute: stated.attribute,
        value: corrected.value,
        reason: reason.trim(),
        actor: actor.trim(),
      });
      props.onDone(revision);
    } catch (error) {
      setProblem(errorText(error, language, words, useCore.getState().backend !== null));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      title={words.correction.title(name)}
      okText={words.correction.submit}
      cancelText={words.correction.cancel}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={props.onCancel}
      width="34rem"
    >
      <div className="form">
        <p>
          {words.correction.now}: <StatedText stated={stated} />
        </p>
        <label htmlFor={`${id}value`}>
          {words.correction.value}
          {stated.unit !== null && ` (${stated.unit})`}
        </label>
        {choices === undefined ? (
          <Input
            id={`${id}value`}
            value={unknown ? '' : text}
            disabled={unknown}
            inputMode={isNumeric(stated.attribute) ? 'decimal' : 'text'}
            onChange={({ target }) => change(() => setText(target.value))}
          />
        ) : (
          <Select
            id={`${id}value`}
            showSearch={{ optionFilterProp: 'label' }}
            value={unknown || text === '' ? null : text}
            disabled={unknown}
            onChange={(chosen) => setText(chosen ?? '')}
            options={choices.map((choice) => ({ value: choice.id, label: names.pick(choice.name) }))}
          />
        )}
        <Checkbox checked={unknown} onChange={({ target }) => setUnknown(target.checked)}>
          {words.correction.asUnknown}
        </Checkbox>
        <label htmlFor={`${id}reason`}>{words.correction.reason}</label>
        <Input.TextArea
          id={`${id}reason`}
          autoSize={{ minRows: 2, maxRows: 5 }}
          placeholder={words.correction.reasonHint}
          value={reason}
          onChange={({ target }) => change(() => setReason(target.value))}
        />
        <label htmlFor={`${id}actor`}>{words.correction.actor}</label>
        <Input id={`${id}actor`} value={actor} onChange={({ target }) => change(() => setActor(target.value))} />
        <p className="muted small">{words.correction.note}</p>
        <ProblemLine text={problem} />
      </div>
    </Modal>
  );
}
