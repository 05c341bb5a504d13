// The versions of one record in both times: when it held, when we knew, who said so and why.
import type { Version } from '../../../contract/ledger.ts';
import { wallClock, wallClockMinutes } from '../../format/zoned-time.ts';
import { attributeName } from '../../i18n/attribute-name.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { versionSteps } from '../../state/version-changes.ts';
import { useView } from '../../state/view-store.ts';
import { statedText } from './stated-value.tsx';

export function VersionHistory({ versions }: { readonly versions: readonly Version[] }) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const text = (stated: Parameters<typeof statedText>[0] | null): string =>
    (stated === null ? null : statedText(stated, names, language)) ?? words.enterprise.unknown;
  return (
    <ol className="history">
      {versionSteps(versions).map(({ version, changes }) => {
        const { recordedAt, validFrom, validTo, supersededAt, actor, reason } = version;
        return (
          <li key={`${recordedAt} ${validFrom} ${supersededAt}`} className={supersededAt === null ? 'current' : ''}>
            <p>
              <strong>{words.history.recorded(wallClock(recordedAt, timeZone))}</strong> · {actor}
              {reason !== null && <> · {reason}</>} ·{' '}
              {supersededAt === null ? (
                <span className="tag">{words.history.current}</span>
              ) : (
                <span className="muted">{words.history.superseded(wallClock(supersededAt, timeZone))}</span>
              )}
            </p>
            <p className="muted">
              {words.history.valid(
                validFrom === null ? words.history.ever : wallClockMinutes(validFrom, timeZone),
                validTo === null ? words.history.open : wallClockMinutes(validTo, timeZone),
              )}
            </p>
            {changes === null ? (
              <p className="muted">{words.history.first}</p>
            ) : changes.length === 0 ? (
              <p className="muted">{words.history.sameValues}</p>
            ) : (
              changes.map(({ attribute, from, to }) => (
                <p key={attribute}>{words.history.changed(attributeName(attribute, words), text(from), text(to))}</p>
              ))
            )}
          </li>
        );
      })}
    </ol>
  );
}
