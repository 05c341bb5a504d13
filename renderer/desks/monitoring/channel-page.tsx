// One channel: what it is registered as, its readings through time as a chart and by steps, and where each number comes from.
import { useState } from 'react';
import type { ChannelRecord } from '../../../contract/monitoring.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SidePage } from '../../ui/side-page.tsx';
import { durationText } from './duration-text.ts';
import { useEnterpriseLabel } from './enterprise-label.ts';
import { LatestAge, LatestFlag, LatestTime, LatestValue } from './latest-cells.tsx';
import type { LookedInto } from './looked-into.ts';
import { PartsPanel } from './parts-panel.tsx';
import { ReadingChart } from './reading-chart.tsx';
import { ReadingTable } from './reading-table.tsx';
import { limitText, quantityText, valueText } from './reading-text.ts';
import { SpanPicker } from './span-picker.tsx';

/** The list may not be there yet, or be older than the channel. */
function useChannel(id: string): { channel: ChannelRecord | null; missing: boolean; error: unknown } {
  const listed = useMonitoring(({ channels }) => channels?.find((each) => each.id === id) ?? null);
  const { value, pending, error } = useAnswer(listed === null ? id : null, (backend, signal) =>
    backend.monitoring.channels({ ids: [id], limit: 1 }, { signal }),
  );
  const channel = listed ?? value?.find((each) => each.id === id) ?? null;
  return { channel, missing: channel === null && !pending && value !== null, error };
}

export function ChannelPage({ id, look }: { readonly id: string; readonly look: Look }) {
  const words = useWords();
  const { openPage, language } = useView();
  const connected = useCore((core) => core.backend !== null);
  const { channel, missing, error } = useChannel(id);
  return (
    <SidePage
      label={words.monitoring.channel.title}
      title={channel?.name ?? id}
      subject={id}
      closeLabel={words.monitoring.channel.close}
      onClose={() => openPage(null)}
    >
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {channel === null ? (
        <p className="muted">{missing ? words.monitoring.channel.missing : words.monitoring.empty.loading}</p>
      ) : (
        <ChannelBody key={id} channel={channel} look={look} />
      )}
    </SidePage>
  );
}

function ChannelBody({ channel, look }: { readonly channel: ChannelRecord; readonly look: Look }) {
  const words = useWords();
  const [into, setInto] = useState<readonly LookedInto[]>([]);
  const last = into.at(-1);
  return (
    <>
      <p className="newest">
        <strong>
          <LatestValue channel={channel} />
        </strong>
        <LatestFlag channel={channel} />
        <span className="muted">
          <LatestTime channel={channel} />
        </span>
        <LatestAge channel={channel} />
      </p>
      <SpanPicker />
      <ReadingChart channel={channel} look={look} onLookInto={(next) => setInto([next])} />
      {last === undefined ? (
        <ReadingTable channel={channel} onLookInto={(window) => setInto([{ window, time: null }])} />
      ) : (
        <PartsPanel
          channel={channel}
          looked={last}
          onLookInto={(next) => setInto((before) => [...before, next])}
          onBack={() => setInto((before) => before.slice(0, -1))}
        />
      )}
      <section aria-label={words.monitoring.channel.facts}>
        <h3>{words.monitoring.channel.facts}</h3>
        <Facts channel={channel} />
      </section>
    </>
  );
}

function Facts({ channel }: { readonly channel: ChannelRecord }) {
  const words = useWords();
  const names = useNames();
  const { channel: titles, kind, role, unknown, notListed } = words.monitoring;
  const { language, openPage } = useView();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const feedTime = useMonitoring((state) => state.feedTime);
  const enterpriseOf = useEnterpriseLabel();
  const { enterprise, parent, rangeLow, rangeHigh, calibrationDue, unitOfMeasure, intervalMs } = channel;
  const bound = (value: number | null): string => (value === null ? unknown : valueText(value, language));
  const link = (text: string, open: () => void) => (
    <button type="button" className="link-button" onClick={open}>
      {text}
    </button>
  );
  const due = calibrationDue === null ? unknown : wallClock(calibrationDue, timeZone).slice(0, 10);
  const overdue = calibrationDue !== null && feedTime !== null && calibrationDue < feedTime;
  return (
    <Pairs
      entries={[
        [titles.id, <code key="id">{channel.id}</code>],
        [
          titles.enterprise,
          enterprise === null
            ? notListed
            : link(enterpriseOf(enterprise) ?? enterprise, () => openPage({ kind: 'enterprise', id: enterprise })),
        ],
        ...(channel.unit === null ? [] : [[titles.unitRecord, channel.unit] as const]),
        ...(channel.city === null ? [] : [[titles.city, names.region(channel.city)] as const]),
        [titles.quantity, quantityText(channel.quantity, words)],
        [titles.kind, kind[channel.kind]],
        ...(channel.role === null ? [] : [[titles.role, role[channel.role] ?? channel.role] as const]),
        ...(parent === null
          ? []
          : [[titles.parent, link(parent, () => openPage({ kind: 'channel', id: parent }))] as const]),
        [titles.unit, unitOfMeasure],
        [titles.interval, intervalMs === null ? titles.intervalNone : durationText(intervalMs, words, language)],
        [titles.limit, limitText(channel, words, language) ?? words.monitoring.limit.none],
        [
          titles.range,
          rangeLow === null && rangeHigh === null
            ? unknown
            : `${bound(rangeLow)} – ${bound(rangeHigh)} ${unitOfMeasure}`,
        ],
        [
          titles.calibration,
          overdue ? (
            <span key="due" className="doubt">
              {titles.calibrationPast(due)}
            </span>
          ) : (
            due
          ),
        ],
        [titles.device, channel.device],
        [titles.address, <code key="address">{channel.address}</code>],
      ]}
    />
  );
}
