// The alarm book: turns what the rules tell into alarms, and keeps clocks, shelves, groups and floods.
import type Database from 'better-sqlite3';
import type { AlarmPriority, AlarmState, Finding, Subject } from '../../contract/alarms.ts';
import { freezeEvidence } from '../evidence/freeze-evidence.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { AlarmEntries, type Standing } from './alarm-entries.ts';
import { AlarmGroups } from './alarm-groups.ts';
import { AlarmNodes } from './alarm-nodes.ts';
import { AlarmTicks } from './alarm-ticks.ts';
import { beginsToKeep, chatters, isSameAlarm } from './chatter-rules.ts';
import type { AlarmBook, FindingChange } from './finding-change.ts';
import { groupSentence } from './group-sentence-rules.ts';
import { causeOf, type NodeCounts } from './grouping-rules.ts';
import { keepVersions } from './keep-versions.ts';
import { Shelves } from './shelves.ts';
import { type Place, SubjectPlaces } from './subject-places.ts';

export interface AlarmBookOptions {
  /** The desk's clock, ms since the epoch: when an alarm is recorded. */
  readonly now: () => number;
}

/**
 * Holds no state outside the database, so that several processes may write in turn. `apply` runs inside the writer's
 * transaction, `tick` and `apply` outside of one make their own.
 */
export function createAlarmBook(db: Database.Database, { now }: AlarmBookOptions): AlarmBook {
  const book = new Book(db);
  const ticks = new AlarmTicks(db);
  const apply = db.transaction((changes: readonly FindingChange[]) => book.apply(changes, now()));
  return {
    apply: (changes) => {
      if (changes.length > 0) apply.immediate(changes);
    },
    tick: (at) => ticks.tick(at),
  };
}

const urgency: Readonly<Record<AlarmPriority, number>> = { P1: 1, P2: 2, P3: 3 };
const isMoreUrgent = (one: AlarmPriority, than: AlarmPriority): boolean => urgency[one] < urgency[than];
/** People have done with it: what comes back later is another alarm. */
const isDone = (state: AlarmState): boolean => state === 'resolved' || state === 'closed';

