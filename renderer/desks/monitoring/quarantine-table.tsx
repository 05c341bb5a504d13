// What unknown devices and addresses have sent, kept until somebody adopts it.
import { Button, type TableColumnsType } from 'antd';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { QuarantineEntry } from '../../../contract/monitoring.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { takeChannels } from '../../state/monitoring-follow.ts';
import { holdsWords, type SortValue, sorted } from '../../state/monitoring-rows.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { columnWidthRem } from '../../ui/text-width.ts';
import { AdoptDialog } from './adopt-dialog.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { useAskAgain } from './use-ask-again.ts';
import { useTableSort } from './use-table-sort.ts';
import { useWalkedList } from './use-walked-list.ts';

const none: readonly QuarantineEntry[] = [];
const keyOf = ({ protocol, device, address }: QuarantineEntry): string => JSON.stringify([protocol, device, address]);

export function QuarantineTable({ rem }: { readonly rem: number }) {
  const words = useWords();
  const { column: titles, empty, quarantine } = words.monitoring;
  const { language, openPage } = useView();
  const text = useDeferredValue(useView((view) => view.monitoring.text));
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const connected = useCore((core) => core.backend !== null);
  const [adopted, setAdopted] = useState<{ channel: string | null; readings: number } | null>(null);
  const [asked, setAsked] = useState<QuarantineEntry | null>(null);
  const again = useAskAgain('quarantine');
  const { value, error } = useAnswer(again && `${again} ${adopted?.channel ?? ''}`, (backend, signal) =>
    backend.monitoring.quarantine(undefined, { signal }),
  );
  const order = useTableSort<QuarantineEntry>();
  const { sort } = order;
  const all = value ?? none;
  const rows = useMemo(
    () =>
      sorted(
        all.filter(({ device, address, protocol, lastText }) =>
          holdsWords([device, address, protocol, lastText], text),
        ),
        sort,
        (entry, column): SortValue => entry[column as 'device' | 'address' | 'readings' | 'firstTime' | 'lastTime'],
      ),
    [all, text, sort],
  );
  const open = useCallback((key: string) => setAsked(rows.find((entry) => keyOf(entry) === key) ?? null), [rows]);
  const selectedKey = useWalkedList(rows, keyOf, open, null);
  const columns: TableColumnsType<QuarantineEntry> = [
    {
      ...order.column('device'),
      title: titles.device,
      width: 17 * rem,
      fixed: 'left',
      render: (_, { device }) => <span title={device}>{device}</span>,
    },
    {
      ...order.column('address'),
      title: titles.address,
      width: 13 * rem,
      render: (_, { address }) => <code title={address}>{address}</code>,
    },
    {
      key: 'protocol',
      title: titles.protocol,
      width: 7 * rem,
      render: (_, { protocol }) => words.monitoring.protocol[protocol] ?? protocol,
    },
    {
      key: 'unknown',
      title: titles.unknown,
      width: 9 * rem,
      render: (_, { unknown }) => <span className="doubt">{quarantine[unknown]}</span>,
    },
    {
      ...order.column('readings'),
      title: titles.readings,
      width: columnWidthRem(titles.readings, 6) * rem,
      align: 'right',
      render: (_, { readings }) => numberText(readings, language),
    },
    {
      ...order.column('firstTime'),
      title: titles.first,
      width: 11.5 * rem,
      render: (_, { firstTime }) => wallClock(firstTime, timeZone),
    },
    {
      ...order.column('lastTime'),
      title: titles.last,
      width: 11.5 * rem,
      render: (_, { lastTime }) => wallClock(lastTime, timeZone),
    },
    {
      key: 'lastText',
      title: titles.lastText,
      width: 10 * rem,
      render: (_, { lastText }) => <code title={lastText}>{lastText}</code>,
    },
    {
      key: 'adopt',
      title: titles.adopt,
      width: 7 * rem,
      fixed: 'right',
      render: () => <span className="row-action">{quarantine.adopt}</span>,
    },
  ];
  return (
    <div className="monitoring-list">
      <p className="muted list-hint">{quarantine.hint}</p>
      <ListToolbar shown={rows.length} all={all.length} countLabel={words.monitoring.countLabel.quarantine} />
      {adopted !== null && (
        <p className="done-line" role="status">
          {quarantine.done(adopted.channel ?? '', numberText(adopted.readings, language))}{' '}
          {adopted.channel !== null && (
            <Button type="link" size="small" onClick={() => openPage({ kind: 'channel', id: adopted.channel ?? '' })}>
              {quarantine.open}
            </Button>
          )}
        </p>
      )}
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      <FillTable
        label={words.monitoring.tabs.quarantine}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
        emptyText={value === null ? empty.loading : all.length === 0 ? empty.quarantine : empty.quarantineNarrowed}
        rowTestId="quarantine-row"
        selectedKey={asked === null ? selectedKey : keyOf(asked)}
        onOpen={setAsked}
        onChange={order.onChange}
      />
      {asked !== null && (
        <AdoptDialog
          entry={asked}
          onCancel={() => setAsked(null)}
          onDone={(result) => {
            setAsked(null);
            setAdopted(result);
            const { backend } = useCore.getState();
            if (backend !== null) void takeChannels(backend).catch(() => undefined);
          }}
        />
      )}
    </div>
  );
}
