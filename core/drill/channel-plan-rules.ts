// Invents the instruments of a drill province: meters behind gateways, loggers, pushes; exactly as many channels as the scale says.
import { keyOf, mixKey } from './chance-rules.ts';
import { dischargeFactors, type Factor, stackDialect, stackFactors } from './factor-rules.ts';
import {
  DISCHARGE_INTERVAL,
  type Dialect,
  type DrillChannel,
  type DrillDevice,
  type DrillEnterprise,
  type DrillGround,
  type DrillPlace,
  type DrillSpec,
  type DrillUnit,
  HOUR,
  PUSH_INTERVAL,
  type ScaleSize,
  STACK_INTERVAL,
} from './plan-facts-rules.ts';

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const enterpriseTag = (index: number): string => `drill-${padded(index + 1, 4)}`;
export const mainOf = (enterprise: number): string => `${enterpriseTag(enterprise)}-main`;
const unitTag = (unit: DrillUnit): string => `${enterpriseTag(unit.enterprise)}-${unit.number}`;

const gatewayId = (index: number): string => `drill-gw-${padded(index + 1, 3)}`;
/** The gateway that is to fail. */
export const DEAD_GATEWAY = gatewayId(0);

type DeviceDraft = Omit<DrillDevice, 'channels' | 'key'> & { readonly channels: DrillChannel[] };

const unknowns = {
  ...{ enterprise: null, unit: null, role: null, parent: null, limitHigh: null, limitPeriod: null },
  ...{ rangeLow: null, rangeHigh: null, registerMax: null, rated: null },
} as const;

/** Name plates leave room above full load. */
const NAME_PLATE = 1.25;

/** A register that begins again at 0 after some five years at full load. */
const registerMaxOf = (power: number): number => 10 ** Math.max(6, Math.ceil(Math.log10(power * 24 * 365 * 5)));

