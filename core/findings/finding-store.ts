// Findings in the database: one row for each identity, raised, kept, cleared or withdrawn in the writer's transaction.
import type Database from 'better-sqlite3';
import { type Finding, findingSchema, type Subject } from '../../contract/alarms.ts';
import type { FindingChange, FindingDraft } from '../alarms/finding-change.ts';

export interface FindingRow {
  readonly id: number;
  readonly rule: string;
  readonly rule_version: string;
  readonly subject_kind: Subject['kind'];
  readonly subject: string;
  readonly from_time: number;
  readonly to_time: number;
  readonly cleared_at: number | null;
  readonly withdrawn_at: number | null;
  readonly priority: Finding['priority'];
  readonly inputs: string;
  readonly formula: string;
  readonly threshold: string;
  readonly sentence_zh: string;
  readonly sentence_en: string;
}

export function findingOf(row: FindingRow): Finding {
  return findingSchema.parse({
    ...{ id: row.id, rule: row.rule, ruleVersion: row.rule_version, priority: row.priority },
    subject: { kind: row.subject_kind, id: row.subject },
    ...{ from: row.from_time, to: row.to_time, clearedAt: row.cleared_at, withdrawnAt: row.withdrawn_at },
    inputs: JSON.parse(row.inputs),
    ...{ formula: row.formula, threshold: row.threshold, sentence: { zh: row.sentence_zh, en: row.sentence_en } },
  });
}

const sameContent = (row: FindingRow, values: Record<string, unknown>): boolean =>
  row.to_time === values['to'] &&
  row.cleared_at === values['clearedAt'] &&
  row.inputs === values['inputs'] &&
  row.sentence_en === values['en'] &&
  row.rule_version === values['ruleVersion'];

const keyOf = ({ kind, id }: Subject): string => `${kind}:${id}`;

export class FindingStore {
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #clear: Database.Statement;
  readonly #withdraw: Database.Statement;
  readonly #standing: Database.Statement;
  readonly #begunIn: Database.Statement;
  /** Subjects that have ever had a finding of a rule, and of any: most have none, and are not asked for. */
  readonly #had = new Set<string>();
  /** By id, so that one transaction tells the alarm book of each finding once. */
  readonly #changes = new Map<number, FindingChange>();

