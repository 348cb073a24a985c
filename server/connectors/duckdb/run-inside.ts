/**
 * A native statement that the engine's own DuckDB can run: its tables are named in full, at the places where they stand, and everything else is left as the
 * user wrote it. It is then read at the speed of a table, without a detour through text. What needs the file's own surroundings (macros, types, sequences),
 * may differ from one evaluation to the next, or names tables in another way, is not rewritten.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnInfo } from '../connector.ts';
import type { FileNames, ParsedNode } from './prove-select.ts';
import { quoteIdentifier } from './sql-text.ts';
import { tableType, textTravel } from './types.ts';

/** Functions whose answer depends on more than their arguments and the snapshot. */
const volatileFunctions: ReadonlySet<string> = new Set([
  'random',
  'setseed',
  'uuid',
  'uuidv4',
  'uuidv7',
  'gen_random_uuid',
  'current_query',
  'current_query_id',
  'current_transaction_id',
  'current_connection_id',
  'current_catalog',
  'current_database',
  'current_schema',
  'current_schemas',
  'in_search_path',
  'stats',
  'error',
]);

/** The statement with its tables in the catalog called `catalog`; undefined where that cannot be said with certainty. */
export function nameTablesIn(
  catalog: string,
  sql: string,
  nodes: readonly ParsedNode[],
  names: FileNames,
): string | undefined {
  const bytes = Buffer.from(sql, 'utf8');
  const commonTables = new Set(nodes.flatMap((node) => commonTableNames(node)));
  const inserts: { readonly at: number; readonly text: string }[] = [];
  for (const node of nodes) {
    if (node.class === 'FUNCTION') {
      const called = String(node.function_name).toLowerCase();
      if (volatileFunctions.has(called) || names.callables.has(called)) return undefined;
    }
    if (node.sample !== undefined && node.sample !== null) return undefined;
    if (node.type !== 'BASE_TABLE') continue;
    const name = String(node.table_name);
    const schema = typeof node.schema_name === 'string' ? node.schema_name : '';
    const isOwn = names.tables.has(name.toLowerCase());
    if (schema === '' && commonTables.has(name.toLowerCase())) {
      if (isOwn) return undefined;
      continue;
    }
    if (typeof node.catalog_name === 'string' && node.catalog_name !== '') return undefined;
    if (!isOwn || schema.toLowerCase() === 'information_schema') return undefined;
    const at = typeof node.query_location === 'number' ? node.query_location : -1;
    if (!beginsWith(bytes.subarray(Math.max(0, at)).toString('utf8'), schema === '' ? name : schema)) return undefined;
    inserts.push({ at, text: `${quoteIdentifier(catalog)}.${schema === '' ? 'main.' : ''}` });
  }
  let text = '';
  let from = 0;
  for (const { at, text: insert } of inserts.toSorted((a, b) => a.at - b.at)) {
    text += bytes.subarray(from, at).toString('utf8') + insert;
    from = at;
  }
  return text + bytes.subarray(from).toString('utf8');
}

/** Whether the text begins with the name, as a word or in quotes. */
function beginsWith(text: string, name: string): boolean {
  if (text.startsWith(quoteIdentifier(name))) return true;
  return text.slice(0, name.length).toLowerCase() === name.toLowerCase() && !/^[\w$]/.test(text.slice(name.length));
}

/** Names that WITH gives: keys of the map of common tables. */
function commonTableNames(node: ParsedNode): string[] {
  const { map } = node;
  if (!Array.isArray(map)) return [];
  return map.flatMap((entry: unknown) => {
    const key = typeof entry === 'object' && entry !== null && 'key' in entry ? entry.key : undefined;
    return typeof key === 'string' ? [key.toLowerCase()] : [];
  });
}

/** Whether the rewritten statement, prepared where nothing of the file is found by itself, has the same columns, of types that stay as they are. */
export async function runsAlike(
  duckdb: DuckDBConnection,
  rewritten: string,
  described: readonly ColumnInfo[],
): Promise<boolean> {
  if (described.some(({ sourceType }) => textTravel(sourceType).type !== tableType(sourceType).type)) return false;
  try {
    const statement = await duckdb.prepare(rewritten);
    try {
      if (statement.columnCount !== described.length) return false;
      return described.every(({ sourceType }, index) => {
        const type = statement.columnType(index);
        return (type.alias ?? type.toString()) === sourceType;
      });
    } finally {
      statement.destroySync();
    }
  } catch {
    // Something of the file was meant after all.
    return false;
  }
}
