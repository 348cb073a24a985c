/**
 * Proof that a native statement is one SELECT over this file: the first wall. DuckDB's own parser reads it, nothing is executed. The second wall is the
 * locked, read-only instance of `open-database.ts`, in which files, settings and other databases are out of reach whatever a statement says.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { isClosedFunction, openTableFunctions } from '../../../lib/sql/closed-functions.ts';
import { splitStatements } from '../../../lib/sql/split-statements.ts';
import { JoineryError, positionAt } from '../../errors.ts';
import { placeAtByte } from './faults.ts';

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const closedSchemas: ReadonlySet<string> = new Set(['pg_catalog']);

/** What the file itself brings. */
export interface FileNames {
  readonly catalog: string;
  /** Tables and views, in small letters. */
  readonly tables: ReadonlySet<string>;
  /** Table macros stored in the file. */
  readonly tableMacros: ReadonlySet<string>;
  /** Everything stored in the file that can be called; a built-in function may have the same name. */
  readonly callables: ReadonlySet<string>;
}

export interface ProvenStatement {
  /** From its first word to its last. */
  readonly sql: string;
  /** Every node of it, its places counted in bytes from the beginning of `sql`. */
  readonly nodes: readonly ParsedNode[];
}

/** Throws `syntax_error`, `multiple_statements`, `not_a_select`, `not_allowed` or `invalid_statement`. */
export async function proveSelect(
  duckdb: DuckDBConnection,
  sql: string,
  names: FileNames,
  connection: string,
): Promise<ProvenStatement> {
  const refuse = (code: ConstructorParameters<typeof JoineryError>[0], message: string, byte?: number, length = 0) =>
    new JoineryError(code, message, {
      connection,
      position: byte === undefined ? undefined : placeAtByte(sql, byte, length),
    });
  const nul = sql.indexOf('\0');
  if (nul >= 0)
    throw new JoineryError('syntax_error', 'The statement holds a NUL character.', {
      connection,
      position: positionAt(sql, nul, 1),
    });
  const parsed = await serialize(duckdb, sql);
  if (parsed.error === true) throw refusal(parsed, sql, refuse);
  const statements = Array.isArray(parsed.statements) ? parsed.statements : [];
  const [first, second] = splitStatements(sql);
  if (statements.length === 0 || first === undefined) throw refuse('syntax_error', 'There is no statement here.', 0);
  if (statements.length > 1 || second !== undefined)
    throw new JoineryError('multiple_statements', 'Only one statement may run at a time.', {
      connection,
      position: positionAt(sql, second?.start ?? 0),
    });
  const nodes = [...walk(statements)];
  for (const node of nodes) check(node, names, refuse);
  const lead = Buffer.byteLength(sql.slice(0, first.start));
  const moved = nodes.map((node) =>
    typeof node.query_location === 'number' ? { ...node, query_location: node.query_location - lead } : node,
  );
  return { sql: sql.slice(first.start, first.end), nodes: moved };
}

/** A node of DuckDB's parse tree. */
export type ParsedNode = { readonly [key: string]: Json };
type Node = ParsedNode;
type Refuse = (
  code: ConstructorParameters<typeof JoineryError>[0],
  message: string,
  byte?: number,
  length?: number,
) => JoineryError;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function check(node: Node, names: FileNames, refuse: Refuse): void {
  const at = typeof node.query_location === 'number' ? node.query_location : undefined;
  if (node.class === 'PARAMETER')
    throw refuse('invalid_statement', 'The statement has a parameter without a value; write {{name}} for one.', at);
  if (node.type === 'SHOW_REF') throw refuse('not_a_select', 'DESCRIBE, SHOW and SUMMARIZE cannot run here.', at);
  if (node.type === 'BASE_TABLE') {
    const catalog = textOf(node.catalog_name).toLowerCase();
    const schema = textOf(node.schema_name).toLowerCase();
    if (closedSchemas.has(schema) || closedSchemas.has(catalog))
      throw refuse('not_allowed', `The schema ${schema || catalog} is closed to user SQL.`, at);
    if (catalog !== '' && catalog !== names.catalog.toLowerCase())
      throw refuse('not_allowed', `Only tables of the database ${names.catalog} can be read here.`, at);
    const name = textOf(node.table_name);
    if (isClosedFunction(name.toLowerCase())) throw refuse('not_allowed', `${name} is closed to user SQL.`, at);
    if (/[/\\:*]|\.\w+$/.test(name) && !names.tables.has(name.toLowerCase()))
      throw refuse('not_allowed', 'Files cannot be named as tables here.', at);
  }
  if (node.type === 'TABLE_FUNCTION') {
    const call = node.function;
    const name = isNode(call) ? textOf(call.function_name).toLowerCase() : '';
    if (name !== 'repeat' && !openTableFunctions.has(name) && !names.tableMacros.has(name))
      throw refuse('not_allowed', `The table function ${name}() is closed to user SQL.`, at, name.length);
  } else if (node.class === 'FUNCTION' && isClosedFunction(textOf(node.function_name).toLowerCase())) {
    const name = textOf(node.function_name);
    throw refuse('not_allowed', `The function ${name}() is closed to user SQL.`, at, name.length);
  }
}

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* walk(value: Json): Generator<Node> {
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null || typeof next !== 'object') continue;
    if (Array.isArray(next)) {
      open.push(...(next as readonly Json[]));
      continue;
    }
    const node = next as Node;
    yield node;
    open.push(...Object.values(node).filter((part) => part !== null && typeof part === 'object'));
  }
}

const stringOrBareNumber = /"(?:[^"\\]|\\.)*"|-?Infinity|-?NaN/g;

async function serialize(duckdb: DuckDBConnection, sql: string): Promise<Node> {
  const reader = await duckdb.runAndReadAll(
    'SELECT json_serialize_sql($sql::VARCHAR, skip_null := true, skip_empty := true)',
    { sql },
  );
  const json = String(reader.getRowsJson()[0]?.[0]);
  // DuckDB writes infinities as bare words, which JSON does not know; what they are does not matter here.
  return JSON.parse(json.replaceAll(stringOrBareNumber, (part) => (part.startsWith('"') ? part : 'null'))) as Node;
}

function refusal(parsed: Node, sql: string, refuse: Refuse): JoineryError {
  const message = textOf(parsed.error_message) || 'The statement cannot be read.';
  const [first] = splitStatements(sql);
  if (first === undefined) return refuse('syntax_error', 'There is no statement here.', 0);
  if (/only select statements/i.test(message) || /A CTE needs a SELECT/i.test(message))
    return new JoineryError('not_a_select', 'Only a single SELECT may run; Joinery never writes to a source.', {
      connection: refuse('internal', '').connection,
      hint: 'Start the statement with SELECT, FROM, WITH or VALUES.',
      position: positionAt(sql, first.start),
    });
  const near = /at or near "([^"]*)"/.exec(message)?.[1];
  const byte = parsed.position === undefined ? undefined : Number(parsed.position);
  return refuse('syntax_error', `${message.charAt(0).toUpperCase()}${message.slice(1)}`, byte, near?.length ?? 0);
}
