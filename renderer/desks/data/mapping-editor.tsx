// Says what each column of an unknown layout is: field by field, with samples beside, and the file's words for the catalogue's.
import { Button, Checkbox, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { type ImportField, importFields } from '../../../contract/imports.ts';
import { attributeName } from '../../i18n/attribute-name.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import {
  type MappingDraft,
  mappingFrom,
  type SheetDraft,
  type WordField,
  withSheet,
  withSource,
  wordFields,
  wordsOf,
} from './mapping-draft.ts';

const unitFields: readonly ImportField[] = [
  'unitKey',
  'unitName',
  'industry',
  'product',
  'capacity',
  'capacityUnit',
  'status',
  'commissioned',
  'retired',
  'captive',
  'technology',
];
const enterpriseFields: readonly ImportField[] = [
  'enterpriseKey',
  'enterpriseName',
  'enterpriseNameEn',
  'otherNames',
  'creditCode',
  'owner',
  'ownerGroup',
];
const groups = {
  enterprise: enterpriseFields,
  site: importFields.filter((field) => !unitFields.includes(field) && !enterpriseFields.includes(field)),
  unit: unitFields,
};

const constantChoice = '\u0000constant';

interface SheetProps {
  readonly sheet: SheetDraft;
  readonly onChange: (sheet: SheetDraft) => void;
}

function FieldRow({ field, sheet, onChange }: SheetProps & { readonly field: ImportField }) {
  const words = useWords();
  const id = useId();
  const source = sheet.sources[field];
  const name = attributeName(field, words);
  const at = source?.kind === 'column' ? sheet.columns.indexOf(source.column) : -1;
  return (
    <tr>
      <th scope="row">
        <label htmlFor={id}>{name}</label>
      </th>
      <td>
        <Select
          id={id}
          className="source-select"
          size="small"
          showSearch={{ optionFilterProp: 'label' }}
          value={source === undefined ? '' : source.kind === 'column' ? source.column : constantChoice}
          onChange={(chosen) =>
            onChange(
              withSource(
                sheet,
                field,
                chosen === ''
                  ? null
                  : chosen === constantChoice
                    ? { kind: 'constant', text: '' }
                    : { kind: 'column', column: chosen },
              ),
            )
          }
          options={[
            { value: '', label: words.mapping.none },
            { value: constantChoice, label: words.mapping.constant },
            ...[...new Set(sheet.columns)]
              .filter((column) => column !== '')
              .map((column) => ({ value: column, label: column })),
          ]}
        />
        {source?.kind === 'constant' && (
          <Input
            size="small"
            aria-label={words.mapping.constantValue(name)}
            value={source.text}
            onChange={({ target }) => onChange(withSource(sheet, field, { kind: 'constant', text: target.value }))}
          />
        )}
      </td>
      <td className="muted sample">
        {at >= 0 &&
          sheet.sample
            .map(({ cells }) => cells[at] ?? '')
            .filter((text) => text !== '')
            .slice(0, 3)
            .join(' · ')}
      </td>
    </tr>
  );
}

