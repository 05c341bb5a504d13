// The amount between two readings of a register that counts up: never negative, and never guessed.

/** A meter that was exchanged or set: declared, with the register that it begins at where that is known. */
export interface MeterEvent {
  readonly from: number;
  readonly to: number;
  readonly value: number | null;
}

export interface RegisterFacts {
  /** The register shows values below this and then begins at 0. */
  readonly registerMax: number | null;
  /** Greatest amount an interval, by name plate. */
  readonly rated: number | null;
  readonly intervalMs: number | null;
  readonly events: readonly MeterEvent[];
}

/** Without a name plate, a register has rolled over if it stood in its last tenth and stands in its first. */
const NEAR = 0.1;

/**
 * Amount from (time1, value1) to (time2, value2); null = not known: an exchange whose first register nobody stated, or a
 * register that went back for no reason that is known.
 */
export function registerAmount(
  time1: number,
  value1: number,
  time2: number,
  value2: number,
  facts: RegisterFacts,
): number | null {
  const back = value2 < value1;
  // An event with an extent happened where the register goes back in it, or not between readings at all.
  const event = facts.events.find((each) => each.to > time1 && each.from <= time2 && (back || each.from === each.to));
  if (event) return event.value === null || value2 < event.value ? null : value2 - event.value;
  if (!back) return value2 - value1;
  const { registerMax, rated, intervalMs } = facts;
  if (registerMax === null || value1 > registerMax) return null;
  const amount = registerMax - value1 + value2;
  const plausible =
    rated !== null && intervalMs !== null
      ? amount <= rated * Math.max(1, Math.ceil((time2 - time1) / intervalMs))
      : value1 >= registerMax * (1 - NEAR) && value2 <= registerMax * NEAR;
  return plausible ? amount : null;
}
