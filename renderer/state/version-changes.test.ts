import { describe, expect, it } from 'vitest';
import type { StatedValue, Version } from '../../contract/ledger.ts';
import { versionSteps } from './version-changes.ts';

const value = (attribute: string, stated: string | number | null, unit: string | null = null): StatedValue => ({
  attribute,
  value: stated,
  unit,
  origin: null,
});
const version = (recordedAt: number, values: StatedValue[], validFrom: number | null = null): Version => ({
  validFrom,
  validTo: null,
  recordedAt,
  supersededAt: null,
  actor: 'x',
  reason: null,
  values,
});

describe('steps between versions', () => {
  it('tells what a correction changed, newest first whatever order they come in', () => {
    const first = version(1, [value('name', '甲'), value('capacity', null, 'MW')]);
    const second = version(2, [value('name', '甲'), value('capacity', 350, 'MW')]);
    const steps = versionSteps([first, second]);
    expect(steps.map((step) => step.version)).toEqual([second, first]);
    expect(steps[0]?.changes).toEqual([
      { attribute: 'capacity', from: value('capacity', null, 'MW'), to: value('capacity', 350, 'MW') },
    ]);
    expect(steps[1]?.changes).toBeNull();
  });

  it('sees a change of unit alone, and no change where there is none', () => {
    const steps = versionSteps([
      version(1, [value('capacity', 350, 'MW')]),
      version(2, [value('capacity', 350, 'kW')]),
      version(3, [value('capacity', 350, 'kW')]),
    ]);
    expect(steps.map(({ changes }) => changes?.length)).toEqual([0, 1, undefined]);
  });

  it('puts the later valid of two recorded together first', () => {
    const early = version(1, [value('status', 'operating')], 100);
    const late = version(1, [value('status', 'retired')], 200);
    expect(versionSteps([early, late]).map((step) => step.version)).toEqual([late, early]);
  });
});
