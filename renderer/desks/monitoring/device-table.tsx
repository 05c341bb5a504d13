// The devices with what was heard of them: when, how much, and how far it departs from their protocol.
import type { TableColumnsType } from 'antd';
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { DeviceRecord } from '../../../contract/monitoring.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { holdsWords, type SortValue, sorted } from '../../state/monitoring-rows.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { columnWidthRem } from '../../ui/text-width.ts';
import { useEnterpriseLabel } from './enterprise-label.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { SourceList } from './source-list.tsx';
import { useAskAgain } from './use-ask-again.ts';
import { useTableSort } from './use-table-sort.ts';
import { useWalkedList } from './use-walked-list.ts';

const none: readonly DeviceRecord[] = [];
const keyOf = ({ id }: DeviceRecord): string => id;
const issueCount = ({ issues }: DeviceRecord): number => Object.values(issues).reduce((sum, count) => sum + count, 0);

export function DeviceTable({ rem }: { readonly rem: number }) {
  const words = useWords();
  const { column: titles, empty } = words.monitoring;
  const { language, monitoring, goTo, setMonitoring } = useView();
  const text = useDeferredValue(monitoring.text);
  const status = useMonitoring((state) => state.status);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const connected = useCore((core) => core.backend !== null);
  // Asked again with every answer of the core that it is there: what devices send counts on.
  const { value, error } = useAnswer(useAskAgain('devices'), (backend, signal) =>
    backend.monitoring.devices(undefined, { signal }),
  );
  const order = useTableSort<DeviceRecord>();
  const { sort } = order;
  const enterpriseOf = useEnterpriseLabel();
  const all = value ?? none;
  const issueText = useCallback(
    ({ issues }: DeviceRecord) =>
      Object.entries(issues)
        .sort(([, one], [, other]) => other - one)
        .map(([code, count]) => `${words.monitoring.issue[code] ?? code} × ${numberText(count, language)}`)
        .join(words.filters.join),
    [words, language],
  );
  /** What a device behind a gateway sends comes in the gateway's messages. */
  const heardOf = useMemo(() => new Map(all.map(({ id, heardAt }) => [id, heardAt])), [all]);
  const rows = useMemo(() => {
    const found = all.filter((device) =>
      holdsWords([device.id, device.name, device.gateway, enterpriseOf(device.enterprise), device.protocol], text),
    );
    return sorted(found, sort, (device, column): SortValue => {
      switch (column) {
        case 'name':
          return device.name;
        case 'protocol':
          return device.protocol;
        case 'gateway':
          return device.gateway;
        case 'heardAt':
          return device.heardAt ?? heardOf.get(device.gateway ?? '') ?? null;
        case 'messages':
          return device.messages;
        case 'channels':
          return device.channels;
        case 'issues':
          return issueCount(device);
        default:
          return enterpriseOf(device.enterprise);
      }
    });
  }, [all, text, sort, enterpriseOf, heardOf]);
  /** A device is looked into by its channels. */
  const open = useCallback(
    (id: string) => {
      goTo('monitoring', 'channels');
      setMonitoring({ text: id });
    },
    [goTo, setMonitoring],
  );
  const selectedKey = useWalkedList(rows, keyOf, open, null);
  const muted = (label: string) => <span className="muted">{label}</span>;
  const columns: TableColumnsType<DeviceRecord> = [
    {
      ...order.column('name'),
      title: titles.device,
      width: 20 * rem,
      fixed: 'left',
      render: (_, { id, name }) => (
        <span title={`${name} · ${id}`}>
          {name} {name !== id && muted(id)}
        </span>
      ),
    },
    {
      ...order.column('protocol'),
      title: titles.protocol,
      width: columnWidthRem(titles.protocol, 7) * rem,
      render: (_, { protocol }) => words.monitoring.protocol[protocol],
    },
    {
      ...order.column('heardAt'),
      title: titles.heardAt,
      width: columnWidthRem(titles.heardAt, 16.5) * rem,
      render: (_, device) => {
        const own = device.heardAt;
        if (own !== null) return wallClock(own, timeZone);
        const heard = device.gateway === null ? null : (heardOf.get(device.gateway) ?? null);
        return heard === null ? muted(words.monitoring.never) : words.monitoring.viaGateway(wallClock(heard, timeZone));
      },
    },
    {
      ...order.column('channels'),
      title: titles.channels,
      width: columnWidthRem(titles.channels, 5) * rem,
      align: 'right',
      render: (_, { channels }) => numberText(channels, language),
    },
    {
      ...order.column('messages'),
      title: titles.messages,
      width: columnWidthRem(titles.messages, 6) * rem,
      align: 'right',
      render: (_, { messages }) => numberText(messages, language),
    },
    {
      ...order.column('issues'),
      title: titles.issues,
      width: 22 * rem,
      render: (_, device) => {
        const issues = issueText(device);
        return issues === '' ? (
          muted(words.monitoring.noIssues)
        ) : (
          <span className="doubt" title={issues}>
            {issues}
          </span>
        );
      },
    },
    {
      ...order.column('gateway'),
      title: titles.gateway,
      width: 11 * rem,
      render: (_, { gateway }) => gateway ?? muted('–'),
    },
    {
      ...order.column('enterprise'),
      title: titles.enterprise,
      width: 15 * rem,
      render: (_, { enterprise }) => enterpriseOf(enterprise) ?? muted(words.monitoring.notListed),
    },
  ];
  return (
    <div className="monitoring-list">
      {status !== null && <SourceList sources={status.sources} />}
      <ListToolbar shown={rows.length} all={all.length} countLabel={words.monitoring.countLabel.devices} />
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      <FillTable
        label={words.monitoring.tabs.devices}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
        emptyText={value === null ? empty.loading : all.length === 0 ? empty.devices : empty.devicesNarrowed}
        rowTestId="device-row"
        selectedKey={selectedKey}
        onOpen={({ id }) => open(id)}
        onChange={order.onChange}
      />
    </div>
  );
}
