// What an import found: how many rows became what, every finding with its sentence, and the records whose place is in doubt.
import { DownloadOutlined } from '@ant-design/icons';
import { Button, type TableColumnsType } from 'antd';
import type { Flagged, ImportReport } from '../../../contract/imports.ts';
import { reasonText } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useIsDrill } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { TabsWithExtra } from '../../ui/tabs-with-extra.tsx';
import { type Finding, findingsCsv } from './findings-csv.ts';

type PlaceFlag = Exclude<keyof ImportReport['flags'], 'blankCapacity'>;
type Numbered<T> = T & { readonly number: number };

/** High enough for the rows, up to a good part of the dialog. */
const tableHeight = (rows: number) => ({ height: `min(22rem, ${rows * 2.4 + 6}rem)` });

function download(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}

function numbered<T extends object>(list: readonly T[]): Numbered<T>[] {
  return list.map((each, number) => ({ ...each, number }));
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const columns: TableColumnsType<Numbered<Finding>> = [
    {
      key: 'severity',
      title: words.imports.findingKind,
      width: 6 * rem,
      filters: (['rejected', 'warnings'] as const).map((severity) => ({
        value: severity,
        text: words.imports[severity],
      })),
      onFilter: (chosen, finding) => finding.severity === chosen,
      render: (_, { severity }) => (
        <span className={severity === 'rejected' ? 'refusal' : 'doubt'}>{words.imports[severity]}</span>
      ),
    },
    {
      key: 'row',
      title: words.imports.row,
      width: 5 * rem,
      align: 'right',
      sorter: (a, b) => a.row - b.row,
      render: (_, { row }) => row,
    },
    {
      key: 'column',
      title: words.imports.column,
      width: 10 * rem,
      render: (_, { column }) => <span title={column}>{column}</span>,
    },
    {
      key: 'value',
      title: words.imports.value,
      width: 10 * rem,
      render: (_, { value }) => <span title={value}>{value}</span>,
    },
    {
      key: 'reason',
      title: words.imports.finding,
      width: 34 * rem,
      render: (_, { reason }) => {
        const text = reasonText(reason, language);
        return <span title={text}>{text}</span>;
      },
    },
    {
      key: 'file',
      title: words.imports.file,
      width: 14 * rem,
      render: (_, { file, sheet }) => (file === sheet ? file : `${file} › ${sheet}`),
    },
  ];
  return (
    <FillTable
      label={words.imports.findings}
      columns={columns}
      rows={numbered(findings)}
      keyOf={({ number }) => String(number)}
      minWidth={79 * rem}
      emptyText={words.imports.noFindings}
      rowTestId="finding-row"
    />
  );
}

function FlaggedTable({ records }: { readonly records: readonly Flagged[] }) {
  const words = useWords();
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const columns: TableColumnsType<Numbered<Flagged>> = [
    {
      key: 'name',
      title: words.imports.flagName,
      width: 18 * rem,
      render: (_, { name }) => <span title={name}>{name}</span>,
    },
    { key: 'row', title: words.imports.row, width: 5 * rem, align: 'right', render: (_, { row }) => row },
    {
      key: 'position',
      title: words.imports.flagCoordinates,
      width: 14 * rem,
      render: (_, { longitude, latitude }) =>
        longitude === null || latitude === null ? '' : `${longitude}, ${latitude}`,
    },
    {
      key: 'detail',
      title: words.imports.flagDetail,
      width: 26 * rem,
      render: (_, { detail }) =>
        Object.values(detail)
          .filter((part) => part !== null)
          .join(' · '),
    },
    { key: 'file', title: words.imports.file, width: 14 * rem, render: (_, { file }) => file },
  ];
  return (
    <FillTable
      label={words.imports.flagged}
      columns={columns}
      rows={numbered(records)}
      keyOf={({ number }) => String(number)}
      minWidth={77 * rem}
      emptyText={words.imports.noFindings}
    />
  );
}

export function ReportView({ report }: { readonly report: ImportReport }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const drill = useIsDrill();
  const number = (value: number): string => numberText(value, language);
  const findings: Finding[] = [
    ...report.rejected.map((finding) => ({ ...finding, severity: 'rejected' as const })),
    ...report.warnings.map((finding) => ({ ...finding, severity: 'warnings' as const })),
  ];
  const { blankCapacity, ...placeFlags } = report.flags;
  const flagged = (Object.entries(placeFlags) as [PlaceFlag, Flagged[]][]).filter(([, records]) => records.length > 0);
  const headers = [
    words.imports.findingKind,
    words.imports.file,
    words.imports.sheet,
    words.imports.row,
    words.imports.column,
    words.imports.value,
    words.imports.finding,
  ];
  const counts: [string, number, string][] = [
    [words.imports.rows, report.rows, ''],
    [words.imports.inserted, report.inserted, ''],
    [words.imports.updated, report.updated, ''],
    [words.imports.unchanged, report.unchanged, ''],
    [words.imports.rejected, report.rejectedRows, report.rejectedRows > 0 ? 'refusal' : ''],
    [words.imports.flags.blankCapacity, blankCapacity, blankCapacity > 0 ? 'doubt' : ''],
    [words.imports.absent, report.absent, ''],
  ];
  return (
    <section className="report" aria-label={report.dryRun ? words.imports.dryReport : words.imports.finalReport}>
      <h3>
        {report.dryRun ? words.imports.dryReport : words.imports.finalReport} · {report.preset} · {report.crs} ·{' '}
        {words.imports.seconds(number(report.seconds))}
      </h3>
      <dl className="report-counts">
        {counts.map(([name, value, look]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={look}>{number(value)}</dd>
          </div>
        ))}
      </dl>
      <TabsWithExtra
        extra={
          <Button
            size="small"
            icon={<DownloadOutlined aria-hidden />}
            disabled={findings.length === 0}
            onClick={() =>
              download(
                findingsCsv(
                  findings,
                  headers,
                  words.imports,
                  language,
                  drill ? [words.monitoring.drillColumn, words.monitoring.drillMark] : undefined,
                ),
                `${words.imports.findingsFile}.csv`,
              )
            }
          >
            {words.imports.exportFindings}
          </Button>
        }
        items={[
          {
            key: 'findings',
            label: `${words.imports.findings} ${number(findings.length)}`,
            children: (
              <div style={tableHeight(findings.length)}>
                <Findings findings={findings} />
              </div>
            ),
          },
          ...flagged.map(([flag, records]) => ({
            key: flag,
            label: `${words.imports.flags[flag]} ${number(records.length)}`,
            children: (
              <div style={tableHeight(records.length)}>
                <FlaggedTable records={records} />
              </div>
            ),
          })),
        ]}
      />
    </section>
  );
}
