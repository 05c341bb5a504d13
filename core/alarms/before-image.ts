// How an alarm stood before a person acted on it, and how it is put back: state, owner, clocks and shelf. AL14.
import type Database from 'better-sqlite3';
import type { AlarmPriority, AlarmState } from '../../contract/alarms.ts';
import { AppError } from '../app-error.ts';
import { ready } from '../readings/ready-statement.ts';
import { type AlarmDesk, floodSince } from './alarm-desk.ts';
import { DESK } from './alarm-log.ts';
import { type Shelf, Shelves } from './shelves.ts';

/** What only people write, or the desk in consequence of what they did: put back whatever has become of it. */
interface Hands {
  readonly owner: string | null;
  readonly acknowledged_at: number | null;
  readonly verified_at: number | null;
  readonly resolved_at: number | null;
  readonly closed_at: number | null;
  readonly cause: string | null;
  readonly follow_up: string | null;
}

/** What the desk writes, too: put back where the action changed it. */
interface Clocks {
  readonly presented_at: number | null;
  readonly verify_by: number | null;
  readonly held_by_flood: number;
  readonly deadlines: readonly Deadline[];
}

interface Deadline {
  readonly step: number;
  readonly due_at: number;
  readonly moved_ms: number;
}

export interface StoodSo {
  readonly alarm: number;
  readonly version: number;
  readonly state: AlarmState;
  readonly priority: AlarmPriority;
  readonly hands: Hands;
  readonly clocks: Clocks;
  readonly shelf: number | null;
  readonly out_of_service: number | null;
  /** Places that it stands for as a group. */
  readonly nodes: readonly (readonly [cause: string, level: string, place: string])[];
}

/** Before and after one action, of every alarm that it touches. */
export type Deed = readonly { readonly before: StoodSo; readonly after: StoodSo }[];

/** Alarms that an action on `alarm` touches: itself, what is closed with it, what leaves its shelf with it. */
export function touched(db: Database.Database, alarm: number, action: string): number[] {
  const others = {
    close: "SELECT id FROM alarm WHERE parent = @alarm AND state <> 'closed' ORDER BY id",
    unshelve: 'SELECT id FROM alarm WHERE shelf = (SELECT shelf FROM alarm WHERE id = @alarm) ORDER BY id',
    'return-to-service':
      'SELECT id FROM alarm WHERE out_of_service = (SELECT out_of_service FROM alarm WHERE id = @alarm) ORDER BY id',
  }[action];
  const more = others === undefined ? [] : (ready(db, others).pluck().all({ alarm }) as number[]);
  return [alarm, ...more.filter((each) => each !== alarm)];
}

export function standing(db: Database.Database, alarm: number): StoodSo {
  const row = ready(
    db,
    `SELECT version, state, priority, owner, acknowledged_at, verified_at, resolved_at, closed_at, cause, follow_up,
       presented_at, verify_by, held_by_flood, shelf, out_of_service
     FROM alarm WHERE id = ?`,
  ).get(alarm) as Omit<StoodSo, 'hands' | 'clocks' | 'nodes'> & Hands & Omit<Clocks, 'deadlines'>;
  const { version, state, priority, shelf, out_of_service, presented_at, verify_by, held_by_flood, ...hands } = row;
  const deadlines = ready(
    db,
    'SELECT step, due_at, moved_ms FROM alarm_deadline WHERE alarm = ? AND fired_at IS NULL ORDER BY step',
  ).all(alarm) as Deadline[];
  const nodes = ready(db, 'SELECT cause, level, place FROM alarm_node WHERE alarm = ?').raw().all(alarm);
  return {
    ...{ alarm, version, state, priority, hands, shelf, out_of_service },
    clocks: { presented_at, verify_by, held_by_flood, deadlines },
    nodes: nodes as [string, string, string][],
  };
}

/** Throws AppError `undo-overtaken` where a person has acted on one of the alarms since. */
export function expectUntouched(db: Database.Database, deed: Deed): void {
  const since = ready(
    db,
    'SELECT actor FROM alarm_transition WHERE alarm = ? AND version > ? AND actor <> ? ORDER BY version DESC LIMIT 1',
  ).pluck();
  // Who has put another shelf in the place of one that ended.
  const takenBy = ready(
    db,
    `SELECT o.actor FROM alarm_shelf s JOIN alarm_shelf o USING (subject_id, subject_kind, kind, rule)
     WHERE s.id = ? AND o.id <> s.id AND o.ended_at IS NULL`,
  ).pluck();
  for (const { before, after } of deed) {
    const actor = since.get(before.alarm, after.version, DESK) as string | undefined;
    if (actor !== undefined) throw new AppError('undo-overtaken', { id: before.alarm, actor });
    for (const shelf of [before.shelf, before.out_of_service]) {
      const other = takenBy.get(shelf) as string | undefined;
      if (other !== undefined) throw new AppError('undo-overtaken', { id: before.alarm, actor: other });
    }
  }
}

