// What we cannot see: the silent gateways, devices and channels, each where it is the highest that is silent.
import { Button, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import type { SilentItem } from '../../../contract/duty.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import { useSilentList } from '../../state/use-silent.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import type { Look } from '../../theme/use-look.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { usePlaceText } from './alarm-list.tsx';

const keyOf = ({ kind, id }: SilentItem): string => `${kind} ${id}`;
const ranks = { gateway: 0, device: 1, channel: 2 } as const;

export function SilentPage({ look }: { readonly look: Look }) {
  const words = useWords();
  const { silent: titles } = words.dutyPage;
  const language = useView((view) => view.language);
  const setDuty = useView((view) => view.setDuty);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const list = useSilentList(true);
  const placeOf = usePlaceText();
  const rem = look.scale * basePixels;
  const rows = useMemo(
    () =>
      (list?.items ?? [])
        .filter(({ within }) => within === null)
        .sort((one, other) => ranks[one.kind] - ranks[other.kind] || (one.since ?? 0) - (other.since ?? 0)),
    [list],
  );
  const number = (value: number): string => numberText(value, language);
  const columns: TableColumnsType<SilentItem> = [
    {
      key: 'what',
      title: titles.what,
      width: 26 * rem,
      render: (_, { kind, name, id }) => `${titles.kind[kind]} ${name} · ${id}`,
    },
    { key: 'channels', title: titles.channels, width: 8 * rem, render: (_, { channels }) => number(channels) },
    {
      key: 'since',
      title: titles.since,
      width: 13 * rem,
      render: (_, { since }) => (since === null ? titles.never : wallClock(since, timeZone)),
    },
    { key: 'gateway', title: titles.gateway, width: 10 * rem, render: (_, { gateway }) => gateway ?? '–' },
    { key: 'place', title: titles.place, width: 22 * rem, render: (_, item) => placeOf(item) || words.duty.noPlace },
    {
      key: 'alarm',
      title: titles.alarm,
      width: 9 * rem,
      render: (_, { alarm }) =>
        alarm === null ? (
          <span className="muted">{titles.noAlarm}</span>
        ) : (
          <Button
            size="small"
            onClick={() => {
              setDuty({ tab: 'watch' });
              selectAlarm(alarm);
            }}
          >
            {titles.open}
          </Button>
        ),
    },
  ];
  return (
    <section className="duty-page filled" aria-label={titles.title} data-testid="silent-page">
      <h2>{titles.title}</h2>
      {list !== null && (
        <p className="muted">
          {list.feedTime === null
            ? titles.noFeed
            : titles.note(number(list.silent), number(list.of), wallClock(list.feedTime, timeZone))}{' '}
          <Button size="small" onClick={() => setDuty({ tab: 'watch', silent: true })}>
            {titles.onMap}
          </Button>
        </p>
      )}
      <FillTable
        label={titles.title}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
        emptyText={list === null ? words.monitoring.empty.loading : titles.none}
        rowTestId="silent-row"
      />
    </section>
  );
}
