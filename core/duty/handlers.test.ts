// The duty desk through the one writer: what is promised, done and signed is there for whoever asks next.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAlarmBook } from '../alarms/alarm-book.ts';
import { shandong } from '../drill/drill-fixture.ts';
import { FindingStore } from '../findings/finding-store.ts';
import { Monitoring } from '../monitoring/handlers.ts';
import { Duty } from './handlers.ts';

it('is asked and told while the writer works in its own thread', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lianggao-duty-'));
  const monitoring = new Monitoring({ workspaceDir: dir, now: Date.now, log: () => undefined });
  try {
    const { db } = monitoring;
    const store = new FindingStore(db);
    const at = Date.now();
    store.state({
      ...{
        rule: 'silence',
        ruleVersion: '1',
        subject: { kind: 'gateway', id: 'g' },
        from: at,
        to: at,
        clearedAt: null,
      },
      ...{ priority: 'P2', inputs: [], formula: '', threshold: '', sentence: { zh: '无数据', en: 'silent' } },
    });
    createAlarmBook(db, { now: Date.now }).apply(store.takeChanges(), at);
    const duty = new Duty(monitoring, await shandong(), Date.now);
    const promised = await duty.promise({
      alarm: 1,
      dueAt: at,
      what: '回电',
      promisedBy: '企业',
      actor: '张三',
      key: 'k',
    });
    expect(duty.callBacks({ open: true })).toEqual([promised]);
    await duty.done({ id: promised.id, actor: '张三' });
    expect(duty.callBacks({ open: true })).toEqual([]);
    const { from, to, asOf, sha256 } = duty.handover({ from: at - 1000, to: at + 3_600_000 });
    const signed = await duty.sign({ from, to, asOf, sha256, side: 'outgoing', actor: '张三' });
    expect(duty.handoverShow(signed.id ?? 0)).toEqual(signed);
    await expect(duty.sign({ from, to, asOf, sha256, side: 'incoming', actor: '张三' })).rejects.toThrow(/two people/);
    expect(duty.handovers()).toMatchObject([{ open: 1, signatures: [{ actor: '张三' }] }]);
    expect(duty.replay({ at: Date.now() }).alarms).toHaveLength(1);
    expect(duty.proposal(1)).toMatchObject({ proposed: [], out: [] });
    expect(duty.silent()).toMatchObject({ feedTime: null, items: [] });
  } finally {
    await monitoring.close();
    rmSync(dir, { recursive: true });
  }
});
