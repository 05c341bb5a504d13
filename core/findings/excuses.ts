// What declared stops, maintenance and meter events take out of judgement.
import type { Channel, Declaration } from '../devices/registry-facts.ts';
import type { Stated } from './stated.ts';

/** A stop explains that nothing comes or moves; it does not explain what should not be there. */
const ofStop = new Set([
  ...[
    'silence',
    'completeness',
    'daily-completeness',
    'constant-value',
    'zero-block',
    'limit-hugging',
    'level-shift',
    'drift',
  ],
  ...['electricity-against-production', 'flag-abuse', 'clock-shift'],
]);
/** Maintenance explains an instrument, never a stop that is none or output that was made. */
const notOfMaintenance = new Set(['declared-stop', 'output-over-control', 'unlisted-activity', 'treatment-off']);
const ofMeterEvent = new Set([
  'counter-fault',
  'silence',
  'completeness',
  'zero-block',
  'sudden-change',
  'constant-value',
]);

export class Excuses {
  readonly #declarations: readonly Declaration[];
  readonly #byId: ReadonlyMap<string, Channel>;
  readonly #enterpriseOf: ReadonlyMap<string, string>;

  constructor(declarations: readonly Declaration[], channels: Iterable<Channel>) {
    this.#declarations = declarations.filter(
      ({ kind }) => kind === 'stop' || kind === 'maintenance' || kind === 'meter-event',
    );
    const list = [...channels];
    this.#byId = new Map(list.map((channel) => [channel.id, channel]));
    this.#enterpriseOf = new Map(
      list.flatMap(({ unit, enterprise }) =>
        unit !== null && enterprise !== null ? [[unit, enterprise] as const] : [],
      ),
    );
  }

  has(stated: Stated): boolean {
    return this.#declarations.some((each) => this.#explains(each, stated));
  }

  /** Whether a stop or maintenance was declared of a channel at a time: marks of that time are what they should be. */
  hasDeclared(channel: string, from: number, to: number): boolean {
    const subject = { kind: 'channel', id: channel } as const;
    return this.#declarations.some(
      (each) => each.kind !== 'meter-event' && each.from < to && from < each.to && this.#covers(each, subject),
    );
  }

  #explains(declaration: Declaration, { rule, subject, from, to }: Stated): boolean {
    const { kind } = declaration;
    const rules =
      kind === 'stop'
        ? ofStop.has(rule)
        : kind === 'meter-event'
          ? ofMeterEvent.has(rule)
          : !notOfMaintenance.has(rule);
    // A meter event is a moment between two readings; of the others, the window has to begin within.
    const inTime =
      kind === 'meter-event'
        ? declaration.from <= to && from <= declaration.to
        : declaration.from <= from && from < declaration.to;
    return rules && inTime && this.#covers(declaration, subject);
  }

  #covers({ enterprise, unit, channel }: Declaration, subject: Stated['subject']): boolean {
    const of = subject.kind === 'channel' ? this.#byId.get(subject.id) : undefined;
    if (channel !== null) return subject.kind === 'channel' && subject.id === channel;
    if (unit !== null) return subject.kind === 'unit' ? subject.id === unit : of?.unit === unit;
    if (enterprise === null) return false;
    if (subject.kind === 'enterprise') return subject.id === enterprise;
    return subject.kind === 'unit' ? this.#enterpriseOf.get(subject.id) === enterprise : of?.enterprise === enterprise;
  }
}
