/** Rows for every table of a SQLite file, whatever its schema. */
import type { DatabaseSync } from 'node:sqlite';

export const ROWS = 3;

const tablesOf = (database: DatabaseSync): string[] =>
  database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'",
    )
    .all()
    .map(({ name }) => String(name));

interface Column {
  readonly name: string;
  readonly type: string;
}
export const columnsOf = (database: DatabaseSync, table: string): Column[] =>
  database
    .prepare('SELECT name, type FROM pragma_table_info(?)')
    .all(table)
    .map(({ name, type }) => ({ name: String(name), type: String(type) }));

/** Values that are the same in every table, so that rows that belong together find each other. */
function sampleOf({ name, type }: Column, row: number): string | number {
  if (/DATETIME/.test(type)) return '2026-01-02T03:04:05.000+00:00';
  if (/BOOL/.test(type)) return row % 2;
  if (/INT|REAL|DECIMAL|DOUBLE/.test(type)) return /Ms$/.test(name) ? 1_767_323_045_000 + row : row + 1;
  if (name === 'status') return 'succeeded';
  if (name === 'error') return '{"code":"internal","class":"internal","message":"m"}';
  if (name === 'fetches' || name === 'columns' || name === 'tags' || name === 'parameters' || name === 'connections')
    return '[]';
  if (name === 'policy' || name === 'options') return '{}';
  if (/id$/i.test(name)) return `id-${row}`;
  return `${name} ü ' ${row}`;
}

/** Gives each table a few rows, which belong together, and answers them. */
export function fill(database: DatabaseSync): Map<string, Record<string, unknown>[]> {
  const held = new Map<string, Record<string, unknown>[]>();
  for (const table of tablesOf(database)) {
    const columns = columnsOf(database, table);
    const list = columns.map(({ name }) => `"${name}"`).join(', ');
    const insert = database.prepare(`INSERT INTO "${table}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`);
    for (let row = 0; row < ROWS; row += 1) insert.run(...columns.map((column) => sampleOf(column, row)));
    held.set(table, database.prepare(`SELECT ${list} FROM "${table}" ORDER BY rowid`).all());
  }
  return held;
}
