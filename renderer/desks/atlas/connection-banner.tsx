// Says quietly that the wire to the core is gone, and as at which time the screen then stands.
import { timeOfDay } from '../../format/zoned-time.ts';
import { sentenceOf } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';

export function ConnectionBanner() {
  const words = useWords();
  const language = useView((view) => view.language);
  const { lostAt, lostReason, agreedAt, about } = useCore();
  if (lostAt === null) return null;
  const refusal = sentenceOf(lostReason)?.[language];
  const stands =
    agreedAt === null
      ? words.connection.lostEmpty
      : words.connection.lost(timeOfDay(lostAt, about?.profile.timeZone ?? 'UTC'));
  return (
    <p className="connection-banner" role="status">
      {refusal === undefined ? stands : `${words.connection.refused} ${refusal}`}
    </p>
  );
}
