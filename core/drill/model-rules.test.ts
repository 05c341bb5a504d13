import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { makeDrill } from './drill-fixture.ts';
import type { Drill } from './drill-rules.ts';
import { FLOW, HUMIDITY, OXYGEN, POLLUTANTS, PRESSURE, stackFactors, TEMPERATURE, VELOCITY } from './factor-rules.ts';
import { DrillModel } from './model-rules.ts';
import { DAY, type DrillChannel, type DrillUnit, HOUR } from './plan-facts-rules.ts';
import { CONVERTED } from './stack-rules.ts';

let drill: Drill;
/** The same province with nothing planted. */
let quiet: DrillModel;
beforeAll(async () => {
  drill = await makeDrill();
  quiet = new DrillModel(drill.plan, []);
});

const timeIn = (days: number) =>
  fc.integer({ min: 0, max: days * 1440 }).map((minute) => drill.plan.spec.start + minute * 60_000);
const stackUnits = (): DrillUnit[] => drill.plan.units.filter(({ stack }) => stack !== null);
const channel = (unit: DrillUnit, quantity: string, role: DrillChannel['role'] = null): DrillChannel | undefined =>
  drill.plan.channels.find(
    (each) => each.unit === unit.index && each.quantity === quantity && (role === null || each.role === role),
  );

it('has main meters that show what their sub-meters show, and the loss', () => {
  const { plan } = drill;
  fc.assert(
    fc.property(fc.nat(plan.enterprises.length - 1), timeIn(40), (index, time) => {
      const main = plan.channels.find(
        ({ enterprise, role }) => enterprise === index && role === 'main',
      ) as DrillChannel;
      const subs = plan.channels.filter(({ parent }) => parent === main.id);
      const total = subs.reduce((sum, sub) => sum + quiet.courses.energyBefore(sub, time), 0);
      const { loss } = plan.enterprises[index] as (typeof plan.enterprises)[number];
      expect(quiet.courses.energyBefore(main, time)).toBeCloseTo(total * (1 + loss), 3);
    }),
    { numRuns: 60 },
  );
});

it('splits a unit into feeders that add up to its meter', async () => {
  const stress = await makeDrill({ scale: 'stress', days: 1 });
  const unit = stress.plan.units[17] as DrillUnit;
  const of = (test: (each: DrillChannel) => boolean) =>
    stress.plan.channels.filter((each) => each.unit === unit.index && test(each));
  const feeders = of(({ signal }) => signal.of === 'energy' && signal.at === 'feeder');
  const [meter] = of(({ signal }) => signal.of === 'energy' && signal.at === 'unit');
  const time = stress.plan.spec.start + 7 * HOUR + 13 * 60_000;
  expect(feeders.length).toBeGreaterThan(10);
  const total = feeders.reduce((sum, feeder) => sum + stress.model.courses.energyBefore(feeder, time), 0);
  expect(total * 1.004).toBeCloseTo(stress.model.courses.energyBefore(meter as DrillChannel, time), 3);
});

