// Invented people of the drill province, whom its duty desk can send: names, places and rosters that the seed alone decides.
import type { Person } from '../../contract/duty.ts';
import { dispatchRules } from '../../policy/dispatch-rules.ts';
import { createChance, keyOf, mixKey } from './chance-rules.ts';
import { inventNames } from './name-rules.ts';
import type { DrillPlan } from './plan-facts-rules.ts';

/** Of each city, and of the province as a whole. */
const OF_CITY = 5;
const OF_PROVINCE = 6;
/** Some are off duty, so that a proposal has somebody to leave out. */
const ON_DUTY = 0.7;
/** Degrees from an enterprise of their city: about ten kilometres. */
const NEAR = 0.1;

/** Every skill is found in every city; phone numbers are none that can be dialled. */
export function planPeople({ spec, enterprises }: DrillPlan): Person[] {
  const chance = createChance(mixKey(keyOf('people'), spec.seed));
  const byCity = Map.groupBy(enterprises, ({ place }) => place.cityCode);
  const skills = dispatchRules.skills.map(({ id }) => id);
  const names = inventNames(byCity.size * OF_CITY + OF_PROVINCE, chance);
  const people: Person[] = [];
  const invent = (city: number | null, nth: number, places: DrillPlan['enterprises'], department: string): void => {
    const { longitude, latitude } = (places[chance.index(places.length)] as DrillPlan['enterprises'][number]).place;
    const near = (degrees: number): number => Number((degrees + chance.between(-NEAR, NEAR)).toFixed(5));
    people.push({
      id: `drill-${city ?? 'province'}-${nth}`,
      name: `${names[people.length]}（演练）`,
      role: '核查员（演练）',
      ...{
        department,
        city,
        position: [near(longitude), near(latitude)],
        phone: `演练-${String(people.length + 1).padStart(4, '0')}`,
      },
      // One skill by turns, so that none is lacking; often a second.
      skills: [...new Set([skills[nth % skills.length] as string, skills[chance.index(skills.length)] as string])],
      onDuty: chance.next() < ON_DUTY,
    });
  };
  for (const [city, own] of [...byCity].sort(([a], [b]) => a - b))
    for (let nth = 0; nth < OF_CITY; nth += 1) invent(city, nth, own, `${own[0]?.place.city}专班（演练）`);
  for (let nth = 0; nth < OF_PROVINCE; nth += 1) invent(null, nth, enterprises, '省专班（演练）');
  return people;
}
