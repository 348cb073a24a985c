/** The local DuckDB that holds all data: filled with the generator's own values, by no path of ours. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { fromDuckDBError } from '../../server/engine/parse/duckdb-error.ts';
import { KEPT } from './generate/relations.ts';
import { errorOutcome, type Outcome, readRows } from './outcome.ts';
import { sourceNames, standardText } from './placement.ts';
import type { PlacedTable, Schema } from './schema.ts';
import { heldValue } from './world.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export class Oracle {
  readonly #instance: DuckDBInstance;
  readonly connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  static async create(): Promise<Oracle> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'; SET errors_as_json = true");
    return new Oracle(instance, connection);
  }

  /** One catalog per connection; `connection.table` is in its schema `main`, and again in the schema of its own name. */
  async fill(schema: Schema): Promise<void> {
    for (const name of sourceNames) {
      await this.connection.run(`DETACH DATABASE IF EXISTS ${name}`);
      await this.connection.run(`ATTACH ':memory:' AS ${name}`);
    }
    for (const { source, table, info, columns } of schema.tables) {
      const place = `${source}.${quoted(info.schema)}.${quoted(table.name)}`;
      await this.connection.run(`CREATE SCHEMA IF NOT EXISTS ${source}.${quoted(info.schema)}`);
      await this.connection.run(
        `CREATE TABLE ${place} (${columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ')})`,
      );
      const rows = table.rows.map((row) =>
        table.columns.map((column, at) => {
          const value = heldValue(column, source, row[at] ?? null);
          return value === null ? 'NULL' : `CAST(${standardText(value)} AS ${columns[at]?.type})`;
        }),
      );
      if (rows.length > 0)
        await this.connection.run(`INSERT INTO ${place} VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')}`);
      if (!table.isElsewhere && info.schema !== 'main')
        await this.connection.run(`CREATE VIEW ${source}.main.${quoted(table.name)} AS FROM ${place}`);
    }
  }

  /** Writes the kept table as a stored result of the engine, and shows it here under the name that statements give it. */
  async keep({ source, info, columns }: PlacedTable, path: string): Promise<void> {
    const place = `${source}.${quoted(info.schema)}.${quoted(info.name)}`;
    const list = columns.map((column, at) => `${quoted(column.name)} AS c${at}`).join(', ');
    await this.connection.run(`ATTACH ${standardText(path)} AS "kept file"`);
    await this.connection.run(`CREATE TABLE "kept file".main.result AS SELECT ${list} FROM ${place}`);
    await this.connection.run('DETACH "kept file"');
    await this.connection.run("ATTACH IF NOT EXISTS ':memory:' AS results");
    await this.connection.run(`CREATE OR REPLACE VIEW results.main.${KEPT} AS FROM ${place}`);
  }

  /** `isPlain`: without the optimizer, which shows whether DuckDB agrees with itself. */
  async run(text: string, isPlain = false): Promise<Outcome> {
    try {
      if (isPlain) await this.connection.run('PRAGMA disable_optimizer');
      const prepared = await this.connection.prepare(text);
      const columns = Array.from({ length: prepared.columnCount }, (_, at) => ({
        name: prepared.columnName(at),
        type: prepared.columnType(at).toString(),
      }));
      prepared.destroySync();
      const definitions = columns.map(
        ({ type }, at) => `c${at} ${type === '"NULL"' || type === 'SQLNULL' ? 'INTEGER' : type}`,
      );
      await this.connection.run(`CREATE OR REPLACE TABLE memory.main.answer (${definitions.join(', ')})`);
      await this.connection.run(`INSERT INTO memory.main.answer ${text}`);
      const types = columns.map(({ type }) => type);
      return { kind: 'rows', columns, rows: await readRows(this.connection, 'memory.main.answer', types) };
    } catch (thrown) {
      return errorOutcome(fromDuckDBError(thrown, undefined));
    } finally {
      if (isPlain) await this.connection.run('PRAGMA enable_optimizer');
    }
  }

  /** Rows of the result file that an engine wrote. */
  async readResult(path: string, types: readonly string[]): Promise<(string | null)[][]> {
    await this.connection.run(`ATTACH ${standardText(path)} AS "engine result" (READ_ONLY)`);
    try {
      return await readRows(this.connection, '"engine result".main.result', types);
    } finally {
      await this.connection.run('DETACH "engine result"');
    }
  }

  close(): void {
    this.connection.closeSync();
    this.#instance.closeSync();
  }
}
