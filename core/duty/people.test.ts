// People: read from a file with a reason for every row that is refused, and proposed for an alarm with a reason for all who are not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../contract/duty.ts';
import { dispatchRules, openLimit } from '../../policy/dispatch-rules.ts';
import { AlarmFixture } from '../alarms/alarm-fixture.ts';
import { makeDrill, shandong } from '../drill/drill-fixture.ts';
import { planPeople } from '../drill/people-rules.ts';
import { registerDrill } from '../drill/register-drill.ts';
import { openSourceFile } from '../imports/read/source-file.ts';
import { importPeople, type PeopleReport } from './import-people.ts';
import { listPeople, proposeDispatch, putPerson } from './people.ts';

const person = (id: string, facts: Partial<Person> = {}): Person => ({
  ...{ id, name: `${id} 号`, role: null, department: null, city: 370300, position: [118.05, 36.81], phone: null },
  ...{ skills: ['instrument'], onDuty: true, ...facts },
});

/** One alarm of a meter in Zibo. */
class Desk extends AlarmFixture {
  constructor() {
    super();
    this.device('logger');
    this.channel('meter', 'logger');
    this.raise();
  }

  put(...people: Person[]): void {
    for (const each of people) putPerson(this.db, each, this.now);
  }
}

const cities = async () => (await shandong()).cities;

describe('a proposal', () => {
  it('has the nearest first, those at an unknown place last', async () => {
    using desk = new Desk();
    desk.put(
      ...[person('far', { position: [119, 36.81] }), person('unknown', { position: null }), person('near')],
      person('province', { city: null, position: [118.1, 36.81] }),
    );
    const { proposed, out } = proposeDispatch(desk.db, 1, await cities());
    expect(proposed.map(({ person: { id } }) => id)).toEqual(['near', 'province', 'far', 'unknown']);
    expect(proposed.map(({ distanceKm }) => distanceKm && Math.round(distanceKm))).toEqual([0, 4, 85, null]);
    expect(out).toEqual([]);
  });

  it('says every reason against those who are out, and that recusal is not in force', async () => {
    using desk = new Desk();
    desk.put(person('nobody', { city: 370100, onDuty: false, skills: ['production'] }));
    const { out, notInForce, ruleVersion } = proposeDispatch(desk.db, 1, await cities());
    expect(out[0]?.reasons.map(({ code }) => code)).toEqual(['on-duty', 'skill', 'city-covered']);
    expect(out[0]?.reasons[2]?.sentence.zh).toContain('济南市');
    expect(notInForce.map(({ code }) => code)).toEqual(['recusal']);
    expect(ruleVersion).toBe(dispatchRules.version);
  });

  it('leaves out who has been sent to enough already, and counts them by number and by name', async () => {
    using desk = new Desk();
    desk.put(person('busy'), person('idle'));
    for (let nth = 0; nth < openLimit(); nth += 1) {
      desk.channel(`meter-${nth}`, 'logger');
      desk.raise({ subject: `meter-${nth}`, rule: `rule-${nth}` });
      const alarm = nth + 2;
      desk.act({ alarm, action: 'acknowledge' });
      desk.act({ alarm, action: 'dispatch', owner: nth === 0 ? 'busy' : 'busy 号' });
    }
    const { proposed, out } = proposeDispatch(desk.db, 1, await cities());
    expect(proposed.map(({ person: { id }, open }) => [id, open])).toEqual([['idle', 0]]);
    expect(out.map(({ person: { id }, reasons }) => [id, reasons.map(({ code }) => code)])).toEqual([
      ['busy', ['open-limit']],
    ]);
    desk.act({ alarm: 2, action: 'resolve' });
    expect(proposeDispatch(desk.db, 1, await cities()).out).toEqual([]);
  });
});

describe('a file of people', () => {
  async function take(desk: AlarmFixture, text: string, dryRun = false): Promise<PeopleReport> {
    const dir = mkdtempSync(join(tmpdir(), 'lianggao-people-'));
    try {
      const path = join(dir, '人员.csv');
      writeFileSync(path, text);
      const file = await openSourceFile(path);
      try {
        return await importPeople(desk.db, file, await shandong(), { dryRun, now: desk.now });
      } finally {
        await file.close();
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  }

  const good =
    '编号,姓名,岗位,部门,负责市,经度,纬度,电话,技能,当班\n1,王五,核查员,执法队,淄博市,118.05,36.81,,仪表与通信、energy,是\n';

  it('is taken once, and the same again finds everything unchanged', async () => {
    using desk = new AlarmFixture();
    expect(await take(desk, good, true)).toMatchObject({ dryRun: true, inserted: 1 });
    expect(listPeople(desk.db)).toEqual([]);
    expect(await take(desk, good)).toMatchObject({ rows: 1, inserted: 1, rejected: 0, findings: [] });
    expect(listPeople(desk.db)).toEqual([
      {
        ...{ id: '1', name: '王五', role: '核查员', department: '执法队', city: 370300, position: [118.05, 36.81] },
        ...{ phone: null, skills: ['instrument', 'energy'], onDuty: true },
      },
    ]);
    expect(await take(desk, good)).toMatchObject({ inserted: 0, unchanged: 1 });
    expect(await take(desk, good.replace(',是', ',否'))).toMatchObject({ updated: 1 });
    expect(listPeople(desk.db)[0]?.onDuty).toBe(false);
  });

  it('has its good rows taken and a reason for every other', async () => {
    using desk = new AlarmFixture();
    const report = await take(
      desk,
      'id,name,city,longitude,latitude,skills,on duty\n' +
        '1,A,Zibo,118,36,energy,yes\n1,B,Zibo,,,,yes\n,C,,,,,no\n3,D,Atlantis,118,,magic,maybe\n4,E,,,,,0\n',
    );
    expect(report).toMatchObject({ rows: 5, inserted: 2, rejected: 3 });
    expect(report.findings.map(({ row, column }) => [row, column])).toEqual([
      [3, 'id'],
      ...[
        [4, 'id'],
        [5, 'city'],
        [5, 'skills'],
        [5, 'on duty'],
        [5, 'longitude'],
      ],
    ]);
    expect(listPeople(desk.db).map(({ id, city }) => [id, city])).toEqual([
      ['1', 370300],
      ['4', null],
    ]);
  });

  it('without people is refused with the columns that are known', async () => {
    using desk = new AlarmFixture();
    await expect(take(desk, 'a,b\n1,2\n')).rejects.toThrow(/姓名 name/);
  });
});

describe('the people of a drill', () => {
  it('are invented, the same for the same seed, and some of every skill are found', async () => {
    using desk = new AlarmFixture();
    const drill = await makeDrill();
    const people = planPeople(drill.plan);
    registerDrill(desk.db, drill, desk.now);
    expect(listPeople(desk.db)).toHaveLength(people.length);
    expect(listPeople(desk.db)).toEqual(expect.arrayContaining(people));
    expect(people).toEqual(planPeople((await makeDrill()).plan));
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
    for (const { name, phone } of people)
      expect([name.endsWith('（演练）'), phone?.startsWith('演练')]).toEqual([true, true]);
    for (const { id } of dispatchRules.skills) expect(people.some(({ skills }) => skills.includes(id))).toBe(true);
    expect(new Set(people.map(({ onDuty }) => onDuty)).size).toBe(2);
  });
});
