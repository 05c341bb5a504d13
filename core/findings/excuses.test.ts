// What a declaration takes out of judgement, and of whom.
import { describe, expect, it } from 'vitest';
import { plainChannel } from '../devices/registry.ts';
import type { Channel, Declaration } from '../devices/registry-facts.ts';
import { Excuses } from './excuses.ts';
import { input } from './series-rules.ts';
import type { Stated } from './stated.ts';

const HOUR = 3_600_000;
const [FROM, TO] = [100 * HOUR, 148 * HOUR];

const channel = (no: number, id: string, unit: string, enterprise: string): Channel => ({
  ...plainChannel,
  ...{ no, id, unit, enterprise, name: id, device: id, address: id },
  ...{ quantity: 'power', kind: 'level', unitOfMeasure: 'kW' },
});
const channels = [channel(1, 'a1', 'unit-1', 'a'), channel(2, 'a2', 'unit-2', 'a'), channel(3, 'b1', 'unit-3', 'b')];

const declared = (kind: Declaration['kind'], of: Partial<Declaration>): Declaration => ({
  ...{ id: 1, kind, enterprise: null, unit: null, channel: null, value: null, unitOfMeasure: null, source: '报告' },
  ...{ from: FROM, to: TO },
  ...of,
});

const stated = (rule: string, id: string, more: Partial<Stated> = {}): Stated => ({
  ...{ rule, subject: { kind: 'channel', id }, from: FROM + HOUR, to: FROM + 2 * HOUR, clearedAt: null },
  ...{ inputs: [], formula: '', threshold: '', sentence: { zh: '', en: '' } },
  ...more,
});

const excused = (declaration: Declaration, rule: string): string[] =>
  channels.map(({ id }) => id).filter((id) => new Excuses([declaration], channels).has(stated(rule, id)));

describe('a declaration', () => {
  it('speaks of its channel, of all of its unit, or of all of its enterprise', () => {
    expect(excused(declared('stop', { enterprise: 'a', unit: 'unit-1', channel: 'a1' }), 'silence')).toEqual(['a1']);
    expect(excused(declared('stop', { enterprise: 'a', unit: 'unit-2' }), 'silence')).toEqual(['a2']);
    expect(excused(declared('stop', { enterprise: 'a' }), 'silence')).toEqual(['a1', 'a2']);
    expect(excused(declared('stop', { enterprise: 'a' }), 'limit-exceedance')).toEqual([]);
    expect(excused(declared('annual-control', { enterprise: 'a' }), 'silence')).toEqual([]);
  });

  it('of an enterprise speaks of its units as well', () => {
    const unit = { subject: { kind: 'unit', id: 'unit-2' } } as const;
    const use = stated('electricity-against-production', '', unit);
    expect(new Excuses([declared('stop', { enterprise: 'a' })], channels).has(use)).toBe(true);
    expect(new Excuses([declared('stop', { enterprise: 'b' })], channels).has(use)).toBe(false);
  });
});

it('a stop explains that a small part of the usual is used, also while the plant is run down, and no multiple of it', () => {
  const excuses = new Excuses([declared('stop', { unit: 'unit-1' })], channels);
  const change = (scale: number, from: number): boolean =>
    excuses.has(stated('scale-change', 'a1', { from, inputs: [input('scale', scale, '1')] }));
  expect(change(0.01, FROM)).toBe(true);
  expect(change(0.1, FROM - HOUR)).toBe(true);
  expect(change(0.1, FROM - 2 * HOUR)).toBe(false);
  expect(change(0.1, TO)).toBe(false);
  expect(change(10, FROM)).toBe(false);
});
