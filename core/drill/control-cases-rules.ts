// Controls of the year's output: declared for the industries that have them, passed by some, nearly passed by their look-alikes.
import { coversOf, declared } from './case-making-rules.ts';
import { mainOf } from './channel-plan-rules.ts';
import type { Courses } from './course-rules.ts';
import {
  DAY,
  type DrillDeclaration,
  type DrillEnterprise,
  type DrillPlan,
  HOUR,
  type PlantedCase,
  type Span,
} from './plan-facts-rules.ts';

/** Industries whose output is controlled by the year: coke since 2020, crude steel since 2021. */
const CONTROLLED: readonly string[] = ['coking', 'steel'];
/** Of its control, what the overproducer makes in the days of the drill; what its look-alike makes: not yet the line. */
const [OVER, JUST_NOT] = [1.25, 0.44];
/** From January to May no more than this of the year's control (鲁工信原〔2020〕79号, as applied in 2021). */
const LINE = 0.45;
/** A year at capacity, and what of it an ordinary control leaves. */
const [YEAR_HOURS, ORDINARY] = [7920, 0.95];

export interface Controls {
  readonly cases: PlantedCase[];
  readonly left: string[];
  /** Of those that are no case. */
  readonly declarations: DrillDeclaration[];
}

/** The control is set by what is made: nobody's course is bent for it. */
export function planControls(plan: DrillPlan, courses: Courses): Controls {
  const { spec, size } = plan;
  const controlled = plan.enterprises.filter(({ product }) => CONTROLLED.includes(product.industry));
  // Coke before steel: the line is written for coke.
  const rank = ({ product }: DrillEnterprise): number => CONTROLLED.indexOf(product.industry);
  const ordered = controlled.toSorted((a, b) => rank(a) - rank(b) || a.index - b.index);
  const cases: PlantedCase[] = [];
  const left: string[] = [];
  for (let i = 0; i < 2 * size.cases; i += 1) {
    const isLookAlike = i % 2 === 1;
    const id = `overproduction${isLookAlike ? '-look-alike' : ''}-${Math.floor(i / 2) + 1}`;
    const enterprise = ordered[i];
    if (enterprise && spec.days >= 4) cases.push(controlCase(plan, courses, enterprise, id, isLookAlike));
    else left.push(id);
  }
  const planted = new Set(cases.map(({ subject }) => subject.id));
  const declarations = controlled.flatMap((enterprise) => {
    if (planted.has(enterprise.id)) return [];
    const capacity = enterprise.units.reduce((sum, unit) => sum + unit.ratedOutput * YEAR_HOURS, 0);
    return [controlOf(enterprise, ORDINARY * capacity, spec.start)];
  });
  return { cases, left, declarations };
}

function controlCase(
  { spec, channels }: DrillPlan,
  courses: Courses,
  enterprise: DrillEnterprise,
  id: string,
  lookAlike: boolean,
): PlantedCase {
  const made = Array.from({ length: spec.days * 24 }, (_, hour) =>
    enterprise.units.reduce((sum, unit) => sum + courses.outputOf(unit, hour), 0),
  );
  const control = made.reduce((sum, each) => sum + each, 0) / (lookAlike ? JUST_NOT : OVER);
  const crossed = lookAlike ? 0 : firstOver(made, LINE * control) + 1;
  const units = new Set(enterprise.units.map(({ index }) => index));
  const told = channels.filter(
    ({ id: channel, unit, quantity }) =>
      channel === mainOf(enterprise.index) || (quantity === 'output' && unit !== null && units.has(unit)),
  );
  return {
    ...{ id, kind: 'overproduction', lookAlike, rules: ['output-over-control'], besides: [], least: 1 },
    subject: { kind: 'enterprise', id: enterprise.id },
    covers: coversOf(told, [`enterprise:${enterprise.id}`]),
    from: spec.start + crossed * HOUR,
    to: spec.start + spec.days * DAY,
    effects: [],
    declarations: [controlOf(enterprise, control, spec.start)],
  };
}

function controlOf({ id, product }: DrillEnterprise, value: number, start: number): DrillDeclaration {
  const of = { enterprise: id, value: Math.round(value), unitOfMeasure: product.outputUnit };
  return declared('annual-control', yearOf(start), of, '年度产量控制计划');
}

/** Index of the first hour by whose end more than `line` had been made. */
function firstOver(made: readonly number[], line: number): number {
  let total = 0;
  return made.findIndex((each) => {
    total += each;
    return total > line;
  });
}

/** The calendar year in Asia/Shanghai. */
function yearOf(start: number): Span {
  const year = new Date(start + 8 * HOUR).getUTCFullYear();
  const beginning = (of: number): number => Date.UTC(of, 0, 1) - 8 * HOUR;
  return { from: beginning(year), to: beginning(year + 1) };
}
