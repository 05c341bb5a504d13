// What stands beside an alarm: sources held against each other, cases like it; and what the desk cannot see.
import { describe, expect, it } from 'vitest';
import type { CrossCheck } from '../../contract/duty.ts';
import { HOUR, MINUTE } from '../alarms/alarm-fixture.ts';
import { declare, loadRegistry } from '../devices/registry.ts';
import { CaseDesk, DAY, NEW_YEAR } from './case-fixture.ts';
import { crossChecksOf } from './cross-checks.ts';
import { silentNow } from './silent.ts';
import { similarAlarms } from './similar.ts';

function checks(desk: CaseDesk, alarm: number): Map<string, CrossCheck> {
  return new Map(crossChecksOf(desk.db, loadRegistry(desk.db), alarm).map((check) => [check.check, check]));
}

/** An alarm at a meter on a day of the year, told by hand. */
function raise(desk: CaseDesk, subject: string, day: number, rule = `rule-${day}`): number {
  desk.raise({ subject, rule, from: NEW_YEAR + day * DAY, to: NEW_YEAR + day * DAY + HOUR });
  return desk.alarmOf(rule);
}

describe('cross-checks', () => {
  it('contradict with the finding that says so, and agree where the rule has looked and found nothing', () => {
    using desk = new CaseDesk();
    desk.unit('bad', (day) => (day >= 30 && day < 34 ? 1.4 : 1));
    desk.unit('good');
    desk.settle();
    const bad = checks(desk, desk.alarmOf('electricity-against-production')).get('output-against-electricity');
    expect(bad).toMatchObject({ verdict: 'contradicts', rule: 'electricity-against-production', missing: [] });
    expect(desk.db.prepare('SELECT subject FROM finding WHERE id = ?').pluck().get(bad?.finding)).toBe('bad/u');
    const good = checks(desk, raise(desk, 'good-kwh', 32));
    expect(good.get('output-against-electricity')).toMatchObject({ verdict: 'agrees', finding: null, missing: [] });
    // A day around the window and no more: the same finding says nothing of an alarm three days later.
    expect(checks(desk, raise(desk, 'bad-kwh', 36)).get('output-against-electricity')?.verdict).toBe('agrees');
  });

  it('that lack a source name it; those of sources that are not connected always do', () => {
    using desk = new CaseDesk();
    desk.unit('e');
    desk.settle();
    const all = checks(desk, raise(desk, 'e-kwh', 30));
    for (const id of [
      'main-against-sub',
      'electricity-against-stop',
      'metered-against-invoices',
      'metered-against-grid',
    ])
      expect(all.get(id)).toMatchObject({ verdict: 'not-checked', missing: [expect.anything()] });
    expect(all.get('metered-against-invoices')).toMatchObject({ rule: null, ruleVersion: null });
    expect(all.get('metered-against-invoices')?.sentence.zh).toContain('税务发票');
  });

  it('do not agree with a day that is not over, with a gap, or without the history that the rule asks for', () => {
    using desk = new CaseDesk();
    const { meter } = desk.unit('e');
    const late = desk.hourly({ id: 'late-kwh', enterprise: 'late', unit: 'late/u' });
    const lateOutput = desk.hourly({
      id: 'late-t',
      enterprise: 'late',
      unit: 'late/u',
      quantity: 'output',
      unitOfMeasure: 't',
    });
    desk.fill(late, 34, 40, () => 500);
    desk.fill(lateOutput, 34, 40, () => 50);
    // Of two days in the middle the main source says nothing.
    const gap = desk.hourly({ id: 'gap-2-kwh', enterprise: 'gap-2', unit: 'gap-2/u' });
    const gapOutput = desk.hourly({
      id: 'gap-2-t',
      enterprise: 'gap-2',
      unit: 'gap-2/u',
      quantity: 'output',
      unitOfMeasure: 't',
    });
    for (const [first, end] of [
      [0, 29],
      [34, 40],
    ] as const)
      desk.fill(gap, first, end, () => 500);
    desk.fill(gapOutput, 0, 40, () => 50);
    desk.settle();
    const verdict = (subject: string, day: number): CrossCheck | undefined =>
      checks(desk, raise(desk, subject, day)).get('output-against-electricity');
    expect(verdict(meter.id, 30)?.verdict).toBe('agrees');
    expect(verdict(meter.id, 41)).toMatchObject({ verdict: 'not-checked' });
    expect(verdict(meter.id, 41)?.missing[0]?.zh).toContain('日终');
    expect(verdict('late-kwh', 38)?.missing[0]?.en).toMatch(/whole days before/);
    expect(verdict('gap-2-kwh', 31)?.missing[0]?.en).toMatch(/whole readings of both/);
  });

  it('look at a declared stop only in its time', () => {
    using desk = new CaseDesk();
    const stop = {
      kind: 'stop',
      enterprise: 'e',
      unit: null,
      channel: null,
      value: null,
      unitOfMeasure: null,
    } as const;
    const times = { from: NEW_YEAR + 20 * DAY, to: NEW_YEAR + 25 * DAY, source: '来文' };
    desk.db.transaction(() => declare(desk.db, { ...stop, ...times }, 0))();
    desk.unit('e', (day) => (day >= 20 && day < 25 ? 0.1 : 1));
    desk.settle();
    const verdict = (day: number): string | undefined =>
      checks(desk, raise(desk, 'e-kwh', day)).get('electricity-against-stop')?.verdict;
    expect([verdict(22), verdict(35)]).toEqual(['agrees', 'not-checked']);
  });
});

