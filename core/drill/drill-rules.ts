// A drill from its seed: the province, what is planted in it, what has been declared. The same seed makes the same drill.
import { declaredStop } from './case-making-rules.ts';
import { plantCases } from './case-plan-rules.ts';
import { planDevices } from './channel-plan-rules.ts';
import { planControls } from './control-cases-rules.ts';
import { planEnterprises } from './enterprise-plan-rules.ts';
import { DrillModel } from './model-rules.ts';
import {
  type DrillDeclaration,
  type DrillGround,
  type DrillPlan,
  type DrillSpec,
  type PlantedCase,
  scaleSizes,
} from './plan-facts-rules.ts';

export interface Drill {
  readonly plan: DrillPlan;
  readonly cases: readonly PlantedCase[];
  /** Ids of cases for which there was no room. */
  readonly left: readonly string[];
  /** All that anybody has stated, that of the cases included. */
  readonly declarations: readonly DrillDeclaration[];
  readonly model: DrillModel;
}

export function planDrill(spec: DrillSpec, ground: DrillGround): Drill {
  const size = scaleSizes[spec.scale];
  const enterprises = planEnterprises(spec, size, ground);
  const devices = planDevices(spec, size, enterprises, ground);
  const units = enterprises.flatMap((enterprise) => enterprise.units);
  const channels = devices.flatMap((device) => device.channels);
  const plan: DrillPlan = { spec, size, enterprises, units, devices, channels };
  const planted = plantCases(plan);
  const model = new DrillModel(plan, planted.cases);
  const controls = planControls(plan, model.courses);
  const cases = [...planted.cases, ...controls.cases];
  const stops = enterprises.flatMap(({ id, units: own }) =>
    own.flatMap((unit) => unit.stops.map((span) => declaredStop(unit, id, span))),
  );
  const declarations = [...stops, ...controls.declarations, ...cases.flatMap((each) => each.declarations)];
  return { plan, cases, left: [...planted.left, ...controls.left], declarations, model };
}
