// The life of an alarm: which action leads from which state to which, and what an action must say. Pure.
import type { AlarmPriority, AlarmState } from '../../contract/alarms.ts';
import { shelfLimitMs } from '../../policy/alarm-clocks.ts';
import { alarmReason, reasonsFor } from '../../policy/alarm-reasons.ts';

const ALL: readonly AlarmState[] = ['new', 'acknowledged', 'verifying', 'dispatched', 'resolved', 'closed'];
const OPEN: readonly AlarmState[] = ALL.filter((state) => state !== 'closed');
const stay = (states: readonly AlarmState[]): Partial<Record<AlarmState, AlarmState>> =>
  Object.fromEntries(states.map((state) => [state, state]));

/** What people may do: action → state before → state after. AL2; the database holds the same (`alarm_move`). */
export const personMoves = {
  acknowledge: { new: 'acknowledged' },
  verify: { acknowledged: 'verifying' },
  dispatch: { acknowledged: 'dispatched', verifying: 'dispatched' },
  resolve: { acknowledged: 'resolved', verifying: 'resolved', dispatched: 'resolved' },
  close: { verifying: 'closed', resolved: 'closed' },
  reopen: { resolved: 'verifying', closed: 'verifying' },
  shelve: stay(OPEN),
  unshelve: stay(ALL),
  'take-out-of-service': stay(OPEN),
  'return-to-service': stay(ALL),
  note: stay(ALL),
  assign: stay(OPEN),
} as const satisfies Record<string, Partial<Record<AlarmState, AlarmState>>>;
export type PersonAction = keyof typeof personMoves;

/** What the desk writes itself; none of it changes the state but closing with the group. */
export const deskMoves: Readonly<Record<string, Partial<Record<AlarmState, AlarmState>>>> = {
  'close-with-group': Object.fromEntries(OPEN.map((state) => [state, 'closed' as const])),
  ...Object.fromEntries(
    [
      ...['raise', 'again', 'chatter', 'clear', 'withdraw', 'more-urgent', 'group', 'release'],
      ...['escalate', 'shelf-warning', 'shelf-expired', 'shelf-shortened'],
    ].map((action) => [action, stay(ALL)]),
  ),
};

/** For so long an action with a key can be taken back. */
export const UNDO_WITHIN_MS = 10_000;

/** What undoing leads to: back along any move, and back to new from what the desk resolved once it was acknowledged. */
export function undoneFrom(state: AlarmState): AlarmState[] {
  const ways = Object.values<Partial<Record<AlarmState, AlarmState>>>({ ...personMoves, ...deskMoves });
  const back = ALL.filter((from) => ways.some((way) => way[from] === state));
  return state === 'resolved' ? ['new', ...back] : back;
}

export function isPersonAction(action: string): action is PersonAction {
  return Object.hasOwn(personMoves, action);
}

/** Actions that a state allows. */
export function actionsFrom(state: AlarmState): PersonAction[] {
  return (Object.keys(personMoves) as PersonAction[]).filter((action) => state in personMoves[action]);
}

export interface StandingAlarm {
  readonly state: AlarmState;
  readonly priority: AlarmPriority;
  readonly isShelved: boolean;
  readonly isOutOfService: boolean;
  /** Evidence was frozen when it was raised. */
  readonly hasEvidence: boolean;
}

export interface Asked {
  readonly action: string;
  readonly actor: string;
  readonly reason?: string | undefined;
  readonly note?: string | undefined;
  readonly until?: number | undefined;
  readonly owner?: string | undefined;
  readonly followUp?: string | undefined;
  readonly evidence?: string | undefined;
}

/** What an action may lack, as words for people. */
export type Missing = 'actor' | 'reason' | 'cause' | 'note' | 'owner' | 'until' | 'evidence' | 'follow-up';

