import { describe, expect, it } from 'vitest';
import { alarmActions, alarmStates, alarmTransitionRequestSchema } from '../../contract/alarms.ts';
import { type ActionDraft, actionNeeds, actionProblem, actionsFor, requestOf } from './duty-alarm-actions.ts';

const draft: ActionDraft = { actor: '甲', reason: '', note: '', owner: '', until: null, followUp: '', evidence: '' };
const frozen = { followUp: false, frozen: true };

describe('actions on an alarm', () => {
  it('are those of the contract, each with what it needs', () => {
    expect(Object.keys(actionNeeds).toSorted()).toEqual([...alarmActions].toSorted());
  });

  it('are never none, and a closed alarm can only be noted or opened again', () => {
    for (const state of alarmStates)
      expect(actionsFor({ state, shelved: null, outOfService: null })).not.toHaveLength(0);
    expect(actionsFor({ state: 'closed', shelved: null, outOfService: null })).toEqual(['reopen', 'note']);
    const shelved = actionsFor({ state: 'new', shelved: { until: 1, owner: 'a', reason: 'b' }, outOfService: null });
    expect(shelved).toContain('unshelve');
    expect(shelved).not.toContain('shelve');
  });

  it('say what is missing before the core has to', () => {
    expect(actionProblem('acknowledge', draft, frozen)).toBeNull();
    expect(actionProblem('acknowledge', { ...draft, actor: ' ' }, frozen)).toBe('needActor');
    expect(actionProblem('shelve', draft, frozen)).toBe('needReason');
    expect(actionProblem('shelve', { ...draft, reason: 'maintenance' }, frozen)).toBe('needUntil');
    expect(actionProblem('shelve', { ...draft, reason: 'maintenance', until: 9 }, frozen)).toBe('needOwner');
    const closing = { ...draft, reason: 'violation', note: '已核实' };
    expect(actionProblem('close', { ...closing, note: '' }, frozen)).toBe('needNote');
    expect(actionProblem('close', closing, { followUp: true, frozen: true })).toBe('needFollowUp');
    expect(actionProblem('close', closing, { followUp: false, frozen: false })).toBe('needEvidence');
    expect(actionProblem('close', closing, frozen)).toBeNull();
  });

  it('are sent with what the actor saw, and nothing that was left blank', () => {
    const request = requestOf({ id: 7, version: 3 }, 'acknowledge', { ...draft, until: 5, owner: ' 乙 ' }, 'k1');
    expect(request).toEqual({
      ...{ alarm: 7, action: 'acknowledge', actor: '甲', owner: '乙', expectedVersion: 3, key: 'k1' },
    });
    expect(alarmTransitionRequestSchema.safeParse(request).success).toBe(true);
  });
});
