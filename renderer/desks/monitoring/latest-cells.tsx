// Cells that follow the newest reading of one channel by themselves, so that an arrival does not draw the whole table anew.
import type { ChannelRecord } from '../../../contract/monitoring.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { isSilent } from '../../state/monitoring-arrivals.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { durationText } from './duration-text.ts';
import { flagText, isGoodMark, valueText } from './reading-text.ts';

interface CellProps {
  readonly channel: Pick<ChannelRecord, 'id' | 'unitOfMeasure' | 'intervalMs'>;
}

export function LatestValue({ channel }: CellProps) {
  const { monitoring: words } = useWords();
  const language = useView((view) => view.language);
  const latest = useMonitoring((state) => state.latest.get(channel.id));
  if (latest === undefined) return <span className="muted">{words.noValue}</span>;
  if (latest.value === null) return <span className="muted">{words.unknown}</span>;
  return (
    <>
      {valueText(latest.value, language)} <span className="muted">{channel.unitOfMeasure}</span>
    </>
  );
}

export function LatestFlag({ channel }: CellProps) {
  const words = useWords();
  const flag = useMonitoring((state) => state.latest.get(channel.id)?.flag ?? null);
  if (flag === null) return null;
  return <span className={isGoodMark(flag) ? 'muted' : 'doubt'}>{flagText(flag, words)}</span>;
}

export function LatestTime({ channel }: CellProps) {
  const { monitoring: words } = useWords();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const time = useMonitoring((state) => state.latest.get(channel.id)?.time);
  return time === undefined ? <span className="muted">{words.never}</span> : wallClock(time, timeZone);
}

/** By the feed's time: a drill or a replay is not old because its days are past. */
export function LatestAge({ channel }: CellProps) {
  const words = useWords();
  const language = useView((view) => view.language);
  const text = useMonitoring(({ latest, feedTime }) => {
    const time = latest.get(channel.id)?.time;
    return time === undefined || feedTime === null ? null : durationText(feedTime - time, words, language);
  });
  const silent = useMonitoring(({ latest, feedTime }) =>
    isSilent(channel.intervalMs, latest.get(channel.id)?.time, feedTime),
  );
  return (
    <span className={silent ? 'doubt' : ''}>
      {text ?? '–'}
      {silent && ` · ${words.monitoring.silentMark}`}
    </span>
  );
}
