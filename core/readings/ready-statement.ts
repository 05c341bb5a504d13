// Statements of a database kept ready, so that functions of (db, …) cost no parsing when they are called often.
import type Database from 'better-sqlite3';

const statementsOf = new WeakMap<Database.Database, Map<string, Database.Statement>>();

export function ready(db: Database.Database, sql: string): Database.Statement {
  let statements = statementsOf.get(db);
  if (!statements) {
    statements = new Map();
    statementsOf.set(db, statements);
  }
  let statement = statements.get(sql);
  if (!statement) {
    statement = db.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}
