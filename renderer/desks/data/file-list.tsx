// The chosen files: choosing and dropping them, how far each has come, and a first look into it.
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { bytesText, shareText } from '../../format/quantity-text.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import type { ChosenFile, Uploads } from './use-uploads.ts';

const accepted = '.csv,.tsv,.txt,.xlsx';

function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }
  return (
    <section
      className={over ? 'drop-zone over' : 'drop-zone'}
      aria-label={words.imports.choose}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <p>
        {words.imports.drop}{' '}
        <Button type="primary" onClick={() => input.current?.click()}>
          {words.imports.choose}
        </Button>
      </p>
      <p className="muted small">{words.imports.formats}</p>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        multiple
        accept={accepted}
        aria-label={words.imports.choose}
        tabIndex={-1}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </section>
  );
}

function Preview({ file }: { readonly file: ChosenFile }) {
  const words = useWords();
  return (
    <details className="preview">
      <summary>{words.imports.preview}</summary>
      {file.inspection?.sheets.map((sheet) => (
        <div key={sheet.name} className="scroll-x">
          <table className="plain-table">
            <caption>{sheet.name}</caption>
            <thead>
              <tr>
                <th>{words.imports.rowNumber}</th>
                {sheet.columns.map((column, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat; columns never move
                  <th key={index}>{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sheet.sample.map(({ row, cells }) => (
                <tr key={row}>
                  <td className="muted">{row}</td>
                  {sheet.columns.map((_, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells are told apart by their column alone
                    <td key={index}>{cells[index]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </details>
  );
}

function FileEntry({ file, onRemove }: { readonly file: ChosenFile; readonly onRemove: () => void }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const { inspection, path, error } = file;
  const presets = [...new Set(inspection?.sheets.map(({ preset }) => preset))].filter((preset) => preset !== null);
  return (
    <li>
      <div className="file-line">
        <strong>{file.name}</strong>
        <span className="muted">{bytesText(file.bytes, language)}</span>
        {inspection !== null && (
          <>
            <span className="muted">
              {inspection.format.toUpperCase()}
              {inspection.encoding !== null && ` · ${words.imports.encoding} ${inspection.encoding}`}
              {` · ${words.imports.sheets} ${inspection.sheets.map(({ name }) => name).join(words.filters.join)}`}
            </span>
            {presets.length > 0 ? (
              <span>{words.imports.known(presets.join(words.filters.join))}</span>
            ) : (
              <span className="doubt">{words.imports.unknown}</span>
            )}
          </>
        )}
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={
            path === null && error === null ? words.imports.cancelUpload(file.name) : words.imports.remove(file.name)
          }
          onClick={onRemove}
        />
      </div>
      {path === null && error === null && (
        <>
          <Progress percent={Math.round(file.sent * 100)} size="small" showInfo={false} aria-label={file.name} />
          <span className="muted">{words.imports.uploading(shareText(file.sent, language))}</span>
        </>
      )}
      {path !== null && inspection === null && error === null && (
        <span className="muted">{words.imports.inspecting}</span>
      )}
      <ProblemLine
        text={error === null ? null : errorText(error, language, words, useCore.getState().backend !== null)}
      />
      {inspection !== null && <Preview file={file} />}
    </li>
  );
}

export function FileList({ uploads }: { readonly uploads: Uploads }) {
  return (
    <>
      <DropZone onFiles={uploads.add} />
      <ul className="file-list">
        {uploads.files.map((file) => (
          <FileEntry key={file.key} file={file} onRemove={() => uploads.remove(file.key)} />
        ))}
      </ul>
    </>
  );
}