  constructor(db: Database.Database) {
    this.#find = db.prepare(
      'SELECT * FROM finding WHERE rule = @rule AND subject_kind = @kind AND subject = @subject AND from_time = @from',
    );
    this.#insert = db.prepare(
      `INSERT INTO finding (rule, rule_version, subject_kind, subject, from_time, to_time, cleared_at, priority, inputs, formula,
         threshold, sentence_zh, sentence_en)
       VALUES (@rule, @ruleVersion, @kind, @subject, @from, @to, @clearedAt, @priority, @inputs, @formula, @threshold, @zh, @en)
       RETURNING *`,
    );
    this.#update = db.prepare(
      `UPDATE finding SET rule_version = @ruleVersion, to_time = @to, cleared_at = @clearedAt, withdrawn_at = NULL, inputs = @inputs,
         formula = @formula, threshold = @threshold, sentence_zh = @zh, sentence_en = @en WHERE id = @id RETURNING *`,
    );
    this.#clear = db.prepare('UPDATE finding SET cleared_at = @at WHERE id = @id RETURNING *');
    this.#withdraw = db.prepare('UPDATE finding SET withdrawn_at = @at WHERE id = @id RETURNING *');
    this.#standing = db.prepare(
      `SELECT * FROM finding WHERE rule = @rule AND subject_kind = @kind AND subject = @subject AND withdrawn_at IS NULL
         AND from_time < @to AND to_time > @from ORDER BY from_time`,
    );
    this.#begunIn = db.prepare(
      `SELECT * FROM finding WHERE subject_kind = @kind AND subject = @subject AND from_time >= @from AND from_time < @to
         AND withdrawn_at IS NULL ORDER BY from_time`,
    );
    const had = db.prepare('SELECT DISTINCT rule, subject_kind, subject FROM finding').raw().all();
    for (const [rule, kind, id] of had as [string, Subject['kind'], string][]) this.#remember(rule, { kind, id });
  }

  #remember(rule: string, subject: Subject): void {
    this.#had.add(keyOf(subject));
    this.#had.add(`${rule} ${keyOf(subject)}`);
  }

  /** Raises a finding or brings the one of the same identity up to date; saying the same again changes nothing. */
  state(draft: FindingDraft): void {
    const { subject, sentence, inputs, ...rest } = draft;
    const values = {
      ...{ ...rest, kind: subject.kind, subject: subject.id, zh: sentence.zh, en: sentence.en },
      inputs: JSON.stringify(inputs),
    };
    const { rule, kind, from } = values;
    const known = this.#find.get({ rule, kind, subject: subject.id, from }) as FindingRow | undefined;
    if (!known) {
      this.#tell('raise', this.#insert.get(values) as FindingRow);
      this.#remember(rule, subject);
      return;
    }
    if (known.withdrawn_at === null && sameContent(known, values)) return;
    const { ruleVersion, to, clearedAt, formula, threshold, zh, en } = values;
    const update = { id: known.id, ruleVersion, to, clearedAt, formula, threshold, zh, en, inputs: values.inputs };
    const changed = this.#update.get(update) as FindingRow;
    const isCleared = known.cleared_at === null && changed.cleared_at !== null;
    this.#tell(known.withdrawn_at === null ? (isCleared ? 'clear' : 'keep') : 'raise', changed);
  }

  /** As `state`, for conditions that only go on: what is older than what is kept (a replay) says nothing. */
  carryOn(draft: FindingDraft): void {
    const { rule, subject, from } = draft;
    const known = this.#find.get({ rule, kind: subject.kind, subject: subject.id, from }) as FindingRow | undefined;
    const isOlder = known && (known.to_time > draft.to || (known.cleared_at !== null && draft.clearedAt === null));
    if (!isOlder) this.state(draft);
  }

  /** It has come to its end. */
  close(row: FindingRow, at: number): void {
    this.#tell('clear', this.#clear.get({ id: row.id, at }) as FindingRow);
  }

  withdraw(row: FindingRow, at: number): void {
    this.#tell('withdraw', this.#withdraw.get({ id: row.id, at }) as FindingRow);
  }

  /** Findings that stand and touch [from, to). */
  touching(rule: string, subject: Subject, from: number, to: number): FindingRow[] {
    if (!this.#had.has(`${rule} ${keyOf(subject)}`)) return [];
    return this.#standing.all({ rule, kind: subject.kind, subject: subject.id, from, to }) as FindingRow[];
  }

  /**
   * Of some rules and a subject, what begins in [from, to) is exactly `drafts`: others that stand there are withdrawn, for
   * later data shows that they do not hold.
   */
  settle(
    rules: readonly string[],
    subject: Subject,
    from: number,
    to: number,
    drafts: readonly FindingDraft[],
    at: number,
  ): void {
    for (const row of this.#begun(subject, from, to)) {
      const isKept = drafts.some((draft) => draft.rule === row.rule && draft.from === row.from_time);
      if (!isKept && rules.includes(row.rule)) this.withdraw(row, at);
    }
    for (const draft of drafts) this.state(draft);
  }

  #begun({ kind, id: subject }: Subject, from: number, to: number): FindingRow[] {
    if (!this.#had.has(keyOf({ kind, id: subject }))) return [];
    return this.#begunIn.all({ kind, subject, from, to }) as FindingRow[];
  }

  #tell(kind: FindingChange['kind'], row: FindingRow): void {
    const before = this.#changes.get(row.id);
    // Raised in this transaction and kept or cleared in it: the book hears of it as raised, as it stands in the end.
    if (before?.kind === 'raise' && kind === 'withdraw') this.#changes.delete(row.id);
    else this.#changes.set(row.id, { kind: before?.kind === 'raise' ? 'raise' : kind, finding: findingOf(row) });
  }

  /** What has changed since it was last asked. */
  takeChanges(): FindingChange[] {
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    return changes;
  }
}
