// For tests of the drill: a small one on the real ground of the shipped profile, made once a process.
import { join } from 'node:path';
import { type Boundaries, loadBoundaries } from '../places/boundaries.ts';
import { loadProfile } from '../places/profiles.ts';
import { defaultGeodataDir } from '../workspace/workspace.ts';
import { drillGround } from './drill-ground.ts';
import { type Drill, planDrill } from './drill-rules.ts';
import type { DrillSpec } from './plan-facts-rules.ts';

export const drillStart = Date.parse('2026-01-01T00:00:00+08:00');

let loaded: Promise<Boundaries> | null = null;
export function shandong(): Promise<Boundaries> {
  loaded ??= loadProfile('shandong', { geodataDir: defaultGeodataDir }).then((profile) =>
    loadBoundaries(profile, join(defaultGeodataDir, 'boundaries')),
  );
  return loaded;
}

export async function makeDrill(spec: Partial<DrillSpec> = {}): Promise<Drill> {
  const whole: DrillSpec = { seed: 1, scale: 'small', days: 40, start: drillStart, ...spec };
  return planDrill(whole, drillGround(await shandong(), whole.seed));
}
