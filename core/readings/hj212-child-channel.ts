// Series of HJ 212 factors: which channel an address of a logger means, and the channel that is made where a series first comes.
import type { ChannelDraft } from '../devices/registry.ts';
import type { Channel, Device } from '../devices/registry-facts.ts';
import { DAY_MS, HOUR_MS } from './time-rules.ts';

const ADDRESS = /^(\d{4})\/(.+)-([A-Za-z]+)$/;
/** The series that a registered factor stands for. */
const OWN_SERIES = '2011-Rtd';
const MINUTE_MS = 60_000;

export interface FactorSeries {
  /** Factor code: the address of the registered channel. */
  readonly code: string;
  /** `2051-Avg`; null = the registered channel's own. */
  readonly series: string | null;
}

/** What `2051/w01018-Avg` says; null = the address is not of that form. */
export function factorSeries(address: string): FactorSeries | null {
  const [, command, code, attribute] = ADDRESS.exec(address) ?? [];
  if (command === undefined || code === undefined || attribute === undefined) return null;
  const series = `${command}-${attribute}`;
  return { code, series: series === OWN_SERIES ? null : series };
}

/** Distance of a series' readings by the command that carries it; null = the standard leaves it to the site and nobody has said. */
function intervalOf(command: string, factor: Channel, device: Device): number | null {
  if (command === '2061') return HOUR_MS;
  if (command === '2031') return DAY_MS;
  if (command === '2011') return factor.intervalMs;
  const minutes = device.settings.minInterval;
  return command === '2051' && typeof minutes === 'number' && minutes > 0 ? minutes * MINUTE_MS : null;
}

/**
 * The channel of another series of a factor: belongs where the factor's channel belongs. It has no limit of its own; an
 * office that wants one registers the full address. A total (Cou) has a unit of measure of its own, which no message states.
 */
export function childChannel(factor: Channel, device: Device, address: string, series: string): ChannelDraft {
  const [command = '', attribute = ''] = series.split('-');
  const isTotal = attribute === 'Cou';
  return {
    id: `${factor.id}/${series}`,
    name: `${factor.name} ${series}`,
    device: factor.device,
    address,
    enterprise: factor.enterprise,
    unit: factor.unit,
    city: factor.city,
    industry: factor.industry,
    quantity: factor.quantity,
    role: null,
    parent: factor.id,
    series,
    kind: isTotal ? 'amount' : 'level',
    unitOfMeasure: isTotal ? '' : factor.unitOfMeasure,
    factor: isTotal ? 1 : factor.factor,
    shift: isTotal ? 0 : factor.shift,
    intervalMs: intervalOf(command, factor, device),
    limitHigh: null,
    limitLow: null,
    limitPeriod: null,
    rangeLow: isTotal ? null : factor.rangeLow,
    rangeHigh: isTotal ? null : factor.rangeHigh,
    resolution: isTotal ? null : factor.resolution,
    registerMax: null,
    rated: null,
    calibrationDue: factor.calibrationDue,
  };
}
