// Test support: a monitoring database of its own with an alarm book, a clock that is told, and findings as rules would tell them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Alarm, AlarmDetail, AlarmTransitionRequest, Finding, Subject } from '../../contract/alarms.ts';
import { openMonitoring } from '../db/open-monitoring.ts';
import { plainChannel, registerChannel, registerDevice } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { createAlarmBook } from './alarm-book.ts';
import type { AlarmBook, FindingChange } from './finding-change.ts';
import { alarmsChangedSince, showAlarm, transition } from './handlers.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 2026-03-02 08:00 in Asia/Shanghai. */
export const MORNING = Date.UTC(2026, 2, 2);

export type FindingSketch = Partial<Omit<Finding, 'subject'>> & { readonly subject?: Subject | string };

export class AlarmFixture {
  readonly #dir = mkdtempSync(join(tmpdir(), 'lianggao-alarms-'));
  readonly path = join(this.#dir, 'monitoring.sqlite');
  db: Database.Database = openMonitoring(this.path, { now: MORNING });
  now = MORNING;
  book: AlarmBook = this.#newBook();

  #newBook(): AlarmBook {
    return createAlarmBook(this.db, { now: () => this.now });
  }

  /** As after a crash: another process, another book. */
  restart(): void {
    this.db.close();
    this.db = openMonitoring(this.path);
    this.book = this.#newBook();
  }

  device(id: string, gateway: string | null = null, enterprise: string | null = null): void {
    const device = { id, protocol: 'http' as const, name: `${id} 号设备`, gateway, enterprise, settings: {} };
    registerDevice(this.db, { ...device, longitude: 118.05, latitude: 36.81 }, MORNING);
  }

  channel(id: string, device: string, facts: Partial<Channel> = {}): Channel {
    const channel = { ...plainChannel, id, name: `${id} 点位`, device, address: id, intervalMs: MINUTE, city: 370300 };
    const kind = { kind: 'level' as const, quantity: 'power', unitOfMeasure: 'kW' };
    return registerChannel(this.db, { ...channel, ...kind, ...facts }, MORNING);
  }

  /** A finding as the rules' store keeps it; told again with the same rule, subject and beginning it has the same number. */
  finding(sketch: FindingSketch = {}): Finding {
    const { subject = 'meter', ...rest } = sketch;
    const from = rest.from ?? this.now;
    const finding: Finding = {
      ...{ id: 0, rule: 'constant-value', ruleVersion: '1', from, to: from, clearedAt: null, priority: 'P2' },
      ...{
        inputs: [],
        formula: 'run >= least',
        threshold: '4 h',
        sentence: { zh: '恒值 4 小时', en: 'Constant for 4 h' },
      },
      subject: typeof subject === 'string' ? { kind: 'channel', id: subject } : subject,
      ...rest,
    };
    const id = this.db
      .prepare(
        `INSERT INTO finding (rule, rule_version, subject_kind, subject, from_time, to_time, cleared_at, priority, inputs, formula,
           threshold, sentence_zh, sentence_en)
         VALUES (@rule, @ruleVersion, @kind, @subject, @from, @to, @clearedAt, @priority, @inputs, @formula, @threshold, @zh, @en)
         ON CONFLICT DO UPDATE SET to_time = excluded.to_time, cleared_at = excluded.cleared_at, inputs = excluded.inputs,
           sentence_zh = excluded.sentence_zh RETURNING id`,
      )
      .pluck()
      .get({
        ...finding,
        ...{ kind: finding.subject.kind, subject: finding.subject.id, inputs: JSON.stringify(finding.inputs) },
        ...finding.sentence,
      }) as number;
    return { ...finding, id };
  }

  tell(...changes: FindingChange[]): void {
    this.db.transaction(() => this.book.apply(changes, this.now)).immediate();
  }

  raise(sketch: FindingSketch = {}): Finding {
    const finding = this.finding(sketch);
    this.tell({ kind: 'raise', finding });
    return finding;
  }

  clear(finding: Finding, clearedAt = this.now): void {
    this.tell({ kind: 'clear', finding: this.finding({ ...finding, to: clearedAt, clearedAt }) });
  }

  tick(now = this.now): void {
    this.now = now;
    this.book.tick(now);
  }

  act(request: Partial<AlarmTransitionRequest> & { action: string }): Alarm {
    return transition(this.db, { alarm: 1, actor: '张三', ...request }, this.now);
  }

  alarms(): Alarm[] {
    const ids = this.db.prepare('SELECT id FROM alarm ORDER BY id').pluck().all() as number[];
    return ids.map((id) => this.show(id).alarm);
  }

  show(id = 1): AlarmDetail {
    return showAlarm(this.db, id);
  }

  /** Actions of an alarm's log, in order. */
  log(id = 1): string[] {
    return this.show(id).transitions.map(({ action }) => action);
  }

  changesSince(revision: number): number[] {
    return alarmsChangedSince(this.db, revision).put.map(({ id }) => id);
  }

  [Symbol.dispose](): void {
    this.db.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
