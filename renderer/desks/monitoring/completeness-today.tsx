// How much of a channel's day has come so far, asked for the rows in sight alone.
import { useEffect } from 'react';
import { create } from 'zustand';
import { shareText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { startOfDay } from '../../state/monitoring-span.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';

interface Known {
  /** null = nothing was due yet. */
  readonly share: number | null;
  readonly at: number;
}

const useKnown = create<{ readonly byChannel: ReadonlyMap<string, Known> }>()(() => ({ byChannel: new Map() }));

/** A row that only passes by is not asked for. */
const restMs = 200;
const freshMs = 60_000;
const atOnce = 4;
const hourMs = 3_600_000;

const wanted = new Set<string>();
let asking = 0;

async function ask(channel: string): Promise<void> {
  const { backend, about } = useCore.getState();
  const { feedTime } = useMonitoring.getState();
  if (backend === null || about === null || feedTime === null) return;
  // Of whole hours: what is due later today is not missing yet.
  const from = startOfDay(feedTime, about.profile.timeZone);
  const to = from + Math.floor((feedTime - from) / hourMs) * hourMs;
  const rows = to === from ? [] : await backend.monitoring.rows({ channel, from, to, step: '1h' });
  const expected = rows.reduce((sum, row) => sum + (row.expected ?? 0), 0);
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const share = expected === 0 ? null : Math.min(1, count / expected);
  useKnown.setState(({ byChannel }) => ({ byChannel: new Map(byChannel).set(channel, { share, at: Date.now() }) }));
}

function askNext(): void {
  // The newest first: the reader has scrolled on.
  const channel = [...wanted].at(-1);
  if (channel === undefined || asking >= atOnce) return;
  wanted.delete(channel);
  asking += 1;
  void ask(channel)
    // What could not be asked stays unknown; the desk says by itself that the core is away.
    .catch(() => undefined)
    .finally(() => {
      asking -= 1;
      askNext();
    });
  askNext();
}

export function CompletenessToday({ channel }: { readonly channel: string }) {
  const { monitoring: words } = useWords();
  const language = useView((view) => view.language);
  const known = useKnown(({ byChannel }) => byChannel.get(channel));
  const ready = useMonitoring(({ feedTime }) => feedTime !== null);
  useEffect(() => {
    if (!ready) return;
    const want = (): void => {
      wanted.add(channel);
      askNext();
    };
    const last = useKnown.getState().byChannel.get(channel)?.at ?? 0;
    const first = setTimeout(want, Math.max(restMs, last + freshMs - Date.now()));
    const again = setInterval(want, freshMs);
    return () => {
      clearTimeout(first);
      clearInterval(again);
      wanted.delete(channel);
    };
  }, [channel, ready]);
  if (known === undefined) return <span className="muted">…</span>;
  return (
    <ShareBar share={known.share} text={known.share === null ? words.unknown : shareText(known.share, language)} />
  );
}

/** A share as a bar and in words. */
export function ShareBar({ share, text }: { readonly share: number | null; readonly text: string }) {
  return (
    <span className="share-bar">
      <span className="share-track" aria-hidden="true">
        <span style={{ width: `${100 * (share ?? 0)}%` }} />
      </span>
      <span className={share === null ? 'muted' : ''}>{text}</span>
    </span>
  );
}
