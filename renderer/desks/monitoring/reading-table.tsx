// The table twin of a channel's chart: sum, mean, least, greatest and completeness by steps, to be looked into and taken out as a file.
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown, Segmented } from 'antd';
import { useMemo } from 'react';
import type { ChannelRecord, ReadingRow, ReadingStep } from '../../../contract/monitoring.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { stepsFor, wholeSteps } from '../../state/monitoring-span.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { stepColumns } from './step-columns.tsx';
import { useReadingExport } from './use-reading-export.ts';
import { useSpan } from './use-span.ts';

const none: readonly ReadingRow[] = [];

/** The reader's step, or the smallest that the span allows. */
function stepWithin(chosen: ReadingStep, steps: readonly ReadingStep[]): ReadingStep {
  return steps.includes(chosen) ? chosen : (steps[0] ?? '1mo');
}

export function ReadingTable(props: {
  readonly channel: ChannelRecord;
  readonly onLookInto: (window: OwnSpan) => void;
}) {
  const { channel, onLookInto } = props;
  const words = useWords();
  const { table, step: stepWords, empty } = words.monitoring;
  const { language, monitoring, setMonitoring } = useView();
  const connected = useCore((core) => core.backend !== null);
  const { instants, timeZone } = useSpan();
  const steps = stepsFor(instants);
  const step = stepWithin(monitoring.step, steps);
  const { from, to } = wholeSteps(instants, step, timeZone);
  const { value, error, pending } = useAnswer(JSON.stringify([channel.id, from, to, step]), (backend, signal) =>
    backend.monitoring.rows({ channel: channel.id, from, to, step }, { signal }),
  );
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  // The newest first: what is looked for is mostly what has just been.
  const rows = useMemo(() => (value ?? none).toReversed(), [value]);
  const columns = stepColumns(step, { words, language, timeZone, rem });
  const exportRows = useReadingExport();
  return (
    <section className="reading-table" aria-label={table.title} aria-busy={pending}>
      <div className="list-toolbar">
        <h3>{table.title}</h3>
        <Segmented<ReadingStep>
          size="small"
          aria-label={stepWords.label}
          value={step}
          options={steps.map((each) => ({ value: each, label: stepWords[each] }))}
          onChange={(chosen) => setMonitoring({ step: chosen })}
        />
        <span className="muted small">{table.hint}</span>
        <Dropdown
          trigger={['click']}
          autoFocus
          placement="bottomRight"
          disabled={rows.length === 0 || pending}
          menu={{
            items: [
              { key: 'csv', label: table.exportCsv },
              { key: 'xlsx', label: table.exportXlsx },
            ],
            onClick: ({ key }) => {
              const format = (['csv', 'xlsx'] as const).find((each) => each === key);
              if (format !== undefined)
                void exportRows({ channel, rows: value ?? none, step, span: { from, to } }, format);
            },
          }}
        >
          <Button size="small" icon={<DownloadOutlined aria-hidden />}>
            {table.export}
          </Button>
        </Dropdown>
      </div>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      <div className="fill-frame">
        <FillTable
          label={table.title}
          columns={columns}
          rows={rows}
          keyOf={(row) => String(row.from)}
          minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
          emptyText={value === null ? empty.loading : empty.rows}
          rowTestId="reading-step"
          onOpen={(row) => onLookInto({ from: row.from, to: row.to })}
        />
      </div>
    </section>
  );
}
