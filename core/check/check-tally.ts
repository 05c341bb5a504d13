// What a check of a workspace has looked at and found.
export interface CheckResult {
  readonly name:
    | 'schema'
    | 'keys'
    | 'times'
    | 'places'
    | 'provenance'
    | 'checksums'
    | 'monitoring'
    | 'archive'
    | 'roll-ups'
    | 'duty';
  readonly ok: boolean;
  /** How many things were looked at. */
  readonly checked: number;
  readonly problems: readonly string[];
}

/** Problems that are listed for each check; more are counted. */
const LISTED = 50;

export class Check {
  readonly problems: string[] = [];
  checked = 0;
  #count = 0;

  problem(text: string): void {
    this.#count += 1;
    if (this.problems.length < LISTED) this.problems.push(text);
  }

  result(name: CheckResult['name']): CheckResult {
    if (this.#count > this.problems.length) this.problems.push(`… ${this.#count - LISTED} more`);
    return { name, ok: this.#count === 0, checked: this.checked, problems: this.problems };
  }
}