function WordTable(props: SheetProps & { readonly field: WordField; readonly found: readonly string[] }) {
  const { sheet, field, found, onChange } = props;
  const words = useWords();
  const names = useNames();
  const about = useCore((core) => core.about);
  const choices = { status: about?.statuses, industry: about?.industries, product: about?.products }[field] ?? [];
  const current = sheet.words[field] ?? {};
  function choose(word: string, meaning: string): void {
    const { [word]: _dropped, ...rest } = current;
    onChange({ ...sheet, words: { ...sheet.words, [field]: meaning === '' ? rest : { ...rest, [word]: meaning } } });
  }
  return (
    <table className="plain-table">
      <caption>{attributeName(field, words)}</caption>
      <tbody>
        {found.map((word) => (
          <tr key={word}>
            <th scope="row">{word}</th>
            <td>
              <Select
                className="source-select"
                size="small"
                aria-label={`${words.mapping.meaning} ${word}`}
                showSearch={{ optionFilterProp: 'label' }}
                value={current[word] ?? ''}
                onChange={(meaning) => choose(word, meaning)}
                options={[
                  { value: '', label: words.mapping.meaningNone },
                  ...choices.map((choice) => ({ value: choice.id, label: names.pick(choice.name) })),
                ]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SheetEditor(props: SheetProps & { readonly notUnderstood: readonly { column: string; value: string }[] }) {
  const { sheet, onChange, notUnderstood } = props;
  const words = useWords();
  const worded = wordFields
    .map((field) => ({ field, found: wordsOf(sheet, field, notUnderstood) }))
    .filter(({ found }) => found.length > 0);
  return (
    <section className="sheet-editor" aria-label={sheet.name}>
      <Checkbox checked={sheet.used} onChange={({ target }) => onChange({ ...sheet, used: target.checked })}>
        {words.mapping.useSheet}: {sheet.name}
      </Checkbox>
      {sheet.used && (
        <>
          <div className="field-groups">
            {(['enterprise', 'unit', 'site'] as const).map((group) => (
              <table key={group} className="plain-table">
                <caption>{words.mapping.groups[group]}</caption>
                <thead>
                  <tr>
                    <th>{words.mapping.field}</th>
                    <th>{words.mapping.source}</th>
                    <th>{words.mapping.sample}</th>
                  </tr>
                </thead>
                <tbody>
                  {groups[group].map((field) => (
                    <FieldRow key={field} field={field} sheet={sheet} onChange={onChange} />
                  ))}
                </tbody>
              </table>
            ))}
          </div>
          {sheet.sources.coordinates !== undefined && (
            <p>
              {words.mapping.order}{' '}
              <Select
                size="small"
                aria-label={words.mapping.order}
                value={sheet.order}
                onChange={(order) => onChange({ ...sheet, order })}
                options={[
                  { value: 'lat-lon', label: words.mapping.latLon },
                  { value: 'lon-lat', label: words.mapping.lonLat },
                ]}
                popupMatchSelectWidth={false}
              />
            </p>
          )}
          {worded.length > 0 && (
            <>
              <h3>{words.mapping.words}</h3>
              <p className="muted small">{words.mapping.wordsHint}</p>
              <div className="field-groups">
                {worded.map(({ field, found }) => (
                  <WordTable key={field} field={field} found={found} sheet={sheet} onChange={onChange} />
                ))}
              </div>
            </>
          )}
        </>
      )}
    </section>
  );
}

export function MappingEditor(props: {
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
  /** Words that a trial did not understand, with their columns. */
  readonly notUnderstood: readonly { column: string; value: string }[];
}) {
  const { draft, onChange, notUnderstood } = props;
  const words = useWords();
  const language = useView((view) => view.language);
  const id = useId();
  const [said, setSaid] = useState<{ text: string; problem: boolean } | null>(null);

  async function save(): Promise<void> {
    const mapping = mappingFrom(draft);
    if (typeof mapping === 'string') return setSaid({ text: words.mapping[mapping], problem: true });
    const { backend } = useCore.getState();
    try {
      if (backend === null) throw new TypeError('The host could not be reached.');
      const { name } = await backend.imports.savePreset(mapping);
      setSaid({ text: words.mapping.saved(name), problem: false });
    } catch (error) {
      setSaid({ text: errorText(error, language, words, backend !== null), problem: true });
    }
  }

  return (
    <section className="mapping-editor" aria-label={words.mapping.title}>
      <h3>{words.mapping.title}</h3>
      <p className="muted small">{words.imports.unknownHint}</p>
      {draft.sheets.map((sheet, index) => (
        <SheetEditor
          key={sheet.columns.join()}
          sheet={sheet}
          notUnderstood={notUnderstood}
          onChange={(next) => onChange(withSheet(draft, index, next))}
        />
      ))}
      <div className="inline-form">
        <label htmlFor={`${id}name`}>{words.mapping.name}</label>
        <Input
          id={`${id}name`}
          value={draft.name}
          placeholder={words.mapping.nameHint}
          onChange={({ target }) => onChange({ ...draft, name: target.value })}
        />
        <label htmlFor={`${id}title`}>{words.mapping.layoutTitle}</label>
        <Input
          id={`${id}title`}
          value={draft.title}
          onChange={({ target }) => onChange({ ...draft, title: target.value })}
        />
        <Button onClick={() => void save()}>{words.mapping.save}</Button>
      </div>
      {said?.problem === false && <p role="status">{said.text}</p>}
      <ProblemLine text={said?.problem === true ? said.text : null} />
    </section>
  );
}
