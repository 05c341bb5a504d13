// The steps to this program's schema: named, in order, each applied once, and each on what the ones before it left.
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '../app-error.ts';
import { migrate, migrations } from './migrate.ts';

const applied = (db: Database.Database): unknown[] => db.prepare('SELECT * FROM schema_migration ORDER BY name').all();
const tables = (db: Database.Database): unknown[] =>
  db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").all();

describe('migrations', () => {
  it('are numbered without gaps, and named', () => {
    expect(migrations.map(({ name }) => name.slice(0, 5))).toEqual(
      migrations.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
    for (const { name } of migrations) expect(name).toMatch(/^\d{4}-[a-z][a-z-]+$/);
  });

  it.each(migrations.map(({ name }, index) => [name, index] as const))(
    '%s applies to what comes before it, and keeps keys whole',
    (name, index) => {
      const db = new Database(':memory:');
      db.pragma('foreign_keys = ON');
      migrate(db, 1, migrations.slice(0, index));
      const before = tables(db);
      migrate(db, 2, migrations.slice(0, index + 1));
      expect(applied(db)).toContainEqual({ name, applied_at: 2 });
      expect(tables(db)).not.toEqual(before);
      expect(db.pragma('foreign_key_check')).toEqual([]);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    },
  );

  it('are applied once', () => {
    const db = new Database(':memory:');
    migrate(db, 1);
    const before = [applied(db), tables(db)];
    migrate(db, 2);
    expect([applied(db), tables(db)]).toEqual(before);
  });

  it('that fail leave nothing of themselves', () => {
    const db = new Database(':memory:');
    const broken = { name: '9999-broken', sql: 'CREATE TABLE half (a); CREATE TABLE half (a);' };
    migrate(db, 1);
    const before = [applied(db), tables(db)];
    expect(() => migrate(db, 2, [...migrations, broken])).toThrow(/half/);
    expect([applied(db), tables(db)]).toEqual(before);
  });

  it('of a newer program stop this one before it changes anything', () => {
    const db = new Database(':memory:');
    const next = { name: '9999-next', sql: 'CREATE TABLE next (a)' };
    migrate(db, 1, [...migrations, next]);
    const before = [applied(db), tables(db)];
    expect(() => migrate(db, 2)).toThrow(AppError);
    expect(() => migrate(db, 2)).toThrow(/9999-next/);
    expect([applied(db), tables(db)]).toEqual(before);
  });
});
