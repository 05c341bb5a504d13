// The cameras with the last still that each was asked for; beside them the chosen one: its stills, one taken now, its live video.
import { Button, type TableColumnsType } from 'antd';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { CameraRecord } from '../../../contract/cameras.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { holdsWords, sorted } from '../../state/monitoring-rows.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SidePage } from '../../ui/side-page.tsx';
import { useMapKey } from '../atlas/use-map-key.ts';
import { useEnterpriseLabel } from './enterprise-label.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { Stills, TakeStill, useFailureText } from './stills.tsx';
import { useAskAgain } from './use-ask-again.ts';
import { useTableSort } from './use-table-sort.ts';
import { useWalkedList } from './use-walked-list.ts';

const none: readonly CameraRecord[] = [];
const keyOf = ({ id }: CameraRecord): string => id;

export function CameraTable({ rem }: { readonly rem: number }) {
  const words = useWords();
  const { camera: titles, column, empty, notListed } = words.monitoring;
  const language = useView((view) => view.language);
  const text = useDeferredValue(useView((view) => view.monitoring.text));
  const connected = useCore((core) => core.backend !== null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const enterpriseOf = useEnterpriseLabel();
  const failureText = useFailureText();
  const [chosen, setChosen] = useState<string | null>(null);
  const [taken, setTaken] = useState(0);
  const again = useAskAgain('cameras');
  const { value, error } = useAnswer(again === null ? null : `${again} ${taken}`, (backend, signal) =>
    backend.cameras.list(undefined, { signal }),
  );
  const all = value ?? none;
  const order = useTableSort<CameraRecord>();
  const { sort } = order;
  const rows = useMemo(
    () =>
      sorted(
        all.filter(({ id, name, enterprise }) => holdsWords([id, name, enterpriseOf(enterprise)], text)),
        sort,
        (camera, key) =>
          key === 'latest'
            ? (camera.latest?.askedAt ?? null)
            : key === 'enterprise'
              ? enterpriseOf(camera.enterprise)
              : camera.name,
      ),
    [all, text, sort, enterpriseOf],
  );
  const open = useCallback((id: string) => setChosen(id), []);
  const shown = all.find(({ id }) => id === chosen) ?? null;
  const selectedKey = useWalkedList(rows, keyOf, open, shown?.id ?? null);
  const muted = (label: string) => <span className="muted">{label}</span>;
  const columns: TableColumnsType<CameraRecord> = [
    {
      ...order.column('name'),
      title: titles.name,
      width: 16 * rem,
      fixed: 'left',
      render: (_, { id, name }) => <span title={`${name} · ${id}`}>{name}</span>,
    },
    {
      ...order.column('latest'),
      title: titles.latest,
      width: 20 * rem,
      render: (_, { latest }) => {
        if (latest === null) return muted(titles.never);
        const time = wallClock(latest.askedAt, timeZone);
        return latest.failure === null ? (
          time
        ) : (
          <span className="doubt" title={`${time} ${titles.failed(failureText(latest.failure))}`}>
            {time} · {failureText(latest.failure)}
          </span>
        );
      },
    },
    {
      ...order.column('enterprise'),
      title: column.enterprise,
      width: 16 * rem,
      render: (_, { enterprise }) => enterpriseOf(enterprise) ?? muted(notListed),
    },
    { key: 'kind', title: titles.kind, width: 8 * rem, render: (_, { kind }) => titles.kinds[kind] },
    {
      key: 'live',
      title: titles.live,
      width: 12 * rem,
      render: (_, { liveUrl }) => (liveUrl === null ? muted(titles.liveNone) : <span title={liveUrl}>{liveUrl}</span>),
    },
  ];
  return (
    <div className="camera-tab" data-open={shown !== null}>
      <div className="monitoring-list">
        <ListToolbar shown={rows.length} all={all.length} countLabel={titles.countLabel} />
        <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
        <FillTable
          label={words.monitoring.tabs.cameras}
          columns={columns}
          rows={rows}
          keyOf={keyOf}
          minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
          emptyText={value === null ? empty.loading : all.length === 0 ? titles.none : titles.noneNarrowed}
          rowTestId="camera-row"
          selectedKey={selectedKey}
          onOpen={({ id }) => open(id)}
          onChange={order.onChange}
        />
      </div>
      {shown !== null && (
        <CameraPage camera={shown} onTaken={() => setTaken((count) => count + 1)} onClose={() => setChosen(null)} />
      )}
    </div>
  );
}

function CameraPage(props: {
  readonly camera: CameraRecord;
  readonly onTaken: () => void;
  readonly onClose: () => void;
}) {
  const { camera, onTaken, onClose } = props;
  const words = useWords();
  const { camera: titles, notListed } = words.monitoring;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const enterpriseOf = useEnterpriseLabel();
  useMapKey('Escape', () => {
    onClose();
    return true;
  });
  const { id, name, enterprise, kind, liveUrl, latest } = camera;
  const { value, error } = useAnswer(JSON.stringify([id, latest?.id]), async (backend, signal) => ({
    id,
    stills: await backend.cameras.stills({ camera: id }, { signal }),
  }));
  return (
    <SidePage label={titles.page} title={name} subject={id} closeLabel={titles.close} onClose={onClose}>
      <div className="alarm-actions">
        <TakeStill key={id} camera={id} label={titles.snapshot} onTaken={onTaken} />
      </div>
      <section aria-label={titles.stills}>
        <h3>{titles.stills}</h3>
        <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
        {value?.id === id && <Stills key={`${id} ${latest?.id}`} stills={value.stills} nameOf={() => name} />}
      </section>
      <section aria-label={titles.page}>
        <h3>{titles.page}</h3>
        <Pairs
          entries={[
            [titles.name, `${name} · ${id}`],
            [words.monitoring.column.enterprise, enterpriseOf(enterprise) ?? notListed],
            [titles.kind, titles.kinds[kind]],
            [titles.live, liveUrl === null ? titles.liveNone : <LiveVideo key="live" url={liveUrl} />],
          ]}
        />
      </section>
    </SidePage>
  );
}

/** Opened at the site's media server, never carried by us; a player takes what a browser cannot open (rtsp). */
function LiveVideo({ url }: { readonly url: string }) {
  const { camera: words } = useWords().monitoring;
  return (
    <span className="live-video">
      {/^https?:/.test(url) ? (
        <a href={url} target="_blank" rel="noreferrer" title={words.liveOpen}>
          {url}
        </a>
      ) : (
        <code>{url}</code>
      )}{' '}
      <Button size="small" onClick={() => void navigator.clipboard.writeText(url).catch(() => undefined)}>
        {words.copy}
      </Button>
    </span>
  );
}
