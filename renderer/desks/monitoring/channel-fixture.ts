// A channel for tests, with what they state of it.
import type { ChannelRecord } from '../../../contract/monitoring.ts';

export const channelWith = (more: Partial<ChannelRecord> = {}): ChannelRecord => ({
  ...{
    id: 'dz-01-dust',
    name: '一号炉颗粒物',
    device: '88888880000001',
    address: 'a34013',
    enterprise: null,
    unit: null,
  },
  ...{ city: null, industry: null, quantity: 'dust', role: null, parent: null, series: '', kind: 'level' },
  ...{ unitOfMeasure: 'mg/m³', intervalMs: 60_000, limitHigh: null, limitLow: null, limitPeriod: null },
  ...{ rangeLow: null, rangeHigh: null, calibrationDue: null, latest: null },
  ...more,
});
