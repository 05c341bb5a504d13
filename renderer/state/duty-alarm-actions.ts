// What can be done about an alarm in its state, and what each action has to say. Pure; the core decides in the end.
import type { Alarm, AlarmTransitionRequest } from '../../contract/alarms.ts';

export type AlarmAction =
  | 'acknowledge'
  | 'verify'
  | 'dispatch'
  | 'resolve'
  | 'close'
  | 'reopen'
  | 'shelve'
  | 'unshelve'
  | 'take-out-of-service'
  | 'return-to-service'
  | 'note'
  | 'assign';

export interface ActionNeeds {
  readonly reason: boolean;
  readonly owner: 'needed' | 'offered' | 'none';
  readonly until: 'needed' | 'offered' | 'none';
  readonly note: boolean;
}

const plain: ActionNeeds = { reason: false, owner: 'none', until: 'none', note: false };

/** What the core refuses an action without; `offered`: a field that may stay empty. A reason is offered wherever there are codes. */
export const actionNeeds: Readonly<Record<AlarmAction, ActionNeeds>> = {
  acknowledge: { ...plain, owner: 'offered' },
  verify: { ...plain, owner: 'offered' },
  dispatch: { ...plain, owner: 'offered' },
  resolve: plain,
  close: { ...plain, reason: true, note: true },
  reopen: { ...plain, reason: true },
  shelve: { ...plain, reason: true, owner: 'needed', until: 'needed' },
  unshelve: plain,
  'take-out-of-service': { ...plain, reason: true, owner: 'needed', until: 'offered' },
  'return-to-service': plain,
  note: { ...plain, note: true },
  assign: { ...plain, owner: 'needed' },
};

/** In the order in which an officer goes through them: the next step of the life cycle first. */
export function actionsFor(alarm: Pick<Alarm, 'state' | 'shelved' | 'outOfService'>): readonly AlarmAction[] {
  const onward: Readonly<Record<Alarm['state'], readonly AlarmAction[]>> = {
    new: ['acknowledge'],
    acknowledged: ['verify', 'dispatch', 'resolve'],
    verifying: ['dispatch', 'resolve', 'close'],
    dispatched: ['resolve'],
    resolved: ['close', 'reopen'],
    closed: ['reopen'],
  };
  if (alarm.state === 'closed') return ['reopen', 'note'];
  return [
    ...onward[alarm.state],
    alarm.shelved === null ? 'shelve' : 'unshelve',
    alarm.outOfService === null ? 'take-out-of-service' : 'return-to-service',
    'assign',
    'note',
  ];
}

export interface ActionDraft {
  readonly actor: string;
  readonly reason: string;
  readonly note: string;
  readonly owner: string;
  /** ms since the epoch; null = no end. */
  readonly until: number | null;
  /** ISO date; '' = none. */
  readonly followUp: string;
  /** Where further evidence is kept. */
  readonly evidence: string;
}

export type ActionProblem =
  | 'needActor'
  | 'needReason'
  | 'needUntil'
  | 'needOwner'
  | 'needNote'
  | 'needEvidence'
  | 'needFollowUp';

/** `followUp`: the reason chosen asks for a day to look again; `frozen`: evidence was frozen when the alarm was raised. */
export function actionProblem(
  action: AlarmAction,
  draft: ActionDraft,
  { followUp, frozen }: { readonly followUp: boolean; readonly frozen: boolean },
): ActionProblem | null {
  const needs = actionNeeds[action];
  if (needs.reason && draft.reason === '') return 'needReason';
  if (needs.until === 'needed' && draft.until === null) return 'needUntil';
  if (needs.owner === 'needed' && draft.owner.trim() === '') return 'needOwner';
  if (needs.note && draft.note.trim() === '') return 'needNote';
  if (action === 'close' && !frozen && draft.evidence.trim() === '') return 'needEvidence';
  if (followUp && draft.followUp === '') return 'needFollowUp';
  return draft.actor.trim() === '' ? 'needActor' : null;
}

/** `key`: the same request sent again does nothing. */
export function requestOf(
  alarm: Pick<Alarm, 'id' | 'version'>,
  action: AlarmAction,
  draft: ActionDraft,
  key: string,
): AlarmTransitionRequest {
  const { until } = draft;
  const [reason, note, owner] = [draft.reason, draft.note.trim(), draft.owner.trim()];
  const [evidence, followUp] = [draft.evidence.trim(), draft.followUp];
  return {
    alarm: alarm.id,
    action,
    actor: draft.actor.trim(),
    ...(reason === '' ? {} : { reason }),
    ...(note === '' ? {} : { note }),
    ...(owner === '' || actionNeeds[action].owner === 'none' ? {} : { owner }),
    ...(until === null || actionNeeds[action].until === 'none' ? {} : { until }),
    ...(followUp === '' ? {} : { followUp }),
    ...(evidence === '' ? {} : { evidence }),
    expectedVersion: alarm.version,
    key,
  };
}
