/** Step 2, first half: what a statement refers to. Pure: reads the parse tree only. */
import { JoineryError } from '../../errors.ts';
import { type AstNode, childNode, childNodes, locationOf, textOf } from './ast.ts';
import { type NamesInSight, walkInSight } from './names-in-sight.ts';
import { positionAtByte } from './position.ts';
import { isRefusedFunction, tableFunctions } from './user-functions.ts';

export interface TableReference {
  readonly connection: string;
  readonly schema: string | undefined;
  readonly name: string;
  /** Byte offset in the statement. */
  readonly location: number | undefined;
}

export interface NativeReference {
  readonly connection: string;
  readonly sql: string;
  readonly location: number | undefined;
  /** Byte offset of the SQL literal. */
  readonly sqlLocation: number | undefined;
}

export interface References {
  readonly tables: readonly TableReference[];
  readonly natives: readonly NativeReference[];
  /** Names of stored results: `results.<name>`. */
  readonly results: readonly { readonly name: string; readonly location: number | undefined }[];
}

/**
 * Collects tables, `native(...)` calls and stored results, and refuses what is closed to user SQL: other table functions than the listed ones, file names
 * as tables, functions that read settings or the surroundings.
 */
export function readReferences(root: AstNode, text: string, connectionIds: readonly string[]): References {
  const tables: TableReference[] = [];
  const natives: NativeReference[] = [];
  const results: { name: string; location: number | undefined }[] = [];
  for (const [node, commonTables] of walkInSight(root)) {
    if (node.type === 'BASE_TABLE') readBaseTable(node, commonTables);
    else if (node.type === 'TABLE_FUNCTION') readTableFunction(node);
    else if (node.class === 'FUNCTION') refuseFunction(node);
    else if (node.type === 'SHOW_REF')
      throw new JoineryError('not_a_select', 'DESCRIBE, SHOW and SUMMARIZE cannot run inside a statement.', {
        position: at(node),
      });
  }
  return { tables, natives, results };

  function at(node: AstNode, length = 0) {
    return positionAtByte(text, locationOf(node), length);
  }

  function readBaseTable(node: AstNode, commonTables: NamesInSight): void {
    const name = textOf(node, 'table_name');
    const schema = textOf(node, 'schema_name');
    const catalog = textOf(node, 'catalog_name');
    const location = locationOf(node);
    if (schema === '' && catalog === '') {
      if (commonTables.has(name.toLowerCase())) return;
      throw new JoineryError('unknown_table', `There is no table "${name}" without a connection before it.`, {
        hint: `Write connection.table, for example ${connectionIds[0] ?? 'shop'}.${/^\w+$/.test(name) ? name : `"${name}"`}.`,
        position: at(node, name.length),
      });
    }
    const connectionName = catalog || schema;
    if (connectionName.toLowerCase() === 'results' && catalog === '') {
      results.push({ name, location });
      return;
    }
    const connection = connectionIds.find((id) => id.toLowerCase() === connectionName.toLowerCase());
    if (connection === undefined) {
      throw new JoineryError('unknown_connection', `There is no connection "${connectionName}".`, {
        hint:
          connectionIds.length === 0
            ? 'Add a connection to config.yaml.'
            : `Connections are: ${connectionIds.join(', ')}.`,
        position: at(node, connectionName.length),
      });
    }
    tables.push({ connection, schema: catalog === '' ? undefined : schema, name, location });
  }

  function readTableFunction(node: AstNode): void {
    const call = childNode(node, 'function');
    if (call === undefined) return;
    const name = textOf(call, 'function_name').toLowerCase();
    if (name === 'native') natives.push(readNative(call));
    else if (!tableFunctions.has(name)) {
      throw new JoineryError('not_allowed', `The table function ${name}() is closed here.`, {
        hint: `Tables come from connections. These table functions are open: ${[...tableFunctions].join(', ')}, native.`,
        position: at(call, name.length),
      });
    }
  }

  function readNative(call: AstNode): NativeReference {
    const [connection, sql, ...more] = childNodes(call, 'children').map((argument) => ({
      text: constantText(argument),
      location: locationOf(argument),
    }));
    if (connection?.text === undefined || sql?.text === undefined || more.length > 0) {
      throw new JoineryError('invalid_statement', 'native() takes a connection and a statement, both as plain text.', {
        hint: "Write native('shop', $$SELECT ... in that source's own dialect$$).",
        position: at(call, 6),
      });
    }
    const id = connectionIds.find((known) => known === connection.text);
    if (id === undefined) {
      throw new JoineryError('unknown_connection', `There is no connection "${connection.text}".`, {
        hint: `Connections are: ${connectionIds.join(', ')}.`,
        position: positionAtByte(text, connection.location),
      });
    }
    return { connection: id, sql: sql.text, location: locationOf(call), sqlLocation: sql.location };
  }

  function refuseFunction(node: AstNode): void {
    const name = textOf(node, 'function_name').toLowerCase();
    if (isRefusedFunction(name)) {
      throw new JoineryError('not_allowed', `The function ${name}() is closed here.`, {
        hint: 'Statements may compute on data, not look at the server around them.',
        position: at(node, name.length),
      });
    }
  }
}

function constantText(node: AstNode): string | undefined {
  const value = childNode(node, 'value');
  return node.type === 'VALUE_CONSTANT' && value !== undefined && typeof value.value === 'string'
    ? value.value
    : undefined;
}