class Book {
  readonly #db: Database.Database;
  readonly #entries: AlarmEntries;
  readonly #desk: AlarmDesk;
  readonly #places: SubjectPlaces;
  readonly #nodes: AlarmNodes;
  readonly #groups: AlarmGroups;
  readonly #shelves: Shelves;
  /** Alarms that this transaction has begun, with their finding; before it ends some are folded into others. */
  readonly #fresh = new Map<number, Finding | null>();
  readonly #counted = new Map<number, { place: Place; counts: NodeCounts }>();
  /** When this transaction is recorded. */
  #at = 0;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#entries = new AlarmEntries(db);
    this.#desk = new AlarmDesk(db);
    this.#places = new SubjectPlaces(db);
    this.#shelves = new Shelves(db, this.#desk);
    this.#nodes = new AlarmNodes(db, this.#places);
    this.#groups = new AlarmGroups(db, this.#nodes, {
      raise: (finding, place) => this.#raiseGroup(finding, place),
      counted: (alarm, place, counts) => this.#counted.set(alarm, { place, counts }),
      clear: (alarm, clearedAt) => this.#clear(alarm, clearedAt),
      fold: (alarm, parent) => this.#fold(alarm, parent),
    });
  }

  apply(changes: readonly FindingChange[], at: number): void {
    this.#at = at;
    this.#desk.log.begin();
    this.#places.begin();
    this.#fresh.clear();
    this.#counted.clear();
    this.#desk.watchFlood(at);
    for (const { kind, finding } of changes) {
      if (kind === 'withdraw') {
        this.#withdrawn(finding);
        continue;
      }
      this.#told(finding);
      if (kind === 'clear' || finding.clearedAt !== null) this.#gone(finding);
    }
    for (const [alarm, { place, counts }] of this.#counted) this.#sayGroup(alarm, place, counts);
    // Whether an alarm rings is known only now that it is known what stands for what.
    for (const alarm of this.#fresh.keys()) this.#putBeforeDesk(alarm);
    this.#freeze();
    keepVersions(this.#db, at);
  }

  /** A condition begins or goes on. What is older than what is known of it (a replay) changes nothing. AL1. */
  #told(finding: Finding): void {
    const link = this.#entries.link(finding);
    const isOld = link && (finding.to < link.toTime || (link.clearedAt !== null && finding.to === link.toTime));
    if (isOld && link.withdrawn === 0) return;
    const alarm = link?.alarm ?? this.#sameAlarm(finding) ?? this.#raise(finding);
    const stood = this.#entries.openLinks(alarm) > 0;
    this.#entries.putLink(finding, alarm);
    if (!stood) this.#stands(alarm, finding, link === undefined);
    this.#update(alarm, finding);
  }

  #gone(finding: Finding): void {
    const link = this.#entries.link(finding);
    if (!link || link.clearedAt !== null || link.withdrawn === 1) return;
    const clearedAt = finding.clearedAt ?? finding.to;
    this.#entries.endLink(finding, clearedAt, 0);
    this.#fell(link.alarm, finding, clearedAt);
  }

  #withdrawn(finding: Finding): void {
    const link = this.#entries.link(finding);
    if (!link || link.withdrawn === 1) return;
    const { rule, subject, from, to } = finding;
    this.#entries.endLink(finding, link.clearedAt, 1);
    const alarm = this.#entries.get(link.alarm);
    if (alarm.finding === finding.id && alarm.withdrawn === 0) {
      this.#entries.withdraw(alarm.id);
      const key = `withdraw:${rule}:${subject.kind}:${subject.id}:${from}:${to}`;
      this.#desk.log.append({ alarm: alarm.id, action: 'withdraw', at: this.#at, key });
      this.#desk.log.touch(alarm.id);
    }
    if (link.clearedAt === null) this.#fell(link.alarm, finding, finding.clearedAt ?? to);
  }

  /** The alarm that a new beginning belongs to: a standing one, a group's at the same place, or one that has just gone. AL8. */
  #sameAlarm({ rule, subject, from, to }: Finding): number | null {
    const latest = this.#entries.latest(rule, subject);
    if (!latest || isDone(latest.state) || to < latest.raisedAt) return null;
    if (latest.clearedAt === null) return latest.id;
    return from >= latest.raisedAt && isSameAlarm(from, latest.clearedAt) ? latest.id : null;
  }

  #raise(finding: Finding): number {
    const { rule, subject, from, priority } = finding;
    const alarm = this.#insert(finding, subject, from, finding);
    this.#shelves.suppress(alarm, priority, this.#shelves.inForce(rule, subject), this.#at);
    return alarm;
  }

  /** `member` = the finding that made them enough. */
  #raiseGroup(member: Finding, [kind, id]: Place): number {
    const rule = causeOf(member.rule);
    const latest = this.#entries.latest(rule, { kind, id });
    const isBack =
      latest && !isDone(latest.state) && latest.clearedAt !== null && isSameAlarm(member.from, latest.clearedAt);
    if (isBack) this.#return(latest, member, true);
    return isBack ? latest.id : this.#insert({ ...member, rule }, { kind, id }, member.from, null);
  }

  #insert({ rule, priority, sentence }: Finding, subject: Subject, raisedAt: number, own: Finding | null): number {
    const alarm = this.#entries.insert({
      ...{ rule, subject, raisedAt, priority, sentence, finding: own?.id ?? null, recordedAt: this.#at },
      ...{ place: this.#places.of(subject, rule), revision: this.#desk.log.revision },
    });
    this.#desk.log.append({ alarm, action: 'raise', at: this.#at });
    this.#fresh.set(alarm, own);
    return alarm;
  }

  /** The condition of an alarm holds: counted upwards, and folded into what stands for it. `isNew` = it begins now. */
  #stands(id: number, finding: Finding, isNew: boolean): void {
    const alarm = this.#entries.get(id);
    if (alarm.clearedAt !== null) this.#return(alarm, finding, isNew);
    this.#groups.stood(alarm.path, id, finding);
    const before = this.#entries.get(id).parent;
    const parent = this.#nodes.standsFor(causeOf(alarm.rule), alarm.path, id);
    if (parent !== null && parent !== before) this.#fold(id, parent);
    if (parent !== null || before === null) return;
    this.#entries.setParent(id, null);
    this.#desk.log.append({ alarm: id, action: 'release', at: this.#at });
    this.#fresh.set(id, this.#fresh.get(id) ?? finding);
  }

  /** The condition of an alarm came back. Of what chatters the log tells that it began to; the rest is in the findings. */
  #return({ id, chattering }: Standing, { from }: Finding, isNew: boolean): void {
    const isChattering = chatters(this.#entries.begins(id, beginsToKeep));
    this.#entries.stand(id, isNew, isChattering);
    const action = isChattering ? 'chatter' : 'again';
    if (isNew && chattering === 0)
      this.#desk.log.append({ alarm: id, action, at: this.#at, key: `${action}:${id}:${from}` });
    this.#desk.log.touch(id);
  }

  #fell(id: number, finding: Finding, clearedAt: number): void {
    if (this.#entries.openLinks(id) > 0) return;
    const { path } = this.#entries.get(id);
    if (this.#groups.fell(path, id, finding)) this.#clear(id, clearedAt);
  }

  #clear(id: number, clearedAt: number): void {
    this.#groups.left(id);
    this.#entries.clear(id, clearedAt, this.#at);
    if (this.#entries.get(id).chattering === 0)
      this.#desk.log.append({ alarm: id, action: 'clear', at: this.#at, key: `clear:${id}:${clearedAt}` });
    this.#desk.log.touch(id);
  }

  #fold(id: number, parent: number): void {
    this.#entries.setParent(id, parent);
    this.#desk.quieten(id);
    this.#desk.log.append({ alarm: id, action: 'group', at: this.#at, note: String(parent) });
    const { priority } = this.#entries.get(id);
    const top = this.#entries.get(parent);
    if (isMoreUrgent(priority, top.priority)) this.#hurry(top, priority);
  }

  #update(id: number, { id: finding, priority, sentence, from }: Finding): void {
    const alarm = this.#entries.get(id);
    if (isMoreUrgent(priority, alarm.priority)) this.#hurry(alarm, priority);
    const isNewest = (this.#entries.begins(id, 1)[0] ?? from) <= from;
    if (!isNewest || (alarm.finding === finding && alarm.zh === sentence.zh)) return;
    this.#entries.say(id, sentence, finding);
    this.#desk.log.touch(id);
  }

  #hurry({ id, rule, subject }: Standing, priority: AlarmPriority): void {
    this.#entries.setPriority(id, priority);
    this.#desk.hurry(id, priority, this.#at);
    for (const shelf of this.#shelves.inForce(rule, subject)) this.#shelves.shorten(shelf, priority, this.#at);
    if (this.#fresh.has(id)) this.#desk.log.touch(id);
    else this.#desk.log.append({ alarm: id, action: 'more-urgent', at: this.#at, note: priority });
  }

  #sayGroup(id: number, place: Place, counts: NodeCounts): void {
    const { finding, clearedAt, rule } = this.#entries.get(id);
    // What a rule says of the place itself stands as it is, and so does what was said last of a group that is over.
    if (finding !== null || clearedAt !== null) return;
    this.#entries.say(id, groupSentence(rule, place, counts), null);
    this.#desk.log.touch(id);
  }

  #putBeforeDesk(id: number): void {
    const { isQuiet, parent } = this.#entries.get(id);
    if (!isQuiet) this.#desk.present(id, this.#at);
    const shelf = parent === null ? null : this.#entries.shelfOf(parent);
    if (shelf !== null) this.#shelves.count(shelf, id);
  }

  /** AL10: each new alarm by itself, those that another one stands for together with it. */
  #freeze(): void {
    const together = new Map<number, number[]>();
    for (const [id, finding] of this.#fresh) {
      const { parent } = this.#entries.get(id);
      if (parent !== null && finding !== null) together.set(parent, [...(together.get(parent) ?? []), id]);
      else if (finding !== null) this.#freezeOf(id, [id]);
    }
    for (const [parent, members] of together) this.#freezeOf(parent, members);
  }

  /** Freezes what is known of an alarm by the findings of `members`, itself or those that it stands for. */
  #freezeOf(id: number, members: number[]): void {
    const { rule, subject, raisedAt, priority, isQuiet } = this.#entries.get(id);
    const findings = members.flatMap((member) => this.#fresh.get(member) ?? []);
    const hasReadings = priority !== 'P3' && !isQuiet && members[0] === id;
    const sha256 = freezeEvidence(this.#db, { rule, subject, raisedAt, findings, hasReadings, frozenAt: this.#at });
    for (const each of new Set([id, ...members])) this.#entries.keepEvidence(each, sha256);
  }
}
