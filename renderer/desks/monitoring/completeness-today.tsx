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

/** Rows that only pass by are not asked for; those that stay are asked for together. */
const restMs = 200;
const freshMs = 60_000;
const hourMs = 3_600_000;
/** As many as the core takes in one call. */
const atOnce = 1000;

const wanted = new Set<string>();
let isDue = false;

async function askWanted(): Promise<void> {
  const channels = [...wanted].slice(0, atOnce);
  for (const channel of channels) wanted.delete(channel);
  const { backend, about } = useCore.getState();
  const { feedTime } = useMonitoring.getState();
  if (backend === null || about === null || feedTime === null || channels.length === 0) return;
  // Of whole hours: what is due later today is not missing yet.
  const from = startOfDay(feedTime, about.profile.timeZone);
  const to = from + Math.floor((feedTime - from) / hourMs) * hourMs;
  const shares = await backend.monitoring.completeness({ channels, from, to });
  const known = shares.map(({ channel, completeness }) => [channel, { share: completeness, at: Date.now() }] as const);
  useKnown.setState(({ byChannel }) => ({ byChannel: new Map([...byChannel, ...known]) }));
}

function want(channel: string): void {
  wanted.add(channel);
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    // What could not be asked stays unknown; the desk says by itself that the core is away.
    void askWanted().catch(() => undefined);
  }, restMs);
}

export function CompletenessToday({ channel }: { readonly channel: string }) {
  const { monitoring: words } = useWords();
  const language = useView((view) => view.language);
  const known = useKnown(({ byChannel }) => byChannel.get(channel));
  const ready = useMonitoring(({ feedTime }) => feedTime !== null);
  useEffect(() => {
    if (!ready) return;
    const last = useKnown.getState().byChannel.get(channel)?.at ?? 0;
    const first = setTimeout(want, Math.max(0, last + freshMs - Date.now()), channel);
    const again = setInterval(want, freshMs, channel);
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
