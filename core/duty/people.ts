// People who can be sent: kept, listed, and proposed for an alarm. DU1.
import type Database from 'better-sqlite3';
import type { Region } from '../../contract/about.ts';
import type { DispatchProposal, Person } from '../../contract/duty.ts';
import { lengthMeters } from '../../geodata/geometry/geodesic.ts';
import { dispatchRules } from '../../policy/dispatch-rules.ts';
import { alarmOf } from '../alarms/alarm-rows.ts';
import { ready } from '../readings/ready-statement.ts';
import { reasonsAgainst, rulesNotInForce } from './eligibility-rules.ts';

interface PersonRow extends Omit<Person, 'position' | 'skills' | 'onDuty'> {
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly skills: string;
  readonly onDuty: number;
}

/** By id. */
export function listPeople(db: Database.Database): Person[] {
  const rows = ready(
    db,
    `SELECT id, name, role, department, city, longitude, latitude, phone, skills, on_duty AS onDuty
     FROM duty_person ORDER BY id`,
  ).all() as PersonRow[];
  return rows.map(({ longitude, latitude, skills, onDuty, ...person }) => ({
    ...person,
    position: longitude === null || latitude === null ? null : [longitude, latitude],
    skills: JSON.parse(skills) as string[],
    onDuty: onDuty === 1,
  }));
}

/** Registers a person or states them anew. To be run in a transaction. */
export function putPerson(db: Database.Database, { position, skills, onDuty, ...person }: Person, now: number): void {
  ready(
    db,
    `INSERT INTO duty_person (id, name, role, department, city, longitude, latitude, phone, skills, on_duty, recorded_at)
     VALUES (@id, @name, @role, @department, @city, @longitude, @latitude, @phone, @skills, @onDuty, @now)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, department = excluded.department,
       city = excluded.city, longitude = excluded.longitude, latitude = excluded.latitude, phone = excluded.phone,
       skills = excluded.skills, on_duty = excluded.on_duty, recorded_at = excluded.recorded_at`,
  ).run({
    ...person,
    ...{ longitude: position?.[0] ?? null, latitude: position?.[1] ?? null },
    ...{ skills: JSON.stringify(skills), onDuty: onDuty ? 1 : 0, now },
  });
}

/** Throws AppError `unknown-alarm`. `cities` = those of the province, for their names. */
export function proposeDispatch(db: Database.Database, id: number, cities: readonly Region[]): DispatchProposal {
  const alarm = alarmOf(db, id);
  const open = openDispatches(db);
  const ask = {
    ...{ rule: alarm.rule, city: alarm.city },
    cityName: (code: number) => {
      const city = cities.find((each) => each.code === code);
      return city && { zh: city.name, en: city.nameEn };
    },
  };
  const proposed: DispatchProposal['proposed'] = [];
  const out: DispatchProposal['out'] = [];
  for (const person of listPeople(db)) {
    // A dispatch names its owner as people do: by name, or by number.
    const sent = (open.get(person.id) ?? 0) + (person.name === person.id ? 0 : (open.get(person.name) ?? 0));
    const reasons = reasonsAgainst(person, sent, ask);
    if (reasons.length > 0) out.push({ person, reasons });
    else proposed.push({ person, distanceKm: distanceKm(person.position, alarm.position), open: sent });
  }
  const far = Number.POSITIVE_INFINITY;
  proposed.sort(
    (a, b) => (a.distanceKm ?? far) - (b.distanceKm ?? far) || a.open - b.open || (a.person.id < b.person.id ? -1 : 1),
  );
  return { alarm: id, ruleVersion: dispatchRules.version, proposed, out, notInForce: [...rulesNotInForce] };
}

/** As the crow flies; null = one of the places is unknown. */
const distanceKm = (from: Person['position'], to: Person['position']): number | null =>
  from === null || to === null ? null : lengthMeters([from, to]) / 1000;

/** Alarms that stand dispatched, by owner. */
function openDispatches(db: Database.Database): Map<string, number> {
  const sql = "SELECT owner, count(*) FROM alarm WHERE state = 'dispatched' AND owner IS NOT NULL GROUP BY owner";
  return new Map(ready(db, sql).raw().all() as [string, number][]);
}