export interface Undoing {
  readonly action: string;
  readonly actor: string;
  readonly key: string;
  readonly now: number;
}

/** Puts one alarm back as it stood; what the desk has noticed meanwhile (gone, escalated, more urgent) stays. */
export function putBack(
  db: Database.Database,
  desk: AlarmDesk,
  { before, after }: Deed[number],
  { action, actor, key, now }: Undoing,
): void {
  const { alarm, hands } = before;
  const hasMoved = ready(db, 'SELECT state FROM alarm WHERE id = ?').pluck().get(alarm) !== after.state;
  putBackShelves(db, desk, before, after, { actor, now });
  // A closed alarm has a cause at every moment.
  const isClosed = before.state === 'closed';
  if (isClosed) ready(db, 'UPDATE alarm SET cause = ? WHERE id = ?').run(hands.cause, alarm);
  if (after.version !== before.version)
    desk.log.append({
      ...{ alarm, action: 'undo', to: before.state, at: now, actor, reason: action, owner: hands.owner },
      key: `undo:${key}:${alarm}`,
    });
  ready(
    db,
    `UPDATE alarm SET owner = @owner, acknowledged_at = @acknowledged_at, verified_at = @verified_at,
       resolved_at = @resolved_at, closed_at = @closed_at, cause = @cause, follow_up = @follow_up
     WHERE id = @alarm`,
  ).run({ ...hands, alarm });
  const stand = ready(
    db,
    'UPDATE alarm_node SET alarm = ? WHERE cause = ? AND level = ? AND place = ? AND alarm IS NULL',
  );
  for (const node of before.nodes) stand.run(alarm, ...node);
  const hasChanged = (pick: (stood: StoodSo) => unknown): boolean =>
    JSON.stringify(pick(before)) !== JSON.stringify(pick(after));
  if (hasMoved || hasChanged(({ clocks: all, shelf, out_of_service }) => [all, shelf, out_of_service]))
    putBackClocks(db, desk, before, now);
  desk.log.touch(alarm);
}

function putBackShelves(
  db: Database.Database,
  desk: AlarmDesk,
  before: StoodSo,
  after: StoodSo,
  { actor, now }: { readonly actor: string; readonly now: number },
): void {
  const shelves = new Shelves(db, desk);
  for (const column of ['shelf', 'out_of_service'] as const) {
    const [was, is] = [before[column], after[column]];
    if (was === is) continue;
    if (is !== null) {
      const sql = 'SELECT id, kind, alarm, until FROM alarm_shelf WHERE id = ? AND ended_at IS NULL';
      const shelf = ready(db, sql).get(is) as Shelf | undefined;
      if (shelf) shelves.end(shelf, actor, now);
    }
    if (was !== null) ready(db, 'UPDATE alarm_shelf SET ended_at = NULL, ended_by = NULL WHERE id = ?').run(was);
    ready(db, `UPDATE alarm SET ${column} = ? WHERE id = ?`).run(was, before.alarm);
  }
}

/** Clocks go on from where they stood, unless something else keeps the alarm quiet by now. */
function putBackClocks(
  db: Database.Database,
  desk: AlarmDesk,
  { alarm, clocks, priority }: StoodSo,
  now: number,
): void {
  ready(db, 'DELETE FROM alarm_deadline WHERE alarm = ? AND fired_at IS NULL').run(alarm);
  const { isQuiet, priority: present } = ready(
    db,
    'SELECT parent IS NOT NULL AS isQuiet, priority FROM alarm WHERE id = ?',
  ).get(alarm) as { isQuiet: number; priority: AlarmPriority };
  const held = clocks.held_by_flood === 1 && floodSince(db) !== null ? 1 : 0;
  ready(db, 'UPDATE alarm SET presented_at = ?, verify_by = ?, held_by_flood = ? WHERE id = ?').run(
    ...[clocks.presented_at, isQuiet === 1 ? null : clocks.verify_by, isQuiet === 1 ? 0 : held, alarm],
  );
  if (isQuiet === 1) return;
  const add = ready(db, 'INSERT OR IGNORE INTO alarm_deadline (alarm, step, due_at, moved_ms) VALUES (?, ?, ?, ?)');
  for (const { step, due_at, moved_ms } of clocks.deadlines) add.run(alarm, step, due_at, moved_ms);
  if (present !== priority) desk.hurry(alarm, present, now);
}
