// Lets one change through at a time: while it is being settled, later ones wait, and of those only the newest is kept. Pure.

export interface Pace<T> {
  /** Applies `value` at once if nothing is being settled, else as soon as that is done, unless a newer one comes. */
  ask(value: T): void;
  /** What was applied last has settled. */
  settled(): void;
  /** Forgets what waits. */
  drop(): void;
}

export function createPace<T>(apply: (value: T) => void): Pace<T> {
  let settling = false;
  let waiting: { readonly value: T } | null = null;
  return {
    ask(value) {
      if (settling) {
        waiting = { value };
        return;
      }
      settling = true;
      apply(value);
    },
    settled() {
      settling = waiting !== null;
      if (waiting === null) return;
      const { value } = waiting;
      waiting = null;
      apply(value);
    },
    drop() {
      waiting = null;
    },
  };
}
