// A named step of the schema.

/** Steps are never edited after a release; a mistake is mended by the next step. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}
