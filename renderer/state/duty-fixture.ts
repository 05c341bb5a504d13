// An alarm for tests of the duty desk, as the core would send it.
import type { Alarm } from '../../contract/alarms.ts';

export const alarmWith = (more: Partial<Alarm> = {}): Alarm => ({
  ...{ id: 1, rule: 'silence', priority: 'P2', subject: { kind: 'channel', id: 'c1' }, subjectName: '点位' },
  ...{ enterprise: null, city: null, position: null, sentence: { zh: '', en: '' }, state: 'new' },
  ...{ raisedAt: 1, recordedAt: 1, clearedAt: null, returnedUnacknowledged: false, owner: null, shelved: null },
  ...{ outOfService: null, verifyBy: null, escalation: 0, parent: null, children: 0, finding: null, evidence: null },
  ...{ raises: 1, chattering: false, quiet: null, withdrawn: false, cause: null, followUp: null, version: 1 },
  ...more,
});
