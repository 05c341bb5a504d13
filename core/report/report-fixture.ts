// Test support: a stack that is over its limit for two hours, handled to its end, and what a report of it rests on.
import { join } from 'node:path';
import { transition } from '../alarms/handlers.ts';
import { registerDevice } from '../devices/registry.ts';
import { loadBoundaries } from '../places/boundaries.ts';
import { loadProfile } from '../places/profiles.ts';
import { createLiveObservers } from '../readings/live-observers.ts';
import { HOUR, JUNE, MINUTE, message, TestReadings } from '../readings/readings-fixture.ts';
import { defaultGeodataDir } from '../workspace/workspace.ts';
import type { ReportSource } from './report-facts.ts';

/** Its rarer characters are not in the font of common ones. */
export const ENTERPRISE = '淄博鑫垚骉墘热电有限公司';
export const NOON = JUNE + 36 * HOUR;

export class ReportDesk implements Disposable {
  readonly readings: TestReadings;
  readonly source: ReportSource;

  private constructor(readings: TestReadings, source: ReportSource) {
    this.readings = readings;
    this.source = source;
  }

  static async open(): Promise<ReportDesk> {
    const context = { now: () => readings.clock, log: () => undefined, publish: () => undefined };
    const readings: TestReadings = new TestReadings((db) => createLiveObservers(db, context).observer);
    const profile = await loadProfile('shandong', { geodataDir: defaultGeodataDir });
    const boundaries = await loadBoundaries(profile, join(defaultGeodataDir, 'boundaries'));
    const workspace = { profile, boundaries, geodataDir: defaultGeodataDir };
    return new ReportDesk(readings, { db: readings.db, workspace, enterpriseName: async () => ENTERPRISE });
  }

  /** Sulphur dioxide by the minute for two days and a half, with a gap, faults and an exceedance at noon of the second. */
  exceed(): void {
    const { readings } = this;
    const device = {
      id: 'D1',
      protocol: 'hj212' as const,
      name: '1号炉数采仪',
      gateway: null,
      enterprise: 'e-1',
      settings: {},
    };
    registerDevice(readings.db, { ...device, longitude: 118.06, latitude: 36.79 }, 0);
    readings.channel('so2', {
      ...{ name: '1号炉 SO₂ 折算浓度', quantity: 'so2', kind: 'level', unitOfMeasure: 'mg/m³', intervalMs: MINUTE },
      ...{ limitHigh: 35, limitPeriod: 'reading', enterprise: 'e-1', city: 370300 },
    });
    const sent = [];
    for (let time = JUNE + 12 * HOUR; time < NOON + 26 * HOUR; time += MINUTE) {
      const minute = (time - JUNE) / MINUTE;
      const isGap = time >= NOON - 10 * HOUR && time < NOON - 8 * HOUR;
      const isFault = time >= NOON - 4 * HOUR && time < NOON - 3 * HOUR;
      const isOver = time >= NOON && time < NOON + 2 * HOUR;
      const value = (isOver ? 52 : 22) + 4 * Math.sin(minute / 90) + ((minute * 7919) % 13) / 4;
      if (!isGap) sent.push({ address: 'so2', time, value: Math.round(value * 10) / 10, flag: isFault ? 'D' : 'N' });
    }
    for (const reading of sent) {
      readings.clock = reading.time + 2000;
      readings.writer.write([message([reading], { protocol: 'hj212', receivedAt: readings.clock })]);
    }
    readings.writer.settle();
  }

  /** The alarm over the limit; silence and completeness have their own. */
  get alarm(): number {
    return this.source.db.prepare("SELECT id FROM alarm WHERE rule = 'limit-exceedance'").pluck().get() as number;
  }

  act(action: string, more: object = {}): void {
    this.readings.clock += 7 * MINUTE;
    transition(this.source.db, { alarm: this.alarm, action, actor: '张三', ...more }, this.readings.clock);
  }

  handle(): void {
    this.act('acknowledge', { reason: 'verifying' });
    this.act('verify', { note: '08:12 电话联系环保专工，称石灰石供浆泵跳停' });
    this.act('dispatch', {
      reason: 'field-check',
      owner: '第三检查组',
      note: '带便携式烟气分析仪〔现场比对〕，烟温 128 ℃，10⁻⁶ 级，NOₓ 37 mg/㎥',
    });
    this.act('resolve', { reason: 'result-received', note: '供浆恢复，复测 21.4 mg/m³；逃逸氨 3 µg/m³' });
    this.act('close', { reason: 'treatment-fault', note: '治理设施故障，企业书面报告已收', followUp: '2030-01-01' });
  }

  [Symbol.dispose](): void {
    this.readings[Symbol.dispose]();
  }
}
