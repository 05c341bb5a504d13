// Every statement of the duty desk finds its rows by a key, however long the product has run.
import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../alarms/alarm-fixture.ts';
import { showAlarm } from '../alarms/handlers.ts';
import { loadRegistry } from '../devices/registry.ts';
import { listCallBacks, promiseCallBack } from './call-backs.ts';
import { CaseDesk, DAY, NEW_YEAR } from './case-fixture.ts';
import { crossChecksOf } from './cross-checks.ts';
import { handoverOf, listHandovers, signHandover } from './handovers.ts';
import { proposeDispatch } from './people.ts';
import { replayAlarms, replaySteps } from './replay.ts';
import { silentNow } from './silent.ts';
import { similarAlarms } from './similar.ts';

/** Tables that grow with the years. What is open, promised or in force now is short, and has an index of its own. */
const big =
  /^SEARCH (?:a|alarm) USING INDEX sqlite_autoindex_alarm_1 \(rule=\?\)$|^SCAN (?:(?:a|v|f|t|alarm|finding|alarm_version|alarm_transition|alarm_step|alarm_finding|reading_day|reading_hour|reading)\b)(?! USING (?:COVERING )?INDEX (?:alarm_open|alarm_dispatched|alarm_chattering|alarm_step_at)\b)/;

it('evidence, handovers and the past walk through no table that grows', () => {
  using desk = new CaseDesk();
  desk.unit('e', (day) => (day > 30 ? 1.5 : 1));
  desk.unit('other');
  desk.settle();
  // Statements are kept ready with their database: a new one makes all of them again.
  desk.restart();
  const prepare = desk.db.prepare.bind(desk.db);
  const statements = new Set<string>();
  desk.db.prepare = ((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  }) as typeof desk.db.prepare;

  const alarm = desk.alarmOf('electricity-against-production');
  desk.raise({ subject: 'e-kwh' });
  promiseCallBack(desk.db, { alarm, dueAt: desk.now, what: '回电', promisedBy: '企业', actor: '张三' }, desk.now);
  desk.tick(desk.now + 20 * MINUTE);
  const shift = { from: desk.now - HOUR, to: desk.now };
  const { asOf, sha256 } = handoverOf(desk.db, shift, desk.now);
  signHandover(desk.db, { ...shift, asOf, sha256, side: 'outgoing', actor: '张三' }, desk.now);
  listHandovers(desk.db);
  listCallBacks(desk.db, { alarm });
  showAlarm(desk.db, alarm);
  crossChecksOf(desk.db, loadRegistry(desk.db), alarm);
  similarAlarms(desk.db, alarm);
  proposeDispatch(desk.db, alarm, []);
  silentNow(desk.db, loadRegistry(desk.db), desk.now);
  replayAlarms(desk.db, desk.now - MINUTE);
  replaySteps(desk.db, { from: NEW_YEAR, to: NEW_YEAR + DAY });

  const walks = [...statements]
    .filter((sql) => /^\s*(select|with|update|delete|insert into \w+[^)]*\)?\s*select)/i.test(sql))
    .flatMap((sql) => {
      const named = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, '[]']);
      const parameters = named.length > 0 ? [Object.fromEntries(named)] : [...sql.matchAll(/\?/g)].map(() => '[]');
      const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      return plan
        .map(({ detail }) => detail)
        .filter((detail) => big.test(detail))
        .map((detail) => `${detail}: ${sql.replaceAll(/\s+/g, ' ')}`);
    });
  expect([...statements].some((sql) => sql.startsWith('INSERT INTO alarm_version'))).toBe(true);
  expect(statements.size).toBeGreaterThan(60);
  expect(walks).toEqual([]);
});
