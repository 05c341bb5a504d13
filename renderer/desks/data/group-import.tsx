// Files of one layout on their way into the ledger: how they are read, a trial, and then the import for good.
import { Button, Input, Progress, Select } from 'antd';
import { useId, useMemo, useState } from 'react';
import type { ImportRequest, Inspection } from '../../../contract/imports.ts';
import { numberText } from '../../format/quantity-text.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { crsChoices } from './crs-choices.ts';
import type { FileGroup } from './file-groups.ts';
import { draftFrom, mappingFrom } from './mapping-draft.ts';
import { MappingEditor } from './mapping-editor.tsx';
import { ReportView } from './report-view.tsx';
import { useImportRun } from './use-import-run.ts';

export function GroupImport({ group }: { readonly group: FileGroup }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const about = useCore((core) => core.about);
  const id = useId();
  const run = useImportRun();
  const [crs, setCrs] = useState('');
  const [draft, setDraft] = useState(() => draftFrom(group.files.map(({ inspection }) => inspection as Inspection)));
  const [actor, setActor] = useState(remembered('actor') ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choices = useMemo(() => (about === null ? [] : crsChoices(about.profile.bbox, words.crs)), [about, words]);

  // An import for good must be read exactly as the trial before it was.
  const reading = JSON.stringify([crs, draft]);

  const { state } = run;
  const report = state.kind === 'done' ? state.report : null;
  const busy = state.kind === 'running';
  const committed = report !== null && !report.dryRun;
  const notUnderstood = [...(report?.rejected ?? []), ...(report?.warnings ?? [])].filter(
    ({ reason: { code } }) => code === 'unknown-status' || code === 'unknown-industry',
  );

  function requestOf(dryRun: boolean): ImportRequest | null {
    const mapping = group.preset === null ? mappingFrom(draft) : null;
    if (typeof mapping === 'string') {
      setProblem(words.mapping[mapping]);
      return null;
    }
    if (!dryRun && (actor.trim() === '' || reason.trim() === '')) {
      setProblem(words.imports.needActor);
      return null;
    }
    setProblem(null);
    return {
      files: group.files.map(({ path, name }) => ({ path: path as string, name })),
      dryRun,
      ...(group.preset === null ? {} : { preset: group.preset }),
      ...(mapping === null ? {} : { mapping }),
      ...(crs === '' ? {} : { crs }),
      ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    };
  }

  function start(dryRun: boolean): void {
    const request = requestOf(dryRun);
    if (request === null) return;
    if (actor.trim() !== '') remember('actor', actor.trim());
    if (dryRun) setTried(reading);
    run.start(request);
  }

  const title = words.imports.groupTitle(
    group.preset === null ? words.imports.unknown : words.imports.known(group.preset),
    group.files.length,
  );
  return (
    <section className="group-import" aria-label={title}>
      <h3>{title}</h3>
      {group.preset === null && !committed && (
        <MappingEditor draft={draft} onChange={setDraft} notUnderstood={notUnderstood} />
      )}
      {!committed && (
        <div className="inline-form">
          <label htmlFor={`${id}crs`}>{words.imports.crs}</label>
          <Select
            id={`${id}crs`}
            className="crs-select"
            value={crs}
            onChange={setCrs}
            disabled={busy}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            options={[
              { value: '', label: words.imports.crsAuto },
              ...choices.map(({ code, name }) => ({ value: code, label: name })),
            ]}
          />
          <label htmlFor={`${id}actor`}>{words.imports.actor}</label>
          <Input id={`${id}actor`} value={actor} onChange={({ target }) => setActor(target.value)} />
          <label htmlFor={`${id}reason`}>{words.imports.reason}</label>
          <Input
            id={`${id}reason`}
            value={reason}
            placeholder={words.imports.reasonHint}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button disabled={busy} title={words.imports.dryRunHint} onClick={() => start(true)}>
            {words.imports.dryRun}
          </Button>
          <Button type="primary" disabled={busy || report === null || tried !== reading} onClick={() => start(false)}>
            {words.imports.commit}
          </Button>
        </div>
      )}
      {(crs === 'gcj02' || crs === 'bd09') && <p className="muted small">{words.imports.crsNote}</p>}
      <ProblemLine text={problem} />
      {state.kind === 'running' && (
        <div className="run-line" role="status">
          <Progress percent={Math.round(state.fraction * 100)} size="small" aria-label={words.imports.title} />
          <span>{words.imports.running(state.file, numberText(state.rows, language))}</span>
          <Button size="small" onClick={run.cancel}>
            {words.imports.cancel}
          </Button>
        </div>
      )}
      {state.kind === 'cancelled' && <p role="status">{words.imports.cancelled}</p>}
      <ProblemLine
        text={
          state.kind === 'failed' ? errorText(state.error, language, words, useCore.getState().backend !== null) : null
        }
      />
      {report !== null && <ReportView report={report} />}
    </section>
  );
}
