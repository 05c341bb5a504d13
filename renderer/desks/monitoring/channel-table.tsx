// All channels with their newest readings: searched, sorted, opened; thousands of them, of which only those in sight are drawn.
import { Checkbox, type TableColumnsType } from 'antd';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { ChannelRecord } from '../../../contract/monitoring.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isSilent } from '../../state/monitoring-arrivals.ts';
import { holdsWords, type SortValue, sorted } from '../../state/monitoring-rows.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { columnWidthRem } from '../../ui/text-width.ts';
import { CompletenessToday } from './completeness-today.tsx';
import { useEnterpriseLabel } from './enterprise-label.ts';
import { LatestAge, LatestFlag, LatestTime, LatestValue } from './latest-cells.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { limitText, quantityText } from './reading-text.ts';
import { useTableSort } from './use-table-sort.ts';
import { useWalkedList } from './use-walked-list.ts';

const none: readonly ChannelRecord[] = [];
const keyOf = ({ id }: ChannelRecord): string => id;
/** Columns whose order changes with every arrival. */
const moving = new Set(['value', 'time', 'age']);

export function ChannelTable({ rem }: { readonly rem: number }) {
  const words = useWords();
  const { column: titles, empty, countLabel, status } = words.monitoring;
  const { language, page, openPage } = useView();
  const text = useDeferredValue(useView((view) => view.monitoring.text));
  const channels = useMonitoring((state) => state.channels);
  const [onlySilent, setOnlySilent] = useState(false);
  const order = useTableSort<ChannelRecord>();
  const { sort } = order;
  const enterpriseOf = useEnterpriseLabel();
  const all = channels ?? none;

  const found = useMemo(
    () =>
      all.filter((channel) =>
        holdsWords(
          [
            ...[channel.id, channel.name, channel.device, channel.address, channel.unit, channel.unitOfMeasure],
            ...[enterpriseOf(channel.enterprise), quantityText(channel.quantity, words)],
          ],
          text,
        ),
      ),
    [all, text, enterpriseOf, words],
  );
  // Rows that stand in an order of their own must not be made anew with every arrival.
  const follows = onlySilent || (sort !== null && moving.has(sort.column));
  const latest = useMonitoring((state) => (follows ? state.latest : null));
  const feedTime = useMonitoring((state) => (onlySilent ? state.feedTime : null));
  const rows = useMemo(() => {
    const passing = onlySilent
      ? found.filter(({ id, intervalMs }) => isSilent(intervalMs, latest?.get(id)?.time, feedTime))
      : found;
    return sorted(passing, sort, (channel, column): SortValue => {
      switch (column) {
        case 'name':
          return channel.name;
        case 'device':
          return channel.device;
        case 'enterprise':
          return enterpriseOf(channel.enterprise);
        case 'quantity':
          return quantityText(channel.quantity, words);
        case 'value':
          return latest?.get(channel.id)?.value ?? null;
        case 'time':
          return latest?.get(channel.id)?.time ?? null;
        case 'age':
          return -(latest?.get(channel.id)?.time ?? Number.NEGATIVE_INFINITY);
        default:
          return channel.limitHigh;
      }
    });
  }, [found, sort, onlySilent, latest, feedTime, enterpriseOf, words]);

  const open = useCallback((id: string) => openPage({ kind: 'channel', id }), [openPage]);
  const selectedKey = useWalkedList(rows, keyOf, open, page?.kind === 'channel' ? page.id : null);

  const width = (title: string, least: number): number => columnWidthRem(title, least) * rem;
  const columns: TableColumnsType<ChannelRecord> = [
    {
      ...order.column('name'),
      title: titles.name,
      width: 17 * rem,
      fixed: 'left',
      render: (_, { id, name }) => <span title={`${name} · ${id}`}>{name}</span>,
    },
    {
      ...order.column('value'),
      title: titles.value,
      width: width(titles.value, 13),
      align: 'right',
      render: (_, channel) => <LatestValue channel={channel} />,
    },
    {
      key: 'flag',
      title: titles.flag,
      width: (language === 'en' ? 10 : 7) * rem,
      render: (_, channel) => <LatestFlag channel={channel} />,
    },
    {
      ...order.column('time'),
      title: titles.time,
      width: width(titles.time, 11.5),
      render: (_, channel) => <LatestTime channel={channel} />,
    },
    {
      ...order.column('age'),
      title: titles.age,
      width: width(titles.age, language === 'en' ? 9 : 9.5),
      render: (_, channel) => <LatestAge channel={channel} />,
    },
    {
      key: 'completeness',
      title: titles.completeness,
      width: columnWidthRem(titles.completeness, 9) * rem,
      render: (_, { id }) => <CompletenessToday channel={id} />,
    },
    {
      ...order.column('limit'),
      title: titles.limit,
      width: 15 * rem,
      render: (_, channel) => {
        const limit = limitText(channel, words, language);
        return limit === null ? (
          <span className="muted">{words.monitoring.limit.none}</span>
        ) : (
          <span title={limit}>{limit}</span>
        );
      },
    },
    {
      ...order.column('quantity'),
      title: titles.quantity,
      width: width(titles.quantity, 7.5),
      render: (_, { quantity }) => quantityText(quantity, words),
    },
    {
      ...order.column('enterprise'),
      title: titles.enterprise,
      width: 15 * rem,
      render: (_, { enterprise }) => {
        const name = enterpriseOf(enterprise);
        return name === null ? (
          <span className="muted">{words.monitoring.notListed}</span>
        ) : (
          <span title={name}>{name}</span>
        );
      },
    },
    {
      ...order.column('device'),
      title: titles.device,
      width: 14 * rem,
      render: (_, { device, address }) => <span title={`${device} · ${address}`}>{device}</span>,
    },
  ];

  return (
    <div className="monitoring-list">
      <ListToolbar shown={rows.length} all={all.length} countLabel={countLabel.channels}>
        <Checkbox checked={onlySilent} onChange={({ target }) => setOnlySilent(target.checked)}>
          {status.onlySilent}
        </Checkbox>
      </ListToolbar>
      <FillTable
        label={words.monitoring.tabs.channels}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        minWidth={columns.reduce((sum, { width: each }) => sum + Number(each), 0)}
        emptyText={channels === null ? empty.loading : all.length === 0 ? empty.channels : empty.channelsNarrowed}
        rowTestId="channel-row"
        selectedKey={selectedKey}
        onOpen={({ id }) => open(id)}
        onChange={order.onChange}
      />
    </div>
  );
}
