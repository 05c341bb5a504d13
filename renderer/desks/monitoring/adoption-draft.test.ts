import { describe, expect, it } from 'vitest';
import { adoptionSchema, type QuarantineEntry } from '../../../contract/monitoring.ts';
import { adoptionOf, channelAddress, draftFor, problemOf } from './adoption-draft.ts';

const entry: QuarantineEntry = {
  ...{ protocol: 'hj212', device: '88888880000999', address: '2011/w01018-Rtd', readings: 5 },
  ...{ firstTime: 1, lastTime: 2, lastText: '1.2', unknown: 'device' },
};

describe('adopting', () => {
  it('proposes what the entry itself says, and no quantity, unit or enterprise', () => {
    expect(draftFor(entry, '甲')).toMatchObject({
      ...{
        id: '88888880000999-w01018',
        name: 'w01018',
        quantity: '',
        unitOfMeasure: '',
        enterprise: null,
        actor: '甲',
      },
    });
    expect(channelAddress({ protocol: 'mqtt', address: 'furnace/3-power' })).toBe('furnace/3-power');
  });

  it('names what is still missing, one after the other', () => {
    const draft = draftFor(entry, '');
    expect(problemOf({ ...draft, id: ' ' })).toBe('needId');
    expect(problemOf(draft)).toBe('needQuantity');
    expect(problemOf({ ...draft, quantity: 'cod' })).toBe('needUnit');
    expect(problemOf({ ...draft, quantity: 'cod', unitOfMeasure: 'mg/L' })).toBe('needActor');
    expect(problemOf({ ...draft, quantity: 'cod', unitOfMeasure: 'mg/L', actor: '甲' })).toBeNull();
  });

  it('asks the core for exactly what was stated, under the address as it came', () => {
    const draft = { ...draftFor(entry, '甲'), deviceName: ' 东厂数采仪 ', quantity: 'cod', unitOfMeasure: ' mg/L ' };
    const adoption = adoptionSchema.parse(adoptionOf(entry, draft));
    expect(adoption).toMatchObject({ address: '2011/w01018-Rtd', deviceName: '东厂数采仪', enterprise: null });
    expect(adoption.channel).toMatchObject({ unitOfMeasure: 'mg/L', intervalMs: null, kind: 'level' });
    expect(adoptionOf({ ...entry, unknown: 'address' }, draft)).not.toHaveProperty('deviceName');
  });
});