export function planDevices(
  spec: DrillSpec,
  size: ScaleSize,
  enterprises: readonly DrillEnterprise[],
  ground: DrillGround,
): DrillDevice[] {
  const seedKey = keyOf(`channels ${spec.seed}`);
  const key = (id: string): number => mixKey(seedKey, keyOf(id));
  const meterHours = size.meterIntervalMs / HOUR;
  const meters: DeviceDraft[] = [];
  const loggers: DeviceDraft[] = [];
  const pushes: DeviceDraft[] = [];
  const sites: DeviceDraft[] = [];

  const meter = (id: string, name: string, place: DrillPlace, enterprise: number | null): DeviceDraft => ({
    ...{ id, protocol: 'mqtt', name, gateway: null, enterprise, place, dialect: null, system: null, channels: [] },
    intervalMs: size.meterIntervalMs,
  });
  const register = (
    device: DeviceDraft,
    draft: Pick<DrillChannel, 'id' | 'name' | 'signal'> & Partial<DrillChannel>,
    power: number,
    address = 'energy',
  ): void => {
    device.channels.push({
      ...unknowns,
      ...{ device: device.id, address, quantity: 'electricity', kind: 'register', unitOfMeasure: 'kWh', decimals: 2 },
      ...{ intervalMs: device.intervalMs, registerMax: registerMaxOf(power) },
      ...{ rated: NAME_PLATE * power * meterHours, enterprise: device.enterprise, key: key(draft.id) },
      ...draft,
    });
  };
  const powerOf = (device: DeviceDraft, unit: DrillUnit, at: 'unit' | 'treatment', rated: number): void => {
    const id = `${unitTag(unit)}-${at === 'unit' ? 'power' : 'treatment-power'}`;
    device.channels.push({
      ...unknowns,
      ...{ id, name: `${unit.name}${at === 'unit' ? '生产' : '治理设施'}功率`, device: device.id, address: 'power' },
      ...{ enterprise: unit.enterprise, unit: unit.index, quantity: 'power', kind: 'level', unitOfMeasure: 'kW' },
      role: at === 'unit' ? 'production' : 'treatment',
      ...{
        intervalMs: device.intervalMs,
        rated: NAME_PLATE * rated,
        decimals: 2,
        signal: { of: 'power', at },
        key: key(id),
      },
    });
  };

  for (const enterprise of enterprises) {
    const { index, place } = enterprise;
    const tag = enterpriseTag(index);
    const mainId = mainOf(index);
    const ofEnterprise = { enterprise: index, place } as const;
    const main = meter(`${tag}-m0`, `${enterprise.name}总表`, place, index);
    meters.push(main);
    let total = 0;
    const push: DeviceDraft = {
      ...{ id: `${tag}-mes`, protocol: 'http', name: `${enterprise.name}生产系统`, gateway: null, ...ofEnterprise },
      ...{ dialect: null, system: null, intervalMs: PUSH_INTERVAL, channels: [] },
    };
    pushes.push(push);
    for (const unit of enterprise.units) {
      const sub = meter(`${tag}-m${unit.number}`, `${enterprise.name}${unit.name}电表`, place, index);
      const ofUnit = { enterprise: index, unit: unit.index, parent: mainId } as const;
      const energy = { of: 'energy', at: 'unit' } as const;
      total += unit.ratedPower;
      register(
        sub,
        { id: `${unitTag(unit)}-energy`, name: `${unit.name}用电`, role: 'sub', signal: energy, ...ofUnit },
        unit.ratedPower,
      );
      meters.push(sub);
      push.channels.push(pushed(unit, 'output', `${unit.name}产量`, unit.product.outputUnit, unit.ratedOutput, key));
      const { stack } = unit;
      if (stack === null) continue;
      powerOf(sub, unit, 'unit', unit.ratedPower);
      const treatment = meter(`${tag}-t${unit.number}`, `${enterprise.name}${unit.name}治理设施电表`, place, index);
      const treated = { of: 'energy', at: 'treatment' } as const;
      total += stack.treatmentPower;
      register(
        treatment,
        { id: `${unitTag(unit)}-treatment`, name: `${unit.name}治理设施用电`, role: 'sub', signal: treated, ...ofUnit },
        stack.treatmentPower,
      );
      powerOf(treatment, unit, 'treatment', stack.treatmentPower);
      meters.push(treatment);
      const dialect = stackDialect(stack.index);
      loggers.push({
        ...{
          id: loggerId(stack.device, dialect),
          protocol: 'hj212',
          name: `${enterprise.name}${unit.name}排口`,
          ...ofEnterprise,
        },
        ...{ gateway: null, dialect, system: '31', intervalMs: STACK_INTERVAL },
        channels: stackFactors.map((factor, i) =>
          factorChannel(factor, {
            ...{ id: `${unitTag(unit)}-${factor.quantity}`, device: loggerId(stack.device, dialect), dialect },
            ...{ enterprise: index, unit: unit.index, intervalMs: STACK_INTERVAL, name: `${unit.name}${factor.name}` },
            ...{ signal: { of: 'stack', factor: i }, key },
          }),
        ),
      });
    }
    const mainPower = total * (1 + enterprise.loss);
    const atMain = { of: 'energy', at: 'main' } as const;
    register(main, { id: mainId, name: '总用电', role: 'main', signal: atMain }, mainPower);
  }
  for (const enterprise of enterprises.slice(0, size.discharges)) {
    const id = `DE${mixKey(keyOf('discharge'), spec.seed).toString(16).toUpperCase().padStart(8, '0')}${padded(enterprise.index, 14)}`;
    loggers.push({
      ...{ id, protocol: 'hj212', name: `${enterprise.name}废水总排口`, gateway: null, enterprise: enterprise.index },
      ...{ place: enterprise.place, dialect: '2017', system: '32', intervalMs: DISCHARGE_INTERVAL },
      channels: dischargeFactors.map((factor, i) =>
        factorChannel(factor, {
          ...{ id: `${enterpriseTag(enterprise.index)}-${factor.quantity}`, device: id, dialect: '2017', unit: null },
          ...{ enterprise: enterprise.index, intervalMs: DISCHARGE_INTERVAL, name: `废水${factor.name}` },
          ...{ signal: { of: 'discharge', factor: i }, key },
        }),
      ),
    });
  }
  // Meters at sites that no list knows: with work going on at the even ones, with the lights on at the odd ones.
  for (let i = 0; i < 2 * size.cases; i += 1) {
    const id = `drill-site-${padded(i + 1, 3)}`;
    const site = meter(
      `${id}-m`,
      `未列入清单的用电点 ${i + 1}（演练）`,
      ground.place(i % ground.cities.length, 10_000 + i),
      null,
    );
    const signal = { of: 'energy', at: 'site', power: 400 } as const;
    register(site, { id: `${id}-energy`, name: '用电', role: 'main', signal, enterprise: null }, 400);
    sites.push(site);
  }

  const count = (): number =>
    [...meters, ...loggers, ...pushes, ...sites].reduce((sum, { channels }) => sum + channels.length, 0);
  let left = size.channels - count();
  if (left < 0) throw new Error(`${size.channels} channels are ${-left} too few`);
  for (const [push, channel] of furtherPushes(enterprises, pushes, key)) {
    if (left === 0) break;
    push.channels.push(channel);
    left -= 1;
  }
  const gateways = planGateways(size, meters, ground);
  const gatewayOf = new Map(meters.map((device) => [device.id, device.gateway]));
  const feeders = planFeeders(enterprises, left, meter, register).map((device) => ({
    ...device,
    gateway: gatewayOf.get(device.id.replace(/f(\d+)$/, 'm$1')) ?? null,
  }));
  return [...gateways, ...meters, ...feeders, ...sites, ...loggers, ...pushes].map((device) => ({
    ...device,
    key: key(device.id),
  }));
}

