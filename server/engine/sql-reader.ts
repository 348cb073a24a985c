import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createClosedInstance } from './duckdb.ts';
import type { AstNode } from './parse/ast.ts';
import { parseStatement } from './parse/parse-statement.ts';
import { sameTree, writeTree } from './route/sql-tree.ts';

const MEMORY_BYTES = 64 * 2 ** 20;

/** DuckDB's parser for readers outside of the engine: nothing is executed, no data can be reached. */
export class SqlReader {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async create(): Promise<SqlReader> {
    const instance = await createClosedInstance(MEMORY_BYTES);
    return new SqlReader(instance, await instance.connect());
  }

  /** The query node of one SELECT. Throws `syntax_error`, `multiple_statements` or `not_a_select` with the position. */
  parse(text: string): Promise<AstNode> {
    return parseStatement(this.#connection, text);
  }

  /** Whether two trees are the same but for places. */
  isSame(a: AstNode, b: AstNode): boolean {
    return sameTree(a, b);
  }

  /** SQL of a query node in DuckDB's own spelling. */
  write(node: AstNode): Promise<string> {
    return writeTree(this.#connection, node);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
