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
  readonly #attached = new Set<string>();
  readonly #schemas = new Set<string>();
  /** SQL of each view that stands, by its name; names know no case. */
  readonly #views = new Map<string, string>();
  #hasMacro = false;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
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
    const view = viewNameOf(relation);
    if (view.catalog === BLOCK_CATALOG) return viewSql(view);
    await this.#once(
      this.#attached,
      view.catalog.toLowerCase(),
      `ATTACH ':memory:' AS ${quoteIdentifier(view.catalog)}`,
    );
    const schema = `${quoteIdentifier(view.catalog)}.${quoteIdentifier(view.schema)}`;
    await this.#once(this.#schemas, schema.toLowerCase(), `CREATE SCHEMA IF NOT EXISTS ${schema}`);
    return viewSql(view);
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

  async #once(done: Set<string>, key: string, sql: string): Promise<void> {
    if (done.has(key)) return;
    await this.#connection.run(sql);
    done.add(key);
  }
}

export const allScanColumns = (scan: string, relation: Relation): string[] =>
  relationColumns(relation).map((_, index) => scanColumn(scan, index));
