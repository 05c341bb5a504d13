// Test support: whatever may happen at a desk, as arbitrary steps that are carried out one after the other.
import fc from 'fast-check';
import type { AlarmPriority, Finding } from '../../contract/alarms.ts';
import { AlarmFixture, type FindingSketch, HOUR, MINUTE } from '../alarms/alarm-fixture.ts';
import { undo } from '../alarms/handlers.ts';
import { actionsFrom } from '../alarms/life-cycle-rules.ts';
import { AppError } from '../app-error.ts';

const METERS = 8;
const meters = Array.from({ length: METERS }, (_, index) => `meter-${index}`);

type Step =
  | { readonly do: 'raise'; readonly meter: number; readonly rule: string; readonly priority: AlarmPriority }
  | { readonly do: 'keep'; readonly of: number; readonly says: string }
  | { readonly do: 'clear'; readonly of: number }
  | { readonly do: 'withdraw'; readonly of: number }
  | { readonly do: 'act'; readonly alarm: number; readonly action: number; readonly hours: number }
  | { readonly do: 'gateway-dies' }
  | { readonly do: 'undo' }
  | { readonly do: 'wait'; readonly minutes: number };

const nat = fc.nat({ max: 30 });
/** Gateways die, people act out of turn, time passes. */
export const courses: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('raise' as const),
        meter: fc.nat({ max: METERS - 1 }),
        rule: fc.constantFrom('silence', 'silence', 'constant-value', 'limit-exceedance'),
        priority: fc.constantFrom<AlarmPriority>('P1', 'P2', 'P3'),
      }),
    },
    fc.record({ do: fc.constant('keep' as const), of: nat, says: fc.string({ minLength: 1, maxLength: 4 }) }),
    { weight: 2, arbitrary: fc.record({ do: fc.constant('clear' as const), of: nat }) },
    fc.record({ do: fc.constant('withdraw' as const), of: nat }),
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('act' as const),
        // Few, so that one of them goes a long way.
        alarm: fc.nat({ max: 4 }),
        action: nat,
        hours: fc.integer({ min: 1, max: 3 }),
      }),
    },
    fc.record({ do: fc.constant('undo' as const) }),
    fc.record({ do: fc.constant('gateway-dies' as const) }),
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 90 }) }) },
  ),
  { minLength: 15, maxLength: 40, size: 'max' },
);

/** A desk with meters behind two gateways; `carryOut` does one step, at its own time. */
export class DutyDesk extends AlarmFixture {
  readonly #findings: Finding[] = [];
  #key = 0;

  constructor() {
    super();
    // Nothing here outlives the test: it need not wait for the disk.
    this.db.pragma('synchronous = OFF');
    for (const [index, meter] of meters.entries()) {
      this.device(`logger-${index}`, `gateway-${index % 2}`, `enterprise-${index % 3}`);
      this.channel(meter, `logger-${index}`, { enterprise: `enterprise-${index % 3}` });
    }
  }

  carryOut(step: Step): void {
    this.now += 1000;
    const of = (index: number): Finding | undefined => this.#findings[index % Math.max(1, this.#findings.length)];
    switch (step.do) {
      case 'raise': {
        const { rule, priority, meter } = step;
        this.#raise({ rule, priority, subject: meters[meter] as string });
        return;
      }
      case 'keep': {
        const finding = of(step.of);
        if (!finding || finding.clearedAt !== null) return;
        const sentence = { zh: step.says, en: step.says };
        this.tell({ kind: 'keep', finding: this.finding({ ...finding, to: this.now, sentence }) });
        return;
      }
      case 'clear': {
        const finding = of(step.of);
        if (finding) this.clear(finding);
        return;
      }
      case 'withdraw': {
        const finding = of(step.of);
        if (finding) this.tell({ kind: 'withdraw', finding });
        return;
      }
      case 'act':
        this.#act(step);
        return;
      case 'gateway-dies':
        for (let meter = 0; meter < METERS; meter += 2)
          this.#raise({ rule: 'silence', subject: meters[meter] as string });
        return;
      case 'undo':
        unlessRefused(() => undo(this.db, { key: `k${this.#key}`, actor: '张三' }, this.now));
        return;
      case 'wait':
        this.tick(this.now + step.minutes * MINUTE);
    }
  }

  #raise(sketch: FindingSketch): void {
    this.#findings.push(this.raise(sketch));
  }

  /** Something that the state of one of the alarms allows; a shelf may refuse it all the same. */
  #act({ alarm: nth, action: which, hours }: Extract<Step, { do: 'act' }>): void {
    const alarms = this.alarms();
    const alarm = alarms[nth % Math.max(1, alarms.length)];
    if (!alarm) return;
    const possible = actionsFrom(alarm.state);
    const action = possible[which % possible.length] as string;
    this.#key += 1;
    unlessRefused(() =>
      this.act({
        ...{ alarm: alarm.id, action, actor: '张三', owner: '李四', note: '说明', key: `k${this.#key}` },
        ...{ reason: reasonOf(action), until: this.now + hours * HOUR, followUp: '2027-01-01', evidence: '照片 1' },
      }),
    );
  }
}

const reasonOf = (action: string): string => (action === 'close' ? 'false-alarm' : 'work-done');

function unlessRefused(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
