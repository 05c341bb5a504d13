// Where instruments can connect, how many do, and why not where they can't.
import type { MonitoringStatus } from '../../../contract/monitoring.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';

type Source = MonitoringStatus['sources'][number];

/** IPv6 addresses stand in brackets before a port. */
const addressText = ({ host, port }: Source): string =>
  host === null ? `:${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`;

export function SourceList({ sources }: { readonly sources: readonly Source[] }) {
  const { monitoring: words } = useWords();
  const language = useView((view) => view.language);
  return (
    <section className="source-list" aria-label={words.source.title}>
      <h3>{words.source.title}</h3>
      <p className="muted small">{sources.length === 0 ? words.source.none : words.source.hint}</p>
      <ul>
        {sources.map((source) => (
          <li key={source.protocol} data-testid={`source-${source.protocol}`}>
            <strong>{words.protocol[source.protocol] ?? source.protocol}</strong>
            {source.refused !== null ? (
              <span className="doubt">{source.refused[language]}</span>
            ) : source.port === null ? (
              <span className="muted" title={words.source.closedHint}>
                {words.source.closed}
              </span>
            ) : (
              <>
                <code>{addressText(source)}</code>
                <span>{words.source.connections(numberText(source.connections, language))}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