describe('similar cases', () => {
  it('are closed ones of the same rule: of the subject first, then of the enterprise, then of the industry', () => {
    using desk = new CaseDesk();
    for (const enterprise of ['a', 'b', 'c'])
      for (const id of [1, 2])
        desk.hourly({ id: `${enterprise}${id}`, enterprise, industry: enterprise === 'c' ? 'steel' : 'coking' });
    const close = (subject: string, day: number, rule = 'constant-value'): number => {
      const at = NEW_YEAR + day * DAY;
      const finding = desk.raise({ subject, rule, from: at, to: at });
      const alarm = desk.alarmOf(rule);
      desk.clear(finding, at + MINUTE);
      for (const action of ['acknowledge', 'verify']) desk.act({ alarm, action });
      desk.now += MINUTE;
      desk.act({ alarm, action: 'close', reason: 'false-alarm', note: '核实', evidence: '照片' });
      return alarm;
    };
    const old = close('a1', 1);
    const sibling = close('a2', 2);
    const peer = close('b1', 3);
    close('c1', 4);
    close('a1', 5, 'zero-block');
    const alarm = raise(desk, 'a1', 20, 'constant-value');
    expect(similarAlarms(desk.db, alarm).map(({ alarm: { id }, same, cause }) => [id, same, cause])).toEqual([
      [peer, 'industry', 'false-alarm'],
      [sibling, 'enterprise', 'false-alarm'],
      [old, 'subject', 'false-alarm'],
    ]);
    // Ten at most, and those nearest in kind are not crowded out by newer ones.
    for (let day = 30; day < 42; day += 1) close('b2', day);
    const ten = similarAlarms(desk.db, alarm);
    expect(ten).toHaveLength(10);
    expect(ten.map(({ alarm: { id } }) => id)).toEqual(expect.arrayContaining([old, sibling]));
    expect(ten.map(({ closedAt }) => closedAt)).toEqual(ten.map(({ closedAt }) => closedAt).sort((a, b) => b - a));
    expect(similarAlarms(desk.db, old).some(({ alarm: { id } }) => id === old)).toBe(false);
  });
});

