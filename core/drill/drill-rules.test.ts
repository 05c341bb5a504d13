import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { alarmRules } from '../../policy/alarm-rules.ts';
import { industries } from '../../policy/industries.ts';
import { findUnitOfMeasure } from '../../policy/units-of-measure.ts';
import { creditCodeFault } from '../imports/credit-code-rules.ts';
import { defaultGeodataDir } from '../workspace/workspace.ts';
import { caseKinds } from './case-plan-rules.ts';
import { DEAD_GATEWAY } from './channel-plan-rules.ts';
import { answersOf } from './drill-files.ts';
import { makeDrill, shandong } from './drill-fixture.ts';
import { drillLedgerCsv } from './drill-ledger-rules.ts';
import type { Drill } from './drill-rules.ts';
import { nameCharacters } from './name-rules.ts';
import { DAY, type PlantedCase } from './plan-facts-rules.ts';

const asText = ({ plan, cases, left, declarations }: Drill): string =>
  JSON.stringify({ plan, cases, left, declarations });

it('makes the same drill of the same seed, to the byte, and another of another', async () => {
  const [first, again, other] = [await makeDrill(), await makeDrill(), await makeDrill({ seed: 2 })];
  expect(asText(again)).toBe(asText(first));
  expect(drillLedgerCsv(again.plan)).toBe(drillLedgerCsv(first.plan));
  expect(drillLedgerCsv(other.plan)).not.toBe(drillLedgerCsv(first.plan));
  expect(JSON.stringify(answersOf(other))).not.toBe(JSON.stringify(answersOf(first)));
});

it('has as many of everything as its scale says', async () => {
  const small = (await makeDrill()).plan;
  expect([small.enterprises.length, small.units.length, small.channels.length]).toEqual([16, 60, 300]);
  const medium = await makeDrill({ scale: 'medium' });
  expect([medium.plan.enterprises, medium.plan.units, medium.plan.channels].map(({ length }) => length)).toEqual([
    200, 600, 2000,
  ]);
  // All kinds of cases find room in its forty days.
  expect(medium.left).toEqual([]);
  const { plan } = await makeDrill({ scale: 'province' });
  expect([plan.enterprises.length, plan.units.length, plan.channels.length]).toEqual([2000, 6000, 20_000]);
  expect(new Set(plan.enterprises.map(({ place }) => place.cityCode)).size).toBe(16);
  const used = new Set(plan.enterprises.map(({ product }) => product.industry));
  expect([...used].toSorted()).toEqual(industries.map(({ id }) => id).toSorted());
  expect(plan.devices.filter(({ gateway }) => gateway === DEAD_GATEWAY)).toHaveLength(412);
  const dialects = new Set(plan.devices.map(({ dialect }) => dialect));
  expect([...dialects].toSorted()).toEqual(['2005', '2017', '2025', null]);
});

it.each(['small', 'province'] as const)('gives every device, channel and enterprise of a %s one id', async (scale) => {
  const { plan, cases } = await makeDrill({ scale });
  const channels = new Map(plan.channels.map((channel) => [channel.id, channel]));
  expect(channels.size).toBe(plan.channels.length);
  const devices = new Set(plan.devices.map(({ id }) => id));
  expect(devices.size).toBe(plan.devices.length);
  expect(new Set(plan.channels.map(({ device, address }) => `${device} ${address}`)).size).toBe(plan.channels.length);
  expect(new Set(plan.enterprises.map(({ creditCode }) => creditCode)).size).toBe(plan.enterprises.length);
  expect(new Set(plan.enterprises.map(({ name }) => name)).size).toBe(plan.enterprises.length);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  for (const { parent } of plan.channels) if (parent !== null) expect(channels.get(parent)?.kind).toBe('register');
  for (const { gateway } of plan.devices) if (gateway !== null) expect(devices).toContain(gateway);
});

