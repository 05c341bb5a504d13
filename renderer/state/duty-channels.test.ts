import { expect, it } from 'vitest';
import { channelWith } from '../desks/monitoring/channel-fixture.ts';
import { evidenceChannels, mostCurves } from './duty-channels.ts';
import { alarmWith } from './duty-fixture.ts';

const channel = (id: string, quantity: string, more = {}) => channelWith({ id, quantity, enterprise: 'e', ...more });
const inputs = (...ids: string[]) => ({
  inputs: ids.map((id) => ({ name: 'mean', value: 1, unitOfMeasure: null, channel: id })),
});
const alarm = alarmWith({ enterprise: 'e', subject: { kind: 'channel', id: 'dust-2' } });

it('draws what the rule looked at first, then output against what it takes to make it', () => {
  const channels = [
    channel('dust-1', 'dust'),
    channel('dust-2', 'dust'),
    channel('o2', 'oxygen'),
    channel('water', 'water'),
    channel('output', 'output'),
    channel('power', 'electricity'),
    channel('power-part', 'electricity', { parent: 'power' }),
    channel('elsewhere', 'output', { enterprise: 'other' }),
  ];
  const drawn = evidenceChannels({ alarm, finding: inputs('o2', 'dust-2') }, channels).map(({ id }) => id);
  expect(drawn).toEqual(['dust-2', 'o2', 'output', 'power']);
  expect(drawn).toHaveLength(mostCurves);
});

it('draws nothing it does not know', () => {
  expect(evidenceChannels({ alarm: alarmWith({ enterprise: null }), finding: null }, [channel('a', 'dust')])).toEqual(
    [],
  );
});
