// The data behind the screen: what comes with the program and on which terms, and what has been imported.
import { Modal, Table } from 'antd';
import type { CatalogueEntry } from '../../../contract/about.ts';
import type { ImportRecord } from '../../../contract/imports.ts';
import { bytesText, numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Fingerprint } from './origin-card.tsx';

export function AboutData() {
  const words = useWords();
  const names = useNames();
  const { openDialog, language } = useView();
  const about = useCore((core) => core.about);
  const revision = useCore((core) => core.world.revision);
  const timeZone = about?.profile.timeZone ?? 'UTC';
  const catalogue = useAnswer('catalogue', (backend, signal) => backend.about.catalogue(undefined, { signal }));
  const imports = useAnswer(`imports ${revision}`, (backend, signal) => backend.imports.list(undefined, { signal }));
  const error = catalogue.error ?? imports.error;
  const number = (value: number): string => numberText(value, language);
  return (
    <Modal
      open
      title={<h2>{words.aboutData.title}</h2>}
      footer={null}
      onCancel={() => openDialog(null)}
      closable={{ 'aria-label': words.aboutData.close }}
      width="min(94vw, 84rem)"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="dialog-body" aria-label={words.aboutData.title} tabIndex={0}>
        <ProblemLine
          text={error === null ? null : errorText(error, language, words, useCore.getState().backend !== null)}
        />
        <p className="muted">
          {words.aboutData.intro} {about && words.aboutData.version(about.version, about.boundaries.slice(0, 12))}
        </p>
        <Table<CatalogueEntry>
          size="small"
          rowKey="path"
          pagination={false}
          dataSource={catalogue.value ?? []}
          columns={[
            {
              title: words.aboutData.name,
              key: 'title',
              render: (_, entry) => <span title={entry.path}>{names.pick(entry.title)}</span>,
            },
            { title: words.aboutData.publisher, dataIndex: 'publisher' },
            { title: words.aboutData.edition, dataIndex: 'edition' },
            { title: words.aboutData.licence, dataIndex: 'licence' },
            { title: words.aboutData.attribution, dataIndex: 'attribution', width: '28%' },
            {
              title: words.aboutData.size,
              key: 'bytes',
              align: 'right',
              className: 'nowrap',
              render: (_, entry) => bytesText(entry.bytes, language),
            },
            { title: words.aboutData.hash, key: 'sha256', render: (_, entry) => <Fingerprint sha256={entry.sha256} /> },
          ]}
        />
        <h3>{words.aboutData.imports}</h3>
        <Table<ImportRecord>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={imports.value ?? []}
          locale={{ emptyText: words.aboutData.noImports }}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: '#', dataIndex: 'id', align: 'right' },
            {
              title: words.aboutData.importedAt,
              key: 'at',
              render: (_, record) => wallClock(record.recordedAt, timeZone),
            },
            { title: words.aboutData.actor, dataIndex: 'actor' },
            {
              title: words.aboutData.files,
              key: 'files',
              render: (_, record) =>
                record.files.map((file) => (
                  <div key={file.sha256}>
                    {file.name} <Fingerprint sha256={file.sha256} />
                  </div>
                )),
            },
            { title: words.aboutData.layout, dataIndex: 'preset' },
            { title: words.aboutData.rows, key: 'rows', align: 'right', render: (_, record) => number(record.rows) },
            {
              title: words.aboutData.results,
              key: 'results',
              align: 'right',
              render: (_, { inserted, updated, unchanged, rejected }) =>
                [inserted, updated, unchanged, rejected].map(number).join(' / '),
            },
            { title: words.aboutData.reason, dataIndex: 'reason' },
          ]}
        />
      </section>
    </Modal>
  );
}