/** 24 characters, 14 for loggers of 2005. */
const loggerId = (id: string, dialect: Dialect): string => (dialect === '2005' ? id.slice(0, 6) + id.slice(-8) : id);

function factorChannel(
  factor: Factor,
  at: Pick<DrillChannel, 'id' | 'device' | 'enterprise' | 'unit' | 'intervalMs' | 'name' | 'signal'> & {
    readonly dialect: Dialect;
    readonly key: (id: string) => number;
  },
): DrillChannel {
  const { dialect, key, ...rest } = at;
  return {
    ...unknowns,
    ...rest,
    address: dialect === '2005' ? factor.code2005 : factor.code,
    ...{ quantity: factor.quantity, kind: 'level', unitOfMeasure: factor.unitOfMeasure, decimals: factor.decimals },
    ...{
      limitHigh: factor.limit,
      limitPeriod: factor.limitPeriod,
      rangeLow: factor.range[0],
      rangeHigh: factor.range[1],
    },
    key: key(rest.id),
  };
}

function pushed(
  unit: DrillUnit,
  quantity: 'output' | 'coal' | 'carbon',
  name: string,
  unitOfMeasure: string,
  rated: number,
  key: (id: string) => number,
): DrillChannel {
  const id = `${unitTag(unit)}-${quantity}`;
  return {
    ...unknowns,
    ...{ id, name, device: `${enterpriseTag(unit.enterprise)}-mes`, address: `${quantity}-${unit.number}` },
    ...{ enterprise: unit.enterprise, unit: unit.index, quantity: quantity === 'carbon' ? 'co2' : quantity },
    kind: 'amount',
    ...{
      unitOfMeasure,
      intervalMs: PUSH_INTERVAL,
      rated: NAME_PLATE * rated,
      decimals: 3,
      signal: { of: quantity },
      key: key(id),
    },
  };
}

/** What else enterprises push, the most telling first, until the channels are enough. */
function* furtherPushes(
  enterprises: readonly DrillEnterprise[],
  pushes: readonly DeviceDraft[],
  key: (id: string) => number,
): Generator<[DeviceDraft, DrillChannel]> {
  const units = enterprises.flatMap((enterprise) => enterprise.units);
  const pushOf = (index: number): DeviceDraft => pushes[index] as DeviceDraft;
  const coalOf = (unit: DrillUnit): DrillChannel =>
    pushed(unit, 'coal', `${unit.name}耗煤`, 't', (unit.ratedOutput * unit.coal) / 1000, key);
  for (const unit of units) {
    if (unit.stack === null) continue;
    if (unit.coal > 0) yield [pushOf(unit.enterprise), coalOf(unit)];
    const carbon = unit.ratedOutput * ((unit.coal / 1000) * 2 + (unit.product.flue?.carbon ?? 0));
    yield [pushOf(unit.enterprise), pushed(unit, 'carbon', `${unit.name}二氧化碳排放`, 't', carbon, key)];
  }
  for (const enterprise of enterprises) {
    const id = `${enterpriseTag(enterprise.index)}-water`;
    const rated = enterprise.units.reduce((sum, unit) => sum + unit.ratedOutput * unit.product.water, 0);
    const device = pushOf(enterprise.index);
    const channel: DrillChannel = {
      ...unknowns,
      ...{ id, name: '取水', device: device.id, address: 'water', enterprise: enterprise.index, quantity: 'water' },
      ...{ kind: 'amount', unitOfMeasure: 'm³', intervalMs: PUSH_INTERVAL, rated: NAME_PLATE * rated, decimals: 2 },
      ...{ signal: { of: 'water' }, key: key(id) },
    };
    yield [device, channel];
  }
  for (const unit of units) if (unit.stack === null && unit.coal > 0) yield [pushOf(unit.enterprise), coalOf(unit)];
}