it('puts every enterprise inside the county and city that it names', async () => {
  const { index, cities, counties } = await shandong();
  const { plan } = await makeDrill({ scale: 'province' });
  for (const { place } of plan.enterprises) {
    const found = index.countyAt(wgs84(place.longitude, place.latitude));
    expect(found?.cityCode).toBe(place.cityCode);
    expect(cities.find(({ code }) => code === found?.cityCode)?.name).toBe(place.city);
    expect(counties.find(({ code }) => code === found?.countyCode)?.name).toBe(place.county);
  }
});

it('uses names that no bundled ledger has, and codes that nobody can hold', async () => {
  const ledgers = join(defaultGeodataDir, 'ledgers');
  const real = readdirSync(ledgers, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.csv'))
    .map((name) => readFileSync(join(ledgers, name), 'utf8'))
    .join('\n');
  expect(real).toContain('集团');
  // Whatever the seed: no two characters of the scheme stand side by side in a real name.
  for (const a of nameCharacters) for (const b of nameCharacters) expect(real.includes(a + b)).toBe(false);
  const { plan } = await makeDrill();
  const csv = drillLedgerCsv(plan);
  for (const { name, creditCode } of plan.enterprises) {
    expect(name).toMatch(/（演练）$/);
    expect(csv).toContain(name);
    expect(creditCodeFault(creditCode)).toBeNull();
    // GB 11714: the organisation's own check character, which is wrong here.
    const body = creditCode.slice(8, 16);
    const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + weight * Number(body[i]), 0);
    const right = '0123456789X'[(11 - (sum % 11)) % 11];
    expect(creditCode[16]).not.toBe(right);
  }
  const rows = csv.trim().split('\r\n').slice(1);
  for (const row of rows) expect(row).toContain('演练数据');
  for (const { product } of plan.units) expect(findUnitOfMeasure(product.capacityUnit)).not.toBeNull();
});

it('plants every kind with a clean look-alike, each within the days, none on a unit twice at once', async () => {
  for (const seed of [1, 7, 99]) {
    const { plan, cases, left } = await makeDrill({ seed });
    expect(left).toEqual([]);
    const end = plan.spec.start + plan.spec.days * DAY;
    for (const each of cases) {
      expect(each.from).toBeGreaterThanOrEqual(plan.spec.start);
      expect(each.to).toBeLessThanOrEqual(end);
      expect(each.covers.length).toBeGreaterThan(0);
    }
    const kinds = (lookAlike: boolean) =>
      new Set(cases.filter((each) => each.lookAlike === lookAlike).map(({ kind }) => kind));
    expect([...kinds(true)].toSorted()).toEqual([...kinds(false)].toSorted());
    const busy = new Map<number, PlantedCase[]>();
    for (const each of cases) {
      if (each.kind === 'flood-day' || each.kind === 'dead-gateway') continue;
      for (const effect of each.effects) {
        const unit =
          effect.on === 'unit'
            ? effect.unit
            : effect.on === 'channel'
              ? plan.channels.find(({ id }) => id === effect.channel)?.unit
              : null;
        if (unit !== null && unit !== undefined) busy.set(unit, [...(busy.get(unit) ?? []), each]);
      }
    }
    for (const list of busy.values())
      for (const [i, a] of list.entries())
        for (const b of list.slice(i + 1)) expect(a.to <= b.from || b.to <= a.from).toBe(true);
  }
});

it('names rules that there are', () => {
  const known = new Set(alarmRules.map(({ id }) => id));
  const named = caseKinds.flatMap(({ rules, besides }) => [...rules, ...besides]);
  expect([...new Set(named)].filter((rule) => !known.has(rule))).toEqual([]);
});

it('leaves out what has no room, and says so', async () => {
  const { cases, left } = await makeDrill({ days: 3 });
  expect(left).toContain('limit-hugging-1');
  expect(cases.some(({ kind }) => kind === 'limit-exceedance')).toBe(true);
  for (const id of left) expect(cases.map((each) => each.id)).not.toContain(id);
});
