// Says whether the screen shows the present, or since when it doesn't.
import { numberText } from '../../format/quantity-text.ts';
import { timeOfDay, wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { pictureAge } from '../../state/monitoring-age.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { durationText } from './duration-text.ts';

export function PictureAgeBadge() {
  const words = useWords();
  const { age } = words.monitoring;
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const connected = useCore((core) => core.backend !== null);
  const agreedAt = useMonitoring((state) => state.agreedAt);
  const feedTime = useMonitoring((state) => state.feedTime);
  const silent = useMonitoring(({ status }) => status?.silentChannels ?? 0);
  const { kind, seconds } = pictureAge(useNow(1000), agreedAt, connected);
  const time = agreedAt === null ? '' : timeOfDay(agreedAt, timeZone);
  const text =
    kind === 'none'
      ? age.none
      : kind === 'live'
        ? age.live(time)
        : age.stale(time, durationText(seconds * 1000, words, language));
  return (
    <span className="picture-age" data-testid="picture-age" data-age={kind}>
      <span className="age-badge" role={kind === 'stale' ? 'alert' : undefined}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={kind === 'live' ? 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z' : 'M3 3h10v10H3Z'} />
        </svg>
        {text}
      </span>
      <span className="muted">{feedTime === null ? age.noFeed : age.feed(wallClock(feedTime, timeZone))}</span>
      {silent > 0 && (
        <span className="doubt" title={words.monitoring.status.silentHint}>
          {words.monitoring.status.silent(numberText(silent, language))}
        </span>
      )}
    </span>
  );
}