export type Verdict =
  | { readonly kind: 'move'; readonly action: PersonAction; readonly to: AlarmState; readonly reason: string | null }
  | { readonly kind: 'no-such-action' }
  | { readonly kind: 'not-from-here'; readonly possible: readonly PersonAction[] }
  | { readonly kind: 'missing'; readonly missing: readonly Missing[] }
  | { readonly kind: 'unknown-cause'; readonly accepted: readonly string[] }
  | { readonly kind: 'bad-follow-up' }
  | { readonly kind: 'shelf-too-long'; readonly limitMs: number }
  | { readonly kind: 'until-past' };

const filled = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';

/** Code of a reason that is given by its code, its name in either language, or its digit among those of the action. */
function codeOf(action: string, text: string): string | null {
  const wanted = text.trim();
  const accepted = reasonsFor(action);
  const named = accepted.find((each) => [each.id, each.name.zh, each.name.en].includes(wanted));
  return (named ?? (/^[1-9]\d?$/.test(wanted) ? accepted[Number(wanted) - 1] : undefined))?.id ?? null;
}

const DEFAULT_REASONS: Partial<Record<PersonAction, string>> = { acknowledge: 'seen', verify: 'verifying' };

/** An ISO date that is a day of the calendar. */
function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const last = [31, Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0) ? 29 : 28, 31, 30];
  const days = [...last, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1];
  return days !== undefined && Number(day) >= 1 && Number(day) <= days;
}

/** Judges one action of a person; `today` = ISO date of `now` in the profile's zone. AL2, AL3, AL5. */
export function judge(alarm: StandingAlarm, asked: Asked, now: number, today: string): Verdict {
  const { action } = asked;
  if (!isPersonAction(action)) return { kind: 'no-such-action' };
  const to = (personMoves[action] as Partial<Record<AlarmState, AlarmState>>)[alarm.state];
  const possible = actionsFrom(alarm.state).filter((each) => isApplicable(alarm, each));
  if (to === undefined || !isApplicable(alarm, action)) return { kind: 'not-from-here', possible };
  const given = asked.reason?.trim() || DEFAULT_REASONS[action];
  const code = given === undefined ? null : codeOf(action, given);
  if (action === 'close' && given !== undefined && code === null)
    return { kind: 'unknown-cause', accepted: reasonsFor('close').map((each) => each.id) };
  const missing = whatIsMissing(alarm, asked, given, code);
  if (missing.length > 0) return { kind: 'missing', missing };
  if (asked.followUp !== undefined && (!isDay(asked.followUp) || asked.followUp < today))
    return { kind: 'bad-follow-up' };
  if (asked.until !== undefined && asked.until <= now) return { kind: 'until-past' };
  const limitMs = shelfLimitMs.value[alarm.priority];
  if (action === 'shelve' && (asked.until ?? 0) - now > limitMs) return { kind: 'shelf-too-long', limitMs };
  return { kind: 'move', action, to, reason: code ?? given ?? null };
}

function isApplicable(alarm: StandingAlarm, action: PersonAction): boolean {
  if (action === 'shelve') return !alarm.isShelved;
  if (action === 'unshelve') return alarm.isShelved;
  if (action === 'take-out-of-service') return !alarm.isOutOfService;
  if (action === 'return-to-service') return alarm.isOutOfService;
  return true;
}

function whatIsMissing(alarm: StandingAlarm, asked: Asked, given: string | undefined, code: string | null): Missing[] {
  const { action } = asked;
  const missing: Missing[] = [];
  const need = (what: Missing, has: boolean): void => {
    if (!has) missing.push(what);
  };
  need('actor', filled(asked.actor));
  if (action === 'close') {
    need('cause', filled(given));
    need('note', filled(asked.note));
    need('evidence', alarm.hasEvidence || filled(asked.evidence));
    need('follow-up', filled(asked.followUp) || (code !== null && !alarmReason(code)?.followUp));
  }
  if (action === 'shelve' || action === 'take-out-of-service') {
    need('owner', filled(asked.owner));
    need('reason', filled(given));
    need('until', action !== 'shelve' || asked.until !== undefined);
  }
  if (action === 'reopen') need('reason', filled(given));
  if (action === 'assign') need('owner', filled(asked.owner));
  if (action === 'note') need('note', filled(asked.note));
  return missing;
}
