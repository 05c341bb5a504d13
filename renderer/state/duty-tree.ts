// What stands behind an alarm's enterprise: its units and the channels of each, those that are parts of others below them. Pure.
import type { ChannelRecord } from '../../contract/monitoring.ts';

export interface ChannelNode {
  readonly channel: ChannelRecord;
  readonly parts: readonly ChannelNode[];
}

export interface TreeBranch {
  /** null = of the enterprise as a whole. */
  readonly unit: string | null;
  readonly channels: readonly ChannelNode[];
}

/** Every channel once: under the unit it belongs to, below the channel that it is a part of where that one is there. */
export function plantTree(channels: readonly ChannelRecord[]): readonly TreeBranch[] {
  const known = new Set(channels.map(({ id }) => id));
  const parts = Map.groupBy(channels, ({ parent, id }) =>
    parent !== null && parent !== id && known.has(parent) ? parent : null,
  );
  const placed = new Set<string>();
  const node = (channel: ChannelRecord): ChannelNode => {
    placed.add(channel.id);
    // A registry may name parents in a circle: nobody is placed twice.
    const below = (parts.get(channel.id) ?? []).filter(({ id }) => !placed.has(id));
    return { channel, parts: below.flatMap((each) => (placed.has(each.id) ? [] : [node(each)])) };
  };
  const roots = (parts.get(null) ?? []).map(node);
  const rest = channels.flatMap((channel) => (placed.has(channel.id) ? [] : [node(channel)]));
  const byUnit = Map.groupBy([...roots, ...rest], ({ channel }) => channel.unit);
  return [...byUnit]
    .map(([unit, nodes]) => ({ unit, channels: nodes }))
    .sort((one, other) => Number(one.unit !== null) - Number(other.unit !== null));
}