describe('what cannot be seen', () => {
  it('is each silent channel, and the device or gateway behind which all are', () => {
    using desk = new CaseDesk();
    for (const [device, gateway] of [
      ['d1', 'g1'],
      ['d2', 'g1'],
      ['d3', 'g2'],
    ] as const)
      desk.device(device, gateway, 'e');
    const at = (id: string, device: string) =>
      desk.channel(id, device, { intervalMs: HOUR, kind: 'amount', unitOfMeasure: 'kWh' });
    const channels = { a: at('a', 'd1'), b: at('b', 'd1'), c: at('c', 'd2'), d: at('d', 'd3'), e: at('e', 'd3') };
    for (const id of ['a', 'b', 'c', 'd'] as const) desk.fill(channels[id], 0, id === 'd' ? 3 : 1, () => 10);
    desk.fill(channels.e, 0, 3, () => 10);
    // By the alarm book's own hand, as the rule of silence would have it.
    desk.raise({ rule: 'silence', subject: { kind: 'gateway', id: 'g1' } });
    const list = silentNow(desk.db, loadRegistry(desk.db), desk.now);
    expect([list.silent, list.of, list.feedTime]).toEqual([3, 5, NEW_YEAR + 3 * DAY - HOUR]);
    const last = NEW_YEAR + DAY - HOUR;
    expect(
      list.items.map(({ kind, id, channels: n, within, since }) => [kind, id, n, within?.id ?? null, since]),
    ).toEqual([
      ['gateway', 'g1', 3, null, last],
      ['device', 'd1', 2, 'g1', last],
      ['device', 'd2', 1, 'g1', last],
      ['channel', 'a', 1, 'g1', last],
      ['channel', 'b', 1, 'g1', last],
      ['channel', 'c', 1, 'g1', last],
    ]);
    expect(list.items[0]?.alarm).toBe(desk.alarmOf('silence'));
    expect(list.items.filter(({ kind }) => kind === 'channel').map(({ position }) => position)).toEqual(
      Array.from({ length: 3 }, () => [118.05, 36.81]),
    );
  });

  it('is not what a few clocks that run ahead in a drill would make of it', () => {
    using desk = new CaseDesk();
    desk.db.prepare("INSERT INTO setting VALUES ('clock', 'readings')").run();
    for (let nth = 0; nth < 5; nth += 1) {
      const channel = desk.hourly({ id: `m${nth}`, enterprise: 'e' });
      // Two of the five are days ahead, one fell silent.
      desk.fill(channel, 0, nth < 2 ? 9 : nth === 4 ? 1 : 3, () => 10);
    }
    const list = silentNow(desk.db, loadRegistry(desk.db), desk.now);
    expect(list.feedTime).toBe(NEW_YEAR + 3 * DAY - HOUR);
    expect(list.items.filter(({ within }) => within === null).map(({ id }) => id)).toEqual(['m4-device']);
  });

  it('goes on with our own clock while the feed is live, and stands while its alarm does', () => {
    using desk = new CaseDesk();
    const channel = desk.hourly({ id: 'm', enterprise: 'e' });
    desk.fill(channel, 0, 1, () => 10);
    const last = NEW_YEAR + DAY - HOUR;
    const silent = (now: number): number => silentNow(desk.db, loadRegistry(desk.db), now).silent;
    expect([silent(last + 2 * HOUR), silent(last + 5 * HOUR)]).toEqual([0, 1]);
    expect(silent(last + 400 * DAY)).toBe(0);
    desk.raise({ rule: 'silence', subject: 'm' });
    expect(silent(last + 400 * DAY)).toBe(1);
  });

  it('has nothing before the first reading, nor channels that owe none', () => {
    using desk = new CaseDesk();
    desk.device('d');
    desk.channel('a', 'd');
    expect(silentNow(desk.db, loadRegistry(desk.db), desk.now)).toEqual({
      feedTime: null,
      items: [],
      silent: 0,
      of: 1,
    });
    desk.channel('yearly', 'd', { intervalMs: null });
    const file = desk.hourly({ id: 'file', protocol: 'file' });
    desk.fill(file, 0, 1, () => 1);
    const list = silentNow(desk.db, loadRegistry(desk.db), desk.now);
    expect([list.of, list.items.map(({ id }) => id)]).toEqual([1, []]);
  });
});