it('has registers that never fall, and hours that are the sum of their intervals', () => {
  const meters = drill.plan.channels.filter(({ kind }) => kind === 'register');
  fc.assert(
    fc.property(fc.nat(meters.length - 1), timeIn(40), (index, time) => {
      const meter = meters[index] as DrillChannel;
      let before = quiet.courses.energyBefore(meter, time);
      for (let i = 1; i <= 12; i += 1) {
        const now = quiet.courses.energyBefore(meter, time + i * 300_000);
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
    }),
    { numRuns: 60 },
  );
});

it('answers the same whatever was asked before', () => {
  const channels = drill.plan.channels;
  const warm = drill.model;
  const cold = (): DrillModel => new DrillModel(drill.plan, drill.cases);
  fc.assert(
    fc.property(fc.nat(channels.length - 1), timeIn(40), (index, time) => {
      const each = channels[index] as DrillChannel;
      expect(warm.read(each, time)).toEqual(cold().read(each, time));
    }),
    { numRuns: 150 },
  );
});

it('has stacks whose gas, oxygen, velocity and concentrations agree', () => {
  const units = stackUnits();
  fc.assert(
    fc.property(fc.nat(units.length - 1), timeIn(40), (index, time) => {
      const unit = units[index] as DrillUnit;
      const { values, flags } = quiet.stackAt(unit, time);
      const at = (factor: number): number => values[factor] as number;
      // HJ 212-2017: Qsn from velocity, area, temperature, pressure and moisture.
      const actual = 3600 * at(VELOCITY) * (unit.stack?.area ?? 0);
      const dry =
        ((actual * 273) / (273 + at(TEMPERATURE))) * ((101.325 + at(PRESSURE)) / 101.325) * (1 - at(HUMIDITY) / 100);
      expect(Math.abs(dry / 3600 / at(FLOW) - 1)).toBeLessThan(0.02);
      expect(at(OXYGEN)).toBeLessThanOrEqual(21);
      if (flags[OXYGEN] !== 'N' || flags[0] !== 'N') return;
      const reference = unit.product.flue?.referenceOxygen ?? 0;
      for (let i = 0; i < POLLUTANTS; i += 1) {
        const converted = (at(i) * (21 - reference)) / (21 - at(OXYGEN));
        expect(Math.abs(converted - at(CONVERTED + i))).toBeLessThan(0.02 * converted + 0.02);
        expect(at(i)).toBeLessThan(stackFactors[i]?.limit ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});

it('burns as much carbon as it sends up the stack', () => {
  const { plan } = drill;
  let compared = 0;
  for (const unit of stackUnits()) {
    const [coal, carbon, output] = ['coal', 'co2', 'output'].map((quantity) => channel(unit, quantity));
    if (!coal || !carbon || !output) continue;
    const time = plan.spec.start + 5 * DAY + 9 * HOUR;
    const burnt = quiet.read(coal, time).value * 1.9003;
    const process = quiet.read(output, time).value * (unit.product.flue?.carbon ?? 0);
    expect(quiet.read(carbon, time).value).toBeCloseTo(burnt + process, 1);
    // The stack itself: a kg of coal makes 5.9 m³ of gas without excess air.
    const frame = quiet.stackAt(unit, time + HOUR / 2);
    const reference = unit.product.flue?.referenceOxygen ?? 0;
    const atReference =
      ((frame.values[FLOW] as number) * 3600 * (21 - (frame.values[OXYGEN] as number))) / (21 - reference);
    const coalGas = (quiet.read(coal, time).value * 1000 * 5.9 * 21) / (21 - reference);
    const processGas = quiet.read(output, time).value * (unit.product.flue?.gas ?? 0);
    expect(Math.abs(atReference / (coalGas + processGas) - 1)).toBeLessThan(0.05);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(3);
});

it('uses as much electricity and coal for its output as its product says', () => {
  for (const unit of drill.plan.units) {
    if (unit.product.profile === 'two-shifts') continue;
    const hours = Array.from({ length: 24 * 7 }, (_, hour) => hour + 24);
    const made = hours.reduce((sum, hour) => sum + quiet.courses.outputOf(unit, hour), 0);
    const used = hours.reduce((sum, hour) => sum + quiet.courses.energyOf(unit, hour, 'unit'), 0);
    const [low, high] = unit.product.electricity;
    expect(used / made).toBeGreaterThan(low * 0.95);
    expect(used / made).toBeLessThan(high * 1.15);
  }
});

const planted = (kind: string, lookAlike = false) => {
  const found = drill.cases.find((each) => each.kind === kind && each.lookAlike === lookAlike);
  if (!found) throw new Error(kind);
  return found;
};
const subjectChannel = (kind: string): DrillChannel => drill.model.channel(planted(kind).subject.id);

it('does what each planted case says', () => {
  const { model } = drill;
  const stuck = planted('stuck-sensor');
  const frozen = [1, 7, 30].map((hour) => model.read(subjectChannel('stuck-sensor'), stuck.from + hour * HOUR).value);
  expect(new Set(frozen).size).toBe(1);
  expect(quiet.read(subjectChannel('stuck-sensor'), stuck.from + HOUR).value).not.toBe(
    quiet.read(subjectChannel('stuck-sensor'), stuck.from + 7 * HOUR).value,
  );

  const over = planted('limit-exceedance');
  for (let time = over.from; time < over.to; time += 60_000)
    expect(model.read(subjectChannel('limit-exceedance'), time).value).toBeGreaterThan(
      subjectChannel('limit-exceedance').limitHigh ?? 0,
    );

  const hugging = planted('limit-hugging');
  const limit = subjectChannel('limit-hugging').limitHigh ?? 0;
  for (let time = hugging.from; time < hugging.to; time += HOUR) {
    const { value, flag } = model.read(subjectChannel('limit-hugging'), time);
    if (flag !== 'N') continue;
    expect(value).toBeGreaterThanOrEqual(0.9 * limit);
    expect(value).toBeLessThanOrEqual(limit);
  }

  const reset = planted('counter-reset');
  const meter = subjectChannel('counter-reset');
  expect(model.read(meter, reset.from).value).toBe(0);
  expect(model.read(meter, reset.from - 300_000).value).toBeGreaterThan(1000);

  const dilution = planted('dilution');
  const unit = drill.plan.units.find(({ id }) => id === dilution.subject.id) as DrillUnit;
  const during = dilution.from + 5 * HOUR;
  const [thin, usual] = [model.stackAt(unit, during).values.slice(), quiet.stackAt(unit, during).values.slice()];
  expect(thin[OXYGEN] as number).toBeGreaterThan((usual[OXYGEN] as number) + 1.5);
  expect((thin[0] as number) / (usual[0] as number)).toBeCloseTo(0.55, 1);
  expect((thin[FLOW] as number) / (usual[FLOW] as number)).toBeCloseTo(1 / 0.55, 1);

  const stop = planted('false-stop');
  const stopped = drill.plan.units.find(({ id }) => id === stop.subject.id) as DrillUnit;
  expect(model.read(channel(stopped, 'output') as DrillChannel, stop.from + 10 * HOUR).value).toBe(0);
  expect(model.courses.energyOf(stopped, (stop.from - drill.plan.spec.start) / HOUR + 10, 'unit')).toBeGreaterThan(
    0.5 * stopped.ratedPower,
  );
  expect(
    drill.declarations.some(({ kind, unit: of, from }) => kind === 'stop' && of === stopped.id && from === stop.from),
  ).toBe(true);
});

it('lets a declared control of the year be passed by the overproducer alone', () => {
  const { plan, model } = drill;
  for (const lookAlike of [false, true]) {
    const each = planted('overproduction', lookAlike);
    const enterprise = plan.enterprises.find(({ id }) => id === each.subject.id);
    const control = each.declarations[0]?.value ?? 0;
    let made = 0;
    for (let hour = 0; hour < plan.spec.days * 24; hour += 1)
      for (const unit of enterprise?.units ?? []) made += model.courses.outputOf(unit, hour);
    if (lookAlike) expect(made / control).toBeLessThan(0.45);
    else expect(made / control).toBeGreaterThan(1);
  }
});
