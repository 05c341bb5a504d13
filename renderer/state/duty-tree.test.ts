import fc from 'fast-check';
import { expect, it } from 'vitest';
import { channelWith } from '../desks/monitoring/channel-fixture.ts';
import { type ChannelNode, plantTree } from './duty-tree.ts';

const idsOf = ({ channel, parts }: ChannelNode): string[] => [channel.id, ...parts.flatMap(idsOf)];

it('has each channel once, whatever the registry says of parents', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const registry = fc.uniqueArray(
    fc.record({
      id,
      parent: fc.option(fc.oneof(id, fc.constant('elsewhere'))),
      unit: fc.option(fc.constantFrom('u', 'v')),
    }),
    { selector: (each) => each.id },
  );
  fc.assert(
    fc.property(registry, (channels) => {
      const tree = plantTree(channels.map((each) => channelWith(each)));
      const ids = tree.flatMap((branch) => branch.channels.flatMap(idsOf));
      expect(ids.toSorted()).toEqual(channels.map((each) => each.id).toSorted());
    }),
  );
});

it('puts what is of the whole enterprise first, parts below their whole', () => {
  const tree = plantTree([
    channelWith({ id: 'dust', unit: 'furnace' }),
    channelWith({ id: 'main', unit: null }),
    channelWith({ id: 'sub', unit: 'furnace', parent: 'main' }),
  ]);
  expect(tree.map(({ unit, channels }) => [unit, channels.flatMap(idsOf)])).toEqual([
    [null, ['main', 'sub']],
    ['furnace', ['dust']],
  ]);
});