/** Circuits below the units' meters, one device a unit, `total` channels in all. */
function planFeeders(
  enterprises: readonly DrillEnterprise[],
  total: number,
  meter: (id: string, name: string, place: DrillPlace, enterprise: number | null) => DeviceDraft,
  register: (
    device: DeviceDraft,
    draft: Pick<DrillChannel, 'id' | 'name' | 'signal'> & Partial<DrillChannel>,
    power: number,
    address?: string,
  ) => void,
): DeviceDraft[] {
  const units = enterprises.flatMap((enterprise) => enterprise.units);
  const devices: DeviceDraft[] = [];
  let left = total;
  for (const [i, unit] of units.entries()) {
    const count = Math.ceil(left / (units.length - i));
    if (count === 0) break;
    left -= count;
    const enterprise = enterprises[unit.enterprise] as DrillEnterprise;
    const device = meter(
      `${enterpriseTag(unit.enterprise)}-f${unit.number}`,
      `${enterprise.name}${unit.name}回路电表`,
      enterprise.place,
      unit.enterprise,
    );
    // Lost in the unit's own lines: 0.4 %.
    const share = 1 / 1.004 / count;
    for (let number = 1; number <= count; number += 1) {
      const id = `${unitTag(unit)}-f${number}`;
      register(
        device,
        {
          ...{
            id,
            name: `${unit.name}${number}回路用电`,
            role: 'sub',
            parent: `${unitTag(unit)}-energy`,
            unit: unit.index,
          },
          signal: { of: 'energy', at: 'feeder', share },
        },
        unit.ratedPower * share,
        `f${number}`,
      );
    }
    devices.push(device);
  }
  return devices;
}

/** One gateway for about so many meters of a city; the first city's first has exactly those that are to fall silent. */
function planGateways(size: ScaleSize, meters: DeviceDraft[], ground: DrillGround): DeviceDraft[] {
  const byCity = new Map<number, number[]>();
  // A few meters are not worth a gateway in each city.
  const isCityWise = meters.length / ground.cities.length > size.metersPerGateway / 2;
  for (const [i, { place }] of meters.entries()) {
    const city = isCityWise ? place.cityCode : 0;
    byCity.set(city, [...(byCity.get(city) ?? []), i]);
  }
  const gateways: DeviceDraft[] = [];
  for (const members of byCity.values()) {
    const sizes = gateways.length === 0 ? [Math.min(size.deadMeters, members.length)] : [];
    const rest = members.length - (sizes[0] ?? 0);
    const further = rest === 0 ? 0 : Math.max(1, Math.round(rest / size.metersPerGateway));
    for (let i = 0; i < further; i += 1)
      sizes.push(Math.floor(((i + 1) * rest) / further) - Math.floor((i * rest) / further));
    let next = 0;
    for (const count of sizes) {
      const id = gatewayId(gateways.length);
      const first = meters[members[next] as number] as DeviceDraft;
      for (const member of members.slice(next, next + count))
        meters[member] = { ...(meters[member] as DeviceDraft), gateway: id };
      next += count;
      gateways.push({
        ...{ id, protocol: 'mqtt', name: `${first.place.city}采集网关 ${gateways.length + 1}（演练）`, gateway: null },
        ...{
          enterprise: null,
          place: first.place,
          dialect: null,
          system: null,
          intervalMs: size.meterIntervalMs,
          channels: [],
        },
      });
    }
  }
  return gateways;
}
