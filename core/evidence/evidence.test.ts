// Evidence stays as it was when the alarm was raised; what has changed since is shown as a difference.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmFixture, HOUR, MINUTE, MORNING } from '../alarms/alarm-fixture.ts';
import { ReadingWriter } from '../readings/reading-writer.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { readEvidence } from './freeze-evidence.ts';

type Sent = readonly [minute: number, value: number, flag?: string];

/** A desk with one stack, whose readings are sent and kept as they would be. */
class StackFixture extends AlarmFixture {
  constructor() {
    super();
    this.device('logger');
    this.channel('stack', 'logger', { quantity: 'nox', unitOfMeasure: 'mg/m3', limitHigh: 100 });
  }

  send(...sent: Sent[]): void {
    const readings = sent.map(([minute, value, flag]) => ({
      ...{ device: 'logger', address: 'stack', time: MORNING + minute * MINUTE, value, text: String(value) },
      flag: flag ?? 'N',
    }));
    const message = {
      protocol: 'http' as const,
      device: 'logger',
      receivedAt: this.now,
      bytes: Buffer.from('{}'),
      issues: [],
    };
    const writer = new ReadingWriter(this.db, { now: () => this.now });
    writer.write([{ ...message, readings }]);
    writer.settle();
  }

  /** 30 minutes of readings, then an alarm over the last ten. */
  exceed(priority: 'P1' | 'P3' = 'P1'): void {
    this.send(...Array.from({ length: 30 }, (_, minute): Sent => [minute, minute < 20 ? 80 : 120 + minute]));
    this.raise({
      ...{ rule: 'limit-exceedance', subject: 'stack', priority, formula: 'mean > limit', threshold: '100 mg/m3' },
      ...{ from: MORNING + 20 * MINUTE, to: MORNING + 29 * MINUTE },
      inputs: [
        { name: 'mean', value: 144.5, unitOfMeasure: 'mg/m3', channel: 'stack' },
        { name: 'limit', value: 100, unitOfMeasure: 'mg/m3', channel: 'stack' },
      ],
    });
  }
}

describe('frozen evidence', () => {
  it('holds finding, rule, registry and readings under the hash of its bytes', () => {
    using desk = new StackFixture();
    desk.exceed();
    const { alarm, evidence } = desk.show();
    expect(evidence).toMatchObject({ sha256: alarm.evidence, frozenAt: MORNING, difference: [], more: 0, inputs: [] });
    expect(evidence?.readings).toHaveLength(30);
    expect(evidence?.readings.at(-1)).toEqual({ channel: 'stack', time: MORNING + 29 * MINUTE, value: 149, flag: 'N' });
    const kept = readEvidence(desk.db, alarm.evidence as string);
    expect(kept?.content).toMatchObject({
      format: 1,
      findings: [{ formula: 'mean > limit', threshold: '100 mg/m3', inputs: [{ name: 'mean', value: 144.5 }, {}] }],
      definition: { id: 'limit-exceedance', version: '1' },
      channels: [{ id: 'stack', unitOfMeasure: 'mg/m3', limitHigh: 100 }],
    });
    const bytes = canonicalJson(kept?.content as unknown as Json);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(alarm.evidence);
  });

  it('has the same hash wherever the same was seen, and another for other readings', () => {
    const hashOf = (change: (desk: StackFixture) => void): string | null => {
      using desk = new StackFixture();
      change(desk);
      desk.exceed();
      return desk.show().alarm.evidence;
    };
    const plain = hashOf(() => undefined);
    const later = hashOf((desk) => {
      desk.now += HOUR;
    });
    expect(later).toBe(plain);
    expect(hashOf((desk) => desk.send([-5, 80]))).not.toBe(plain);
  });

  it('does not follow corrections, late readings and a newer finding; they show as a difference', () => {
    using desk = new StackFixture();
    desk.exceed();
    const frozen = desk.show().alarm.evidence;
    desk.now += HOUR;
    desk.send([25, 45, 'M'], [-1, 81]);
    const finding = desk.show().findings[0];
    desk.tell({
      kind: 'keep',
      finding: desk.finding({
        ...finding,
        to: desk.now,
        inputs: [
          { name: 'mean', value: 134.5, unitOfMeasure: 'mg/m3', channel: 'stack' },
          ...(finding?.inputs.slice(1) ?? []),
        ],
      }),
    });
    const { alarm, evidence } = desk.show();
    expect(alarm.evidence).toBe(frozen);
    expect(evidence?.readings.find(({ time }) => time === MORNING + 25 * MINUTE)?.value).toBe(145);
    expect(evidence?.difference).toEqual([
      { channel: 'stack', time: MORNING - MINUTE, before: null, after: 81 },
      { channel: 'stack', time: MORNING + 25 * MINUTE, before: 145, after: 45, mark: 'M' },
    ]);
    expect(evidence?.inputs).toEqual([{ name: 'mean', before: 144.5, after: 134.5 }]);
  });

  it('keeps at most two thousand readings, the newest, and says nothing of what it did not keep', () => {
    using desk = new StackFixture();
    const minutes = 2500;
    desk.send(...Array.from({ length: minutes }, (_, minute): Sent => [minute, 120]));
    desk.raise({ subject: 'stack', priority: 'P1', from: MORNING, to: MORNING + (minutes - 1) * MINUTE });
    const { evidence } = desk.show();
    expect(evidence?.readings).toHaveLength(2000);
    expect(evidence?.readings.at(-1)?.time).toBe(MORNING + (minutes - 1) * MINUTE);
    desk.send([10, 1]);
    expect(desk.show().evidence?.difference).toEqual([]);
    desk.send([2400, 1]);
    expect(desk.show().evidence?.difference).toHaveLength(1);
  });

  it('of P3 is the finding without its readings, and of a group the findings of its members', () => {
    using desk = new StackFixture();
    desk.exceed('P3');
    expect(desk.show().evidence).toMatchObject({ readings: [], difference: [] });
    for (let i = 0; i < 9; i++) {
      desk.device(`d${i}`, 'gateway');
      desk.channel(`m${i}`, `d${i}`);
    }
    const silent = Array.from({ length: 9 }, (_, i) => desk.finding({ rule: 'silence', subject: `m${i}` }));
    desk.tell(...silent.map((finding) => ({ kind: 'raise' as const, finding })));
    const group = desk.alarms().filter(({ rule }) => rule === 'silence');
    expect(new Set(group.map(({ evidence }) => evidence)).size).toBe(1);
    expect(readEvidence(desk.db, group[0]?.evidence as string)?.content.findings).toHaveLength(9);
  });

  it('is never changed, and refused where its bytes are not those of the hash', () => {
    using desk = new StackFixture();
    desk.exceed();
    expect(() => desk.db.prepare('UPDATE evidence SET frozen_at = 0').run()).toThrow('never changed');
    expect(() => desk.db.prepare('DELETE FROM evidence').run()).toThrow('never changed');
    const other = 'INSERT INTO evidence SELECT ?, frozen_at, size, content FROM evidence';
    desk.db.prepare(other).run('0'.repeat(64));
    expect(() => readEvidence(desk.db, '0'.repeat(64))).toThrow('damaged');
  });
});

describe('canonical JSON', () => {
  it('has one spelling for one content, and reads back as that content', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value as Json);
        // What JSON cannot tell apart (-0 and 0) is the same content.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(shuffled(JSON.parse(text)))).toBe(text);
      }),
    );
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  });
});

/** The same content with every object's keys the other way round. */
function shuffled(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(shuffled);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  );
}
