// Enterprises that a list brought in by name alone: once it gives their credit codes, they are the same enterprises still.
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { OPEN_END } from '../db/times.ts';

export class NamedEnterprises {
  /** Id → the credit code that it has been given since; null = none. */
  readonly #codes: ReadonlyMap<string, string | null>;
  /** Ids of enterprises that came in with their code. */
  readonly #coded: ReadonlySet<string>;

  private constructor(codes: ReadonlyMap<string, string | null>, coded: ReadonlySet<string>) {
    this.#codes = codes;
    this.#coded = coded;
  }

  static readonly none = new NamedEnterprises(new Map(), new Set());

  static async load(sql: Kysely<Schema>, dataset: string): Promise<NamedEnterprises> {
    const held = await sql
      .selectFrom('enterprise_version')
      .innerJoin('enterprise', 'enterprise.id', 'enterprise_version.record_id')
      .select(['enterprise.id', 'enterprise.dataset', 'enterprise_version.credit_code'])
      .where('enterprise_version.superseded_at', '=', OPEN_END)
      .execute();
    const coded = held.filter(({ id }) => id.startsWith('uscc/')).map(({ id }) => id);
    const named = held.filter(({ id, dataset: of }) => of === dataset && !id.startsWith('uscc/'));
    return new NamedEnterprises(new Map(named.map(({ id, credit_code }) => [id, credit_code])), new Set(coded));
  }

  /** Id under which the enterprise is held by its name, if it is and nothing speaks against it; else null. */
  idOf(dataset: string, name: string | null, code: string): string | null {
    const id = `${dataset}/${name}`;
    const held = this.#codes.get(id);
    const isSame = held === null || held === code;
    return isSame && !this.#coded.has(`uscc/${code}`) ? id : null;
  }
}
