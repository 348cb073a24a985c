import type { DuckDBConnection } from '@duckdb/node-api';
import { uniqueNames } from '../../unique-names.ts';
import { quoteIdentifier, quoteLiteral } from '../duckdb.ts';
import { type Relation, relationColumns, scanColumn } from './scan.ts';
import { BLOCK_CATALOG, viewNameOf, viewSql } from './view-names.ts';

/** Name of the view behind a native statement; the macro computes the same name from its arguments. */
const NATIVE_PREFIX = 'native_';
const nativeMacro = `CREATE OR REPLACE MACRO memory.main.native(connection, statement) AS TABLE
  FROM query_table('memory.main."${NATIVE_PREFIX}' || md5(connection || chr(10) || statement) || '"')`;

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

  /** Makes room for the views of these relations; may be done while nothing is known of what they read. */
  async prepare(relations: readonly Relation[]): Promise<void> {
    const statements = new Map<string, string>();
    for (const relation of relations) {
      if (relation.kind === 'native') continue;
      const view = viewNameOf(relation);
      if (view.catalog === BLOCK_CATALOG) continue;
      const catalog = quoteIdentifier(view.catalog);
      const schema = `${catalog}.${quoteIdentifier(view.schema)}`;
      // Names know no case.
      statements.set(catalog.toLowerCase(), `ATTACH ':memory:' AS ${catalog}`);
      statements.set(schema.toLowerCase(), `CREATE SCHEMA IF NOT EXISTS ${schema}`);
    }
    const missing = [...statements].filter(([place]) => !this.#places.has(place));
    if (missing.length === 0) return;
    await this.#connection.run(missing.map(([, sql]) => sql).join('; '));
    for (const [place] of missing) this.#places.add(place);
  }

  /** Defines the view of a relation as `selectList FROM source`; `columns[i]` is the SQL of its i-th column. */
  async defineView(relation: Relation, columns: readonly string[], source: string): Promise<void> {
    const names = uniqueNames(relationColumns(relation).map((column) => column.name));
    const list = names.map((name, index) => `${columns[index] ?? 'NULL'} AS ${quoteIdentifier(name)}`).join(', ');
    const view = await this.#place(relation);
    const body = `SELECT ${list} FROM ${source}`;
    const key = view.toLowerCase();
    if (this.#views.get(key) === body) return;
    this.#views.delete(key);
    await this.#connection.run(`CREATE OR REPLACE VIEW ${view} AS ${body}`);
    this.#views.set(key, body);
  }

  async #place(relation: Relation): Promise<string> {
    if (relation.kind === 'native') return this.#placeNative(relation.connection, relation.sql);
    await this.prepare([relation]);
    return viewSql(viewNameOf(relation));
  }

  async #placeNative(connection: string, sql: string): Promise<string> {
    if (!this.#hasMacro) {
      await this.#connection.run(nativeMacro);
      this.#hasMacro = true;
    }
    const reader = await this.#connection.runAndReadAll(
      `SELECT md5(${quoteLiteral(connection)} || chr(10) || ${quoteLiteral(sql)})`,
    );
    return `memory.main."${NATIVE_PREFIX}${String(reader.getRowsJson()[0]?.[0])}"`;
  }
}

export const allScanColumns = (scan: string, relation: Relation): string[] =>
  relationColumns(relation).map((_, index) => scanColumn(scan, index));
