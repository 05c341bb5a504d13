// Says quietly that the wire to the core is gone, and as at which time the screen then stands.
import { timeOfDay } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';

export function ConnectionBanner() {
  const words = useWords();
  const { lostAt, agreedAt, about } = useCore();
  if (lostAt === null) return null;
  const text =
    agreedAt === null
      ? words.connection.lostEmpty
      : words.connection.lost(timeOfDay(lostAt, about?.profile.timeZone ?? 'UTC'));
  return (
    <p className="connection-banner" role="status">
      {text}
    </p>
  );
}
