// Invents the enterprises and units of a drill province: the seed decides, sizes are exact.
import { creditCodeCheckCharacter } from '../imports/credit-code-rules.ts';
import { type Chance, createChance, keyOf, mixKey } from './chance-rules.ts';
import { enterpriseName, inventNames } from './name-rules.ts';
import {
  DAY,
  type DrillEnterprise,
  type DrillGround,
  type DrillSpec,
  type DrillStack,
  type DrillUnit,
  HOUR,
  type ScaleSize,
  type Span,
} from './plan-facts-rules.ts';
import { type DrillProduct, drillProducts, type Spread } from './product-rules.ts';

/**
 * Passes as a credit code, yet nobody can hold it: its nine characters of the organisation break that code's own check
 * (GB 11714-1997), so no register has issued it.
 */
export function inventCreditCode(seed: number, index: number): string {
  const body = String((mixKey(keyOf('code'), seed) % 9000) + 1000) + String(index).padStart(4, '0');
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  const right = (11 - (sum % 11)) % 11;
  const wrong = String((right + 5) % 10);
  const first17 = `91370000${body}${wrong}`;
  return first17 + creditCodeCheckCharacter(first17);
}

/** Products of each industry in turn, so that all sixteen occur. */
const industries = [...new Set(drillProducts.map((product) => product.industry))];

function productOf(index: number, cityCount: number): DrillProduct {
  const industry = industries[(index + Math.floor(index / cityCount)) % industries.length];
  const made = drillProducts.filter((product) => product.industry === industry);
  return made[Math.floor(index / industries.length) % made.length] as DrillProduct;
}

/** How many units each enterprise has: `total` in all, at least one each. */
function unitCounts(enterprises: number, total: number, chance: Chance): number[] {
  const counts = Array.from({ length: enterprises }, () => Math.max(1, Math.floor(total / enterprises) - 1));
  let left = total - counts.reduce((sum, count) => sum + count, 0);
  const most = Math.ceil(total / enterprises) + 4;
  while (left > 0) {
    const index = chance.index(enterprises);
    if ((counts[index] as number) >= most) continue;
    counts[index] = (counts[index] as number) + 1;
    left -= 1;
  }
  return counts;
}

const within = ([low, high]: Spread, chance: Chance): number => chance.between(low, high);
const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

export function planEnterprises(spec: DrillSpec, size: ScaleSize, ground: DrillGround): DrillEnterprise[] {
  const chance = createChance(spec.seed);
  const names = inventNames(size.enterprises, chance);
  const counts = unitCounts(size.enterprises, size.units, chance);
  const cityCount = ground.cities.length;
  let nextUnit = 0;
  let stacks = 0;
  return names.map((stem, index) => {
    const product = productOf(index, cityCount);
    const creditCode = inventCreditCode(spec.seed, index);
    const loss = chance.between(0.008, 0.022);
    const units = Array.from({ length: counts[index] as number }, (_, i): DrillUnit => {
      // Spread over all enterprises that have stacks: each gets one before any gets a second.
      const isStack = product.flue !== null && i < stacksPerEnterprise(size) && stacks < size.stacks;
      const unit = planUnit(spec, product, { enterprise: index, index: nextUnit, number: i + 1, creditCode }, chance);
      nextUnit += 1;
      if (!isStack) return unit;
      stacks += 1;
      return { ...unit, stack: planStack(spec, unit, stacks - 1, chance) };
    });
    return {
      ...{
        index,
        name: enterpriseName(stem, product.trade),
        creditCode,
        id: `uscc/${creditCode}`,
        product,
        units,
        loss,
      },
      place: ground.place(index % cityCount, Math.floor(index / cityCount)),
    };
  });
}

/** Stacks enough for the size, as evenly as may be; most industries have some. */
function stacksPerEnterprise({ stacks, enterprises }: ScaleSize): number {
  return Math.max(1, Math.ceil((1.6 * stacks) / enterprises));
}

function planUnit(
  spec: DrillSpec,
  product: DrillProduct,
  of: { enterprise: number; index: number; number: number; creditCode: string },
  chance: Chance,
): DrillUnit {
  const capacity = rounded(within(product.capacity, chance), 3);
  const ratedOutput = capacity * product.hourly;
  const electricity = rounded(within(product.electricity, chance), 5);
  const { number } = of;
  return {
    ...{ index: of.index, enterprise: of.enterprise, number, product, capacity, ratedOutput, electricity },
    name: `${number}号${product.unitWord}`,
    id: `ledger/${of.creditCode}/${number}`,
    coal: product.coal === null ? 0 : rounded(within(product.coal, chance), 5),
    ratedPower: ratedOutput * electricity,
    stops: planStops(spec, product, chance),
    stack: null,
    key: keyOf(`unit ${spec.seed} ${of.index}`),
  };
}

/** One unit in four stands still once, for a day or three; declared beforehand. */
function planStops(spec: DrillSpec, product: DrillProduct, chance: Chance): Span[] {
  const hours = Math.round(chance.between(24, 72));
  const at = chance.next();
  const isStop = chance.next() < 0.25 && product.profile !== 'two-shifts' && spec.days >= 14;
  if (!isStop) return [];
  // Whole hours, and not before rules have seen some days of ordinary running.
  const from = spec.start + Math.round((0.35 + 0.5 * at) * spec.days * 24) * HOUR;
  return [{ from, to: Math.min(from + hours * HOUR, spec.start + spec.days * DAY) }];
}

/** m/s at full load: what stacks are built for. */
const STACK_VELOCITY = 12;
/** Dry standard m³ of a kg of raw coal burnt without excess air. */
export const COAL_GAS = 5.9;

function planStack(spec: DrillSpec, unit: DrillUnit, index: number, chance: Chance): DrillStack {
  const { flue } = unit.product;
  if (flue === null) throw new Error(`${unit.name} has no stack`);
  const coalGas = (unit.coal * COAL_GAS * 21) / (21 - flue.referenceOxygen);
  const dry = unit.ratedOutput * (coalGas + flue.gas);
  const wet = (dry * (273 + flue.temperature)) / 273 / 0.9;
  return {
    index,
    area: rounded(wet / 3600 / STACK_VELOCITY, 3),
    usual: [chance.between(0.4, 0.62), chance.between(0.4, 0.65), chance.between(0.5, 0.72)],
    treatmentPower: Math.max(30, rounded(0.03 * unit.ratedPower, 3)),
    device: `DD${mixKey(keyOf('stack'), spec.seed).toString(16).toUpperCase().padStart(8, '0')}${String(index).padStart(14, '0')}`,
  };
}
