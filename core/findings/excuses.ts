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

/** A province has thousands of declarations: each subject is asked of its own alone. */
export class Excuses {
  /** By what they were declared of: `channel:…`, `unit:…` or `enterprise:…`. */
  readonly #declarations = new Map<string, Declaration[]>();
  readonly #byId: ReadonlyMap<string, Channel>;
  readonly #enterpriseOf: ReadonlyMap<string, string>;

  constructor(declarations: readonly Declaration[], channels: Iterable<Channel>) {
    for (const declaration of declarations) {
      const { kind, enterprise, unit, channel } = declaration;
      if (kind !== 'stop' && kind !== 'maintenance' && kind !== 'meter-event') continue;
      const of =
        channel !== null ? `channel:${channel}` : unit !== null ? `unit:${unit}` : `enterprise:${enterprise ?? ''}`;
      const known = this.#declarations.get(of);
      if (known) known.push(declaration);
      else this.#declarations.set(of, [declaration]);
    }
    const list = [...channels];
    this.#byId = new Map(list.map((channel) => [channel.id, channel]));
    this.#enterpriseOf = new Map(
      list.flatMap(({ unit, enterprise }) =>
        unit !== null && enterprise !== null ? [[unit, enterprise] as const] : [],
      ),
    );
  }

  has(stated: Stated): boolean {
    return this.#covering(stated.subject).some((each) => explains(each, stated));
  }

  /** Whether a stop or maintenance was declared of a channel at a time: marks of that time are what they should be. */
  hasDeclared(channel: string, from: number, to: number): boolean {
    return this.#covering({ kind: 'channel', id: channel }).some(
      (each) => each.kind !== 'meter-event' && each.from < to && from < each.to,
    );
  }

  /** What was declared of a subject, or of what it is a part of. */
  #covering({ kind, id }: Stated['subject']): readonly Declaration[] {
    if (this.#declarations.size === 0) return [];
    const channel = kind === 'channel' ? this.#byId.get(id) : undefined;
    const unit = kind === 'unit' ? id : channel?.unit;
    const enterprise = kind === 'enterprise' ? id : kind === 'unit' ? this.#enterpriseOf.get(id) : channel?.enterprise;
    const own = kind === 'channel' ? this.#declarations.get(`channel:${id}`) : undefined;
    const ofUnit = unit ? this.#declarations.get(`unit:${unit}`) : undefined;
    const ofEnterprise = enterprise ? this.#declarations.get(`enterprise:${enterprise}`) : undefined;
    return [...(own ?? []), ...(ofUnit ?? []), ...(ofEnterprise ?? [])];
  }
}

/** A plant is run down before it stands. */
const RUN_DOWN_MS = 3_600_000;

/** What a meter still counts of a plant that stands is a hundredth of the usual, as if in a wrong unit; a multiple of it is not explained. */
const isSmallPart = ({ rule, inputs }: Stated): boolean =>
  rule === 'scale-change' &&
  inputs.some(({ name, value }) => name === 'scale' && typeof value === 'number' && value < 1);

function explains({ kind, from: begin, to: end }: Declaration, stated: Stated): boolean {
  const { rule, from, to } = stated;
  if (kind === 'meter-event') {
    // A moment between two readings; of the others, the window has to begin within.
    return ofMeterEvent.has(rule) && begin <= to && from <= end;
  }
  if (kind === 'stop' && isSmallPart(stated)) return begin - RUN_DOWN_MS <= from && from < end;
  const rules = kind === 'stop' ? ofStop.has(rule) : !notOfMaintenance.has(rule);
  return rules && begin <= from && from < end;
}
