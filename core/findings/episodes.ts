// Conditions that go on: readings that are wrong in the same way lie in one episode while they are not far apart.

/** What an episode is of; its rule, or what becomes one of several. */
export const episodeKinds = [
  ...['limit-exceedance', 'out-of-range', 'negative-value', 'counter-fault', 'mark-against-data', 'clock-fault'],
  ...['late-data', 'duplicate-rows', 'conflicting-duplicates', 'constant-value', 'sudden-change', 'silence'],
] as const;
export type EpisodeKind = (typeof episodeKinds)[number];

export interface Episode {
  readonly kind: EpisodeKind;
  readonly channel: number;
  /** 1 = of readings that came late or again, which are no part of the channel's course. */
  readonly lane: 0 | 1;
  from: number;
  /** Time of the last reading in it. */
  last: number;
  count: number;
  /** The most extreme value, and what it is held against. */
  worst: number;
  bound: number;
  /** Feed of the channel beyond which the episode is over. */
  closeAt: number;
  /** Enough to be a finding. */
  isRaised: boolean;
  clearedAt: number | null;
}

/** Kept by channel, kind and lane; rare, so objects are no burden. */
export class Episodes {
  readonly #open = new Map<string, Episode>();
  /** Changed since they were last told of. */
  readonly changed = new Set<Episode>();

  find(kind: EpisodeKind, channel: number, lane: 0 | 1): Episode | undefined {
    return this.#open.get(`${channel} ${kind} ${lane}`);
  }

  begin(kind: EpisodeKind, channel: number, lane: 0 | 1, time: number, value: number, bound: number): Episode {
    const begun = {
      from: time,
      last: time,
      count: 0,
      worst: value,
      bound,
      closeAt: 0,
      isRaised: false,
      clearedAt: null,
    };
    const episode: Episode = { kind, channel, lane, ...begun };
    this.#open.set(`${channel} ${kind} ${lane}`, episode);
    return episode;
  }

  end(episode: Episode, at: number): void {
    this.#open.delete(`${episode.channel} ${episode.kind} ${episode.lane}`);
    if (!episode.isRaised) return;
    episode.clearedAt = at;
    this.changed.add(episode);
  }

  /** Ends those of a channel that are over; gives when the next will be. */
  close(channel: number, time: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const kind of episodeKinds) {
      for (const lane of [0, 1] as const) {
        const episode = this.find(kind, channel, lane);
        if (!episode) continue;
        if (time > episode.closeAt) this.end(episode, time);
        else next = Math.min(next, episode.closeAt);
      }
    }
    return next;
  }

  of(kind: EpisodeKind): Episode[] {
    return [...this.#open.values()].filter((episode) => episode.kind === kind);
  }

  toJson(): readonly Episode[] {
    return [...this.#open.values()];
  }

  restore(episodes: readonly Episode[]): void {
    this.#open.clear();
    this.changed.clear();
    for (const episode of episodes)
      this.#open.set(`${episode.channel} ${episode.kind} ${episode.lane}`, { ...episode });
  }
}
