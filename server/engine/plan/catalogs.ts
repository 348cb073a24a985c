import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { uniqueNames } from '../../unique-names.ts';
import { quoteIdentifier } from '../duckdb.ts';
import { type Relation, relationColumns, scanColumn } from './scan.ts';
import { BLOCK_CATALOG, viewNameOf, viewSql } from './view-names.ts';

/** Name of the view behind a native statement; the macro computes the same name from its arguments. */
const NATIVE_PREFIX = 'native_';
const nativeMacro = `CREATE OR REPLACE MACRO memory.main.native(connection, statement) AS TABLE
  FROM query_table('memory.main."${NATIVE_PREFIX}' || md5(connection || chr(10) || statement) || '"')`;

/** The view of a relation: `SELECT columns FROM source`; `columns[i]` is the SQL of its i-th column. */
export interface View {
  readonly relation: Relation;
  readonly columns: readonly string[];
  readonly source: string;
}

/**
 * Makes a DuckDB instance look like the statement's world: one in-memory catalog per connection, schemas inside, and a view for each relation.
 * The shadow and the executing instance are laid out by the same code, so that the user's own text binds alike in both.
 */
export class Catalogs {
  readonly #connection: DuckDBConnection;
  /** Catalogs and schemas that stand. */
  readonly #places = new Set<string>();
  /** SQL of each view that stands, by its name; names know no case. */
  readonly #views = new Map<string, string>();
  #hasMacro = false;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Makes room for the views of these relations; may be done while nothing is known of what they read. `before` is run ahead of it, in the same message. */
  async prepare(relations: readonly Relation[], before: readonly string[] = []): Promise<void> {
    const missing = this.#missing(relations);
    if (missing.size === 0 && before.length === 0) return;
    await this.#connection.run([...before, ...missing.values()].join('; '));
    for (const place of missing.keys()) this.#places.add(place);
  }

  /** Defines views, all in one message, `before` ahead of them. */
  async defineViews(views: readonly View[], before: readonly string[] = []): Promise<void> {
    const missing = this.#missing(views.map(({ relation }) => relation));
    const bodies = new Map<string, string>();
    const statements: string[] = [];
    for (const { relation, columns, source } of views) {
      const names = uniqueNames(relationColumns(relation).map((column) => column.name));
      const list = names.map((name, index) => `${columns[index] ?? 'NULL'} AS ${quoteIdentifier(name)}`).join(', ');
      const view = nameOf(relation);
      const body = `SELECT ${list} FROM ${source}`;
      if (this.#views.get(view.toLowerCase()) === body) continue;
      bodies.set(view.toLowerCase(), body);
      statements.push(`CREATE OR REPLACE VIEW ${view} AS ${body}`);
    }
    const needsMacro = !this.#hasMacro && views.some(({ relation }) => relation.kind === 'native');
    const all = [...before, ...missing.values(), ...(needsMacro ? [nativeMacro] : []), ...statements];
    if (all.length === 0) return;
    for (const key of bodies.keys()) this.#views.delete(key);
    await this.#connection.run(all.join('; '));
    for (const place of missing.keys()) this.#places.add(place);
    for (const [key, body] of bodies) this.#views.set(key, body);
    this.#hasMacro ||= needsMacro;
  }

  /** SQL of the catalogs and schemas that do not stand yet, by their names, which know no case. */
  #missing(relations: readonly Relation[]): ReadonlyMap<string, string> {
    const statements = new Map<string, string>();
    for (const relation of relations) {
      if (relation.kind === 'native') continue;
      const view = viewNameOf(relation);
      if (view.catalog === BLOCK_CATALOG) continue;
      const catalog = quoteIdentifier(view.catalog);
      const schema = `${catalog}.${quoteIdentifier(view.schema)}`;
      statements.set(catalog.toLowerCase(), `ATTACH ':memory:' AS ${catalog}`);
      statements.set(schema.toLowerCase(), `CREATE SCHEMA IF NOT EXISTS ${schema}`);
    }
    for (const place of this.#places) statements.delete(place);
    return statements;
  }
}

function nameOf(relation: Relation): string {
  if (relation.kind !== 'native') return viewSql(viewNameOf(relation));
  const digest = createHash('md5').update(`${relation.connection}\n${relation.sql}`).digest('hex');
  return `memory.main."${NATIVE_PREFIX}${digest}"`;
}

export const allScanColumns = (scan: string, relation: Relation): string[] =>
  relationColumns(relation).map((_, index) => scanColumn(scan, index));
